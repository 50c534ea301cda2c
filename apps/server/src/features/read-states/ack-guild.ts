import { compareSnowflakes, type MessageAck, snowflakeAt } from "@palabre/protocol";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { readGuildFor } from "../guild-core/read-guilds.ts";
import { inList } from "../message-core/in-list.ts";

/** Rows written in one statement. */
const BATCH = 500;

/** Marks all that the actor sees of a server as read. @throws ApiError unknown_guild */
export async function ackGuild(
  { db, bus }: { db: Database; bus: Bus },
  actor: Actor,
  guildId: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const member = await accessGuild(tx.sql, actor, guildId);
    const guild = (await readGuildFor(tx.sql, guildId, [actor.userId])).get(actor.userId);
    const places = [...(guild?.channels ?? []), ...(guild?.threads ?? [])].sort((a, b) =>
      compareSnowflakes(a.id, b.id),
    );
    const states = await tx.sql
      .selectFrom("read_states")
      .select(["channel_id", "last_message_id", "mention_count"])
      .where("user_id", "=", actor.userId)
      .where("channel_id", "in", inList(places.map(({ id }) => id)))
      .execute();
    const known = new Map(states.map((one) => [one.channel_id, one]));
    const came = snowflakeAt(member.joinedAt);
    const rows = places.flatMap(({ id, last_message_id: last }) => {
      const state = known.get(id);
      const read = state?.last_message_id ?? came;
      const isRead = !last || (compareSnowflakes(last, read) <= 0 && !state?.mention_count);
      // In one order, so that two devices that mark everything as read cannot wait for each other.
      return isRead
        ? []
        : [{ user_id: actor.userId, channel_id: id, last_message_id: last, mention_count: 0 }];
    });
    for (let from = 0; from < rows.length; from += BATCH) {
      await tx.sql
        .insertInto("read_states")
        .values(rows.slice(from, from + BATCH))
        .onConflict((c) =>
          c.columns(["user_id", "channel_id"]).doUpdateSet((is) => ({
            last_message_id: is.ref("excluded.last_message_id"),
            mention_count: 0,
          })),
        )
        .execute();
    }
    for (const { channel_id, last_message_id: message_id } of rows) {
      const d: MessageAck = { channel_id, message_id, mention_count: 0 };
      announce(tx, bus, `user:${actor.userId}`, "MESSAGE_ACK", d);
    }
  });
}
