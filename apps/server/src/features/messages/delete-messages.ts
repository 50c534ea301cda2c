import { compareSnowflakes, snowflakeAt } from "@palabre/protocol";
import { AuditLogEvent, ChannelType, MessageType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Blobs } from "../../blobs/blobs.ts";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { type AccessibleChannel, accessChannel } from "../channels/access.ts";
import { listRecipientIds } from "../channels/members.ts";
import { uncountInThread } from "../channels/thread-life.ts";
import { deleteFiles } from "../files/delete-files.ts";
import { auditPlace, writeAudit } from "../guild-core/audit.ts";
import { guildOf } from "../message-core/as-dispatched.ts";
import { followDelete } from "../message-core/crossposts.ts";
import { inList } from "../message-core/in-list.ts";
import { deleteMessageRows, findMessage, type MessageRow } from "../message-core/queries.ts";
import { uncountMessages } from "../message-core/read-states.ts";

export interface DeleteParts {
  db: Database;
  bus: Bus;
  blobs: Blobs;
  newId: () => string;
}

/** In a server only younger messages are deleted in bulk, as on Discord. */
const BULK_AGE_MS = 14 * 24 * 60 * 60 * 1_000;

/**
 * Deletes a message: one's own, or with MANAGE_MESSAGES anybody's.
 * @throws ApiError unknown_channel, unknown_message, missing_permissions; system_message for what a thread shows that
 *   it began with
 */
export async function deleteMessage(
  parts: DeleteParts,
  actor: Actor,
  channelId: string,
  messageId: string,
  reason?: string | null,
): Promise<void> {
  const { db, bus, blobs } = parts;
  await db.transaction(async (tx) => {
    const channel = await accessChannel(tx.sql, actor, channelId);
    await tx.lock(`message:${messageId}`);
    const row = await findMessage(tx.sql, channelId, messageId);
    if (!row) throw new ApiError("unknown_message");
    const mayManage = (channel.permissions & P.ManageMessages) !== 0n;
    if (row.author_id !== actor.userId && !mayManage) throw new ApiError("missing_permissions");
    if (row.type === MessageType.ThreadStarterMessage) throw new ApiError("system_message");
    await removeMessage(tx, { bus, blobs }, channel, row);
    if (channel.guild_id === null || row.author_id === actor.userId) return;
    await writeAudit(tx, parts, {
      guildId: channel.guild_id,
      actorId: actor.userId,
      action: AuditLogEvent.MessageDelete,
      targetId: row.author_id,
      channelId: auditPlace(channel),
      options: { channel_id: channelId, count: "1" },
      reason,
    });
  });
}

/** Deletes a message within a transaction, whoever asks: that has been decided. */
export async function removeMessage(
  tx: Tx,
  { bus, blobs }: Pick<DeleteParts, "bus" | "blobs">,
  channel: AccessibleChannel,
  row: MessageRow,
): Promise<void> {
  await removeMessages(tx, { bus, blobs }, channel, [row]);
  const d = { id: row.id, channel_id: channel.id, ...guildOf(channel) };
  announce(tx, bus, `channel:${channel.id}`, "MESSAGE_DELETE", d);
}

/**
 * Deletes up to 100 messages at once. Ids that name nothing, or what a thread shows that it began with, are
 * passed over.
 * @throws ApiError cannot_act_on_dm, unknown_channel, missing_permissions; in a server too_old_to_bulk_delete
 */
export async function bulkDelete(
  parts: DeleteParts,
  actor: Actor,
  channelId: string,
  ids: readonly string[],
  reason?: string | null,
): Promise<void> {
  const { db, bus, blobs } = parts;
  await db.transaction(async (tx) => {
    const channel = await accessChannel(tx.sql, actor, channelId);
    if (channel.type === ChannelType.DM) throw new ApiError("cannot_act_on_dm");
    if ((channel.permissions & P.ManageMessages) === 0n) throw new ApiError("missing_permissions");
    const sorted = [...new Set(ids)].sort();
    const oldest = snowflakeAt(Date.now() - BULK_AGE_MS);
    if (channel.guild_id !== null && sorted.some((id) => compareSnowflakes(id, oldest) < 0)) {
      throw new ApiError("too_old_to_bulk_delete");
    }
    await tx.lock(...sorted.map((id) => `message:${id}`));
    const rows = await tx.sql
      .selectFrom("messages")
      .selectAll()
      .where("channel_id", "=", channelId)
      .where("id", "in", inList(sorted))
      .where("type", "!=", MessageType.ThreadStarterMessage)
      .orderBy("id")
      .execute();
    if (rows.length === 0) return;
    await removeMessages(tx, { bus, blobs }, channel, rows);
    const deleted = rows.map(({ id }) => id);
    const d = { ids: deleted, channel_id: channelId, ...guildOf(channel) };
    announce(tx, bus, `channel:${channelId}`, "MESSAGE_DELETE_BULK", d);
    if (channel.guild_id === null) return;
    await writeAudit(tx, parts, {
      guildId: channel.guild_id,
      actorId: actor.userId,
      action: AuditLogEvent.MessageBulkDelete,
      targetId: channelId,
      channelId: auditPlace(channel),
      options: { count: String(deleted.length) },
      reason,
    });
  });
}

/** Messages and all that hangs on them. */
async function removeMessages(
  tx: Tx,
  { bus, blobs }: Pick<DeleteParts, "bus" | "blobs">,
  channel: AccessibleChannel,
  rows: readonly MessageRow[],
): Promise<void> {
  const where =
    channel.type === ChannelType.DM
      ? { otherIds: await listRecipientIds(tx.sql, channel.id) }
      : channel.guild_id === null
        ? "room"
        : "guild";
  await uncountMessages(tx, rows, where);
  const ids = inList(rows.map(({ id }) => id));
  const files = await tx.sql.selectFrom("attachments").selectAll().where("message_id", "in", ids).execute();
  await deleteFiles(tx, blobs, files);
  await deleteMessageRows(tx, ids);
  await followDelete(tx, bus, rows);
  await uncountInThread(tx, channel, rows);
}
