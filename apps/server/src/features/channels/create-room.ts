import { type PrivateChannel, RelationshipType } from "@palabre/protocol";
import { ChannelType } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { lockSight, syncSight } from "../friends/sight.ts";
import { readLimit } from "../instance/limits.ts";
import { openChannel } from "./open-channel.ts";
import { requireSpace } from "./open-chat.ts";
import { readPrivateChannelFor } from "./present.ts";

interface NewRoom {
  /** Without the actor, each once. */
  recipients: readonly string[];
  name: string | null;
  /** Hash of the icon below /channel-icons/. */
  icon: string | null;
  /** Chosen by the caller when an icon is stored under it already. */
  id?: string;
}

/**
 * A room of the actor, its owner, and friends of theirs; a new one every time.
 * @throws ApiError invalid_recipients when somebody is no friend, max_recipients, max_conversations
 */
export async function createRoom(
  { db, bus, newId }: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  room: NewRoom,
): Promise<PrivateChannel> {
  if (room.recipients.length === 0) throw new ApiError("invalid_recipients");
  return db.transaction(async (tx) => {
    if (room.recipients.length + 1 > (await readLimit(tx.sql, "room_size"))) {
      throw new ApiError("max_recipients");
    }
    await lockSight(tx);
    await requireFriends(tx, actor.userId, room.recipients);
    await requireSpace(tx, actor.userId);
    const id = room.id ?? newId();
    const now = Date.now();
    await tx.sql
      .insertInto("channels")
      .values({
        id,
        type: ChannelType.GroupDM,
        name: room.name,
        icon: room.icon,
        owner_id: actor.userId,
        dm_key: null,
        last_message_id: null,
        last_pin_at: null,
        created_at: now,
      })
      .execute();
    const everyone = [actor.userId, ...room.recipients];
    await tx.sql
      .insertInto("channel_recipients")
      .values(
        everyone.map((user_id, order) => ({
          channel_id: id,
          user_id,
          role: order === 0 ? ("owner" as const) : ("member" as const),
          // In the order they were named, so that one of them stands longest.
          joined_at: now + order,
          role_since: now + order,
        })),
      )
      .execute();
    for (const [at, userId] of everyone.entries()) await syncSight(tx, bus, userId, everyone.slice(at + 1));
    const channels = await readPrivateChannelFor(tx.sql, everyone, id);
    openChannel(tx, bus, channels);
    const mine = channels.get(actor.userId);
    if (!mine) throw new ApiError("unknown_channel");
    return mine;
  });
}

/**
 * Refuses unless every one of `ids` is a friend of `userId` whose account is in use. A block ends a friendship, so
 * nobody is put beside somebody they blocked by either of the two.
 */
export async function requireFriends(tx: Tx, userId: string, ids: readonly string[]): Promise<void> {
  const rows = await tx.sql
    .selectFrom("relationships as r")
    .innerJoin("users as u", "u.id", "r.other_id")
    .select("r.other_id")
    .where("r.user_id", "=", userId)
    .where("r.type", "=", RelationshipType.Friend)
    .where("r.other_id", "in", [...ids])
    .where("u.deleted_at", "is", null)
    .execute();
  if (rows.length !== ids.length) throw new ApiError("invalid_recipients");
}
