import type { Bus } from "../../bus/bus.ts";
import type { Sql, Tx } from "../../db/database.ts";

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
  const friends = sql
    .selectFrom("relationships")
    .select("other_id as id")
    .where("user_id", "=", userId)
    .where("type", "=", 1)
    .$if(among !== undefined, (q) => q.where("other_id", "in", among ?? []));
  const roomMates = sql
    .selectFrom("channel_recipients as mine")
    .innerJoin("channels as c", "c.id", "mine.channel_id")
    .innerJoin("channel_recipients as theirs", "theirs.channel_id", "mine.channel_id")
    .select("theirs.user_id as id")
    .where("mine.user_id", "=", userId)
    .where("c.type", "=", 3)
    .where("theirs.user_id", "!=", userId)
    .$if(among !== undefined, (q) => q.where("theirs.user_id", "in", among ?? []))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("relationships as b")
            .select("b.type")
            .where("b.type", "=", 2)
            .where((w) =>
              w.or([
                w.and([w("b.user_id", "=", userId), w("b.other_id", "=", w.ref("theirs.user_id"))]),
                w.and([w("b.user_id", "=", w.ref("theirs.user_id")), w("b.other_id", "=", userId)]),
              ]),
            ),
        ),
      ),
    );
  const rows = await friends.union(roomMates).execute();
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
