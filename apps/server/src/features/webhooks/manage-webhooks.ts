import { LIMITS } from "@palabre/protocol";
import { AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Blobs } from "../../blobs/blobs.ts";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { changesBetween, writeAudit } from "../guild-core/audit.ts";
import { storeImage } from "../images/store-image.ts";
import { accessByToken, accessPlace, accessWebhook } from "./access-webhook.ts";
import { forgetUnnoted, notePicture } from "./pictures.ts";
import { newToken, type WebhookRow } from "./webhook.ts";
import type { CreateWebhookInput, UpdateWebhookInput } from "./webhook-body.ts";

interface Parts {
  db: Database;
  bus: Bus;
  blobs: Blobs;
  newId: () => string;
}

/** Who changes a webhook: somebody who manages it, or whoever has its token. */
export type Keeper = { actor: Actor } | { token: string };

const access = (sql: Sql, keeper: Keeper, webhookId: string): Promise<WebhookRow> =>
  "actor" in keeper
    ? accessWebhook(sql, keeper.actor, webhookId)
    : accessByToken(sql, webhookId, keeper.token);

const idOf = (keeper: Keeper): string | null => ("actor" in keeper ? keeper.actor.userId : null);

/**
 * Makes a webhook in a channel where the actor manages them. One that a bot makes is its application's.
 * @throws ApiError unknown_channel, missing_permissions, invalid_channel_type, max_webhooks, max_guild_webhooks,
 *   invalid_form_body
 */
export async function createWebhook(
  parts: Parts,
  actor: Actor,
  channelId: string,
  input: CreateWebhookInput,
  reason: string | null,
): Promise<WebhookRow> {
  const { db, blobs, newId } = parts;
  // Before the picture is looked at, which costs more than the refusal.
  await accessPlace(db.read, actor, channelId);
  const id = newId();
  const avatar = input.avatar ? await storeImage(blobs, "avatars", id, input.avatar, "avatar") : null;
  try {
    return await db.transaction(async (tx) => {
      const { sql } = tx;
      const { guild_id } = await accessPlace(sql, actor, channelId);
      await tx.lock(`guild:${guild_id}`);
      // A channel that was deleted while we waited is not found any more.
      await accessPlace(sql, actor, channelId);
      await requireRoom(tx, channelId);
      if ((await count(tx, "guild_id", guild_id)) >= LIMITS.webhooksPerGuild) {
        throw new ApiError("max_guild_webhooks");
      }
      const row: WebhookRow = {
        id,
        guild_id,
        channel_id: channelId,
        creator_id: actor.userId,
        application_id: actor.bot ? actor.userId : null,
        name: input.name,
        avatar,
        token: newToken(),
        secret: input.secret ?? null,
      };
      await sql.insertInto("webhooks").values(row).execute();
      if (avatar) await notePicture(tx, blobs, row, avatar);
      await writeAudit(tx, parts, {
        guildId: guild_id,
        actorId: actor.userId,
        action: AuditLogEvent.WebhookCreate,
        targetId: id,
        channelId,
        changes: [
          { key: "type", new_value: 1 },
          { key: "name", new_value: row.name },
          { key: "channel_id", new_value: channelId },
          ...(avatar ? [{ key: "avatar_hash", new_value: avatar }] : []),
        ],
        reason,
      });
      tell(tx, parts.bus, guild_id, channelId);
      return row;
    });
  } catch (error) {
    if (avatar && error instanceof ApiError) await forgetUnnoted(parts, id, avatar);
    throw error;
  }
}

/**
 * Changes a webhook. Moving it takes Manage Webhooks in the other channel of the server, too.
 * @throws ApiError unknown_webhook, missing_permissions, unknown_channel, invalid_channel_type, max_webhooks,
 *   invalid_webhook_token, invalid_form_body
 */
