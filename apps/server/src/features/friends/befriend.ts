import { RelationshipType } from "@palabre/protocol";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { announceRelation, findPeople, type People } from "./people.ts";
import { findPair, requireSpaceFor, setRelation } from "./relations.ts";
import { lockSight, syncSight } from "./sight.ts";

/**
 * Sends a friend request, or accepts the one that waits: two people who ask each other are friends at once. Asking
 * again changes nothing. Somebody who blocked the actor never learns of the request, which looks pending to the actor,
 * like any that is not answered.
 *
 * @throws ApiError no_such_user (by name) or unknown_user (by id), cannot_befriend_self, cannot_befriend_bot,
 *   already_friends (by name), max_friends, max_pending_requests, incoming_requests_disabled
 */
export async function befriend(
  { db, bus }: { db: Database; bus: Bus },
  actor: Actor,
  whom: { id: string } | { username: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockSight(tx);
    const people = await findPeople(tx.sql, actor.userId, whom);
    if (!people) throw new ApiError("id" in whom ? "unknown_user" : "no_such_user");
    const { me, other } = people;
    if (other.id === me.id) throw new ApiError("cannot_befriend_self");
    if (other.bot) throw new ApiError("cannot_befriend_bot");

    const { mine, theirs } = await findPair(tx.sql, me.id, other.id);
    if (mine?.type === RelationshipType.Friend) {
      if ("username" in whom) throw new ApiError("already_friends");
      return;
    }
    if (mine?.type === RelationshipType.OutgoingRequest) return;
    if (theirs?.type === RelationshipType.OutgoingRequest) return becomeFriends(tx, bus, people);

    await requireSpaceFor(tx.sql, me.id, RelationshipType.OutgoingRequest);
    await requireSpaceFor(tx.sql, other.id, RelationshipType.IncomingRequest);
    const sent = await setRelation(tx, me.id, other.id, RelationshipType.OutgoingRequest);
    // Whoever asks somebody they had blocked takes the block back.
    if (mine?.type === RelationshipType.Blocked) await syncSight(tx, bus, me.id, [other.id]);
    announceRelation(tx, bus, "RELATIONSHIP_ADD", me.id, other, sent);
    if (theirs?.type === RelationshipType.Blocked) return;
    const received = await setRelation(tx, other.id, me.id, RelationshipType.IncomingRequest);
    announceRelation(tx, bus, "RELATIONSHIP_ADD", other.id, me, received);
  });
}

async function becomeFriends(tx: Tx, bus: Bus, { me, other }: People): Promise<void> {
  await requireSpaceFor(tx.sql, me.id, RelationshipType.Friend);
  await requireSpaceFor(tx.sql, other.id, RelationshipType.Friend);
  const mine = await setRelation(tx, me.id, other.id, RelationshipType.Friend);
  const theirs = await setRelation(tx, other.id, me.id, RelationshipType.Friend);
  announceRelation(tx, bus, "RELATIONSHIP_ADD", me.id, other, mine);
  announceRelation(tx, bus, "RELATIONSHIP_ADD", other.id, me, theirs);
  await syncSight(tx, bus, me.id, [other.id]);
}
