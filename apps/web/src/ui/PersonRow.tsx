import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { Avatar, type AvatarUser, type Presence } from "./Avatar.tsx";
import { classes } from "./classes.ts";
import { presenceText } from "./PresenceMark.tsx";

export interface PersonRowProps {
  user: AvatarUser;
  presence?: Presence;
  /** Their activity, custom status, or why one may know them. */
  line?: ReactNode;
  /** Beside the name: a role tag. */
  tag?: ReactNode;
  /** Opens the profile card or the chat. Without it the row is plain text. */
  onPress?: () => void;
  /** Buttons at the right: message, accept, more. They are outside the row's own button. */
  actions?: ReactNode;
  avatarSize?: 32 | 36 | 40;
  className?: string;
}

/** A person in a list: avatar with presence, name, one line. Offline people are muted. */
export function PersonRow({
  user,
  presence,
  line,
  tag,
  onPress,
  actions,
  avatarSize = 32,
  className,
}: PersonRowProps) {
  const inside = (
    <>
      <Avatar user={user} size={avatarSize} presence={presence} />
      <span className="txt">
        <b className="row">
          <span className="truncate">{user.global_name || user.username}</span>
          {tag}
        </b>
        {line ? <span className="truncate">{line}</span> : null}
      </span>
      {presence ? <span className="vh">{presenceText(presence)}</span> : null}
    </>
  );
  return (
    <div className={classes("person", presence === "offline" && "is-off", onPress && "is-action", className)}>
      {onPress ? (
        <Button className="person-main" onPress={onPress}>
          {inside}
        </Button>
      ) : (
        <span className="person-main">{inside}</span>
      )}
      {actions ? <span className="row person-acts">{actions}</span> : null}
    </div>
  );
}
