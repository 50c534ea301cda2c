import type { APIGuildMember, GuildMemberFlags } from "discord-api-types/v10";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { GuildChannelWire, GuildState, Membership } from "./hooks.ts";

/** The server that tests are about. Everybody sees what no overwrite hides. */
export const GUILD = "100";

export const membership = (roleIds: readonly string[] = [], more: Partial<Membership> = {}): Membership => ({
  guildId: GUILD,
  roleIds,
  joinedAt: 0,
  nick: null,
  avatar: null,
  pending: false,
  timedOutUntil: null,
  ...more,
});

export const role = (id: string, permissions: bigint, more: { position?: number; hoist?: boolean } = {}) => ({
  id,
  permissions: permissions.toString(),
  position: 1,
  hoist: false,
  ...more,
});

export const allow = (id: string, bits: bigint, type = 0) => ({
  id,
  type,
  allow: bits.toString(),
  deny: "0",
});
export const deny = (id: string, bits: bigint, type = 0) => ({ id, type, allow: "0", deny: bits.toString() });

/** Hides a channel from everybody but those whom the others allow. */
export const hidden = (...others: ReturnType<typeof allow>[]) => [deny(GUILD, P.ViewChannel), ...others];

export const channel = (
  id: string,
  permission_overwrites: GuildChannelWire["permission_overwrites"] = [],
  more: Record<string, unknown> = {},
) => ({ id, guild_id: GUILD, type: 0, name: `c${id}`, parent_id: null, permission_overwrites, ...more });

export const thread = (id: string, parent_id: string, more: Record<string, unknown> = {}) => ({
  id,
  guild_id: GUILD,
  parent_id,
  type: 11,
  thread_metadata: { archived: false },
  ...more,
});

export const state = (more: Partial<GuildState> = {}): GuildState => ({
  ownerId: "9",
  roles: [role(GUILD, P.ViewChannel)],
  channels: [],
  threads: [],
  privateThreadMembers: {},
  events: [],
  ...more,
});

/** A member as the database has them. */
export const member = (id: string, more: { username?: string; nick?: string; roles?: string[] } = {}) =>
  ({
    user: {
      id,
      username: more.username ?? `user${id}`,
      discriminator: "0",
      global_name: null,
      avatar: null,
    },
    nick: more.nick ?? null,
    roles: more.roles ?? [],
    joined_at: new Date(0).toISOString(),
    deaf: false,
    mute: false,
    flags: 0 as GuildMemberFlags,
  }) satisfies APIGuildMember;
