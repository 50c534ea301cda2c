import { Suspense, useCallback, useRef } from "react";
import * as m from "../../paraglide/messages.js";
import { ensureLoaded } from "../../state/actions/history.ts";
import { lazyPart } from "../../ui/lazyPart.ts";
import { conversationLabel } from "../rooms/roomName.ts";
import { LogError, LogSkeleton } from "./LogStates.tsx";
import { MessageLog } from "./MessageLog.tsx";
import { MessageRow, PendingRow } from "./MessageRow.tsx";
import { messageKey } from "./messageActions.ts";
import type { LogRow } from "./rows.ts";
import { loadMenu } from "./useDeeds.ts";
import type { Pane } from "./usePane.ts";

// Over the log, when one has scrolled or there is more than fits.
const PresentPill = lazyPart(() => import("./JumpPill.tsx").then((x) => x.PresentPill));
const UnreadPill = lazyPart(() => import("./JumpPill.tsx").then((x) => x.UnreadPill));
/** Above the first message: where one has scrolled, or where there are few. */
const Intro = lazyPart(() => import("./Intro.tsx").then((x) => x.Intro));

/** The messages of a conversation, and what floats over them: the ways to what is new and to the present. */
export function PaneLog({ pane }: { pane: Pane }) {
  const { view, value, root, editing, menuProps } = pane;
  const { window, rows, flashing, isEmpty, onBefore, onAfter } = view;
  const { channel } = value;
  const latest = useRef(value);
  latest.current = value;

  const renderRow = useCallback(
    (row: LogRow, isCurrent: boolean) => {
      if (row.kind === "intro") {
        return (
          <Suspense fallback={<div className="intro is-coming" />}>
            <Intro isEmpty={isEmpty} />
          </Suspense>
        );
      }
      if (row.kind === "pending")
        return <PendingRow pending={row.pending} isHead={row.isHead} day={row.day} />;
      return (
        <div
          {...menuProps(m.conversation_actions(), async () => {
            const element = root.current?.querySelector(`[data-message="${row.key}"]`);
            return element ? (await loadMenu()).messageMenu(row.message, latest.current, element) : [];
          })}
        >
          <MessageRow
            message={row.message}
            isHead={row.isHead}
            day={row.day}
            isNew={row.isNew}
            isEditing={editing === row.key}
            isFlashing={flashing === row.key}
            isCurrent={isCurrent}
          />
        </div>
      );
    },
    [menuProps, root, editing, flashing, isEmpty],
  );
  const onRowKey = useCallback(
    (event: KeyboardEvent, row: LogRow, element: Element) =>
      row.kind === "message" && messageKey(event, row.message, latest.current, element),
    [],
  );

  const hasRows = rows.length > 0;
  return (
    <div className="log-wrap">
      {hasRows ? (
        <MessageLog
          ref={view.log}
          id={channel.id}
          label={m.conversation_log_label({ name: conversationLabel(channel) })}
          rows={rows}
          hasBefore={window?.hasBefore ?? false}
          hasAfter={window?.hasAfter ?? false}
          isHeld={window === undefined || window.loading !== null || window.error !== null}
          startAt={view.startAt}
          renderRow={renderRow}
          onBefore={onBefore}
          onAfter={onAfter}
          onEnd={view.onEnd}
          onTop={view.onTop}
          onRowKey={onRowKey}
        />
      ) : window?.error ? (
        <LogError error={window.error} onRetry={() => void ensureLoaded(channel.id)} />
      ) : (
        <LogSkeleton />
      )}
      {view.isNewAbove && view.unread ? (
        <Suspense>
          <UnreadPill unread={view.unread} onJump={() => void view.toUnread()} onClose={view.markRead} />
        </Suspense>
      ) : hasRows && window?.error ? (
        <div className="jump" role="alert">
          <span>{m.conversation_more_failed()}</span>
          <button
            type="button"
            className="link-btn"
            onClick={() => (view.top === rows[0]?.key ? onBefore : onAfter)()}
          >
            {m.conversation_try_again()}
          </button>
        </div>
      ) : null}
      {hasRows && (!view.atEnd || window?.hasAfter) ? (
        <Suspense>
          <PresentPill count={window?.hasAfter ? 0 : view.arrived} onJump={() => void view.toPresent()} />
        </Suspense>
      ) : null}
    </div>
  );
}
