import { RelationshipType } from "@palabre/protocol";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { announceRelation, findPeople } from "./people.ts";
import { deleteRelation, findPair, requireSpaceFor, setRelation } from "./relations.ts";
import { lockSight, syncSight } from "./sight.ts";

/**
 * Blocks somebody. They are not told: a friendship or a request of the actor's ends for them as if it had been taken
 * back, a request of their own keeps looking pending, and the actor looks offline.
 */
export async function blockUser(
  { db, bus }: { db: Database; bus: Bus },
  actor: Actor,
  userId: string,
): Promise<void> {
  if (userId === actor.userId) throw fieldError("user_id", "INVALID_USER", "You cannot block yourself.");
  await db.transaction(async (tx) => {
    await lockSight(tx);
    const people = await findPeople(tx.sql, actor.userId, { id: userId });
    if (!people) throw new ApiError("unknown_user");
    const { me, other } = people;
    const { mine, theirs } = await findPair(tx.sql, me.id, other.id);
    if (mine?.type === RelationshipType.Blocked) return;
    await requireSpaceFor(tx.sql, me.id, RelationshipType.Blocked);
    const block = await setRelation(tx, me.id, other.id, RelationshipType.Blocked);
    const ends =
      theirs?.type === RelationshipType.Friend || theirs?.type === RelationshipType.IncomingRequest;
    if (ends) await deleteRelation(tx, other.id, me.id);
    await syncSight(tx, bus, me.id, [other.id]);
    announceRelation(tx, bus, "RELATIONSHIP_ADD", me.id, other, block);
    if (ends) announceRelation(tx, bus, "RELATIONSHIP_REMOVE", other.id, me, theirs);
  });
}
