import { compareSnowflakes, type MessageAck } from "@palabre/protocol";
import { ChannelType, MessageType } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { type AccessibleChannel, accessChannel } from "../channels/access.ts";
import { WRITTEN } from "../message-core/written.ts";
import { countCollective } from "./guild-mentions.ts";

/** Mentions counted at most: past it the number says no more than "many". */
const COUNTED = 1_000;
/** Types of messages that call somebody: what people write, and that one was added. The others tell what happened. */
const CALLING = [...WRITTEN, MessageType.RecipientAdd];

interface Ack {
  channelId: string;
  /** Read up to this one, which need not exist. */
  messageId: string;
  /** Marks unread what follows: reading may go back. */
  manual?: boolean | undefined;
  /** Mentions that remain, for `manual`; else they are counted. */
  mentionCount?: number | undefined;
}

/**
 * Notes how far the actor has read. Reading goes forward only, so that a slow request of another device cannot make
 * what was read unread; going back needs `manual`. An id after the channel's last message means that one.
 */
export async function ackMessage(
  { db, bus }: { db: Database; bus: Bus },
  actor: Actor,
  ack: Ack,
): Promise<void> {
  await db.transaction(async (tx) => {
    await writeAck(tx, bus, actor, await accessChannel(tx.sql, actor, ack.channelId), ack);
  });
}

/** Notes how far the actor has read in several channels; those they do not see are left out. */
export async function ackMany(
  { db, bus }: { db: Database; bus: Bus },
  actor: Actor,
  acks: readonly Ack[],
): Promise<void> {
  await db.transaction(async (tx) => {
    // In one order, so that two devices that mark everything as read cannot wait for each other.
    for (const ack of acks.toSorted((a, b) => compareSnowflakes(a.channelId, b.channelId))) {
      const channel = await accessChannel(tx.sql, actor, ack.channelId).catch((error: unknown) => {
        if (error instanceof ApiError) return undefined;
        throw error;
      });
      if (channel) await writeAck(tx, bus, actor, channel, ack);
    }
  });
}

async function writeAck(
  tx: Tx,
  bus: Bus,
  actor: Actor,
  channel: AccessibleChannel,
  { messageId, manual = false, mentionCount }: Ack,
): Promise<void> {
  const last = channel.last_message_id;
  if (last === null) return;
  const upTo = compareSnowflakes(messageId, last) > 0 ? last : messageId;
  const named = await countMentions(tx, actor.userId, channel, upTo);
  // What calls everybody, or a role, is counted by whoever reads: it is told, and not kept.
  const collective =
    channel.guild_id === null || last === upTo
      ? 0
      : await countCollective(tx.sql, {
          channelId: channel.id,
          guildId: channel.guild_id,
          userId: actor.userId,
          after: upTo,
        });
  const chosen = manual ? mentionCount : undefined;
  const count = chosen === undefined ? named : Math.max(0, chosen - collective);
  const { numInsertedOrUpdatedRows } = await tx.sql
    .insertInto("read_states")
    .values({ user_id: actor.userId, channel_id: channel.id, last_message_id: upTo, mention_count: count })
    .onConflict((c) => {
      const update = c
        .columns(["user_id", "channel_id"])
        .doUpdateSet({ last_message_id: upTo, mention_count: count });
      if (manual) return update;
      return update.where((w) =>
        w.or([
          w("read_states.last_message_id", "is", null),
          w("read_states.last_message_id", "<", upTo),
          // The same place again: what was counted by hand or deleted since comes right.
          w.and([w("read_states.last_message_id", "=", upTo), w("read_states.mention_count", "!=", count)]),
        ]),
      );
    })
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) return;
  const d: MessageAck = { channel_id: channel.id, message_id: upTo, mention_count: count + collective };
  if (manual) d.manual = true;
  announce(tx, bus, `user:${actor.userId}`, "MESSAGE_ACK", d);
}

/** What calls `userId` after a message: every message of the other person in a chat of two, else mentions. */
async function countMentions(
  tx: Tx,
  userId: string,
  channel: AccessibleChannel,
  after: string,
): Promise<number> {
  if (channel.last_message_id === after) return 0;
  const calls =
    channel.type === ChannelType.DM
      ? tx.sql
          .selectFrom("messages as m")
          .select("m.id")
          .where("m.channel_id", "=", channel.id)
          .where("m.id", ">", after)
          .where("m.author_id", "!=", userId)
          .where("m.type", "in", CALLING)
          .limit(COUNTED)
      : tx.sql
          .selectFrom("message_mentions as x")
          .innerJoin("messages as m", "m.id", "x.message_id")
          .select("m.id")
          .where("x.user_id", "=", userId)
          .where("x.message_id", ">", after)
          .where("x.channel_id", "=", channel.id)
          .where("x.everyone", "in", channel.guild_id === null ? [0, 1] : [0])
          .where("m.author_id", "!=", userId)
          .where("m.type", "in", CALLING)
          .limit(COUNTED);
  const { count } = await tx.sql
    .selectFrom(calls.as("calls"))
    .select((e) => e.fn.countAll().as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}
