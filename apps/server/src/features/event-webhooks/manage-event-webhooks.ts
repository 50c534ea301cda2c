import { CHANNEL_HOOK_EVENTS, EVENT_WEBHOOK_STATUS, type EventWebhook } from "@palabre/protocol";
import { AuditLogEvent, ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql, Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { type EndpointOptions, lookUp } from "../../outgoing/address.ts";
import { enqueueEvents } from "../applications/event-outbox.ts";
import { loadUsers } from "../applications/find-application.ts";
import { accessGuildChannel } from "../channels/access.ts";
import { accessGuild, isThread } from "../guild-core/access-guild.ts";
import { changesBetween, writeAudit } from "../guild-core/audit.ts";
import { readLimit } from "../instance/limits.ts";
import { iso } from "../users/present.ts";
import { accessEventWebhook } from "./access-event-webhook.ts";
import type { CreateEventWebhookInput, UpdateEventWebhookInput } from "./event-webhook-body.ts";
import { type EventWebhookRow, newSecret } from "./hook.ts";
import { guildEnvelope } from "./listeners.ts";
import { dropWaiting } from "./post-events.ts";

interface Parts {
  db: Database;
  bus: Bus;
  newId: () => string;
  config: { eventWebhooks: boolean; allowPrivateEndpoints: boolean };
}

const LOOK_UP_MS = 3_000;

/** As those see it who manage it; its secret only when it was just made. */
export async function presentEventWebhooks(
  sql: Sql,
  rows: readonly EventWebhookRow[],
): Promise<EventWebhook[]> {
  const users = await loadUsers(
    sql,
    rows.map(({ creator_id }) => creator_id),
  );
  return rows.map((row) => ({
    id: row.id,
    guild_id: row.guild_id,
    channel_id: row.channel_id,
    name: row.name,
    url: row.url,
    types: JSON.parse(row.types) as string[],
    status: row.status,
    user: users.get(row.creator_id) ?? null,
    created_at: iso(row.created_at),
  }));
}

/**
 * Makes one, which hears what its maker may see and every other manager, too. The answer is the only one with its secret.
 * @throws ApiError unknown_guild, unknown_channel, missing_permissions, invalid_channel_type, event_webhooks_off,
 *   max_event_webhooks, invalid_form_body naming `url` or `types`
 */
export async function createEventWebhook(
  parts: Parts,
  actor: Actor,
  guildId: string,
  input: CreateEventWebhookInput,
  reason: string | null,
): Promise<EventWebhookRow> {
  const { db, newId, config } = parts;
  await accessGuild(db.read, actor, guildId, P.ManageWebhooks);
  requireOn(config);
  await requireReachable(input.url, { allowPrivate: config.allowPrivateEndpoints });
  return db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    await accessGuild(tx.sql, actor, guildId, P.ManageWebhooks);
    if (input.channel_id !== null) await accessPlace(tx.sql, actor, guildId, input.channel_id);
    requireFitting(input.types, input.channel_id);
    const { count } = await tx.sql
      .selectFrom("event_webhooks")
      .select((e) => e.fn.countAll().as("count"))
      .where("guild_id", "=", guildId)
      .executeTakeFirstOrThrow();
    if (Number(count) >= (await readLimit(tx.sql, "event_webhooks")))
      throw new ApiError("max_event_webhooks");
    const row: EventWebhookRow = {
      id: newId(),
      guild_id: guildId,
      channel_id: input.channel_id,
      creator_id: actor.userId,
      name: input.name,
      url: input.url,
      secret: newSecret(),
      types: JSON.stringify(input.types),
      status: EVENT_WEBHOOK_STATUS.on,
      failing_since: null,
      created_at: Date.now(),
    };
    await tx.sql.insertInto("event_webhooks").values(row).execute();
    await note(tx, parts, actor, AuditLogEvent.IntegrationCreate, row, reason, [
      { key: "type", new_value: "event_webhook" },
      { key: "name", new_value: row.name },
    ]);
    return row;
  });
}

/**
 * Changes one. Whoever gives it another address or switches it on answers for it from then on.
 * @throws ApiError as making one; unknown_event_webhook
 */
