import type { Sql } from "../../db/database.ts";

/** Members looked through at a time. */
const WINDOW = 4_000;
const LAST_ID = "9223372036854775807";

/**
 * The members of a server in pieces, by id: `after` < id ≤ `upTo`. A server may have 100,000 of them, and SQLite answers
 * on the thread that serves everybody: between two pieces others get their turn.
 */
export async function* memberWindows(
  sql: Sql,
  guildId: string,
): AsyncGenerator<{ after: string; upTo: string }> {
  let after = "0";
  for (;;) {
    const last = await sql
      .selectFrom("guild_members")
      .select("user_id")
      .where("guild_id", "=", guildId)
      .where("user_id", ">", after)
      .orderBy("user_id")
      .limit(1)
      .offset(WINDOW - 1)
      .executeTakeFirst();
    yield { after, upTo: last?.user_id ?? LAST_ID };
    if (!last) return;
    after = last.user_id;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
