import { compareSnowflakes, LIMITS, type PrivateChannel } from "@palabre/protocol";
import { ChannelType } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { mayWriteTo } from "./may-write.ts";
import { openChannel } from "./open-channel.ts";
import { readPrivateChannelFor } from "./present.ts";

/**
 * The chat of the actor with one other person: always the same one, made when there is none, shown again when the actor
 * had put it away. The other person sees it once something is written.
 * @throws ApiError unknown_user, cannot_message_user when it would be new and they may not write, max_conversations
 */
export async function openChat(
  { db, bus, newId }: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  otherId: string,
): Promise<PrivateChannel> {
  if (otherId === actor.userId) {
    throw fieldError("recipient_id", "INVALID_RECIPIENT", "You cannot open a chat with yourself.");
  }
  const dm_key = [actor.userId, otherId].sort(compareSnowflakes).join(":");
  return db.transaction(async (tx) => {
    let id = await findChat(tx, dm_key);
    let changed = true;
    if (id === undefined) {
      await requireNewChat(tx, actor.userId, otherId);
      const created_at = Date.now();
      const { numInsertedOrUpdatedRows: made } = await tx.sql
        .insertInto("channels")
        // Who opened a chat is kept as its owner, and not told: they may be answered whatever they chose.
        .values({ id: newId(), type: ChannelType.DM, dm_key, owner_id: actor.userId, created_at, ...EMPTY })
        .onConflict((c) => c.column("dm_key").doNothing())
        .executeTakeFirst();
      id = await findChat(tx, dm_key);
      if (id === undefined) throw new ApiError("unavailable");
      if (made === 1n) {
        const row = {
          channel_id: id,
          role: "member",
          joined_at: created_at,
          role_since: created_at,
        } as const;
        await tx.sql
          .insertInto("channel_recipients")
          .values([
            { ...row, user_id: actor.userId, hidden: 0 },
            { ...row, user_id: otherId, hidden: 1 },
          ])
          .execute();
      } else changed = await show(tx, id, actor.userId);
    } else changed = await show(tx, id, actor.userId);

    const mine = await readPrivateChannelFor(tx.sql, [actor.userId], id);
    if (changed) openChannel(tx, bus, mine);
    const channel = mine.get(actor.userId);
    if (!channel) throw new ApiError("unknown_channel");
    return channel;
  });
}

const EMPTY = { name: null, icon: null, last_message_id: null, last_pin_at: null };

async function findChat(tx: Tx, dm_key: string): Promise<string | undefined> {
  const row = await tx.sql
    .selectFrom("channels")
    .select("id")
    .where("dm_key", "=", dm_key)
    .executeTakeFirst();
  return row?.id;
}

async function requireNewChat(tx: Tx, userId: string, otherId: string): Promise<void> {
  const other = await tx.sql
    .selectFrom("users")
    .select("id")
    .where("id", "=", otherId)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  if (!other) throw new ApiError("unknown_user");
  if (!(await mayWriteTo(tx.sql, userId, otherId))) throw new ApiError("cannot_message_user");
  await requireSpace(tx, userId);
}

/** Refuses one conversation too many. */
export async function requireSpace(tx: Tx, userId: string): Promise<void> {
  const { count } = await tx.sql
    .selectFrom("channel_recipients")
    .select((e) => e.fn.countAll().as("count"))
    .where("user_id", "=", userId)
    .where("hidden", "=", 0)
    .executeTakeFirstOrThrow();
  if (Number(count) >= LIMITS.conversations) throw new ApiError("max_conversations");
}

/** Whether it was put away before. */
async function show(tx: Tx, channelId: string, userId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.sql
    .updateTable("channel_recipients")
    .set({ hidden: 0 })
    .where("channel_id", "=", channelId)
    .where("user_id", "=", userId)
    .where("hidden", "=", 1)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
