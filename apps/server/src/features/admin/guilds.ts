import type { AdminGuild } from "@palabre/protocol";
import { isSnowflake } from "@palabre/protocol";
import { sql as raw } from "kysely";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { spellings } from "../../db/spellings.ts";
import { ApiError, fieldError } from "../../errors.ts";
import { removeGuild } from "../guilds/delete-guild.ts";
import { handOver } from "../guilds/leave-guild.ts";
import { noteInstanceAct } from "../instance/instance-audit.ts";
import { inList } from "../message-core/in-list.ts";
import { loadUsers } from "../message-core/present.ts";
import { iso } from "../users/present.ts";

interface Parts {
  db: Database;
  bus: Bus;
  newId: () => string;
}

interface Search {
  query: string;
  limit: number;
  before?: string | undefined;
}

/** Servers whose name or id holds `query`, the newest first, and how many there are in all. Nothing of what is in them. */
export async function searchGuilds(
  sql: Sql,
  search: Search,
): Promise<{ guilds: AdminGuild[]; total: number }> {
  let found = sql.selectFrom("guilds as g");
  if (search.query !== "") {
    found = found.where((is) =>
      is.or([
        ...spellings(search.query.toLowerCase()).map(
          (text) =>
            raw<boolean>`lower(${raw.ref("g.name")}) like ${`%${text.replace(/[\\%_]/g, "\\$&")}%`} escape '\\'`,
        ),
        ...(isSnowflake(search.query) ? [is("g.id", "=", search.query)] : []),
      ]),
    );
  }
  const { total } = await found.select((e) => e.fn.countAll().as("total")).executeTakeFirstOrThrow();
  let page = found
    .select(["g.id", "g.name", "g.icon", "g.owner_id", "g.member_count", "g.discoverable"])
    .select(["g.disabled_at", "g.created_at"])
    .orderBy("g.id", "desc")
    .limit(search.limit);
  if (search.before !== undefined) page = page.where("g.id", "<", search.before);
  const rows = await page.execute();
  const owners = rows.length > 0 ? await loadUsers(sql, inList(rows.map((row) => row.owner_id))) : new Map();
  const guilds = rows.map((row) => ({
    id: row.id,
    name: row.name,
    icon: row.icon,
    owner_id: row.owner_id,
    owner: owners.get(row.owner_id) ?? null,
    member_count: row.member_count,
    discoverable: row.discoverable === 1,
    disabled: row.disabled_at !== null,
    created_at: iso(row.created_at),
  }));
  return { guilds, total: Number(total) };
}

/** Deletes a server, whoever owns it. @throws ApiError unknown_guild */
export async function deleteGuildAsAdmin(
  { db, bus, newId }: Parts,
  userId: string | null,
  guildId: string,
): Promise<{ icon: string | null; banner: string | null }> {
  return db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const row = await tx.sql
      .selectFrom("guilds")
      .select(["name", "owner_id", "member_count"])
      .where("id", "=", guildId)
      .executeTakeFirst();
    if (!row) throw new ApiError("unknown_guild");
    await noteInstanceAct(tx, newId, { userId, action: "guild.delete", targetId: guildId, detail: row });
    return removeGuild(tx, bus, guildId);
  });
}

/** Gives a server to one of its members. @throws ApiError unknown_guild, invalid_form_body */
export async function giveGuild(
  { db, bus, newId }: Parts,
  userId: string | null,
  guildId: string,
  ownerId: string,
): Promise<AdminGuild> {
  return db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const row = await tx.sql
      .selectFrom("guilds")
      .select(["name", "owner_id"])
      .where("id", "=", guildId)
      .executeTakeFirst();
    if (!row) throw new ApiError("unknown_guild");
    const heir = await tx.sql
      .selectFrom("guild_members as m")
      .innerJoin("users as u", "u.id", "m.user_id")
      .select("u.is_bot")
      .where("m.guild_id", "=", guildId)
      .where("m.user_id", "=", ownerId)
      .executeTakeFirst();
    if (heir?.is_bot !== 0) {
      throw fieldError("owner_id", "INVALID_OWNER", "The owner has to be a person who is a member.");
    }
    const detail = { name: row.name, from: row.owner_id, to: ownerId };
    await noteInstanceAct(tx, newId, { userId, action: "guild.owner", targetId: guildId, detail });
    await handOver(tx, bus, guildId, ownerId);
    return readGuild(tx.sql, guildId);
  });
}

/**
 * Closes a server, or opens it again: while it is closed nobody reads, writes or joins, and its members see that it is
 * unavailable.
 * @throws ApiError unknown_guild
 */
export async function disableGuild(
  { db, bus, newId }: Parts,
  userId: string | null,
  guildId: string,
  disabled: boolean,
): Promise<AdminGuild> {
  return db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const before = await readGuild(tx.sql, guildId);
    if (before.disabled === disabled) return before;
    await tx.sql
      .updateTable("guilds")
      .set({ disabled_at: disabled ? Date.now() : null })
      .where("id", "=", guildId)
      .execute();
    const action = disabled ? "guild.disable" : "guild.enable";
    await noteInstanceAct(tx, newId, { userId, action, targetId: guildId, detail: { name: before.name } });
    if (disabled) announce(tx, bus, `guild:${guildId}`, "GUILD_DELETE", { id: guildId, unavailable: true });
    else announce(tx, bus, `guild:${guildId}`, "GUILD_CREATE", { id: guildId });
    return readGuild(tx.sql, guildId);
  });
}

async function readGuild(sql: Sql, guildId: string): Promise<AdminGuild> {
  const { guilds } = await searchGuilds(sql, { query: guildId, limit: 100 });
  const guild = guilds.find(({ id }) => id === guildId);
  if (!guild) throw new ApiError("unknown_guild");
  return guild;
}
