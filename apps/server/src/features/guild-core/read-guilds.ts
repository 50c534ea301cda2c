import {
  computeChannelPermissions,
  type GuildChannel,
  type PermissionGuild,
  type PermissionMember,
  type PermissionOverwrite,
  type ReadyGuild,
  type ScheduledEvent,
  type ThreadChannel,
  type UnavailableGuild,
} from "@palabre/protocol";
import {
  type APIGuildMember,
  type APISoundboardSound,
  PermissionFlagsBits as P,
} from "discord-api-types/v10";
import { type Expression, sql as raw } from "kysely";
import { compileOnce, type Slots } from "../../db/compile-once.ts";
import type { Sql } from "../../db/database.ts";
import { iso, toUser, USER_COLUMNS } from "../users/present.ts";
import { isThread } from "./access-guild.ts";
import { type EmojiRow, listEmojis } from "./emojis.ts";
import { type EventRow, toEvent, upcoming, withRsvp } from "./present-event.ts";
import {
  type GuildChannelRow,
  type GuildRow,
  type MemberRow,
  type OverwriteRow,
  type RoleRow,
  type ThreadMemberRow,
  toGuild,
  toGuildChannel,
  toMember,
  toThread,
  toThreadMember,
} from "./present-guild.ts";
import { type SoundRow, soundsOf, toSound } from "./present-sound.ts";
import { type StickerRow, stickersOf, toSticker } from "./present-sticker.ts";
import {
  type ChannelInfo,
  presentVoiceStates,
  readChannelInfos,
  type StageRow,
  toStage,
  toStageTold,
  type VoiceRow,
  type VoiceState,
} from "./voice-states.ts";

/** A server as one of its members sees it: what READY and GUILD_CREATE carry. */
export interface GuildSnapshot extends ReadyGuild {
  unavailable: false;
  voice_states: Omit<VoiceState, "guild_id">[];
  presences: never[];
  stage_instances: ReturnType<typeof toStage>[];
  soundboard_sounds: APISoundboardSound[];
}

type OfUser = { userId: string };

const ofUser = (sql: Sql, userId: Expression<string>) =>
  sql.selectFrom("guild_members as mine").select("mine.guild_id").where("mine.user_id", "=", userId);

const selectGuilds = compileOnce((sql: Sql, { userId }: Slots<OfUser>) =>
  sql
    .selectFrom("guilds")
    .selectAll()
    .where("id", "in", ofUser(sql, userId))
    .where("disabled_at", "is", null),
);
const selectMembers = compileOnce((sql: Sql, { userId }: Slots<OfUser>) =>
  sql.selectFrom("guild_members").selectAll().where("user_id", "=", userId),
);
const selectOwnRoles = compileOnce((sql: Sql, { userId }: Slots<OfUser>) =>
  sql.selectFrom("member_roles").select(["guild_id", "role_id"]).where("user_id", "=", userId),
);
const selectRoles = compileOnce((sql: Sql, { userId }: Slots<OfUser>) =>
  sql
    .selectFrom("roles")
    .selectAll()
    .where("guild_id", "in", ofUser(sql, userId))
    .orderBy("position")
    .orderBy("id", "desc"),
);
/** Channels, and threads that are not archived: an index knows them by these very words. */
export const isOpen = (alias = "channels") => raw<boolean>`coalesce(${raw.ref(`${alias}.archived`)}, 0) = 0`;
const selectChannels = compileOnce((sql: Sql, { userId }: Slots<OfUser>) =>
  sql.selectFrom("channels").selectAll().where("guild_id", "in", ofUser(sql, userId)).where(isOpen()),
);
const selectOverwrites = compileOnce((sql: Sql, { userId }: Slots<OfUser>) =>
  sql
    .selectFrom("channel_overwrites as o")
    .innerJoin("channels as c", "c.id", "o.channel_id")
    .select(["o.channel_id", "o.target_id", "o.type", "o.allow", "o.deny"])
    .where("c.guild_id", "in", ofUser(sql, userId)),
);
const selectJoinedThreads = compileOnce((sql: Sql, { userId }: Slots<OfUser>) =>
  sql
    .selectFrom("thread_members as t")
    .innerJoin("channels as c", "c.id", "t.thread_id")
    .selectAll("t")
    .where("t.user_id", "=", userId)
    .where("c.archived", "=", 0),
);

