import { type EventException, LIMITS, snowflakeAt } from "@palabre/protocol";
import { type AuditLogEvent, GuildScheduledEventStatus as Status } from "discord-api-types/v10";
import { z } from "zod";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { changesBetween, writeAudit } from "../guild-core/audit.ts";
import {
  type EventRow,
  type OccurrenceChange,
  occurrenceChanges,
  toException,
} from "../guild-core/present-event.ts";
import { isoOrNull } from "../users/present.ts";
import { accessEvent, requireManages } from "./access-event.ts";
import { neighbours, settle } from "./occurrences.ts";
import { announceChange, FAR_MS, time } from "./write-event.ts";

interface Parts {
  db: Database;
  bus: Bus;
  newId: () => string;
}

/** In the official document; discord-api-types has no names for them yet. */
const CREATED = 200 as number as AuditLogEvent;
const UPDATED = 201 as number as AuditLogEvent;
const DELETED = 202 as number as AuditLogEvent;

const changes = {
  scheduled_start_time: time.nullish(),
  scheduled_end_time: time.nullish(),
  is_canceled: z.boolean().nullish(),
};
export const createExceptionBody = z.object({
  original_scheduled_start_time: z.iso
    .datetime({ offset: true })
    .transform((value) => Date.parse(value))
    .refine((value) => value < Date.now() + FAR_MS, { message: "Must be within five years." }),
  ...changes,
});
export const updateExceptionBody = z.object(changes);

type ChangeInput = z.output<typeof updateExceptionBody>;

/**
 * Calls one occurrence of an event that repeats off, or moves it: between the one before and the one after. Its id is made
 * of the time at which it would have begun.
 * @throws ApiError unknown_guild, unknown_event, missing_permissions; invalid_form_body
 */
export async function createException(
  deps: Parts,
  actor: Actor,
  guildId: string,
  eventId: string,
  { original_scheduled_start_time: at, ...input }: z.output<typeof createExceptionBody>,
  reason: string | null,
): Promise<EventException> {
  return write(deps, actor, { guildId, eventId }, CREATED, reason, (event) => {
    const known = occurrenceChanges(event);
    if (!neighbours(event, at)) {
      throw fieldError(
        "original_scheduled_start_time",
        "GUILD_SCHEDULED_EVENT_NO_OCCURRENCE",
        "No occurrence of this event begins then.",
      );
    }
    if (known.some((one) => one.at === at)) {
      throw fieldError(
        "original_scheduled_start_time",
        "GUILD_SCHEDULED_EVENT_EXCEPTION_EXISTS",
        "This occurrence was changed before: change that.",
      );
    }
    if (known.length >= LIMITS.eventExceptions) {
      const message = `At most ${LIMITS.eventExceptions} occurrences of an event are changed.`;
      throw fieldError("original_scheduled_start_time", "BASE_TYPE_MAX_LENGTH", message);
    }
    const made = changed({ at, starts_at: null, ends_at: null, canceled: false }, input);
    requireFits(event, made);
    return { before: undefined, after: made };
  });
}

/** Changes it once more; what is absent stays. @throws ApiError as above; unknown_event_exception */
export async function updateException(
  deps: Parts,
  actor: Actor,
  ids: { guildId: string; eventId: string; exceptionId: string },
  input: ChangeInput,
  reason: string | null,
): Promise<EventException> {
  return write(deps, actor, ids, UPDATED, reason, (event) => {
    const before = requireException(event, ids.exceptionId);
    const after = changed(before, input);
    requireFits(event, after);
    return { before, after };
  });
}

/** The occurrence is as any other again. @throws ApiError as above */
export async function deleteException(
  deps: Parts,
  actor: Actor,
  ids: { guildId: string; eventId: string; exceptionId: string },
  reason: string | null,
): Promise<void> {
  await write(deps, actor, ids, DELETED, reason, (event) => {
    const before = requireException(event, ids.exceptionId);
    requireToCome(event, before.at);
    return { before, after: undefined };
  });
}

/** @throws ApiError unknown_event_exception */
export function requireException(event: EventRow, exceptionId: string): OccurrenceChange {
  const found = occurrenceChanges(event).find(({ at }) => snowflakeAt(at) === exceptionId);
  if (!found) throw new ApiError("unknown_event_exception");
  return found;
}

interface Step {
  before: OccurrenceChange | undefined;
  after: OccurrenceChange | undefined;
}

