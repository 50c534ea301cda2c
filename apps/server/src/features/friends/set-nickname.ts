import { RelationshipType } from "@palabre/protocol";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { announceRelation, findPeople } from "./people.ts";
import { findPair } from "./relations.ts";
import { lockSight } from "./sight.ts";

/** The name that the actor alone gives to a friend; null takes it back. */
export async function setNickname(
  { db, bus }: { db: Database; bus: Bus },
  actor: Actor,
  userId: string,
  nickname: string | null,
): Promise<void> {
  await db.transaction(async (tx) => {
    await lockSight(tx);
    const people = await findPeople(tx.sql, actor.userId, { id: userId });
    const { mine } = await findPair(tx.sql, actor.userId, userId);
    if (!people || mine?.type !== RelationshipType.Friend) throw new ApiError("unknown_user");
    await tx.sql
      .updateTable("relationships")
      .set({ nickname })
      .where("user_id", "=", actor.userId)
      .where("other_id", "=", userId)
      .execute();
    announceRelation(tx, bus, "RELATIONSHIP_UPDATE", actor.userId, people.other, { ...mine, nickname });
  });
}