const selectEvents = compileOnce((sql: Sql, { userId }: Slots<OfUser>) =>
  upcoming(sql).where("guild_id", "in", ofUser(sql, userId)),
);
const selectEmojis = compileOnce((sql: Sql, { userId }: Slots<OfUser>) =>
  sql.selectFrom("emojis").selectAll().where("guild_id", "in", ofUser(sql, userId)).orderBy("id"),
);
const selectRsvps = compileOnce((sql: Sql, { userId }: Slots<OfUser>) =>
  sql.selectFrom("scheduled_event_users").select("event_id").where("user_id", "=", userId),
);

const selectVoices = compileOnce((sql: Sql, { userId }: Slots<OfUser>) =>
  sql.selectFrom("voice_states").selectAll().where("guild_id", "in", ofUser(sql, userId)),
);
const selectStages = compileOnce((sql: Sql, { userId }: Slots<OfUser>) =>
  sql.selectFrom("stage_instances").selectAll().where("guild_id", "in", ofUser(sql, userId)),
);
const selectStickers = compileOnce((sql: Sql, { userId }: Slots<OfUser>) =>
  stickersOf(sql).where("guild_id", "in", ofUser(sql, userId)),
);
const selectSounds = compileOnce((sql: Sql, { userId }: Slots<OfUser>) =>
  soundsOf(sql).where("guild_id", "in", ofUser(sql, userId)),
);

/** Every server of one person, as that person sees it: a fixed number of queries. */
export async function readGuilds(sql: Sql, userId: string): Promise<GuildSnapshot[]> {
  const [
    guilds,
    members,
    ownRoles,
    roles,
    channels,
    overwrites,
    joined,
    events,
    rsvps,
    emojis,
    stickers,
    sounds,
    voices,
    stages,
    user,
  ] = await Promise.all([
    selectGuilds(sql, { userId }),
    selectMembers(sql, { userId }),
    selectOwnRoles(sql, { userId }),
    selectRoles(sql, { userId }),
    selectChannels(sql, { userId }),
    selectOverwrites(sql, { userId }),
    selectJoinedThreads(sql, { userId }),
    selectEvents(sql, { userId }),
    selectRsvps(sql, { userId }),
    selectEmojis(sql, { userId }),
    selectStickers(sql, { userId }),
    selectSounds(sql, { userId }),
    selectVoices(sql, { userId }),
    selectStages(sql, { userId }),
    sql.selectFrom("users").select(USER_COLUMNS).where("id", "=", userId).executeTakeFirstOrThrow(),
  ]);
  if (guilds.rows.length === 0) return [];
  const memberOf = new Map(members.rows.map((row) => [row.guild_id, row]));
  const ownRolesOf = Map.groupBy(ownRoles.rows, (row) => row.guild_id);
  const rolesOf = Map.groupBy(roles.rows, (row) => row.guild_id);
  const channelsOf = Map.groupBy(channels.rows, (row) => row.guild_id ?? "");
  const overwritesOf = Map.groupBy(overwrites.rows, (row) => row.channel_id);
  const threads = new Map(joined.rows.map((row) => [row.thread_id, row]));
  const eventsOf = Map.groupBy(events.rows, (row) => row.guild_id);
  const emojisOf = Map.groupBy(emojis.rows, (row) => row.guild_id ?? "");
  const stickersIn = Map.groupBy(stickers.rows, (row) => row.guild_id);
  const soundsIn = Map.groupBy(sounds.rows, (row) => row.guild_id);
  const voicesOf = Map.groupBy(voices.rows, (row) => row.guild_id);
  const stagesOf = Map.groupBy(stages.rows, (row) => row.guild_id);
  const statesOf = new Map<string, VoiceState[]>();
  for (const [id, rows] of voicesOf) statesOf.set(id, await presentVoiceStates(sql, id, rows));
  const interested = new Set(rsvps.rows.map((row) => row.event_id));
  const self = toUser(user);
  return guilds.rows.flatMap((row) => {
    const member = memberOf.get(row.id);
    if (!member) return [];
    const roleIds = (ownRolesOf.get(row.id) ?? []).map(({ role_id }) => role_id);
    return [
      assemble({
        row,
        member,
        roleIds,
        roles: rolesOf.get(row.id) ?? [],
        emojis: emojisOf.get(row.id) ?? [],
        channels: channelsOf.get(row.id) ?? [],
        overwritesOf,
        joinedThreads: threads,
        events: eventsOf.get(row.id) ?? [],
        interested,
        stickers: stickersIn.get(row.id) ?? [],
        sounds: soundsIn.get(row.id) ?? [],
        voices: statesOf.get(row.id) ?? [],
        stages: stagesOf.get(row.id) ?? [],
        self: toMember(member, roleIds, self),
      }),
    ];
  });
}

