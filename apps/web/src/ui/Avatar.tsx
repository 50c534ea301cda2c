import { useState } from "react";
import { avatarUrl, groundOf, initials, memberAvatarUrl } from "./avatar.ts";
import { classes } from "./classes.ts";

export type Presence = "online" | "idle" | "dnd" | "offline";
type AvatarSize = 16 | 20 | 24 | 32 | 36 | 40 | 72;

export interface AvatarUser {
  id: string;
  username: string;
  global_name?: string | null;
  avatar?: string | null;
}

export interface AvatarProps {
  user: AvatarUser;
  size?: AvatarSize;
  /** Disc online, crescent idle, bar dnd, ring offline. Leave out where presence says nothing. */
  presence?: Presence;
  /** The server where it is shown, and the picture that they chose for it, if any. */
  guildId?: string | null;
  memberAvatar?: string | null;
  isSpeaking?: boolean;
  className?: string;
}

/**
 * A person: round, their picture or their initials on one of six grounds. Decorative; the name stands beside it.
 * The presence mark is cut out of the ground below: set `--under` on the container when that is not surface 1.
 */
export function Avatar({
  user,
  size = 36,
  presence,
  guildId,
  memberAvatar,
  isSpeaking,
  className,
}: AvatarProps) {
  const url =
    guildId && memberAvatar ? memberAvatarUrl(guildId, user.id, memberAvatar, size) : avatarUrl(user, size);
  const [broken, setBroken] = useState<string | null>(null);
  const name = user.global_name || user.username;
  return (
    <span
      className={classes("av", `av-${size}`, `a${groundOf(user.id)}`, isSpeaking && "is-speaking", className)}
      data-p={presence}
      aria-hidden
    >
      {url && url !== broken ? (
        <img
          src={url}
          alt=""
          width={size}
          height={size}
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => setBroken(url)}
        />
      ) : (
        initials(name, size >= 32 ? 2 : 1)
      )}
    </span>
  );
}
