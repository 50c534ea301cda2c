import type { Database } from "../../db/database.ts";

/** How long an address is a node's that said nothing more. Longer than an attempt takes, and clocks of nodes differ. */
const CLAIM_MS = 15_000;
/** What has to be left of a claim to begin an attempt: its longest, and some time for the database. */
const NEEDED_MS = 8_000;

/** Which addresses this node alone posts to. */
interface Claims {
  /** True when the address is this node's for at least {@link NEEDED_MS}. One that is held costs a statement only now and then. */
  claim(hookId: string): Promise<boolean>;
  /** Lets go of all, for another node to go on at once. */
  release(): Promise<void>;
}

/**
 * One row for each address says which node posts to it, and until when. A node takes what is free, its own, or run out, in
 * one statement that compares and sets; so of several nodes one gets it, on either database. A node that comes back after
 * it died has its own at once.
 */
export function createClaims({ db, nodeId }: { db: Database; nodeId: number }): Claims {
  const held = new Map<string, number>();
  return {
    async claim(hookId) {
      const now = Date.now();
      if ((held.get(hookId) ?? 0) >= now + NEEDED_MS) return true;
      for (const [id, until] of held) if (until < now) held.delete(id);
      const until = now + CLAIM_MS;
      const mine = await db.transaction(({ sql }) =>
        sql
          .insertInto("event_claims")
          .values({ hook_id: hookId, node_id: nodeId, until })
          .onConflict((c) =>
            c
              .column("hook_id")
              .doUpdateSet({ node_id: nodeId, until })
              .where((is) =>
                is.or([is("event_claims.node_id", "=", nodeId), is("event_claims.until", "<", now)]),
              ),
          )
          .returning("node_id")
          .executeTakeFirst(),
      );
      if (mine === undefined) {
        held.delete(hookId);
        return false;
      }
      held.set(hookId, until);
      return true;
    },
    async release() {
      held.clear();
      await db.transaction(({ sql }) =>
        sql.deleteFrom("event_claims").where("node_id", "=", nodeId).execute(),
      );
    },
  };
}
