import type { APIMessage, APIUser } from "@palabre/protocol";
import type { APIAttachment, ChannelType } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { type AccessibleChannel, findChannel } from "../channels/access.ts";
import { findMember, isThread, permissionsIn } from "../guild-core/access-guild.ts";
import { memberQuery, presentMembers } from "../guild-core/members.ts";
import { toGuildChannel, toRole, toThread } from "../guild-core/present-guild.ts";
import { loadUsers } from "../message-core/present.ts";

/** Ids that somebody chose, each with the field it came in. */
export interface Wanted {
  users: Map<string, string>;
  roles: Map<string, string>;
  mentionables: Map<string, string>;
  /** Numbers of files of the form; `types`: those that are taken, where not all are. */
  files: Map<string, { path: string; types?: readonly string[] | undefined }>;
  channels: { id: string; path: string; types?: readonly number[] | undefined }[];
}

export const nothingWanted = (): Wanted => ({
  users: new Map(),
  roles: new Map(),
  mentionables: new Map(),
  files: new Map(),
  channels: [],
});

/** What the ids of an interaction's data stand for. */
export interface Resolved {
  users?: Record<string, APIUser>;
  members?: Record<string, object>;
  roles?: Record<string, object>;
  channels?: Record<string, object>;
  messages?: Record<string, APIMessage>;
  attachments?: Record<string, APIAttachment>;
}

/**
 * Looks up what somebody chose, as far as they may see it themselves: roles and channels of the server they are in,
 * channels that they see, people by their public profile and, of this server, their membership.
 * @throws ApiError invalid_form_body naming what is not there for them
 */
export async function resolveIds(
  sql: Sql,
  actor: Actor,
  channel: AccessibleChannel,
  wanted: Wanted,
): Promise<Resolved> {
  const { guild_id } = channel;
  const roleIds = [...wanted.roles.keys(), ...wanted.mentionables.keys()];
  const roles =
    guild_id === null || roleIds.length === 0
      ? []
      : await sql
          .selectFrom("roles")
          .selectAll()
          .where("guild_id", "=", guild_id)
          .where("id", "in", roleIds)
          .execute();
  const known = new Set(roles.map(({ id }) => id));
  const people = new Map([...wanted.users, ...[...wanted.mentionables].filter(([id]) => !known.has(id))]);
  const users = await loadUsers(sql, people.keys());
  requireAll(wanted.roles, known);
  requireAll(people, users);
  const resolved: Resolved = {};
  if (users.size > 0) {
    resolved.users = Object.fromEntries(users);
    const members = guild_id === null ? {} : await resolveMembers(sql, guild_id, channel, [...users.keys()]);
    if (Object.keys(members).length > 0) resolved.members = members;
  }
  if (roles.length > 0) resolved.roles = Object.fromEntries(roles.map((row) => [row.id, toRole(row)]));
  if (wanted.channels.length > 0) resolved.channels = await resolveChannels(sql, actor, channel, wanted);
  return resolved;
}

function requireAll(wanted: ReadonlyMap<string, string>, found: { has(id: string): boolean }): void {
  for (const [id, path] of wanted) {
    if (!found.has(id)) throw fieldError(path, "BASE_TYPE_CHOICES", "There is nothing of this id here.");
  }
}

async function resolveMembers(
  sql: Sql,
  guildId: string,
  channel: AccessibleChannel,
  userIds: readonly string[],
): Promise<Record<string, object>> {
  const rows = await memberQuery(sql, guildId).where("m.user_id", "in", userIds).execute();
  const members: Record<string, object> = {};
  for (const { user, mute, deaf, ...member } of await presentMembers(sql, guildId, rows)) {
    const held = await findMember(sql, guildId, user.id);
    const permissions = held ? await permissionsIn(sql, held, { ...channel, guild_id: guildId }) : 0n;
    members[user.id] = { ...member, permissions: String(permissions) };
  }
  return members;
}

async function resolveChannels(
  sql: Sql,
  actor: Actor,
  channel: AccessibleChannel,
  { channels }: Wanted,
): Promise<Record<string, object>> {
  const resolved: Record<string, object> = {};
  for (const { id, path, types } of channels) {
    const found = channel.guild_id === null ? null : await findChannel(sql, actor, id);
    if (!found || found.guild_id !== channel.guild_id) {
      throw fieldError(path, "BASE_TYPE_CHOICES", "There is nothing of this id here.");
    }
    if (types && !types.includes(found.type)) {
      throw fieldError(path, "BASE_TYPE_CHOICES", "Channels of this type cannot be chosen.");
    }
    resolved[id] = await presentChannel(sql, found);
  }
  return resolved;
}

/** A channel as somebody sees it who may do there what they may. */
export async function presentChannel(sql: Sql, channel: AccessibleChannel): Promise<object> {
  const permissions = String(channel.permissions);
  const { id, type } = channel;
  if (channel.guild_id === null) return { id, type, permissions };
  const row = await sql.selectFrom("channels").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  if (isThread(type as ChannelType)) return { ...toThread(row), permissions };
  const { permission_overwrites, ...rest } = toGuildChannel(row, []) as unknown as Record<string, unknown>;
  return { ...rest, permissions };
}
