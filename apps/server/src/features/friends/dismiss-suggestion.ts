import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { findPeople } from "./people.ts";

/** Never suggests this person to the actor again. */
export async function dismissSuggestion(
  { db, bus }: { db: Database; bus: Bus },
  actor: Actor,
  userId: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await findPeople(tx.sql, actor.userId, { id: userId }))) throw new ApiError("unknown_user");
    await tx.sql
      .insertInto("suggestion_dismissals")
      .values({ user_id: actor.userId, other_id: userId })
      .onConflict((c) => c.doNothing())
      .execute();
    announce(tx, bus, `user:${actor.userId}`, "SUGGESTION_REMOVE", { user_id: userId });
  });
}
