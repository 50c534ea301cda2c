import { ALL_PERMISSIONS, DEFAULT_PERMISSIONS, LIMITS } from "@palabre/protocol";
import { ChannelType } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import type { ChannelExtra } from "../guild-core/present-guild.ts";
import { type GuildSnapshot, readGuildFor } from "../guild-core/read-guilds.ts";
import { readGuildCreation, readLimit } from "../instance/limits.ts";
import { addMember } from "./join-guild.ts";

/** A server to be made. Ids in it are the caller's own, and only tie its parts together. */
export interface GuildPlan {
  id: string;
  name: string;
  description?: string | null;
  /** Hash of the icon below /icons/. */
  icon: string | null;
  /** The first is @everyone; the others from the lowest up. */
  roles: readonly PlannedRole[];
  channels: readonly PlannedChannel[];
  /** The planned channel that says who joined. */
  systemChannel?: string | null;
  settings?: {
    verification_level?: number;
    default_message_notifications?: number;
    explicit_content_filter?: number;
    preferred_locale?: string;
    afk_timeout?: number;
    system_channel_flags?: number;
  };
}

interface PlannedRole {
  id: string;
  name: string;
  permissions: bigint;
  color?: number;
  hoist?: boolean;
  mentionable?: boolean;
}

interface PlannedChannel {
  id: string;
  type: number;
  name: string;
  parent_id?: string | null;
  topic?: string | null;
  nsfw?: boolean;
  rate_limit_per_user?: number;
  flags?: number;
  extra?: ChannelExtra;
  overwrites?: readonly { id: string; type: 0 | 1; allow: bigint; deny: bigint }[];
}

/** What a server has that was made with a name alone. */
export const BLANK: Pick<GuildPlan, "roles" | "channels" | "systemChannel"> = {
  roles: [],
  channels: [
    { id: "1", type: ChannelType.GuildCategory, name: "Text channels" },
    { id: "2", type: ChannelType.GuildText, name: "general", parent_id: "1" },
    { id: "3", type: ChannelType.GuildCategory, name: "Voice channels" },
    { id: "4", type: ChannelType.GuildVoice, name: "General", parent_id: "3" },
  ],
  systemChannel: "2",
};

/**
 * Makes a server of the actor's, with the roles and channels planned.
 * @throws ApiError guild_creation_restricted, max_guilds, max_channels, max_roles, max_overwrites; invalid_form_body naming
 *   what of the plan does not fit together
 */
