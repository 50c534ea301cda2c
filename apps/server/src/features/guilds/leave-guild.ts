import { OverwriteType } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { leaveThreads } from "../channels/thread-life.ts";
import { announceGuild } from "../guild-core/announce-guild.ts";
import { endIntegration } from "../guild-core/end-integration.ts";
import { leaveEvents } from "../guild-core/leave-events.ts";
import { toGuildChannel } from "../guild-core/present-guild.ts";
import { leaveVoice } from "../guild-core/voice-states.ts";
import { toUser, USER_COLUMNS } from "../users/present.ts";
import { forgetGuildIn } from "../users/settings.ts";

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
    // Also one that is closed.
    const guild = await tx.sql
      .selectFrom("guild_members as m")
      .innerJoin("guilds as g", "g.id", "m.guild_id")
      .select("g.owner_id")
      .where("m.guild_id", "=", guildId)
      .where("m.user_id", "=", actor.userId)
      .executeTakeFirst();
    if (!guild) throw new ApiError("unknown_guild");
    if (guild.owner_id === actor.userId) throw new ApiError("owner_cannot_leave");
    await removeMember(tx, bus, guildId, actor.userId);
  });
}

/**
 * Takes a member out of a server, with the transaction: what they saw of it closes before anything else is told.
 * Whoever calls holds the lock `guild:ID` and has decided that they go.
 */
export async function removeMember(tx: Tx, bus: Bus, guildId: string, userId: string): Promise<void> {
  const { sql } = tx;
  const member = await sql
    .deleteFrom("guild_members")
    .where("guild_id", "=", guildId)
    .where("user_id", "=", userId)
    .returning("timed_out_until")
    .executeTakeFirst();
  if (!member) return;
  // Of a bot: with the member its application goes.
  await endIntegration(tx, bus, guildId, userId);
  await keepTimeOut(tx, guildId, userId, member.timed_out_until);
  for (const table of ["member_roles", "user_guild_settings", "onboarding_answers"] as const) {
    await sql.deleteFrom(table).where("guild_id", "=", guildId).where("user_id", "=", userId).execute();
  }
  await leaveEvents(tx, bus, guildId, userId);
  await leaveVoice(tx, bus, guildId, userId);
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
  const d = { guild_id: guildId, user: toUser(user), member_count: left?.member_count };
  announce(tx, bus, `guild:${guildId}`, "GUILD_MEMBER_REMOVE", d);
  announce(tx, bus, `user:${userId}`, "GUILD_DELETE", { id: guildId });
  await takeBackAllowances(tx, bus, guildId, userId);
  await forgetGuildIn(tx, bus, guildId, [userId]);
  tellThreads();
}

/** Whoever leaves in time-out comes back in time-out. What is over is forgotten with it. */
async function keepTimeOut(
  { sql }: Tx,
  guildId: string,
  userId: string,
  until: number | null,
): Promise<void> {
  const now = Date.now();
  if (until === null || until <= now) return;
  await sql.deleteFrom("left_timeouts").where("guild_id", "=", guildId).where("until", "<=", now).execute();
  await sql
    .insertInto("left_timeouts")
    .values({ guild_id: guildId, user_id: userId, until })
    .onConflict((c) => c.columns(["guild_id", "user_id"]).doUpdateSet({ until }))
    .execute();
}

/**
 * What channels allowed a member goes with them, and what they were denied stays: whoever comes back is given nothing
 * again, and sheds nothing either.
 */
async function takeBackAllowances(tx: Tx, bus: Bus, guildId: string, userId: string): Promise<void> {
  const { sql } = tx;
  const given = await sql
    .selectFrom("channel_overwrites as o")
    .innerJoin("channels as c", "c.id", "o.channel_id")
    .selectAll("c")
    .select("o.deny")
    .where("o.target_id", "=", userId)
    .where("o.type", "=", OverwriteType.Member)
    .where("c.guild_id", "=", guildId)
    .where((is) => is.or([is("o.allow", "!=", "0"), is("o.deny", "=", "0")]))
    .orderBy("c.id")
    .execute();
  if (given.length === 0) return;
  const its = (deny: (bits: string) => boolean) => given.filter((one) => deny(one.deny)).map(({ id }) => id);
  const [empty, denied] = [its((bits) => bits === "0"), its((bits) => bits !== "0")];
  if (empty.length > 0) {
    await sql
      .deleteFrom("channel_overwrites")
      .where("target_id", "=", userId)
      .where("channel_id", "in", empty)
      .execute();
  }
  if (denied.length > 0) {
    await sql
      .updateTable("channel_overwrites")
      .set({ allow: "0" })
      .where("target_id", "=", userId)
      .where("channel_id", "in", denied)
      .execute();
  }
  const ids = given.map(({ id }) => id);
  const left = await sql
    .selectFrom("channel_overwrites")
    .selectAll()
    .where("channel_id", "in", ids)
    .orderBy("target_id")
    .execute();
  const overwritesOf = Map.groupBy(left, (one) => one.channel_id);
  for (const { deny: _, ...row } of given) {
    const channel = toGuildChannel(row, overwritesOf.get(row.id) ?? []);
    announce(tx, bus, `guild:${guildId}`, "CHANNEL_UPDATE", channel);
  }
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
