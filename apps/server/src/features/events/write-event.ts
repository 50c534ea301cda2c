import type { ScheduledEvent } from "@palabre/protocol";
import {
  AuditLogEvent,
  ChannelType,
  GuildScheduledEventEntityType as Entity,
  PermissionFlagsBits as P,
  GuildScheduledEventStatus as Status,
} from "discord-api-types/v10";
import { z } from "zod";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { name, snowflake, text } from "../../http/fields.ts";
import { accessGuildChannel } from "../channels/access.ts";
import { accessGuild, type GuildActor } from "../guild-core/access-guild.ts";
import { changesBetween, writeAudit } from "../guild-core/audit.ts";
import { type EventRow, toEvent, upcoming } from "../guild-core/present-event.ts";
import { readLimit } from "../instance/limits.ts";
import { accessEvent, requireManages } from "./access-event.ts";
import { again, isCalledOff, settle } from "./occurrences.ts";
import { recurrenceRule } from "./recurrence.ts";

interface Parts {
  db: Database;
  bus: Bus;
  newId: () => string;
}

/** Five years: nobody plans longer. */
export const FAR_MS = 5 * 365 * 86_400_000;
export const time = z.iso
  .datetime({ offset: true })
  .transform((value) => Date.parse(value))
  .refine((value) => value < Date.now() + FAR_MS, { message: "Must be within five years." });

const fields = {
  name: name(1, 100),
  description: text(0, 1_000, { lines: true }).nullish(),
  scheduled_start_time: time,
  scheduled_end_time: time.nullish(),
  privacy_level: z.literal(2).optional(),
  entity_type: z.literal([Entity.StageInstance, Entity.Voice, Entity.External]),
  channel_id: snowflake.nullish(),
  entity_metadata: z.object({ location: text(1, 100).nullish() }).nullish(),
  /** A data URI. */
  image: z.string().nullish(),
  recurrence_rule: recurrenceRule.nullish(),
};
export const createEventBody = z.object(fields);
export const updateEventBody = z.object({
  ...z.object(fields).partial().shape,
  status: z.literal([Status.Scheduled, Status.Active, Status.Completed, Status.Canceled]).optional(),
});

/** With the hash of its picture, which is stored by then, in the place of a data URI. */
type Stored<Body> = Omit<Body, "image"> & { image?: string | null | undefined };

/** May be asked before a large body is read. @throws ApiError missing_permissions */
export function requirePlans(member: GuildActor): void {
  if ((member.permissions & (P.CreateEvents | P.ManageEvents)) === 0n) {
    throw new ApiError("missing_permissions");
  }
}

/** @throws ApiError unknown_guild, missing_permissions, max_events, invalid_form_body */
export async function createEvent(
  deps: Parts,
  actor: Actor,
  guildId: string,
  id: string,
  input: Stored<z.output<typeof createEventBody>>,
  reason: string | null,
): Promise<ScheduledEvent> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    requirePlans(await accessGuild(tx.sql, actor, guildId));
    const known = await upcoming(tx.sql).where("guild_id", "=", guildId).execute();
    if (known.length >= (await readLimit(tx.sql, "scheduled_events"))) {
      throw new ApiError("max_events");
    }
    if (input.scheduled_start_time <= Date.now()) throw past();
    const row: EventRow = {
      id,
      guild_id: guildId,
      channel_id: input.channel_id ?? null,
      creator_id: actor.userId,
      name: input.name,
      description: input.description || null,
      image: input.image ?? null,
      starts_at: input.scheduled_start_time,
      ends_at: input.scheduled_end_time ?? null,
      status: Status.Scheduled,
      entity_type: input.entity_type,
      location: input.entity_metadata?.location ?? null,
      recurrence: input.recurrence_rule ? JSON.stringify(input.recurrence_rule) : null,
      user_count: 0,
      exceptions: null,
      moved_starts_at: null,
      moved_ends_at: null,
    };
    await requireWhole(tx, actor, row);
    await tx.sql.insertInto("scheduled_events").values(row).execute();
    await note(tx, deps, actor, AuditLogEvent.GuildScheduledEventCreate, {}, row, reason);
    const event = toEvent(row);
    announce(tx, deps.bus, `guild:${guildId}`, "GUILD_SCHEDULED_EVENT_CREATE", event);
    return event;
  });
}

