import type { APIUser } from "@palabre/protocol";
import { type AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Blobs } from "../../blobs/blobs.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Sql, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import { toUser, USER_COLUMNS } from "../users/present.ts";
import type { GuildActor } from "./access-guild.ts";
import { changesBetween, writeAudit } from "./audit.ts";

/** What emojis, stickers and sounds of a server have in common: each was brought by somebody, with a file. */

/** May be asked before a large body is read. @throws ApiError missing_permissions */
export function requireCreates({ permissions }: GuildActor): void {
  if ((permissions & P.CreateGuildExpressions) === 0n) throw new ApiError("missing_permissions");
}

/**
 * What one brought oneself takes Create Guild Expressions, another's Manage Guild Expressions.
 * @throws ApiError missing_permissions
 */
export function requireChanges({ permissions, userId }: GuildActor, makerId: string): void {
  const own = makerId === userId && (permissions & P.CreateGuildExpressions) !== 0n;
  if (!own && (permissions & P.ManageGuildExpressions) === 0n) throw new ApiError("missing_permissions");
}

/** Rows as one member is shown them: with who brought each, for those who may bring or change some. */
export async function withMakers<R extends { user_id: string }, W extends object>(
  sql: Sql,
  { permissions }: Pick<GuildActor, "permissions">,
  rows: readonly R[],
  toWire: (row: R) => W,
): Promise<(W & { user?: APIUser })[]> {
  const seesMakers = (permissions & (P.CreateGuildExpressions | P.ManageGuildExpressions)) !== 0n;
  if (rows.length === 0 || !seesMakers) return rows.map(toWire);
  const ids = [...new Set(rows.map(({ user_id }) => user_id))];
  const makers = await sql.selectFrom("users").select(USER_COLUMNS).where("id", "in", ids).execute();
  const users = new Map(makers.map((row) => [row.id, toUser(row)]));
  return rows.map((row) => {
    const user = users.get(row.user_id);
    return user ? { ...toWire(row), user } : toWire(row);
  });
}

/** Stores a file before there is a row that names it; where the row is refused the file goes again. */
export async function createWithFile<T>(
  blobs: Blobs,
  { key, bytes }: { key: string; bytes: Uint8Array },
  create: () => Promise<T>,
): Promise<T> {
  await blobs.put(key, bytes, bytes.byteLength);
  try {
    return await create();
  } catch (error) {
    // After any other error nobody knows whether the row is there: the sweep will.
    if (error instanceof ApiError) await blobs.delete(key);
    throw error;
  }
}

/**
 * Notes in the server's log what differs.
 * @param before null for what is new, as `after` for what is gone
 * @param keys those of the columns that the log tells of
 * @returns whether there was anything to note
 */
export async function noteExpression<R extends { id: string }>(
  tx: Tx,
  parts: { bus: Bus; newId: () => string },
  by: { guildId: string; actorId: string; action: AuditLogEvent; reason: string | null },
  { before, after }: { before: R | null; after: R | null },
  keys: readonly (keyof R & string)[],
): Promise<boolean> {
  const nothing = Object.fromEntries(keys.map((key) => [key, null]));
  const named = Object.fromEntries(keys.map((key) => [key, key]));
  const changes = changesBetween<object>(before ?? nothing, after ?? nothing, named);
  const targetId = (before ?? after)?.id;
  if (changes.length === 0 || targetId === undefined) return false;
  await writeAudit(tx, parts, { ...by, targetId, changes });
  return true;
}