export async function updateWebhook(
  parts: Parts,
  keeper: Keeper,
  webhookId: string,
  input: UpdateWebhookInput,
  reason: string | null,
): Promise<WebhookRow> {
  const { db, bus, blobs } = parts;
  // Before the picture is looked at: nobody stores one for what is not theirs.
  await access(db.read, keeper, webhookId);
  const picture = input.avatar
    ? await storeImage(blobs, "avatars", webhookId, input.avatar, "avatar")
    : input.avatar;
  const change = async (tx: Tx): Promise<WebhookRow> => {
    const { guild_id } = await access(tx.sql, keeper, webhookId);
    await tx.lock(`guild:${guild_id}`);
    const before = await access(tx.sql, keeper, webhookId);
    const after: WebhookRow = {
      ...before,
      ...(input.name !== undefined && { name: input.name }),
      ...(picture !== undefined && { avatar: picture }),
      ...(input.secret !== undefined && { secret: input.secret }),
    };
    if (input.channel_id !== undefined && input.channel_id !== before.channel_id && "actor" in keeper) {
      const target = await accessPlace(tx.sql, keeper.actor, input.channel_id);
      if (target.guild_id !== guild_id) throw new ApiError("unknown_channel");
      await requireRoom(tx, target.id);
      after.channel_id = target.id;
    }
    const changes = changesBetween<WebhookRow>(before, after, {
      name: "name",
      avatar: "avatar_hash",
      channel_id: "channel_id",
    });
    if (changes.length === 0 && after.secret === before.secret) return before;
    const { name, avatar, channel_id, secret } = after;
    await tx.sql
      .updateTable("webhooks")
      .set({ name, avatar, channel_id, secret })
      .where("id", "=", webhookId)
      .execute();
    if (avatar) await notePicture(tx, blobs, after, avatar);
    await writeAudit(tx, parts, {
      guildId: guild_id,
      actorId: idOf(keeper),
      action: AuditLogEvent.WebhookUpdate,
      targetId: webhookId,
      channelId: channel_id,
      // Whoever sees where it is now need not see where it was.
      changes: changes.map(({ key, ...values }) =>
        key === "channel_id" ? { key, new_value: values.new_value } : { key, ...values },
      ),
      options: { channel_id },
      reason,
    });
    for (const id of new Set([before.channel_id, channel_id])) tell(tx, bus, guild_id, id);
    return after;
  };
  return db.transaction(change).catch(async (error: unknown) => {
    if (picture && error instanceof ApiError) await forgetUnnoted(parts, webhookId, picture);
    throw error;
  });
}

/** Ends a webhook. What it posted stays. @throws ApiError unknown_webhook, missing_permissions, invalid_webhook_token */
export async function deleteWebhook(
  parts: Parts,
  keeper: Keeper,
  webhookId: string,
  reason: string | null,
): Promise<void> {
  await parts.db.transaction(async (tx) => {
    const { guild_id, channel_id, name } = await access(tx.sql, keeper, webhookId);
    const { numDeletedRows } = await tx.sql
      .deleteFrom("webhooks")
      .where("id", "=", webhookId)
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw new ApiError("unknown_webhook");
    await writeAudit(tx, parts, {
      guildId: guild_id,
      actorId: idOf(keeper),
      action: AuditLogEvent.WebhookDelete,
      targetId: webhookId,
      channelId: channel_id,
      changes: [
        { key: "name", old_value: name },
        { key: "channel_id", old_value: channel_id },
      ],
      reason,
    });
    tell(tx, parts.bus, guild_id, channel_id);
  });
}

async function requireRoom(tx: Tx, channelId: string): Promise<void> {
  const held = await count(tx, "channel_id", channelId);
  if (held >= LIMITS.webhooksPerChannel) throw new ApiError("max_webhooks");
}

async function count(tx: Tx, column: "guild_id" | "channel_id", id: string): Promise<number> {
  const { count } = await tx.sql
    .selectFrom("webhooks")
    .select((e) => e.fn.countAll().as("count"))
    .where(column, "=", id)
    .executeTakeFirstOrThrow();
  return Number(count);
}

function tell(tx: Tx, bus: Bus, guild_id: string, channel_id: string): void {
  announce(tx, bus, `guild:${guild_id}`, "WEBHOOKS_UPDATE", { guild_id, channel_id }, P.ManageWebhooks);
}
