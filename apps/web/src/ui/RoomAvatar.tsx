import { Users } from "lucide-react";
import { Avatar, type AvatarUser } from "./Avatar.tsx";
import { channelIconUrl } from "./avatar.ts";
import { classes } from "./classes.ts";
import { Icon } from "./Icon.tsx";

export interface RoomAvatarProps {
  channel: { id: string; icon?: string | null; recipients?: readonly AvatarUser[] };
  size?: 24 | 32 | 36 | 40 | 72;
  className?: string;
}

/** A room: its icon on a rounded square, else two of its people, overlapped. */
export function RoomAvatar({ channel, size = 32, className }: RoomAvatarProps) {
  const url = channelIconUrl(channel, size);
  if (url) {
    return (
      <span className={classes("av", "place", `av-${size}`, className)} aria-hidden>
        <img src={url} alt="" width={size} height={size} loading="lazy" decoding="async" draggable={false} />
      </span>
    );
  }
  const [first, second] = channel.recipients ?? [];
  if (!first || !second) {
    return first ? (
      <Avatar user={first} size={size} className={className} />
    ) : (
      <span className={classes("av", "place", "av-nobody", `av-${size}`, className)} aria-hidden>
        <Icon of={Users} size={16} />
      </span>
    );
  }
  return (
    <span className={classes("duo", `duo-${size}`, className)} aria-hidden>
      <Avatar user={first} size={20} />
      <Avatar user={second} size={20} />
    </span>
  );
}
