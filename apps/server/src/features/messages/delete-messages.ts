import { ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Blobs } from "../../blobs/blobs.ts";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { type AccessibleChannel, accessChannel, accessRoom } from "../channels/access.ts";
import { listRecipientIds } from "../channels/members.ts";
import { deleteFiles } from "../files/delete-files.ts";
import { inList } from "../message-core/in-list.ts";
import { deleteMessageRows, findMessage, type MessageRow } from "../message-core/queries.ts";
import { uncountMessages } from "../message-core/read-states.ts";

export interface DeleteParts {
  db: Database;
  bus: Bus;
  blobs: Blobs;
}

/**
 * Deletes a message: one's own, or with MANAGE_MESSAGES anybody's.
 * @throws ApiError unknown_channel, unknown_message, missing_permissions
 */
export async function deleteMessage(
  { db, bus, blobs }: DeleteParts,
  actor: Actor,
  channelId: string,
  messageId: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const channel = await accessChannel(tx.sql, actor, channelId);
    await tx.lock(`message:${messageId}`);
    const row = await findMessage(tx.sql, channelId, messageId);
    if (!row) throw new ApiError("unknown_message");
    const mayManage = (channel.permissions & P.ManageMessages) !== 0n;
    if (row.author_id !== actor.userId && !mayManage) throw new ApiError("missing_permissions");
    await removeMessages(tx, blobs, channel, [row]);
    announce(tx, bus, `channel:${channelId}`, "MESSAGE_DELETE", { id: messageId, channel_id: channelId });
  });
}

/**
 * Deletes up to 100 messages at once. Ids that name nothing are passed over.
 * @throws ApiError cannot_act_on_dm, unknown_channel, missing_permissions
 */
export async function bulkDelete(
  { db, bus, blobs }: DeleteParts,
  actor: Actor,
  channelId: string,
  ids: readonly string[],
): Promise<void> {
  await db.transaction(async (tx) => {
    const channel = await accessRoom(tx.sql, actor, channelId, P.ManageMessages);
    const sorted = [...new Set(ids)].sort();
    await tx.lock(...sorted.map((id) => `message:${id}`));
    const rows = await tx.sql
      .selectFrom("messages")
      .selectAll()
      .where("channel_id", "=", channelId)
      .where("id", "in", inList(sorted))
      .orderBy("id")
      .execute();
    if (rows.length === 0) return;
    await removeMessages(tx, blobs, channel, rows);
    const deleted = rows.map(({ id }) => id);
    announce(tx, bus, `channel:${channelId}`, "MESSAGE_DELETE_BULK", { ids: deleted, channel_id: channelId });
  });
}

/** Messages and all that hangs on them. */
async function removeMessages(
  tx: Tx,
  blobs: Blobs,
  channel: AccessibleChannel,
  rows: readonly MessageRow[],
): Promise<void> {
  const direct =
    channel.type === ChannelType.DM ? { otherIds: await listRecipientIds(tx.sql, channel.id) } : null;
  await uncountMessages(tx, rows, direct);
  const ids = inList(rows.map(({ id }) => id));
  const files = await tx.sql.selectFrom("attachments").selectAll().where("message_id", "in", ids).execute();
  await deleteFiles(tx, blobs, files);
  await deleteMessageRows(tx, ids);
}