/**
 * What is absent stays; with another start or rule, changed occurrences are forgotten. One that repeats and is over begins anew at its next time, until it is called off.
 * @returns the event, and the picture that nothing names any more
 * @throws ApiError unknown_guild, unknown_event, missing_permissions, invalid_form_body
 */
export async function updateEvent(
  deps: Parts,
  actor: Actor,
  guildId: string,
  eventId: string,
  input: Stored<z.output<typeof updateEventBody>>,
  reason: string | null,
): Promise<{ event: ScheduledEvent; replaced: string | null }> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const { member, event: before } = await accessEvent(tx.sql, actor, guildId, eventId);
    requireManages(member, before);
    const status = input.status ?? before.status;
    requireStep(before.status, status);
    const entity_type = input.entity_type ?? before.entity_type;
    const isExternal = entity_type === Entity.External;
    const changed: EventRow = {
      ...before,
      status,
      entity_type,
      name: input.name ?? before.name,
      description: input.description === undefined ? before.description : input.description || null,
      starts_at: input.scheduled_start_time ?? before.starts_at,
      ends_at: input.scheduled_end_time === undefined ? before.ends_at : input.scheduled_end_time,
      channel_id: isExternal ? null : input.channel_id === undefined ? before.channel_id : input.channel_id,
      location: isExternal ? (input.entity_metadata?.location ?? before.location) : null,
      image: input.image === undefined ? before.image : input.image,
      recurrence:
        input.recurrence_rule === undefined
          ? before.recurrence
          : input.recurrence_rule && JSON.stringify(input.recurrence_rule),
    };
    if (changed.starts_at !== before.starts_at && changed.starts_at <= Date.now()) throw past();
    await requireWhole(tx, actor, changed);
    // Another rule has other occurrences.
    const isAnother = changed.starts_at !== before.starts_at || changed.recurrence !== before.recurrence;
    const settled = settle(isAnother ? { ...changed, exceptions: null } : changed);
    if (status === Status.Active && before.status === Status.Scheduled && isCalledOff(settled)) {
      throw fieldError("status", "INVALID_STATUS", "This occurrence is called off.");
    }
    const after = status === Status.Completed ? again(settled, Date.now()) : settled;
    const { id, guild_id, creator_id, user_count, ...set } = after;
    await tx.sql.updateTable("scheduled_events").set(set).where("id", "=", eventId).execute();
    await note(tx, deps, actor, AuditLogEvent.GuildScheduledEventUpdate, before, after, reason);
    announceChange(tx, deps.bus, before, after);
    const replaced = before.image === after.image ? null : before.image;
    return { event: toEvent(after), replaced };
  });
}

/** @returns the hash of its picture. @throws ApiError unknown_guild, unknown_event, missing_permissions */
export async function deleteEvent(
  deps: Parts,
  actor: Actor,
  guildId: string,
  eventId: string,
  reason: string | null,
): Promise<string | null> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const { member, event } = await accessEvent(tx.sql, actor, guildId, eventId);
    requireManages(member, event);
    await tx.sql.deleteFrom("scheduled_events").where("id", "=", eventId).execute();
    await tx.sql.deleteFrom("scheduled_event_users").where("event_id", "=", eventId).execute();
    await note(tx, deps, actor, AuditLogEvent.GuildScheduledEventDelete, event, {}, reason);
    announce(tx, deps.bus, `guild:${guildId}`, "GUILD_SCHEDULED_EVENT_DELETE", toEvent(event));
    return event.image;
  });
}