/** The servers of one person that those who run the instance have closed: what they are called, and nothing else. */
export async function readUnavailableGuilds(sql: Sql, userId: string): Promise<UnavailableGuild[]> {
  const rows = await sql
    .selectFrom("guilds as g")
    .innerJoin("guild_members as m", "m.guild_id", "g.id")
    .select(["g.id", "g.name", "g.icon"])
    .where("m.user_id", "=", userId)
    .where("g.disabled_at", "is not", null)
    .orderBy("g.id")
    .execute();
  return rows.map((row) => ({ ...row, unavailable: true as const }));
}

/** One server as each of `userIds` sees it; those who are no members are left out, and all while it is closed. */
export async function readGuildFor(
  sql: Sql,
  guildId: string,
  userIds: readonly string[],
): Promise<Map<string, GuildSnapshot>> {
  const row = await sql
    .selectFrom("guilds")
    .selectAll()
    .where("id", "=", guildId)
    .where("disabled_at", "is", null)
    .executeTakeFirst();
  if (!row || userIds.length === 0) return new Map();
  const roles = await sql
    .selectFrom("roles")
    .selectAll()
    .where("guild_id", "=", guildId)
    .orderBy("position")
    .orderBy("id", "desc")
    .execute();
  const { channels, overwritesOf } = await readOpenChannels(sql, guildId);
  const members = await sql
    .selectFrom("guild_members")
    .selectAll()
    .where("guild_id", "=", guildId)
    .where("user_id", "in", userIds)
    .execute();
  const users = await sql.selectFrom("users").select(USER_COLUMNS).where("id", "in", userIds).execute();
  const owned = await sql
    .selectFrom("member_roles")
    .select(["user_id", "role_id"])
    .where("guild_id", "=", guildId)
    .where("user_id", "in", userIds)
    .execute();
  const joined = await sql
    .selectFrom("thread_members as t")
    .innerJoin("channels as c", "c.id", "t.thread_id")
    .selectAll("t")
    .where("c.guild_id", "=", guildId)
    .where("c.archived", "=", 0)
    .where("t.user_id", "in", userIds)
    .execute();
  const emojis = await listEmojis(sql, guildId);
  const events = await upcoming(sql).where("guild_id", "=", guildId).execute();
  const rsvps = await sql
    .selectFrom("scheduled_event_users")
    .select(["event_id", "user_id"])
    .where("guild_id", "=", guildId)
    .where("user_id", "in", userIds)
    .execute();
  const stickers = await stickersOf(sql).where("guild_id", "=", guildId).execute();
  const sounds = await soundsOf(sql).where("guild_id", "=", guildId).execute();
  const voices = await presentVoiceStates(sql, guildId, await readVoices(sql, guildId));
  const stages = await readStages(sql, guildId);
  const rsvpsOf = Map.groupBy(rsvps, (one) => one.user_id);
  const rolesOf = Map.groupBy(owned, (one) => one.user_id);
  const threadsOf = Map.groupBy(joined, (one) => one.user_id);
  const userOf = new Map(users.map((user) => [user.id, toUser(user)]));
  return new Map(
    members.flatMap((member) => {
      const user = userOf.get(member.user_id);
      if (!user) return [];
      const roleIds = (rolesOf.get(member.user_id) ?? []).map(({ role_id }) => role_id);
      const snapshot = assemble({
        row,
        member,
        roleIds,
        roles,
        emojis,
        channels,
        overwritesOf,
        joinedThreads: new Map((threadsOf.get(member.user_id) ?? []).map((one) => [one.thread_id, one])),
        events,
        interested: new Set(rsvpsOf.get(member.user_id)?.map((one) => one.event_id)),
        stickers,
        sounds,
        voices,
        stages,
        self: toMember(member, roleIds, user),
      });
      return [[member.user_id, snapshot]];
    }),
  );
}

