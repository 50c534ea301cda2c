import { ArrowDown, ArrowUp, X } from "lucide-react";
import { daysBetween, formatNumber, formatStamp, formatTime } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import type { Unread } from "./rows.ts";

/** Over the log's top: how much is new above what is seen, and since when. */
export function UnreadPill({
  unread,
  onJump,
  onClose,
}: {
  unread: Unread;
  onJump: () => void;
  onClose: () => void;
}) {
  const since =
    daysBetween(unread.since, Date.now()) === 0 ? formatTime(unread.since) : formatStamp(unread.since);
  const count = unread.isMore ? `${formatNumber(unread.count)}+` : formatNumber(unread.count);
  return (
    <div className="jump" role="status">
      <span className="tnum">{m.conversation_new_since({ n: unread.count, count, since })}</span>
      <button type="button" className="link-btn jump-go" onClick={onJump}>
        <Icon of={ArrowUp} size={14} />
        {m.conversation_jump()}
      </button>
      <IconButton
        icon={X}
        size="sm"
        label={m.conversation_mark_read()}
        keys="escape"
        onPress={onClose}
        tooltipPlacement="bottom"
      />
    </div>
  );
}

/** Over the log's foot, while the present is out of sight. */
export function PresentPill({ count, onJump }: { count: number; onJump: () => void }) {
  return (
    <button type="button" className="jump jump-present" onClick={onJump}>
      <Icon of={ArrowDown} size={14} />
      {count > 0 ? m.conversation_present_new({ count }) : m.conversation_present()}
    </button>
  );
}
