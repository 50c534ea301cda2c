import { LIMITS, RelationshipType } from "@palabre/protocol";
import type { Sql, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";

/** Requests that may wait for one person's answer; past it they look like somebody who takes none. */
const INCOMING_MAX = 1_000;

export interface Relation {
  type: RelationshipType;
  nickname: string | null;
  since: number;
}

/**
 * What two people have with each other, one row for each end. The pairs that exist (mine, theirs):
 * friends (1, 1); a request (4, 3); a block (2, none), (2, 2), or (2, 4) where the blocked person's request looks
 * pending to them and reaches nobody.
 */
interface Pair {
  mine: Relation | undefined;
  theirs: Relation | undefined;
}

export async function findPair(sql: Sql, me: string, other: string): Promise<Pair> {
  const rows = await sql
    .selectFrom("relationships")
    .select(["user_id", "type", "nickname", "since"])
    .where((w) =>
      w.or([
        w.and([w("user_id", "=", me), w("other_id", "=", other)]),
        w.and([w("user_id", "=", other), w("other_id", "=", me)]),
      ]),
    )
    .execute();
  return {
    mine: rows.find((row) => row.user_id === me),
    theirs: rows.find((row) => row.user_id === other),
  };
}

/** Sets what `userId` has with `otherId`; a change of type starts anew, without nickname. */
export async function setRelation(
  tx: Tx,
  userId: string,
  otherId: string,
  type: RelationshipType,
): Promise<Relation> {
  const relation: Relation = { type, nickname: null, since: Date.now() };
  await tx.sql
    .insertInto("relationships")
    .values({ user_id: userId, other_id: otherId, ...relation })
    .onConflict((c) => c.columns(["user_id", "other_id"]).doUpdateSet(relation))
    .execute();
  return relation;
}

export async function deleteRelation(tx: Tx, userId: string, otherId: string): Promise<void> {
  await tx.sql
    .deleteFrom("relationships")
    .where("user_id", "=", userId)
    .where("other_id", "=", otherId)
    .execute();
}

/** Refuses when `userId` could not have one more relation of this type. */
export async function requireSpaceFor(sql: Sql, userId: string, type: RelationshipType): Promise<void> {
  const row = await sql
    .selectFrom("relationships")
    .select((e) => e.fn.countAll().as("count"))
    .where("user_id", "=", userId)
    .where("type", "=", type)
    .executeTakeFirstOrThrow();
  const [max, error] = (
    {
      [RelationshipType.Friend]: [LIMITS.friends, "max_friends"],
      [RelationshipType.Blocked]: [LIMITS.blocked, "max_blocked"],
      [RelationshipType.IncomingRequest]: [INCOMING_MAX, "incoming_requests_disabled"],
      [RelationshipType.OutgoingRequest]: [LIMITS.pendingRequests, "max_pending_requests"],
    } as const
  )[type];
  if (Number(row.count) >= max) throw new ApiError(error);
}

/** Whether one of the two blocked the other. */
export async function isBlockedBetween(sql: Sql, a: string, b: string): Promise<boolean> {
  const { mine, theirs } = await findPair(sql, a, b);
  return mine?.type === RelationshipType.Blocked || theirs?.type === RelationshipType.Blocked;
}
