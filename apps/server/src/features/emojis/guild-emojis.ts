import type { APIEmoji } from "discord-api-types/v10";
import { AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Blobs } from "../../blobs/blobs.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild, type GuildActor } from "../guild-core/access-guild.ts";
import { announceEmojis, type EmojiRow, listEmojis, rolesOf, toEmoji } from "../guild-core/emojis.ts";
import { noteExpression, requireChanges, withMakers } from "../guild-core/expressions.ts";
import { readLimit } from "../instance/limits.ts";
import { deletePicture, type EmojiPicture, storePicture } from "./pictures.ts";

interface Parts {
  db: Database;
  bus: Bus;
  blobs: Blobs;
  newId: () => string;
}

/** Those of a server, with who uploaded them for those who add or manage them. @throws ApiError unknown_guild */
export async function listGuildEmojis(sql: Sql, actor: Actor, guildId: string): Promise<APIEmoji[]> {
  const member = await accessGuild(sql, actor, guildId);
  return presentFor(sql, member, await listEmojis(sql, guildId));
}

/** @throws ApiError unknown_guild, no_such_emoji */
export async function readGuildEmoji(
  sql: Sql,
  actor: Actor,
  guildId: string,
  id: string,
): Promise<APIEmoji | undefined> {
  const member = await accessGuild(sql, actor, guildId);
  const [emoji] = await presentFor(sql, member, [await findEmoji(sql, guildId, id)]);
  return emoji;
}

/**
 * Adds an emoji to a server.
 * @throws ApiError unknown_guild, missing_permissions, max_emojis, max_animated_emojis, invalid_form_body for roles that
 *   are not the server's
 */
export async function createGuildEmoji(
  { db, bus, blobs, newId }: Parts,
  actor: Actor,
  guildId: string,
  input: { name: string; roles?: string[] | undefined; picture: EmojiPicture },
  reason: string | null,
): Promise<APIEmoji | undefined> {
  const id = newId();
  await storePicture(blobs, id, input.picture);
  try {
    return await db.transaction(async (tx) => {
      await tx.lock(`guild:${guildId}`);
      const member = await accessGuild(tx.sql, actor, guildId, P.CreateGuildExpressions);
      await requireRoles(tx.sql, guildId, input.roles ?? []);
      const animated = input.picture.moving === null ? 0 : 1;
      const { count } = await tx.sql
        .selectFrom("emojis")
        .select((e) => e.fn.countAll().as("count"))
        .where("guild_id", "=", guildId)
        .where("animated", "=", animated)
        .executeTakeFirstOrThrow();
      const max = await readLimit(tx.sql, animated ? "animated_emojis" : "emojis");
      if (Number(count) >= max) throw new ApiError(animated ? "max_animated_emojis" : "max_emojis");
      const row: EmojiRow = {
        id,
        guild_id: guildId,
        application_id: null,
        name: input.name,
        animated,
        roles: JSON.stringify(input.roles ?? []),
        user_id: actor.userId,
      };
      await tx.sql.insertInto("emojis").values(row).execute();
      await announceEmojis(tx, bus, guildId);
      const by = { guildId, actorId: actor.userId, action: AuditLogEvent.EmojiCreate, reason };
      await noteExpression(tx, { bus, newId }, by, { before: null, after: noted(row) }, NOTED);
      const [emoji] = await presentFor(tx.sql, member, [row]);
      return emoji;
    });
  } catch (error) {
    await deletePicture(blobs, id);
    throw error;
  }
}

/** Renames an emoji, or says who may use it. @throws ApiError unknown_guild, no_such_emoji, missing_permissions */
export async function updateGuildEmoji(
  { db, bus, newId }: Omit<Parts, "blobs">,
  actor: Actor,
  { guildId, id }: { guildId: string; id: string },
  input: { name?: string | undefined; roles?: string[] | undefined },
  reason: string | null,
): Promise<APIEmoji | undefined> {
  return db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const { member, row } = await accessEmoji(tx.sql, actor, guildId, id);
    if (input.roles) await requireRoles(tx.sql, guildId, input.roles);
    const after: EmojiRow = {
      ...row,
      name: input.name ?? row.name,
      roles: input.roles ? JSON.stringify(input.roles) : row.roles,
    };
    const by = { guildId, actorId: actor.userId, action: AuditLogEvent.EmojiUpdate, reason };
    if (await noteExpression(tx, { bus, newId }, by, { before: noted(row), after: noted(after) }, NOTED)) {
      await tx.sql
        .updateTable("emojis")
        .set({ name: after.name, roles: after.roles })
        .where("id", "=", id)
        .execute();
      await announceEmojis(tx, bus, guildId);
    }
    const [emoji] = await presentFor(tx.sql, member, [after]);
    return emoji;
  });
}

/** @throws ApiError unknown_guild, no_such_emoji, missing_permissions */
export async function deleteGuildEmoji(
  { db, bus, blobs, newId }: Parts,
  actor: Actor,
  { guildId, id }: { guildId: string; id: string },
  reason: string | null,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const { row } = await accessEmoji(tx.sql, actor, guildId, id);
    await tx.sql.deleteFrom("emojis").where("id", "=", id).execute();
    await announceEmojis(tx, bus, guildId);
    const by = { guildId, actorId: actor.userId, action: AuditLogEvent.EmojiDelete, reason };
    await noteExpression(tx, { bus, newId }, by, { before: noted(row), after: null }, NOTED);
  });
  await deletePicture(blobs, id);
}

const NOTED = ["name", "roles"] as const;
/** As the log tells of it: an emoji for everybody is kept for nobody. */
const noted = (row: EmojiRow) => {
  const roles = rolesOf(row);
  return { id: row.id, name: row.name, roles: roles.length > 0 ? roles : null };
};

async function findEmoji(sql: Sql, guildId: string, id: string): Promise<EmojiRow> {
  const row = await sql
    .selectFrom("emojis")
    .selectAll()
    .where("id", "=", id)
    .where("guild_id", "=", guildId)
    .executeTakeFirst();
  if (!row) throw new ApiError("no_such_emoji");
  return row;
}

/** An emoji that the actor may change: one's own for those who may add some, every one for those who manage them. */
async function accessEmoji(
  sql: Sql,
  actor: Actor,
  guildId: string,
  id: string,
): Promise<{ member: GuildActor; row: EmojiRow }> {
  const member = await accessGuild(sql, actor, guildId);
  const row = await findEmoji(sql, guildId, id);
  requireChanges(member, row.user_id);
  return { member, row };
}

async function requireRoles(sql: Sql, guildId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await sql.selectFrom("roles").select("id").where("guild_id", "=", guildId).execute();
  const known = new Set(rows.map(({ id }) => id));
  const stray = ids.findIndex((id) => !known.has(id));
  if (stray !== -1) throw fieldError(`roles.${stray}`, "ROLE_INVALID", "Not a role of this server.");
}

const presentFor = (
  sql: Sql,
  member: Pick<GuildActor, "permissions">,
  rows: readonly EmojiRow[],
): Promise<APIEmoji[]> => withMakers(sql, member, rows, (row) => toEmoji(row));