const readVoices = (sql: Sql, guildId: string): Promise<VoiceRow[]> =>
  sql.selectFrom("voice_states").selectAll().where("guild_id", "=", guildId).execute();

const readStages = (sql: Sql, guildId: string): Promise<StageRow[]> =>
  sql.selectFrom("stage_instances").selectAll().where("guild_id", "=", guildId).execute();

async function readOpenChannels(sql: Sql, guildId: string) {
  const channels = await sql
    .selectFrom("channels")
    .selectAll()
    .where("guild_id", "=", guildId)
    .where(isOpen())
    .execute();
  const overwrites = await sql
    .selectFrom("channel_overwrites as o")
    .innerJoin("channels as c", "c.id", "o.channel_id")
    .select(["o.channel_id", "o.target_id", "o.type", "o.allow", "o.deny"])
    .where("c.guild_id", "=", guildId)
    .execute();
  return { channels, overwritesOf: Map.groupBy(overwrites, (one) => one.channel_id) };
}

interface Parts {
  row: GuildRow;
  member: MemberRow;
  /** Of the member, without @everyone. */
  roleIds: string[];
  roles: readonly RoleRow[];
  emojis: readonly EmojiRow[];
  channels: readonly GuildChannelRow[];
  overwritesOf: ReadonlyMap<string, OverwriteRow[]>;
  joinedThreads: ReadonlyMap<string, ThreadMemberRow>;
  events: readonly EventRow[];
  /** Events that the member said they are interested in. */
  interested: ReadonlySet<string>;
  stickers: readonly StickerRow[];
  sounds: readonly SoundRow[];
  voices: readonly VoiceState[];
  stages: readonly StageRow[];
  self: APIGuildMember;
}

function assemble(parts: Parts): GuildSnapshot {
  const { row, member, roleIds, roles, channels, overwritesOf, joinedThreads, events, interested, self } =
    parts;
  const { stickers, sounds } = parts;
  const { voices, stages } = parts;
  const guild: PermissionGuild = {
    id: row.id,
    ownerId: row.owner_id,
    roles: new Map(roles.map((role) => [role.id, { id: role.id, permissions: BigInt(role.permissions) }])),
  };
  const viewer: PermissionMember = { userId: member.user_id, roleIds };
  const permissionsOf = new Map<string, bigint>();
  for (const channel of channels) {
    if (isThread(channel.type)) continue;
    const overwrites = (overwritesOf.get(channel.id) ?? []).map(toPermissionOverwrite);
    permissionsOf.set(channel.id, computeChannelPermissions(guild, viewer, overwrites, channel.type));
  }
  const sees = (id: string) => ((permissionsOf.get(id) ?? 0n) & P.ViewChannel) !== 0n;
  const visible = channels.filter((channel) => {
    if (!isThread(channel.type)) return sees(channel.id);
    const parent = channel.parent_id ?? "";
    if (!sees(parent)) return false;
    if (channel.type !== 12) return true;
    return joinedThreads.has(channel.id) || ((permissionsOf.get(parent) ?? 0n) & P.ManageThreads) !== 0n;
  });
  return {
    ...toGuild(row, roles, parts.emojis),
    stickers: stickers.map(toSticker),
    joined_at: iso(member.joined_at),
    large: row.member_count > 250,
    unavailable: false,
    member_count: row.member_count,
    members: [self],
    channels: visible
      .filter((channel) => !isThread(channel.type))
      .map((channel) => toGuildChannel(channel, overwritesOf.get(channel.id) ?? [])),
    threads: visible
      .filter((channel) => isThread(channel.type))
      .map((channel) => {
        const joined = joinedThreads.get(channel.id);
        return joined ? { ...toThread(channel), member: toThreadMember(joined) } : toThread(channel);
      }),
    voice_states: voices
      .filter(({ channel_id }) => channel_id !== null && sees(channel_id))
      .map(({ guild_id: _, ...state }) => state),
    presences: [],
    stage_instances: stages.filter(({ channel_id }) => sees(channel_id)).map(toStage),
    guild_scheduled_events: events
      .filter(({ channel_id }) => channel_id === null || sees(channel_id))
      .map((event) => (interested.has(event.id) ? withRsvp(toEvent(event), member.user_id) : toEvent(event))),
    soundboard_sounds: sounds.map(toSound),
  };
}