export async function createGuild(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  plan: GuildPlan,
): Promise<GuildSnapshot> {
  checkPlan(plan);
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guilds-of:${actor.userId}`);
    await requireMayCreate(tx, actor.userId);
    await requireSpaceForGuild(tx, actor.userId);
    await requireSpaceForPlan(tx, plan);
    await insertGuild(tx, deps.newId, actor.userId, plan);
    await addMember(tx, deps, { guildId: plan.id, userId: actor.userId });
    const guild = (await readGuildFor(tx.sql, plan.id, [actor.userId])).get(actor.userId);
    if (!guild) throw new ApiError("unknown_guild");
    return guild;
  });
}

async function requireMayCreate(tx: Tx, userId: string): Promise<void> {
  if ((await readGuildCreation(tx.sql)) === "everyone") return;
  const { is_admin } = await tx.sql
    .selectFrom("users")
    .select("is_admin")
    .where("id", "=", userId)
    .executeTakeFirstOrThrow();
  if (is_admin !== 1) throw new ApiError("guild_creation_restricted");
}

async function requireSpaceForPlan(tx: Tx, { channels, roles }: GuildPlan): Promise<void> {
  if (channels.length > (await readLimit(tx.sql, "guild_channels"))) throw new ApiError("max_channels");
  if (roles.length > (await readLimit(tx.sql, "roles"))) throw new ApiError("max_roles");
}

/** @throws ApiError max_guilds */
export async function requireSpaceForGuild(tx: Tx, userId: string): Promise<void> {
  const { count } = await tx.sql
    .selectFrom("guild_members")
    .select((e) => e.fn.countAll().as("count"))
    .where("user_id", "=", userId)
    .executeTakeFirstOrThrow();
  if (Number(count) >= (await readLimit(tx.sql, "guilds"))) throw new ApiError("max_guilds");
}

function checkPlan({ roles, channels }: GuildPlan): void {
  const isCategory = new Map(channels.map(({ id, type }) => [id, type === ChannelType.GuildCategory]));
  const inCategory = new Map<string, number>();
  channels.forEach(({ type, parent_id }, n) => {
    if (parent_id === null || parent_id === undefined) return;
    if (type === ChannelType.GuildCategory || isCategory.get(parent_id) !== true) {
      throw fieldError(`channels.${n}.parent_id`, "CHANNEL_PARENT_INVALID", "Not a category of this server.");
    }
    const count = (inCategory.get(parent_id) ?? 0) + 1;
    inCategory.set(parent_id, count);
    if (count > LIMITS.channelsPerCategory) {
      throw fieldError(
        `channels.${n}.parent_id`,
        "CHANNEL_PARENT_MAX_CHANNELS",
        `A category holds ${LIMITS.channelsPerCategory} channels.`,
      );
    }
  });
  for (const [list, field] of [
    [roles, "roles"],
    [channels, "channels"],
  ] as const) {
    const seen = new Set<string>();
    list.forEach(({ id }, n) => {
      if (seen.has(id)) throw fieldError(`${field}.${n}.id`, "BASE_TYPE_DUPLICATE", "This id stands twice.");
      seen.add(id);
    });
  }
  const overwrites = channels.reduce((sum, one) => sum + (one.overwrites?.length ?? 0), 0);
  if (overwrites > LIMITS.guildOverwrites) throw new ApiError("max_overwrites");
  const known = new Set(roles.map(({ id }) => id));
  channels.forEach(({ overwrites }, n) => {
    overwrites?.forEach((overwrite, k) => {
      if (overwrite.type !== 0 || !known.has(overwrite.id)) {
        throw fieldError(
          `channels.${n}.permission_overwrites.${k}.id`,
          "INVALID_ROLE",
          "Not a role of this server.",
        );
      }
    });
  });
}

async function insertGuild(tx: Tx, newId: () => string, ownerId: string, plan: GuildPlan): Promise<void> {
  const { sql } = tx;
  const now = Date.now();
  const [everyone, ...others] = plan.roles;
  // Roles and channels by the caller's ids; @everyone has the server's.
  const roleId = new Map(others.map((role) => [role.id, newId()]));
  if (everyone) roleId.set(everyone.id, plan.id);
  const channelId = new Map(plan.channels.map((channel) => [channel.id, newId()]));
  await sql
    .insertInto("guilds")
    .values({
      id: plan.id,
      name: plan.name,
      description: plan.description ?? null,
      icon: plan.icon,
      owner_id: ownerId,
      system_channel_id: channelId.get(plan.systemChannel ?? "") ?? null,
      created_at: now,
      ...plan.settings,
    })
    .execute();
  const rows = [
    {
      id: plan.id,
      guild_id: plan.id,
      name: "@everyone",
      position: 0,
      permissions: String((everyone?.permissions ?? DEFAULT_PERMISSIONS) & ALL_PERMISSIONS),
      color: 0,
      hoist: 0 as const,
      mentionable: 0 as const,
    },
    ...others.map((role, n) => ({
      id: roleId.get(role.id) ?? "0",
      guild_id: plan.id,
      name: role.name,
      position: n + 1,
      permissions: String(role.permissions & ALL_PERMISSIONS),
      color: role.color ?? 0,
      hoist: role.hoist ? (1 as const) : (0 as const),
      mentionable: role.mentionable ? (1 as const) : (0 as const),
    })),
  ];
  await sql.insertInto("roles").values(rows).execute();
  if (plan.channels.length === 0) return;
  // SQLite takes 32,766 values in a statement; a server has 500 channels at most.
  await sql
    .insertInto("channels")
    .values(
      plan.channels.map((channel, n) => ({
        id: channelId.get(channel.id) ?? "0",
        type: channel.type,
        name: channel.name,
        icon: null,
        owner_id: null,
        dm_key: null,
        last_message_id: null,
        last_pin_at: null,
        created_at: now,
        guild_id: plan.id,
        parent_id: channelId.get(channel.parent_id ?? "") ?? null,
        position: n,
        topic: channel.topic ?? null,
        nsfw: channel.nsfw ? (1 as const) : (0 as const),
        rate_limit_per_user: channel.rate_limit_per_user ?? 0,
        flags: channel.flags ?? 0,
        extra: channel.extra && Object.keys(channel.extra).length > 0 ? JSON.stringify(channel.extra) : null,
      })),
    )
    .execute();
  const overwrites = plan.channels.flatMap((channel) =>
    (channel.overwrites ?? []).map((one) => ({
      channel_id: channelId.get(channel.id) ?? "0",
      target_id: roleId.get(one.id) ?? "0",
      type: 0 as const,
      allow: String(one.allow & ALL_PERMISSIONS),
      deny: String(one.deny & ALL_PERMISSIONS),
    })),
  );
  for (let from = 0; from < overwrites.length; from += 1_000) {
    await sql
      .insertInto("channel_overwrites")
      .values(overwrites.slice(from, from + 1_000))
      .execute();
  }
}
