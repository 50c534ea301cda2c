import { randomBytes } from "node:crypto";
import { type APITemplate, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Selectable } from "kysely";
import type { Database, Sql } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild, type GuildActor } from "../guild-core/access-guild.ts";
import { loadUsers } from "../message-core/present.ts";
import { iso } from "../users/present.ts";
import { type SerializedGuild, serializeGuild } from "./serialize-guild.ts";

type TemplateRow = Selectable<Schema["guild_templates"]>;

/** A template, for whoever has its code. @throws ApiError unknown_template */
export async function readTemplate(sql: Sql, code: string): Promise<APITemplate> {
  return present(sql, await findTemplate(sql, code), null);
}

/** @throws ApiError unknown_template */
export async function findTemplate(sql: Sql, code: string, guildId?: string): Promise<TemplateRow> {
  let query = sql
    .selectFrom("guild_templates as t")
    .innerJoin("guilds as g", "g.id", "t.guild_id")
    .selectAll("t")
    .where("t.code", "=", code)
    .where("g.disabled_at", "is", null);
  if (guildId !== undefined) query = query.where("t.guild_id", "=", guildId);
  const row = await query.executeTakeFirst();
  if (!row) throw new ApiError("unknown_template");
  return row;
}

/** The templates of a server: one at most, if it holds nothing that the actor does not see. @throws ApiError unknown_guild, missing_permissions */
export async function listTemplates(sql: Sql, actor: Actor, guildId: string): Promise<APITemplate[]> {
  const member = await accessGuild(sql, actor, guildId, P.ManageGuild);
  const rows = await sql.selectFrom("guild_templates").selectAll().where("guild_id", "=", guildId).execute();
  const shown: APITemplate[] = [];
  for (const row of rows) if (await mayRead(sql, member, row)) shown.push(await present(sql, row, member));
  return shown;
}

/** @throws ApiError unknown_guild, missing_permissions, max_template */
export async function createTemplate(
  { db }: { db: Database },
  actor: Actor,
  guildId: string,
  input: { name: string; description: string | null },
): Promise<APITemplate> {
  return db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId, P.ManageGuild);
    const known = await tx.sql
      .selectFrom("guild_templates")
      .select("code")
      .where("guild_id", "=", guildId)
      .executeTakeFirst();
    if (known) throw new ApiError("max_template");
    const now = Date.now();
    const row: TemplateRow = {
      code: randomBytes(9).toString("base64url").replace(/[-_]/g, "x"),
      guild_id: guildId,
      name: input.name,
      description: input.description,
      usage_count: 0,
      creator_id: actor.userId,
      created_at: now,
      updated_at: now,
      serialized: JSON.stringify(await serializeGuild(tx.sql, member)),
    };
    await tx.sql.insertInto("guild_templates").values(row).execute();
    return present(tx.sql, row, null);
  });
}

/**
 * Changes what a template is called, or with "sync" what it holds.
 * @throws ApiError unknown_guild, missing_permissions, unknown_template
 */
export async function updateTemplate(
  { db }: { db: Database },
  actor: Actor,
  guildId: string,
  code: string,
  change: "sync" | { name?: string | undefined; description?: string | null | undefined },
): Promise<APITemplate> {
  return db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId, P.ManageGuild);
    const before = await findTemplate(tx.sql, code, guildId);
    const after: TemplateRow =
      change === "sync"
        ? {
            ...before,
            serialized: JSON.stringify(await serializeGuild(tx.sql, member)),
            updated_at: Date.now(),
            // It holds what they see from now on.
            creator_id: actor.userId,
          }
        : {
            ...before,
            name: change.name ?? before.name,
            description: change.description === undefined ? before.description : change.description,
          };
    const { name, description, serialized, updated_at, creator_id } = after;
    await tx.sql
      .updateTable("guild_templates")
      .set({ name, description, serialized, updated_at, creator_id })
      .where("code", "=", code)
      .execute();
    return present(tx.sql, after, member);
  });
}

/** @throws ApiError unknown_guild, missing_permissions, unknown_template */
export async function deleteTemplate(
  { db }: { db: Database },
  actor: Actor,
  guildId: string,
  code: string,
): Promise<APITemplate> {
  return db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    await accessGuild(tx.sql, actor, guildId, P.ManageGuild);
    const row = await findTemplate(tx.sql, code, guildId);
    await tx.sql.deleteFrom("guild_templates").where("code", "=", code).execute();
    return present(tx.sql, row, null);
  });
}

/**
 * Whether a member sees each channel that a template holds: who made it may have seen more, and its code alone lets
 * anybody read it.
 */
async function mayRead(sql: Sql, member: GuildActor, row: TemplateRow): Promise<boolean> {
  if (row.creator_id === member.userId || (member.permissions & P.Administrator) !== 0n) return true;
  const keysOf = ({ channels }: SerializedGuild) =>
    channels.map(({ type, name, topic }) => JSON.stringify([type, name, topic]));
  const seen = new Set(keysOf(await serializeGuild(sql, member)));
  return keysOf(JSON.parse(row.serialized) as SerializedGuild).every((key) => seen.has(key));
}

/** `member` is told whether the server has moved on since. */
async function present(sql: Sql, row: TemplateRow, member: GuildActor | null): Promise<APITemplate> {
  const users = await loadUsers(sql, [row.creator_id]);
  const moved = member !== null && JSON.stringify(await serializeGuild(sql, member)) !== row.serialized;
  return {
    code: row.code,
    name: row.name,
    description: row.description,
    usage_count: row.usage_count,
    creator_id: row.creator_id,
    creator: users.get(row.creator_id) ?? null,
    created_at: iso(row.created_at),
    updated_at: iso(row.updated_at),
    source_guild_id: row.guild_id,
    serialized_source_guild: JSON.parse(row.serialized),
    is_dirty: moved ? true : null,
  } as APITemplate;
}
