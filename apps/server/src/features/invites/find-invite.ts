import { computeChannelPermissions } from "@palabre/protocol";
import { ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Selectable } from "kysely";
import type { Sql } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import { ApiError } from "../../errors.ts";
import { type GuildActor, readOverwrites } from "../guild-core/access-guild.ts";
import type { GuildRow } from "../guild-core/present-guild.ts";

export type InviteRow = Selectable<Schema["guild_invites"]>;
export type InviteChannel = { id: string; type: number; name: string | null };

/** An invitation that may be used, with where it leads. */
export interface Invite {
  guild: GuildRow;
  /** Null for one that a server chose as its vanity code. */
  row: InviteRow | null;
  code: string;
  /** Null when a vanity code has no channel that everybody sees. */
  channel: InviteChannel | null;
}

/**
 * The invitation that a code stands for. Capitals are as good in a vanity code.
 * @throws ApiError unknown_invite when there is none (any more), or it is used up
 */
export async function findInvite(sql: Sql, code: string): Promise<Invite> {
  const row = await sql.selectFrom("guild_invites").selectAll().where("code", "=", code).executeTakeFirst();
  if (!row) return findVanity(sql, code.toLowerCase());
  if (!isUsable(row)) throw new ApiError("unknown_invite");
  const [guild, channel] = await Promise.all([
    sql.selectFrom("guilds").selectAll().where("id", "=", row.guild_id).executeTakeFirst(),
    sql
      .selectFrom("channels")
      .select(["id", "type", "name"])
      .where("id", "=", row.channel_id)
      .where("guild_id", "=", row.guild_id)
      .executeTakeFirst(),
  ]);
  if (!guild || guild.disabled_at !== null || !channel) throw new ApiError("unknown_invite");
  return { guild, row, code: row.code, channel };
}

const isUsable = (row: Pick<InviteRow, "expires_at" | "max_uses" | "uses">): boolean =>
  (row.expires_at === null || row.expires_at > Date.now()) && (row.max_uses === 0 || row.uses < row.max_uses);

async function findVanity(sql: Sql, code: string): Promise<Invite> {
  const guild = await sql.selectFrom("guilds").selectAll().where("vanity_code", "=", code).executeTakeFirst();
  if (!guild || guild.disabled_at !== null) throw new ApiError("unknown_invite");
  return { guild, row: null, code, channel: await findFrontDoor(sql, guild) };
}

/** Where somebody who comes by a vanity code lands: the channel for rules, for greetings, or the first one. */
async function findFrontDoor(sql: Sql, guild: GuildRow): Promise<InviteChannel | null> {
  const channels = await sql
    .selectFrom("channels")
    .select(["id", "type", "name"])
    .where("guild_id", "=", guild.id)
    .where("type", "in", [ChannelType.GuildText, ChannelType.GuildAnnouncement])
    .orderBy("position")
    .orderBy("id")
    .execute();
  const first = [guild.rules_channel_id, guild.system_channel_id];
  const rank = ({ id }: InviteChannel) => (first.includes(id) ? first.indexOf(id) : first.length);
  channels.sort((a, b) => rank(a) - rank(b));
  // Nearly always the first: a server whose first twenty are all hidden shows none.
  for (const channel of channels.slice(0, 20)) {
    if (await everybodySees(sql, guild.id, channel)) return channel;
  }
  return null;
}

/** Whether whoever joins, without any role, sees a channel. */
export async function everybodySees(sql: Sql, guildId: string, channel: InviteChannel): Promise<boolean> {
  const everyone = await sql
    .selectFrom("roles")
    .select("permissions")
    .where("id", "=", guildId)
    .executeTakeFirst();
  if (!everyone) return false;
  const roles = new Map([[guildId, { id: guildId, permissions: BigInt(everyone.permissions) }]]);
  const permissions = computeChannelPermissions(
    { id: guildId, ownerId: "", roles },
    { userId: "0", roleIds: [] },
    await readOverwrites(sql, channel.id),
    channel.type,
  );
  return (permissions & P.ViewChannel) !== 0n;
}

/** Those of a server's channels that a member sees. Invitations lead to channels, never to threads. */
export async function seenChannels(
  sql: Sql,
  member: GuildActor,
  channels: readonly InviteChannel[],
): Promise<Set<string>> {
  if (channels.length === 0) return new Set();
  const rows = await sql
    .selectFrom("channel_overwrites as o")
    .innerJoin("channels as c", "c.id", "o.channel_id")
    .select(["o.channel_id", "o.target_id", "o.type", "o.allow", "o.deny"])
    .where("c.guild_id", "=", member.guildId)
    .execute();
  const overwritesOf = Map.groupBy(rows, (row) => row.channel_id);
  const seen = channels.filter(({ id, type }) => {
    const overwrites = (overwritesOf.get(id) ?? []).map((one) => ({
      id: one.target_id,
      type: one.type,
      allow: BigInt(one.allow),
      deny: BigInt(one.deny),
    }));
    const { permissionGuild, permissionMember } = member;
    return (
      (computeChannelPermissions(permissionGuild, permissionMember, overwrites, type) & P.ViewChannel) !== 0n
    );
  });
  return new Set(seen.map(({ id }) => id));
}
