import { RelationshipType } from "@palabre/protocol";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { toUser, USER_COLUMNS } from "../users/present.ts";
import { announceRelation } from "./people.ts";
import { deleteRelation, findPair, setRelation } from "./relations.ts";
import { lockSight, syncSight } from "./sight.ts";

/** Ends a friendship, cancels or declines a request, lifts a block. */
export async function removeRelationship(
  { db, bus }: { db: Database; bus: Bus },
  actor: Actor,
  userId: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockSight(tx);
    await separate(tx, bus, actor.userId, userId);
  });
}

/** Ends everything that an account has with others, before it is deleted. */
export async function removeAllRelationships(tx: Tx, { bus }: { bus: Bus }, userId: string): Promise<void> {
  await lockSight(tx);
  const rows = await tx.sql
    .selectFrom("relationships")
    .select(["user_id", "other_id"])
    .where((w) => w.or([w("user_id", "=", userId), w("other_id", "=", userId)]))
    .execute();
  for (const other of new Set(rows.map((row) => (row.user_id === userId ? row.other_id : row.user_id)))) {
    const { mine, theirs } = await findPair(tx.sql, userId, other);
    await deleteRelation(tx, userId, other);
    await deleteRelation(tx, other, userId);
    await syncSight(tx, bus, userId, [other]);
    const users = await findBoth(tx, userId, other);
    if (mine) announceRelation(tx, bus, "RELATIONSHIP_REMOVE", userId, users.other, mine);
    if (theirs) announceRelation(tx, bus, "RELATIONSHIP_REMOVE", other, users.me, theirs);
  }
}

async function separate(tx: Tx, bus: Bus, me: string, otherId: string): Promise<void> {
  const { mine, theirs } = await findPair(tx.sql, me, otherId);
  if (!mine) throw new ApiError("unknown_user");
  const users = await findBoth(tx, me, otherId);
  await deleteRelation(tx, me, otherId);

  if (mine.type === RelationshipType.Blocked) {
    await syncSight(tx, bus, me, [otherId]);
    announceRelation(tx, bus, "RELATIONSHIP_REMOVE", me, users.other, mine);
    if (theirs?.type !== RelationshipType.OutgoingRequest) return;
    // The request that was kept from the actor: it still waits for an answer.
    const received = await setRelation(tx, me, otherId, RelationshipType.IncomingRequest);
    announceRelation(tx, bus, "RELATIONSHIP_ADD", me, users.other, received);
    return;
  }

  // Somebody who blocked the actor keeps the block: only what both share ends for both.
  const ends = theirs !== undefined && theirs.type !== RelationshipType.Blocked;
  if (ends) await deleteRelation(tx, otherId, me);
  await syncSight(tx, bus, me, [otherId]);
  announceRelation(tx, bus, "RELATIONSHIP_REMOVE", me, users.other, mine);
  if (ends) announceRelation(tx, bus, "RELATIONSHIP_REMOVE", otherId, users.me, theirs);
}

/** Both people, whether or not their accounts are still in use. */
async function findBoth(tx: Tx, me: string, other: string) {
  const rows = await tx.sql.selectFrom("users").select(USER_COLUMNS).where("id", "in", [me, other]).execute();
  const find = (id: string) => {
    const row = rows.find((one) => one.id === id);
    if (!row) throw new ApiError("unknown_user");
    return toUser(row);
  };
  return { me: find(me), other: find(other) };
}
