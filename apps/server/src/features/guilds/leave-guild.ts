import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { leaveThreads } from "../channels/thread-life.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { announceGuild } from "../guild-core/announce-guild.ts";
import { toUser, USER_COLUMNS } from "../users/present.ts";

/**
 * Leaves a server.
 * @throws ApiError unknown_guild; owner_cannot_leave for the owner, who hands it over or deletes it
 */
export async function leaveGuild(
  { db, bus }: { db: Database; bus: Bus },
  actor: Actor,
  guildId: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId);
    if (member.isOwner) throw new ApiError("owner_cannot_leave");
    await removeMember(tx, bus, guildId, actor.userId);
  });
}

/**
 * Takes a member out of a server, with the transaction: what they saw of it closes before anything else is told.
 * Whoever calls holds the lock `guild:ID` and has decided that they go.
 */
export async function removeMember(tx: Tx, bus: Bus, guildId: string, userId: string): Promise<void> {
  const { sql } = tx;
  const { numDeletedRows } = await sql
    .deleteFrom("guild_members")
    .where("guild_id", "=", guildId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  if (numDeletedRows === 0n) return;
  for (const table of ["member_roles", "user_guild_settings", "scheduled_event_users"] as const) {
    await sql.deleteFrom(table).where("guild_id", "=", guildId).where("user_id", "=", userId).execute();
  }
  const tellThreads = await leaveThreads(tx, bus, guildId, userId);
  // Whoever comes back has read what is there.
  for (const table of ["read_states", "drafts"] as const) {
    await sql
      .deleteFrom(table)
      .where("user_id", "=", userId)
      .where("channel_id", "in", (e) => e.selectFrom("channels").select("id").where("guild_id", "=", guildId))
      .execute();
  }
  const left = await sql
    .updateTable("guilds")
    .set((e) => ({ member_count: e("member_count", "-", 1) }))
    .where("id", "=", guildId)
    .returning("member_count")
    .executeTakeFirst();
  const user = await sql.selectFrom("users").select(USER_COLUMNS).where("id", "=", userId).executeTakeFirst();
  if (!user) return;
  tx.afterCommit(() => {
    const d = { guild_id: guildId, user: toUser(user), member_count: left?.member_count };
    bus.publish({ kind: "dispatch", topic: `guild:${guildId}`, t: "GUILD_MEMBER_REMOVE", d });
    bus.publish({ kind: "dispatch", topic: `user:${userId}`, t: "GUILD_DELETE", d: { id: guildId } });
  });
  tellThreads();
}

/** What becomes of somebody's servers when their account goes: each is handed to whoever stands highest and longest. */
export async function leaveAllGuilds(
  tx: Tx,
  { bus, deleteEmpty }: { bus: Bus; deleteEmpty: (tx: Tx, guildId: string) => Promise<void> },
  userId: string,
): Promise<void> {
  const mine = await tx.sql
    .selectFrom("guild_members as m")
    .innerJoin("guilds as g", "g.id", "m.guild_id")
    .select(["g.id", "g.owner_id"])
    .where("m.user_id", "=", userId)
    .orderBy("g.id")
    .execute();
  if (mine.length === 0) return;
  await tx.lock(...mine.map(({ id }) => `guild:${id}`));
  for (const { id, owner_id } of mine) {
    if (owner_id === userId) {
      const heir = await findHeir(tx, id, userId);
      if (heir === undefined) {
        await deleteEmpty(tx, id);
        continue;
      }
      await handOver(tx, bus, id, heir);
    }
    await removeMember(tx, bus, id, userId);
  }
}

async function findHeir(tx: Tx, guildId: string, userId: string): Promise<string | undefined> {
  const heir = await tx.sql
    .selectFrom("guild_members as m")
    .innerJoin("users as u", "u.id", "m.user_id")
    .leftJoin("member_roles as x", (on) =>
      on.onRef("x.guild_id", "=", "m.guild_id").onRef("x.user_id", "=", "m.user_id"),
    )
    .leftJoin("roles as r", "r.id", "x.role_id")
    .select("m.user_id")
    .select((e) => e.fn.max("r.position").as("rank"))
    .where("m.guild_id", "=", guildId)
    .where("m.user_id", "!=", userId)
    .where("u.is_bot", "=", 0)
    .groupBy(["m.user_id", "m.joined_at"])
    .orderBy((e) => e.fn.coalesce(e.fn.max("r.position"), e.lit(0)), "desc")
    .orderBy("m.joined_at")
    .limit(1)
    .executeTakeFirst();
  return heir?.user_id;
}

/** Makes another member the owner, with the transaction. */
export async function handOver(tx: Tx, bus: Bus, guildId: string, ownerId: string): Promise<void> {
  await tx.sql.updateTable("guilds").set({ owner_id: ownerId }).where("id", "=", guildId).execute();
  await announceGuild(tx, bus, guildId);
}
