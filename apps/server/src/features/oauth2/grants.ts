import type { Config } from "../../config.ts";
import type { Database, Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { tellApplication } from "../applications/event-outbox.ts";
import { loadUsers } from "../applications/find-application.ts";
import { toApplication } from "../applications/present-application.ts";
import { iso } from "../users/present.ts";

/** Most that are listed. */
const MOST = 100;

/** The applications that somebody agreed may act for them, the newest first. */
export async function listGrants(sql: Sql, { userId }: Actor) {
  const rows = await sql
    .selectFrom("oauth2_tokens as t")
    .innerJoin("applications as a", "a.id", "t.application_id")
    .selectAll("a")
    .select(["t.grant_id", "t.scopes", "t.created_at as granted_at"])
    .where("t.user_id", "=", userId)
    .where("t.kind", "=", "refresh")
    .where("t.expires_at", ">", Date.now())
    .orderBy("t.created_at", "desc")
    .limit(MOST)
    .execute();
  const users = await loadUsers(
    sql,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    id: row.grant_id,
    scopes: row.scopes.split(" "),
    application: toApplication(row, users.get(row.id)),
    created_at: iso(row.granted_at),
  }));
}

/** Ends a consent: its tokens stop counting. @throws ApiError unknown_token */
export async function deleteGrant(
  deps: { db: Database; newId: () => string; config: Pick<Config, "eventWebhooks"> },
  { userId }: Actor,
  id: string,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const [gone] = await tx.sql
      .deleteFrom("oauth2_tokens")
      .where("grant_id", "=", id)
      .where("user_id", "=", userId)
      .returning("application_id")
      .execute();
    if (!gone) throw new ApiError("unknown_token");
    const user = (await loadUsers(tx.sql, [userId])).get(userId);
    await tellApplication(tx, deps, gone.application_id, "APPLICATION_DEAUTHORIZED", { user });
  });
}
