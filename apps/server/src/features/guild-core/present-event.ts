import { type EventException, type ScheduledEvent, snowflakeAt } from "@palabre/protocol";
import { GuildScheduledEventStatus as Status } from "discord-api-types/v10";
import type { Selectable } from "kysely";
import type { Sql } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import { iso, isoOrNull } from "../users/present.ts";

export type EventRow = Selectable<Schema["scheduled_events"]>;

/** What became of one occurrence of an event that repeats; times are milliseconds since 1970, null: as they were. */
export interface OccurrenceChange {
  /** When it would begin by the rule. */
  at: number;
  starts_at: number | null;
  ends_at: number | null;
  canceled: boolean;
}

/** By when they would begin. */
export const occurrenceChanges = ({ exceptions }: Pick<EventRow, "exceptions">): OccurrenceChange[] =>
  exceptions === null ? [] : (JSON.parse(exceptions) as OccurrenceChange[]);

export const toException = (eventId: string, change: OccurrenceChange): EventException => ({
  event_id: eventId,
  event_exception_id: snowflakeAt(change.at),
  scheduled_start_time: isoOrNull(change.starts_at),
  scheduled_end_time: isoOrNull(change.ends_at),
  is_canceled: change.canceled,
});

/** An event of a server, the same for everybody who sees it. */
export function toEvent(row: EventRow): ScheduledEvent {
  return {
    id: row.id,
    guild_id: row.guild_id,
    channel_id: row.channel_id,
    creator_id: row.creator_id,
    name: row.name,
    description: row.description,
    image: row.image,
    scheduled_start_time: iso(row.starts_at),
    scheduled_end_time: isoOrNull(row.ends_at),
    privacy_level: 2,
    status: row.status,
    entity_type: row.entity_type,
    entity_id: null,
    entity_metadata: row.location === null ? null : { location: row.location },
    recurrence_rule:
      row.recurrence === null ? null : { ...JSON.parse(row.recurrence), start: iso(row.starts_at) },
    user_count: row.user_count,
    guild_scheduled_event_exceptions: occurrenceChanges(row).map((one) => toException(row.id, one)),
  } as ScheduledEvent;
}

/** As whoever said that they are interested is told of it. */
export const withRsvp = (event: ScheduledEvent, userId: string): ScheduledEvent => ({
  ...event,
  user_rsvp: { guild_scheduled_event_id: event.id, user_id: userId, response: 1 },
});

/** What is to come or under way, the next first; say in which servers. */
export const upcoming = (sql: Sql) =>
  sql
    .selectFrom("scheduled_events")
    .selectAll()
    .where("status", "in", [Status.Scheduled, Status.Active])
    .orderBy("starts_at")
    .orderBy("id");