export async function updateEventWebhook(
  parts: Parts,
  actor: Actor,
  guildId: string,
  id: string,
  input: UpdateEventWebhookInput,
  reason: string | null,
): Promise<EventWebhookRow> {
  const { db, config } = parts;
  const known = await accessEventWebhook(db.read, actor, guildId, id);
  if (input.status === EVENT_WEBHOOK_STATUS.on) requireOn(config);
  if (input.url !== undefined && input.url !== known.url) {
    await requireReachable(input.url, { allowPrivate: config.allowPrivateEndpoints });
  }
  return db.transaction(async (tx) => {
    await tx.lock(`event-hook:${id}`);
    const before = await accessEventWebhook(tx.sql, actor, guildId, id);
    if (input.types !== undefined) requireFitting(input.types, before.channel_id);
    const isMoved = input.url !== undefined && input.url !== before.url;
    const isSwitchedOn =
      input.status === EVENT_WEBHOOK_STATUS.on && before.status !== EVENT_WEBHOOK_STATUS.on;
    if (isSwitchedOn && before.channel_id !== null) {
      await accessPlace(tx.sql, actor, guildId, before.channel_id);
    }
    const after: EventWebhookRow = {
      ...before,
      ...(input.name !== undefined && { name: input.name }),
      ...(input.url !== undefined && { url: input.url }),
      ...(input.types !== undefined && { types: JSON.stringify(input.types) }),
      ...(input.status !== undefined && { status: input.status }),
      ...((isMoved || isSwitchedOn) && { creator_id: actor.userId, failing_since: null }),
    };
    const { id: _id, ...columns } = after;
    await tx.sql.updateTable("event_webhooks").set(columns).where("id", "=", id).execute();
    // It was meant for the address before.
    if (isMoved) await dropWaiting(tx, id, "the address was changed");
    const changes = changesBetween<EventWebhookRow>(before, after, {
      name: "name",
      types: "types",
      status: "status",
    });
    await note(tx, parts, actor, AuditLogEvent.IntegrationUpdate, after, reason, changes);
    return after;
  });
}

/** Ends one, its log with it. @throws ApiError unknown_guild, missing_permissions, unknown_event_webhook */
export async function deleteEventWebhook(
  parts: Parts,
  actor: Actor,
  guildId: string,
  id: string,
  reason: string | null,
): Promise<void> {
  await parts.db.transaction(async (tx) => {
    await tx.lock(`event-hook:${id}`);
    const row = await accessEventWebhook(tx.sql, actor, guildId, id);
    await tx.sql.deleteFrom("event_deliveries").where("hook_id", "=", id).execute();
    await tx.sql.deleteFrom("event_webhooks").where("id", "=", id).execute();
    await note(tx, parts, actor, AuditLogEvent.IntegrationDelete, row, reason, [
      { key: "name", old_value: row.name },
    ]);
  });
}

/** Gives it another secret; the one before stops counting. @throws ApiError as ending it */
export async function renewSecret(
  parts: Parts,
  actor: Actor,
  guildId: string,
  id: string,
): Promise<EventWebhookRow> {
  return parts.db.transaction(async (tx) => {
    await tx.lock(`event-hook:${id}`);
    const row = await accessEventWebhook(tx.sql, actor, guildId, id);
    const secret = newSecret();
    await tx.sql.updateTable("event_webhooks").set({ secret }).where("id", "=", id).execute();
    await note(tx, parts, actor, AuditLogEvent.IntegrationUpdate, row, null, [{ key: "secret" }]);
    return { ...row, secret };
  });
}

/** Sends an event that tells of nothing. @throws ApiError as ending it; invalid_form_body naming `status` when it is off */
export async function sendTest(parts: Parts, actor: Actor, guildId: string, id: string): Promise<void> {
  requireOn(parts.config);
  await parts.db.transaction(async (tx) => {
    const row = await accessEventWebhook(tx.sql, actor, guildId, id);
    if (row.status !== EVENT_WEBHOOK_STATUS.on) {
      throw fieldError("status", "EVENT_WEBHOOK_OFF", "The webhook is switched off.");
    }
    const body = guildEnvelope(guildId, "TEST", JSON.stringify({ name: row.name }));
    await enqueueEvents(tx, parts, [
      { hookId: id, applicationId: null, guildId, channelId: null, type: "TEST", body },
    ]);
  });
}

/** A channel whose events may be sent out by the actor. */
async function accessPlace(sql: Sql, actor: Actor, guildId: string, channelId: string): Promise<void> {
  const channel = await accessGuildChannel(sql, actor, channelId, P.ManageWebhooks);
  if (channel.guild_id !== guildId) throw new ApiError("unknown_channel");
  if (isThread(channel.type) || channel.type === ChannelType.GuildCategory) {
    throw new ApiError("invalid_channel_type");
  }
}

function requireFitting(types: readonly string[], channelId: string | null): void {
  if (channelId === null) return;
  const index = types.findIndex((type) => !(CHANNEL_HOOK_EVENTS as readonly string[]).includes(type));
  if (index < 0) return;
  throw fieldError(`types.${index}`, "EVENT_NOT_OF_CHANNEL", "This event is of no single channel.");
}

/** Told at once rather than by deliveries that fail. */
async function requireReachable(url: string, options: EndpointOptions): Promise<void> {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, "");
  await lookUp(host, options, LOOK_UP_MS).catch(() => {
    throw fieldError("url", "EVENT_WEBHOOK_URL_UNREACHABLE", "This address cannot be reached from here.");
  });
}

function requireOn({ eventWebhooks }: { eventWebhooks: boolean }): void {
  if (!eventWebhooks) throw new ApiError("event_webhooks_off");
}

function note(
  tx: Tx,
  parts: Parts,
  actor: Actor,
  action: AuditLogEvent,
  row: EventWebhookRow,
  reason: string | null,
  changes: { key: string; old_value?: unknown; new_value?: unknown }[],
): Promise<string> {
  return writeAudit(tx, parts, {
    guildId: row.guild_id,
    actorId: actor.userId,
    action,
    targetId: row.id,
    channelId: row.channel_id,
    changes,
    reason,
  });
}
