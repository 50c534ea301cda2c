import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { formatDateTime, formatStamp, type Instant } from "../i18n/format.ts";

export interface InboxItemProps {
  /** Avatar or RoomAvatar, 40 px. */
  avatar: ReactNode;
  /** Who. */
  name: ReactNode;
  /** Where, muted: "in #storage · Tessera", or a user name. */
  where?: ReactNode;
  /** One line of text, two on phones. */
  text: ReactNode;
  at?: Instant;
  badge?: ReactNode;
  /** Buttons, for things to decide. On phones they take their own line, 44 px high. */
  actions?: ReactNode;
  /** Where a press leads. Items with `actions` have none. */
  to?: string;
}

/** One thing of the inbox. Put it in `<ul className="panel"><li>…`. */
export function InboxItem({ avatar, name, where, text, at, badge, actions, to }: InboxItemProps) {
  const inside = (
    <>
      {avatar}
      <span className="txt">
        <span className="hd">
          <b>{name}</b> {where ? <small>{where}</small> : null}
        </span>
        <span className="tx">{text}</span>
      </span>
      {badge}
      {at !== undefined ? (
        <time dateTime={new Date(at).toISOString()} title={formatDateTime(at)}>
          {formatStamp(at)}
        </time>
      ) : null}
      {actions ? <span className="acts">{actions}</span> : null}
    </>
  );
  if (to === undefined) return <div className="item">{inside}</div>;
  return (
    <Link to={to} className="item is-link">
      {inside}
    </Link>
  );
}