async function write(
  deps: Parts,
  actor: Actor,
  { guildId, eventId }: { guildId: string; eventId: string },
  action: AuditLogEvent,
  reason: string | null,
  step: (event: EventRow) => Step,
): Promise<EventException> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const { member, event } = await accessEvent(tx.sql, actor, guildId, eventId);
    requireManages(member, event);
    const { before, after } = step(event);
    const others = occurrenceChanges(event).filter((one) => one !== before && one.at !== before?.at);
    const all = [...others, ...(after ? [after] : [])].sort((a, b) => a.at - b.at);
    const row = settle({ ...event, exceptions: JSON.stringify(all) });
    await tx.sql
      .updateTable("scheduled_events")
      .set({
        exceptions: row.exceptions,
        moved_starts_at: row.moved_starts_at,
        moved_ends_at: row.moved_ends_at,
      })
      .where("id", "=", eventId)
      .execute();
    await note(tx, deps, actor, event, action, { before, after }, reason);
    announceChange(tx, deps.bus, event, row);
    const told = after ?? before;
    if (!told) throw new Error("an exception was there or is now");
    return toException(eventId, told);
  });
}

function changed(before: OccurrenceChange, input: ChangeInput): OccurrenceChange {
  const { scheduled_start_time: starts_at, scheduled_end_time: ends_at, is_canceled } = input;
  return {
    ...before,
    starts_at: starts_at === undefined ? before.starts_at : starts_at,
    ends_at: ends_at === undefined ? before.ends_at : ends_at,
    canceled: is_canceled === undefined || is_canceled === null ? before.canceled : is_canceled,
  };
}

function requireToCome(event: EventRow, at: number): void {
  if (event.status === Status.Scheduled || (event.status === Status.Active && at > event.starts_at)) return;
  throw fieldError("original_scheduled_start_time", "INVALID_STATUS", "This occurrence has begun.");
}

/** @throws ApiError invalid_form_body naming what does not go together */
function requireFits(event: EventRow, { at, starts_at, ends_at, canceled }: OccurrenceChange): void {
  requireToCome(event, at);
  if (!canceled && starts_at === null && ends_at === null) {
    throw fieldError("is_canceled", "BASE_TYPE_REQUIRED", "Nothing of this occurrence would change.");
  }
  const around = neighbours(event, at);
  const begins = starts_at ?? at;
  if (starts_at !== null) {
    if (starts_at <= Date.now()) {
      throw fieldError(
        "scheduled_start_time",
        "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST",
        "Must lie in the future.",
      );
    }
    if (!around || starts_at <= (around.before ?? 0) || starts_at >= around.after) {
      throw fieldError(
        "scheduled_start_time",
        "GUILD_SCHEDULED_EVENT_EXCEPTION_ORDER",
        "Must lie between the occurrence before and the one after.",
      );
    }
  }
  if (ends_at !== null && ends_at <= begins) {
    throw fieldError(
      "scheduled_end_time",
      "GUILD_SCHEDULED_EVENT_END_BEFORE_START",
      "Must be after the start.",
    );
  }
}

interface Logged {
  scheduled_start_time: string | null;
  scheduled_end_time: string | null;
  is_canceled: boolean;
}
const logged = (change: OccurrenceChange): Logged => ({
  scheduled_start_time: isoOrNull(change.starts_at),
  scheduled_end_time: isoOrNull(change.ends_at),
  is_canceled: change.canceled,
});
const KEYS = {
  scheduled_start_time: "scheduled_start_time",
  scheduled_end_time: "scheduled_end_time",
  is_canceled: "is_canceled",
};

async function note(
  tx: Tx,
  deps: Parts,
  actor: Actor,
  event: EventRow,
  action: AuditLogEvent,
  { before, after }: Step,
  reason: string | null,
): Promise<void> {
  const at = (after ?? before)?.at ?? 0;
  const gone = { scheduled_start_time: undefined, scheduled_end_time: undefined, is_canceled: undefined };
  await writeAudit(tx, deps, {
    guildId: event.guild_id,
    actorId: actor.userId,
    action,
    targetId: event.id,
    channelId: event.channel_id,
    changes: changesBetween<Logged>(
      before ? logged(before) : {},
      after ? logged(after) : (gone as unknown as Partial<Logged>),
      KEYS,
    ),
    options: { event_exception_id: snowflakeAt(at) },
    reason,
  });
}
