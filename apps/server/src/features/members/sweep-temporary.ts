import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { removeMember } from "../guilds/leave-guild.ts";

/** Whoever has just come may not have connected yet. */
const GRACE_MS = 5 * 60_000;

/**
 * Makes the sweep that lets those go who came by a temporary invitation, were given no role, and have no session, twice
 * in a row: a client that lost its connection, or a server that has just started, gets the time between to connect.
 */
export function createTemporarySweep(
  { db, bus }: { db: Database; bus: Bus },
  hasSession: (userId: string) => boolean,
  now: () => number = Date.now,
): () => Promise<void> {
  let absent = new Set<string>();
  return async () => {
    const before = now() - GRACE_MS;
    const gone = (await passing(db.read, before).execute()).filter(({ user_id }) => !hasSession(user_id));
    const again = gone.filter((one) => absent.has(keyOf(one)));
    absent = new Set(gone.map(keyOf));
    for (const { guild_id, user_id } of again) {
      await db.transaction(async (tx) => {
        await tx.lock(`guild:${guild_id}`);
        const still = await passing(tx.sql, before)
          .where("m.guild_id", "=", guild_id)
          .where("m.user_id", "=", user_id)
          .executeTakeFirst();
        if (still && !hasSession(user_id)) await removeMember(tx, bus, guild_id, user_id);
      });
    }
  };
}

const keyOf = (one: { guild_id: string; user_id: string }): string => `${one.guild_id}:${one.user_id}`;

/** Members for the time being. */
const passing = (sql: Sql, before: number) =>
  sql
    .selectFrom("guild_members as m")
    .innerJoin("guilds as g", "g.id", "m.guild_id")
    .select(["m.guild_id", "m.user_id"])
    .where("m.temporary", "=", 1)
    .where("m.joined_at", "<", before)
    .whereRef("m.user_id", "!=", "g.owner_id")
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("member_roles as x")
            .select("x.role_id")
            .whereRef("x.guild_id", "=", "m.guild_id")
            .whereRef("x.user_id", "=", "m.user_id"),
        ),
      ),
    );
