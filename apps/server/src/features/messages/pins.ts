import type { APIMessage } from "@palabre/protocol";
import { LIMITS } from "@palabre/protocol";
import { AuditLogEvent, MessageType, PermissionFlagsBits as P } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { type AccessibleChannel, accessChannel } from "../channels/access.ts";
import { findOtherPerson, requireAwake, requireMayWrite } from "../channels/may-write.ts";
import { auditPlace, writeAudit } from "../guild-core/audit.ts";
import { asDispatched, guildOf } from "../message-core/as-dispatched.ts";
import type { AttachmentUrls } from "../message-core/attachment-urls.ts";
import { presentMessage, presentMessages } from "../message-core/present.ts";
import { findMessage, type MessageRow } from "../message-core/queries.ts";
import { insertSystemMessage } from "../message-core/system-message.ts";
import { isWritten } from "../message-core/written.ts";
import { iso, isoOrNull } from "../users/present.ts";
import type { SendParts } from "./send-message.ts";

/**
 * Pins a message and says so in the channel. Pinning what is pinned does nothing.
 * @throws ApiError unknown_channel, missing_permissions, unknown_message, cannot_message_user, system_message, max_pins
 */
export async function pinMessage(
  parts: SendParts,
  actor: Actor,
  channelId: string,
  messageId: string,
  reason?: string | null,
): Promise<void> {
  const { db, bus, newId } = parts;
  await db.transaction(async (tx) => {
    const { channel, row } = await accessPin(tx, actor, channelId, messageId);
    if (!isWritten(row)) throw new ApiError("system_message");
    if (row.pinned_at !== null) return;
    const { count } = await tx.sql
      .selectFrom("messages")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .where("channel_id", "=", channelId)
      .where("pinned_at", "is not", null)
      .executeTakeFirstOrThrow();
    if (Number(count) >= LIMITS.pinsPerChannel) throw new ApiError("max_pins");
    // No two pins of a channel have one time, so that a page can begin after any of them.
    const pinnedAt = Math.max(Date.now(), (channel.last_pin_at ?? 0) + 1);
    await writePin(tx, parts, channel, row, pinnedAt, pinnedAt);
    const otherId = await findOtherPerson(tx.sql, channel, actor.userId);
    await insertSystemMessage(
      tx,
      { bus, newId },
      {
        channelId,
        guildId: channel.guild_id,
        authorId: actor.userId,
        type: MessageType.ChannelPinnedMessage,
        referenceId: messageId,
        calledIds: otherId === null ? [] : [otherId],
      },
    );
    await auditPin(tx, parts, actor, channel, row, AuditLogEvent.MessagePin, reason);
  });
}

/** @throws ApiError unknown_channel, missing_permissions, unknown_message, cannot_message_user */
export async function unpinMessage(
  parts: SendParts,
  actor: Actor,
  channelId: string,
  messageId: string,
  reason?: string | null,
): Promise<void> {
  await parts.db.transaction(async (tx) => {
    const { channel, row } = await accessPin(tx, actor, channelId, messageId);
    if (row.pinned_at === null) return;
    const latest = await tx.sql
      .selectFrom("messages")
      .select("pinned_at")
      .where("channel_id", "=", channelId)
      .where("pinned_at", "is not", null)
      .where("id", "!=", messageId)
      .orderBy("pinned_at", "desc")
      .limit(1)
      .executeTakeFirst();
    await writePin(tx, parts, channel, row, null, latest?.pinned_at ?? null);
    await auditPin(tx, parts, actor, channel, row, AuditLogEvent.MessageUnpin, reason);
  });
}

async function accessPin(tx: Tx, actor: Actor, channelId: string, messageId: string) {
  await accessChannel(tx.sql, actor, channelId, P.PinMessages);
  await tx.lock(`message:${messageId}`, `pins:${channelId}`);
  // Read again behind the lock: another pin may just have moved the channel's time.
  const channel: AccessibleChannel = await accessChannel(tx.sql, actor, channelId, P.PinMessages);
  const row = await findMessage(tx.sql, channelId, messageId);
  if (!row) throw new ApiError("unknown_message");
  // A pin is told like a message.
  await requireMayWrite(tx.sql, channel, actor.userId);
  requireAwake(channel);
  return { channel, row };
}

async function writePin(
  tx: Tx,
  { bus, urls }: SendParts,
  channel: AccessibleChannel,
  row: MessageRow,
  pinnedAt: number | null,
  lastPinAt: number | null,
): Promise<void> {
  const topic = `channel:${row.channel_id}` as const;
  await tx.sql.updateTable("messages").set({ pinned_at: pinnedAt }).where("id", "=", row.id).execute();
  await tx.sql
    .updateTable("channels")
    .set({ last_pin_at: lastPinAt })
    .where("id", "=", row.channel_id)
    .execute();
  const message = await presentMessage(tx.sql, { ...row, pinned_at: pinnedAt }, { viewerId: null, urls });
  const d = { channel_id: row.channel_id, ...guildOf(channel), last_pin_timestamp: isoOrNull(lastPinAt) };
  const told = await asDispatched(tx.sql, channel.guild_id, message, channel.member);
  announce(tx, bus, topic, "MESSAGE_UPDATE", told);
  announce(tx, bus, topic, "CHANNEL_PINS_UPDATE", d);
}

async function auditPin(
  tx: Tx,
  parts: SendParts,
  actor: Actor,
  channel: AccessibleChannel,
  row: MessageRow,
  action: AuditLogEvent,
  reason: string | null | undefined,
): Promise<void> {
  if (channel.guild_id === null) return;
  await writeAudit(tx, parts, {
    guildId: channel.guild_id,
    actorId: actor.userId,
    action,
    targetId: row.author_id,
    channelId: auditPlace(channel),
    options: { channel_id: channel.id, message_id: row.id },
    reason,
  });
}

export interface Pin {
  pinned_at: string;
  message: APIMessage;
}

/** Pins, the latest first; `before` in milliseconds since 1970. */
export async function listPins(
  { db, urls }: { db: SendParts["db"]; urls: AttachmentUrls },
  actor: Actor,
  channelId: string,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<{ items: Pin[]; has_more: boolean }> {
  const channel = await accessChannel(db.read, actor, channelId);
  if ((channel.permissions & P.ReadMessageHistory) === 0n) return { items: [], has_more: false };
  let query = db.read
    .selectFrom("messages")
    .selectAll()
    .where("channel_id", "=", channelId)
    .where("pinned_at", "is not", null);
  if (before !== undefined) query = query.where("pinned_at", "<", before);
  const rows = await query
    .orderBy("pinned_at", "desc")
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const messages = await presentMessages(db.read, page, { viewerId: actor.userId, urls });
  return {
    items: page.flatMap((row, n) => {
      const message = messages[n];
      return message && row.pinned_at !== null ? [{ pinned_at: iso(row.pinned_at), message }] : [];
    }),
    has_more: rows.length > limit,
  };
}
