import { type ScheduledEvent, type Snowflake, snowflakeTime } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { useEffect, useState } from "react";
import { guildPermissions } from "../../state/permissions.ts";
import { sameList } from "../../state/select.ts";
import { useSelector } from "../../state/store.ts";
import type { State } from "../../state/types.ts";
import { SOON_MS } from "./when.ts";

/** Of an event's `status`. */
export const ACTIVE = 2;

/** Where an event, or all of a server's, is found: spread it on a link. */
export const eventPlace = (guildId: Snowflake, eventId?: Snowflake) =>
  ({ to: "/events/$guildId/{-$eventId}", params: { guildId, eventId } }) as const;

export const eventPath = ({ guild_id, id }: Pick<ScheduledEvent, "guild_id" | "id">): string =>
  `/events/${guild_id}/${id}`;

/** What a server plans, the next first. */
export const useEvents = (guildId: Snowflake): readonly ScheduledEvent[] =>
  useSelector(
    (state) =>
      Object.values(state.events[guildId] ?? {}).sort(
        (a, b) =>
          Date.parse(a.scheduled_start_time) - Date.parse(b.scheduled_start_time) || (a.id < b.id ? -1 : 1),
      ),
    sameList,
  );

export const useInterest = (eventId: Snowflake): boolean =>
  useSelector((state) => eventId in state.interests);

/** Plans events. */
export const mayPlan = (state: State, guildId: Snowflake): boolean =>
  (guildPermissions(state, guildId) & (P.CreateEvents | P.ManageEvents)) !== 0n;

/** One changes one's own, and with Manage Events anybody's. */
export function mayChange(state: State, { guild_id, creator_id }: ScheduledEvent): boolean {
  const held = guildPermissions(state, guild_id);
  const isOwn = creator_id === state.self?.id && (held & P.CreateEvents) !== 0n;
  return isOwn || (held & P.ManageEvents) !== 0n;
}

/** What became of the occurrence that would begin at `at`, in milliseconds since 1970. */
export const exceptionAt = (event: ScheduledEvent, at: number) =>
  event.guild_scheduled_event_exceptions.find(
    ({ event_exception_id }) => snowflakeTime(event_exception_id) === at,
  );

/** When the occurrence at hand is, as it was moved, and whether it is called off. */
export function occurrenceOf(event: ScheduledEvent): { start: number; end: number | null; isOff: boolean } {
  const { scheduled_start_time: by, scheduled_end_time: until } = event;
  const at = Date.parse(by);
  const change = exceptionAt(event, at);
  const start = Date.parse(change?.scheduled_start_time ?? by);
  const end = change?.scheduled_end_time
    ? Date.parse(change.scheduled_end_time)
    : until && Date.parse(until) - at + start;
  return { start, end: end || null, isOff: change?.is_canceled ?? false };
}

/** Under way, about to begin, or neither. */
export function urgency(event: ScheduledEvent, now: number): "live" | "soon" | null {
  if (event.status === ACTIVE) return "live";
  const { start, isOff } = occurrenceOf(event);
  return event.status < ACTIVE && !isOff && start - now < SOON_MS ? "soon" : null;
}

/** The time, again every half minute while something shows it. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
