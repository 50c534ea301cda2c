import { RelationshipType } from "@palabre/protocol";
import { ChannelType } from "discord-api-types/v10";
import type { Expression } from "kysely";
import type { Bus } from "../../bus/bus.ts";
import { compileOnce, type Slots } from "../../db/compile-once.ts";
import type { Sql, Tx } from "../../db/database.ts";

/** Friends, and room mates without a block between them; only those of `among` when it is given. */
function inSight(sql: Sql, userId: string | Expression<string>, among?: readonly string[]) {
  const friends = sql
    .selectFrom("relationships")
    .select("other_id as id")
    .where("user_id", "=", userId)
    .where("type", "=", RelationshipType.Friend)
    .$if(among !== undefined, (q) => q.where("other_id", "in", among ?? []));
  const blocks = sql.selectFrom("relationships as b").where("b.type", "=", RelationshipType.Blocked);
  const roomMates = sql
    .selectFrom("channel_recipients as mine")
    .innerJoin("channels as c", "c.id", "mine.channel_id")
    .innerJoin("channel_recipients as theirs", "theirs.channel_id", "mine.channel_id")
    .select("theirs.user_id as id")
    .where("mine.user_id", "=", userId)
    .where("c.type", "=", ChannelType.GroupDM)
    .where("theirs.user_id", "!=", userId)
    .$if(among !== undefined, (q) => q.where("theirs.user_id", "in", among ?? []))
    .where("theirs.user_id", "not in", blocks.select("b.other_id").where("b.user_id", "=", userId))
    .where("theirs.user_id", "not in", blocks.select("b.user_id").where("b.other_id", "=", userId));
  return friends.union(roomMates);
}

const selectInSight = compileOnce((sql: Sql, { userId }: Slots<{ userId: string }>) => inSight(sql, userId));

/**
 * Who sees whose presence: friends and those who share a room, unless one of the two blocked the other. It is always
 * mutual.
 */
export async function readPeopleInSight(
  sql: Sql,
  userId: string,
  among?: readonly string[],
): Promise<string[]> {
  if (among?.length === 0) return [];
  const rows =
    among === undefined
      ? (await selectInSight(sql, { userId })).rows
      : await inSight(sql, userId, among).execute();
  return rows.map(({ id }) => id);
}

/**
 * Makes changes to who sees whom wait for each other, whoever they concern. Each decides by friendships, blocks and
 * rooms that another may be changing; they are rare, and one order for all of them leaves no tap open by mistake.
 */
export const lockSight = (tx: Tx): Promise<void> => tx.lock("sight");

/**
 * Opens and closes, with the transaction, the presence taps between `userId` and each of `others` as the rows now say.
 * To be called under {@link lockSight}, after the rows changed and before the change is announced.
 */
export async function syncSight(tx: Tx, bus: Bus, userId: string, others: readonly string[]): Promise<void> {
  if (others.length === 0) return;
  const seen = new Set(await readPeopleInSight(tx.sql, userId, others));
  tx.afterCommit(() => {
    for (const other of others) {
      const open = seen.has(other);
      bus.publish({ kind: "tap", userId, topic: `presence:${other}`, open });
      bus.publish({ kind: "tap", userId: other, topic: `presence:${userId}`, open });
    }
  });
}
