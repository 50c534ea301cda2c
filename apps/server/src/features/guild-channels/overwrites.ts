import { CHANNEL_BITS, LIMITS } from "@palabre/protocol";
import { ChannelType, OverwriteType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql, Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import { type GuildActor, requireAboveRole } from "../guild-core/access-guild.ts";
import type { OverwriteRow } from "../guild-core/present-guild.ts";
import type { OverwriteBody } from "./channel-body.ts";
import { type ChannelList, channelsIn, type ListedChannel } from "./guild-channel-list.ts";

/** What is said of one role or member, wherever. */
export type Overwrite = Omit<OverwriteRow, "channel_id">;

/** Rows in a statement: SQLite takes 32,766 values in one. */
const BATCH = 1_000;

/** A member who wants other overwrites, and what they hold where these are to count. */
export interface Setter {
  member: GuildActor;
  held: bigint;
}

/**
 * Reads overwrites as a request gives them, and holds the rules for those that change: whoever sets them holds Manage
 * Roles there, and every permission that they give, take or leave to others, there or in the server: whoever closed a
 * channel can open it again. Manage Roles itself is for administrators. Roles stand below their own highest; whom an
 * overwrite names is of this server.
 * @param pathOf what names an overwrite in the request
 * @throws ApiError missing_permissions, invalid_form_body
 */
export async function requireOverwrites(
  sql: Sql,
  setter: Setter,
  before: readonly Overwrite[],
  wanted: readonly OverwriteBody[],
  pathOf: (n: number) => string,
): Promise<Overwrite[]> {
  const { guildId } = setter.member;
  const roles = await readRanks(sql, guildId);
  const seen = new Set<string>();
  const after = wanted.map(({ id, type, allow, deny }, n): Overwrite => {
    if (seen.has(id)) throw fieldError(pathOf(n), "BASE_TYPE_DUPLICATE", "This id stands twice.");
    seen.add(id);
    return {
      target_id: id,
      type: type ?? (roles.has(id) ? OverwriteType.Role : OverwriteType.Member),
      allow: String((allow ?? 0n) & CHANNEL_BITS),
      deny: String((deny ?? 0n) & CHANNEL_BITS),
    };
  });
  const known = new Map(before.map((one) => [one.target_id, one]));
  const named = after.flatMap((one, n) => (isSame(known.get(one.target_id), one) ? [] : [{ one, n }]));
  const members = await findMembers(
    sql,
    guildId,
    named.filter(({ one }) => one.type === OverwriteType.Member).map(({ one }) => one.target_id),
  );
  for (const { one, n } of named) {
    const isThere = one.type === OverwriteType.Role ? roles.has(one.target_id) : members.has(one.target_id);
    if (!isThere) throw fieldError(pathOf(n), "INVALID_OVERWRITE", "No such role or member of this server.");
  }
  requireMayChange(setter, before, after, roles);
  return after;
}

/** The same rules for taking over what stands elsewhere. @throws ApiError missing_permissions */
export async function requireMayCopy(
  sql: Sql,
  setter: Setter,
  before: readonly Overwrite[],
  after: readonly Overwrite[],
): Promise<void> {
  requireMayChange(setter, before, after, await readRanks(sql, setter.member.guildId));
}

function requireMayChange(
  { member, held }: Setter,
  before: readonly Overwrite[],
  after: readonly Overwrite[],
  ranks: ReadonlyMap<string, { id: string; position: number }>,
): void {
  const was = new Map(before.map((one) => [one.target_id, one]));
  const is = new Map(after.map((one) => [one.target_id, one]));
  for (const id of new Set([...was.keys(), ...is.keys()])) {
    const [one, other] = [was.get(id), is.get(id)];
    if (isSame(one, other)) continue;
    const bits = differentBits(one, other) & CHANNEL_BITS;
    const missing = bits & ~(held | member.permissions);
    if ((held & P.ManageRoles) === 0n || missing !== 0n) throw new ApiError("missing_permissions");
    if ((bits & P.ManageRoles) !== 0n && (held & P.Administrator) === 0n) {
      throw new ApiError("missing_permissions");
    }
    const rank = ranks.get(id);
    if (rank !== undefined) requireAboveRole(member, rank);
  }
}

const isSame = (a: Overwrite | undefined, b: Overwrite | undefined): boolean =>
  a?.type === b?.type && a?.allow === b?.allow && a?.deny === b?.deny;

/** Another type of the same id is another overwrite: all of both changes. */
function differentBits(a: Overwrite | undefined, b: Overwrite | undefined): bigint {
  const [allowed, denied] = [BigInt(a?.allow ?? 0), BigInt(a?.deny ?? 0)];
  const [allows, denies] = [BigInt(b?.allow ?? 0), BigInt(b?.deny ?? 0)];
  if (a && b && a.type !== b.type) return allowed | denied | allows | denies;
  return (allowed ^ allows) | (denied ^ denies);
}

/** Whether two lists say the same, in whatever order. */
export function sameOverwrites(a: readonly Overwrite[], b: readonly Overwrite[]): boolean {
  const known = new Map(a.map((one) => [one.target_id, one]));
  return a.length === b.length && b.every((one) => isSame(known.get(one.target_id), one));
}

/**
 * Gives a channel other overwrites. Channels of a category that said the same as it did follow it.
 * @returns the channels that changed, the one asked for first
 */
export async function writeOverwrites(
  tx: Tx,
  channels: ChannelList,
  channel: ListedChannel,
  after: readonly Overwrite[],
): Promise<ListedChannel[]> {
  if (after.length > LIMITS.overwrites) throw new ApiError("max_overwrites");
  const { row, overwrites: before } = channel;
  const followers =
    row.type === ChannelType.GuildCategory
      ? channelsIn(channels, row.id).filter((one) => sameOverwrites(one.overwrites, before))
      : [];
  const changed = [channel, ...followers];
  requireRoomFor(channels, (after.length - before.length) * changed.length);
  await tx.sql
    .deleteFrom("channel_overwrites")
    .where(
      "channel_id",
      "in",
      changed.map((one) => one.row.id),
    )
    .execute();
  for (const one of changed) {
    one.overwrites = after.map(({ target_id, type, allow, deny }) => ({
      channel_id: one.row.id,
      target_id,
      type,
      allow,
      deny,
    }));
  }
  await insertOverwrites(
    tx,
    changed.flatMap(({ overwrites }) => overwrites),
  );
  return changed;
}

/** Refuses one overwrite too many in the whole server. @throws ApiError max_overwrites */
export function requireRoomFor(channels: ChannelList, more: number): void {
  if (more <= 0) return;
  let count = more;
  for (const { overwrites } of channels.values()) count += overwrites.length;
  if (count > LIMITS.guildOverwrites) throw new ApiError("max_overwrites");
}

export async function insertOverwrites({ sql }: Tx, rows: readonly OverwriteRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += BATCH) {
    await sql
      .insertInto("channel_overwrites")
      .values(rows.slice(from, from + BATCH))
      .execute();
  }
}

async function readRanks(sql: Sql, guildId: string): Promise<Map<string, { id: string; position: number }>> {
  const roles = await sql
    .selectFrom("roles")
    .select(["id", "position"])
    .where("guild_id", "=", guildId)
    .execute();
  return new Map(roles.map((role) => [role.id, role]));
}

async function findMembers(sql: Sql, guildId: string, userIds: readonly string[]): Promise<Set<string>> {
  if (userIds.length === 0) return new Set();
  const rows = await sql
    .selectFrom("guild_members")
    .select("user_id")
    .where("guild_id", "=", guildId)
    .where("user_id", "in", userIds)
    .execute();
  return new Set(rows.map(({ user_id }) => user_id));
}