const toPermissionOverwrite = ({ target_id, type, allow, deny }: OverwriteRow): PermissionOverwrite => ({
  id: target_id,
  type,
  allow: BigInt(allow),
  deny: BigInt(deny),
});

/** What the hub keeps of a server: see docs/servers.md. */
export interface GuildState {
  ownerId: string;
  roles: { id: string; permissions: string; position: number; hoist: boolean }[];
  /** As CHANNEL_CREATE carries them. */
  channels: GuildChannel[];
  /** Those that are not archived. */
  threads: ThreadChannel[];
  privateThreadMembers: Record<string, string[]>;
  /** Closed: its members are told nothing. */
  unavailable: boolean;
  /** Those to come and under way that are in a channel. */
  events: ScheduledEvent[];
  voices: VoiceState[];
  stages: ReturnType<typeof toStageTold>[];
  channelInfos: ChannelInfo[];
}

/** A server as the hub needs it; null when there is none. */
export async function readGuildState(sql: Sql, guildId: string): Promise<GuildState | null> {
  const guild = await sql
    .selectFrom("guilds")
    .select(["owner_id", "disabled_at"])
    .where("id", "=", guildId)
    .executeTakeFirst();
  if (!guild) return null;
  const roles = await sql.selectFrom("roles").selectAll().where("guild_id", "=", guildId).execute();
  const { channels, overwritesOf } = await readOpenChannels(sql, guildId);
  const joined = await sql
    .selectFrom("thread_members as t")
    .innerJoin("channels as c", "c.id", "t.thread_id")
    .select(["t.thread_id", "t.user_id"])
    .where("c.guild_id", "=", guildId)
    .where("c.type", "=", 12)
    .where("c.archived", "=", 0)
    .execute();
  const events = await upcoming(sql)
    .where("guild_id", "=", guildId)
    .where("channel_id", "is not", null)
    .execute();
  const privateThreadMembers: Record<string, string[]> = {};
  for (const [id, people] of Map.groupBy(joined, (one) => one.thread_id)) {
    privateThreadMembers[id] = people.map(({ user_id }) => user_id);
  }
  return {
    ownerId: guild.owner_id,
    roles: roles.map(({ id, permissions, position, hoist }) => ({
      id,
      permissions,
      position,
      hoist: hoist === 1,
    })),
    channels: channels
      .filter((channel) => !isThread(channel.type))
      .map((channel) => toGuildChannel(channel, overwritesOf.get(channel.id) ?? [])),
    threads: channels.filter((channel) => isThread(channel.type)).map(toThread),
    privateThreadMembers,
    unavailable: guild.disabled_at !== null,
    events: events.map(toEvent),
    voices: await presentVoiceStates(sql, guildId, await readVoices(sql, guildId)),
    stages: (await readStages(sql, guildId)).map(toStageTold),
    channelInfos: await readChannelInfos(sql, guildId),
  };
}

export interface Membership {
  guildId: string;
  roleIds: string[];
  nick: string | null;
  avatar: string | null;
  joinedAt: number;
  pending: boolean;
  timedOutUntil: number | null;
}

/** The servers of one person, and who they are there. */
export async function readMemberships(sql: Sql, userId: string): Promise<Membership[]> {
  const [members, roles] = await Promise.all([
    selectMembers(sql, { userId }),
    selectOwnRoles(sql, { userId }),
  ]);
  const rolesOf = Map.groupBy(roles.rows, (row) => row.guild_id);
  return members.rows.map((row) => ({
    guildId: row.guild_id,
    roleIds: (rolesOf.get(row.guild_id) ?? []).map(({ role_id }) => role_id),
    nick: row.nick,
    avatar: row.avatar,
    joinedAt: row.joined_at,
    pending: row.pending === 1,
    timedOutUntil: row.timed_out_until,
  }));
}
