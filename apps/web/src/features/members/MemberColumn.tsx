import type { Snowflake } from "@palabre/protocol";
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { watchMembers } from "../../state/actions/members.ts";
import { useMemberList } from "../../state/guilds.ts";
import { useSelector } from "../../state/store.ts";
import { Skeleton, SkeletonRows } from "../../ui/Skeleton.tsx";
import { type ListedMember, MemberLine, type MemberLineProps } from "./MemberLine.tsx";
import {
  countRows,
  placeIn,
  ROW_HEIGHT,
  rangesOf,
  rowsInSight,
  type Stretch,
  stepRow,
} from "./memberRows.ts";

const NOTHING: Stretch = { first: 0, last: -1 };
/** Milliseconds between two questions while one scrolls. */
const ASK_EVERY = 120;

/** All members of a channel's list in one column, of which only what is in sight is asked for and drawn. */
export function MemberColumn({
  guildId,
  channelId,
  lineOf,
}: {
  guildId: Snowflake;
  channelId: Snowflake;
  lineOf: (member: ListedMember) => Pick<MemberLineProps, "guildId" | "menuProps" | "onMore">;
}) {
  const list = useMemberList(guildId);
  const roles = useSelector((state) => state.roles[guildId]);
  const groups = list?.groups ?? [];
  const count = countRows(groups);
  const scroller = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState(NOTHING);
  const [current, setCurrent] = useState<number | null>(null);
  const wantsFocus = useRef(false);
  useWatched(guildId, channelId, sight);

  const look = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const next = rowsInSight(element.scrollTop, element.clientHeight, count);
    setSight((now) => (now.first === next.first && now.last === next.last ? now : next));
  }, [count]);
  useLayoutEffect(look, [look]);
  useEffect(() => {
    const observer = new ResizeObserver(look);
    if (scroller.current) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, [look]);

  useEffect(() => {
    if (!wantsFocus.current || current === null) return;
    wantsFocus.current = false;
    const row = scroller.current?.querySelector(`[data-row="${current}"]`);
    row?.querySelector<HTMLElement>(".member-open")?.focus({ preventScroll: true });
  }, [current]);

  function onKeyDown(event: KeyboardEvent) {
    const at = event.target instanceof Element ? event.target.closest("[data-row]") : null;
    const row = Number(at?.getAttribute("data-row") ?? -1);
    const moves: Record<string, number | undefined> = {
      ArrowDown: stepRow(groups, row, 1),
      ArrowUp: stepRow(groups, row, -1),
      Home: stepRow(groups, 0, 1),
      End: count - 1,
    };
    const next = row < 0 || event.ctrlKey || event.metaKey || event.altKey ? undefined : moves[event.key];
    const element = scroller.current;
    if (next === undefined || !element) return;
    event.preventDefault();
    // A head above comes into sight with its first member.
    const top = (placeIn(groups, next - 1)?.isHead ? next - 1 : next) * ROW_HEIGHT;
    const bottom = (next + 1) * ROW_HEIGHT;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop + element.clientHeight)
      element.scrollTop = bottom - element.clientHeight;
    wantsFocus.current = true;
    setCurrent(next);
  }

  const isNear = current !== null && current >= sight.first && current <= sight.last;
  const stop = isNear ? current : stepRow(groups, Math.max(0, sight.first), 1);
  const drawn = Array.from({ length: Math.max(0, sight.last - sight.first + 1) }, (_, n) => sight.first + n);
  // Where the keyboard is stays, however far one scrolls.
  if (current !== null && !isNear && current < count) drawn.push(current);
  return (
    <div ref={scroller} className="member-column scroll" onScroll={look}>
      {list === undefined ? <SkeletonRows rows={8} /> : null}
      <ul
        aria-label={m.conversation_members()}
        style={{ height: count * ROW_HEIGHT }}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const row = event.target.closest("[data-row]")?.getAttribute("data-row");
          if (row) setCurrent(Number(row));
        }}
      >
        {drawn.map((row) => {
          const place = placeIn(groups, row);
          if (!place) return null;
          const item = list?.rows[row];
          const { id, count: size } = place.group;
          return (
            <li
              key={row}
              data-row={row}
              aria-setsize={count}
              aria-posinset={row + 1}
              style={{ translate: `0 ${row * ROW_HEIGHT}px` }}
            >
              {place.isHead ? (
                <h3 className="group">
                  <span className="truncate">{titleOf(id, roles?.[id]?.name)}</span>
                  <span className="tnum">{size}</span>
                </h3>
              ) : item && "member" in item ? (
                <MemberLine member={item.member} isStop={row === stop} {...lineOf(item.member)} />
              ) : (
                <div className="person" aria-hidden>
                  <Skeleton width={32} height={32} isRound />
                  <Skeleton width="52%" />
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function titleOf(id: string, role: string | undefined): string {
  if (id === "online") return m.servers_online();
  if (id === "offline") return m.conversation_offline();
  return role ?? m.members_role_gone();
}

/** Subscribes to the rows in sight, and to none when one looks away. */
function useWatched(guildId: Snowflake, channelId: Snowflake, sight: Stretch): void {
  const ranges = JSON.stringify(rangesOf(sight));
  const askedAt = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, askedAt.current + ASK_EVERY - Date.now());
    const timer = setTimeout(() => {
      askedAt.current = Date.now();
      watchMembers(guildId, channelId, JSON.parse(ranges) as [number, number][]);
    }, wait);
    return () => clearTimeout(timer);
  }, [guildId, channelId, ranges]);
  useEffect(() => () => watchMembers(guildId, channelId, []), [guildId, channelId]);
}
