import { LIMITS } from "@palabre/protocol";
import { AuditLogEvent, ChannelType, MessageType, PermissionFlagsBits as P } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuildChannel } from "../channels/access.ts";
import { writeAudit } from "../guild-core/audit.ts";
import { insertSystemMessage } from "../message-core/system-message.ts";
import { isForEveryone, nameOfSource } from "./source.ts";

export interface Follow {
  channel_id: string;
  webhook_id: string;
}

/**
 * Has a channel get what an announcement channel publishes; it takes Manage Webhooks there. Only a channel that
 * everybody in its server sees can be followed. One that is followed already stays followed.
 * @throws ApiError unknown_channel, invalid_channel_type, missing_access, missing_permissions, max_webhooks
 */
export async function followChannel(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  sourceId: string,
  targetId: string,
  reason: string | null,
): Promise<Follow> {
  return deps.db.transaction(async (tx) => {
    const { sql } = tx;
    const source = await accessGuildChannel(sql, actor, sourceId);
    if (source.type !== ChannelType.GuildAnnouncement) throw new ApiError("invalid_channel_type");
    if (!(await isForEveryone(sql, source))) throw new ApiError("missing_access");
    const target = await accessGuildChannel(sql, actor, targetId, P.ManageWebhooks);
    if (target.type !== ChannelType.GuildText && target.type !== ChannelType.GuildAnnouncement) {
      throw new ApiError("invalid_channel_type");
    }
    if (sourceId === targetId) {
      throw fieldError("webhook_channel_id", "BASE_TYPE_INVALID", "A channel does not follow itself.");
    }
    await tx.lock(`guild:${target.guild_id}`, `followers:${sourceId}`);
    const known = await sql
      .selectFrom("channel_followers")
      .select("webhook_id")
      .where("source_id", "=", sourceId)
      .where("target_id", "=", targetId)
      .executeTakeFirst();
    if (known) return { channel_id: sourceId, webhook_id: known.webhook_id };
    for (const [column, id, most] of [
      ["target_id", targetId, LIMITS.webhooksPerChannel],
      ["source_id", sourceId, LIMITS.followers],
    ] as const) {
      const { count } = await sql
        .selectFrom("channel_followers")
        .select((e) => e.fn.countAll().as("count"))
        .where(column, "=", id)
        .executeTakeFirstOrThrow();
      if (Number(count) >= most) throw new ApiError("max_webhooks");
    }
    const webhook_id = deps.newId();
    const guildId = target.guild_id;
    await sql
      .insertInto("channel_followers")
      .values({
        source_id: sourceId,
        target_id: targetId,
        target_guild_id: guildId,
        webhook_id,
        created_at: Date.now(),
      })
      .execute();
    const name = await nameOfSource(sql, source);
    await writeAudit(tx, deps, {
      guildId,
      actorId: actor.userId,
      action: AuditLogEvent.WebhookCreate,
      targetId: webhook_id,
      channelId: targetId,
      changes: [
        { key: "name", new_value: name },
        { key: "channel_id", new_value: targetId },
      ],
      reason,
    });
    await insertSystemMessage(tx, deps, {
      channelId: targetId,
      guildId,
      authorId: actor.userId,
      type: MessageType.ChannelFollowAdd,
      content: name,
      extra: { message_reference: { type: 0, channel_id: sourceId, guild_id: source.guild_id } },
    });
    const d = { guild_id: guildId, channel_id: targetId };
    announce(tx, deps.bus, `guild:${guildId}`, "WEBHOOKS_UPDATE", d, P.ManageWebhooks);
    return { channel_id: sourceId, webhook_id };
  });
}

/** Ends it; it takes Manage Webhooks where the copies were posted. @throws ApiError unknown_webhook, missing_permissions */
export async function unfollow(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  webhookId: string,
  reason: string | null,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const follow = await tx.sql
      .selectFrom("channel_followers")
      .selectAll()
      .where("webhook_id", "=", webhookId)
      .executeTakeFirst();
    if (!follow) throw new ApiError("unknown_webhook");
    const channel = await accessGuildChannel(tx.sql, actor, follow.target_id).catch((error: unknown) => {
      if (error instanceof ApiError) throw new ApiError("unknown_webhook");
      throw error;
    });
    if ((channel.permissions & P.ManageWebhooks) === 0n) throw new ApiError("missing_permissions");
    await tx.sql.deleteFrom("channel_followers").where("webhook_id", "=", webhookId).execute();
    const guildId = channel.guild_id;
    await writeAudit(tx, deps, {
      guildId,
      actorId: actor.userId,
      action: AuditLogEvent.WebhookDelete,
      targetId: webhookId,
      channelId: follow.target_id,
      changes: [{ key: "channel_id", old_value: follow.target_id }],
      reason,
    });
    const d = { guild_id: guildId, channel_id: follow.target_id };
    announce(tx, deps.bus, `guild:${guildId}`, "WEBHOOKS_UPDATE", d, P.ManageWebhooks);
  });
}