/** To those who see it elsewhere now it comes; from those who saw it before and may not any more it goes. */
export function announceChange(tx: Tx, bus: Bus, before: EventRow, after: EventRow): void {
  const topic = `guild:${after.guild_id}` as const;
  if (before.channel_id === after.channel_id) {
    announce(tx, bus, topic, "GUILD_SCHEDULED_EVENT_UPDATE", toEvent(after));
    return;
  }
  announce(tx, bus, topic, "GUILD_SCHEDULED_EVENT_DELETE", toEvent(before));
  announce(tx, bus, topic, "GUILD_SCHEDULED_EVENT_CREATE", toEvent(after));
}

const past = () =>
  fieldError("scheduled_start_time", "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", "Must lie in the future.");

/** An event is to come, under way, over; what is over or called off stays so. */
function requireStep(before: number, after: number): void {
  const allowed =
    before === after
      ? before === Status.Scheduled || before === Status.Active
      : before === Status.Scheduled
        ? after === Status.Active || after === Status.Canceled
        : before === Status.Active && after === Status.Completed;
  if (!allowed) throw fieldError("status", "INVALID_STATUS", "An event does not go from there to that.");
}

async function requireWhole(tx: Tx, actor: Actor, row: EventRow): Promise<void> {
  if (row.ends_at !== null && row.ends_at <= row.starts_at) {
    throw fieldError(
      "scheduled_end_time",
      "GUILD_SCHEDULED_EVENT_END_BEFORE_START",
      "Must be after the start.",
    );
  }
  if (row.entity_type === Entity.External) {
    if (row.channel_id !== null) {
      throw fieldError("channel_id", "BASE_TYPE_INVALID", "An event elsewhere has no channel.");
    }
    if (row.location === null) {
      throw fieldError("entity_metadata.location", "BASE_TYPE_REQUIRED", "This field is required");
    }
    if (row.ends_at === null) {
      throw fieldError("scheduled_end_time", "BASE_TYPE_REQUIRED", "This field is required");
    }
    return;
  }
  const channel =
    row.channel_id === null
      ? null
      : await accessGuildChannel(tx.sql, actor, row.channel_id).catch(() => null);
  const [type, what] =
    row.entity_type === Entity.StageInstance
      ? ([ChannelType.GuildStageVoice, "stage"] as const)
      : ([ChannelType.GuildVoice, "voice channel"] as const);
  if (channel?.guild_id !== row.guild_id || channel.type !== type) {
    throw fieldError("channel_id", "CHANNEL_INVALID", `Not a ${what} of this server.`);
  }
}

const LOGGED: { [K in keyof EventRow]?: string } = {
  name: "name",
  description: "description",
  channel_id: "channel_id",
  starts_at: "scheduled_start_time",
  ends_at: "scheduled_end_time",
  status: "status",
  entity_type: "entity_type",
  location: "location",
  image: "image_hash",
  recurrence: "recurrence_rule",
};

async function note(
  tx: Tx,
  deps: Parts,
  actor: Actor,
  action: AuditLogEvent,
  before: Partial<EventRow>,
  after: Partial<EventRow>,
  reason: string | null,
): Promise<void> {
  const gone = Object.fromEntries(Object.keys(LOGGED).map((key) => [key, undefined]));
  const changes = changesBetween<EventRow>(before, { ...gone, ...after }, LOGGED);
  const moved = before.channel_id && after.id !== undefined && before.channel_id !== after.channel_id;
  await writeAudit(tx, deps, {
    guildId: after.guild_id ?? before.guild_id ?? "",
    actorId: actor.userId,
    action,
    targetId: after.id ?? before.id ?? null,
    channelId: (after.id === undefined ? before : after).channel_id ?? null,
    // What it was in another channel is for those who see that one.
    changes: moved ? changes.map(({ old_value: _, ...change }) => change) : changes,
    reason,
  });
}
