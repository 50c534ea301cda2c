import type { APIGuildMember, APIUser, MemberListUpdate, Snowflake } from "@palabre/protocol";
import { isOfWebhook } from "../bot-message.ts";
import { put } from "../table.ts";
import {
  type KnownMember,
  MEMBERS_KEPT,
  type MemberList,
  type ReceivedMessage,
  ROWS_KEPT,
  type State,
  type Table,
} from "../types.ts";
import type { OnDispatch } from "./apply.ts";

/** Dropped at a time, so that a full table is not copied once more for each that comes. */
const DROPPED = 100;

export const onDispatch: OnDispatch = {
  GUILD_MEMBER_ADD(state, { guild_id, member_count, ...member }) {
    // Oneself: GUILD_CREATE came before and counts one.
    if (member.user.id === state.self?.id) return state;
    return known(counted(state, guild_id, member_count, 1), guild_id, [member]);
  },
  GUILD_MEMBER_UPDATE(state, { guild_id, ...change }) {
    const own = state.ownMembers[guild_id];
    if (change.user.id === state.self?.id) {
      if (!own) return state;
      return { ...state, ownMembers: put(state.ownMembers, guild_id, { ...own, ...change }) };
    }
    const before = state.members[guild_id]?.[change.user.id];
    return before ? known(state, guild_id, [{ ...before, ...change }]) : state;
  },
  GUILD_MEMBER_REMOVE(state, { guild_id, user, member_count }) {
    // Oneself: GUILD_DELETE follows.
    if (user.id === state.self?.id) return state;
    const next = counted(state, guild_id, member_count, -1);
    const before = next.members[guild_id]?.[user.id];
    // What they wrote still stands: their name is known, and that they are no member.
    return before ? known(next, guild_id, [{ user: before.user, roles: null }]) : next;
  },
  GUILD_MEMBERS_CHUNK: (state, { guild_id, members }) => known(state, guild_id, members),
  GUILD_MEMBER_LIST_UPDATE(state, update) {
    if (!state.guilds[update.guild_id]) return state;
    const members = update.ops.flatMap((op) =>
      op.items.flatMap((item) => ("member" in item ? item.member : [])),
    );
    const list = synced(state.memberLists[update.guild_id], update);
    const next = known(state, update.guild_id, members);
    return { ...next, memberLists: put(next.memberLists, update.guild_id, list) };
  },
};

/** Remembers who wrote and who is named in messages of a server. */
export function knownFrom(state: State, guildId: Snowflake, messages: readonly ReceivedMessage[]): State {
  const people: KnownMember[] = [];
  const named = (user: APIUser, member: Partial<Omit<APIGuildMember, "user">> | undefined) => {
    if (member?.roles) people.push({ ...pickMember(member), user, roles: member.roles });
    else if (!state.members[guildId]?.[user.id]) people.push({ user, roles: null });
  };
  for (const message of messages) {
    // A webhook is nobody: it has a name for each message.
    if (!isOfWebhook(message)) named(message.author, message.member);
    for (const { member, ...user } of message.mentions as (APIUser & { member?: APIGuildMember })[]) {
      named(user, member);
    }
  }
  return known(state, guildId, people);
}

/** Puts people at the end of a server's table; who was heard of longest ago goes when there are too many. */
export function known(
  state: State,
  guildId: Snowflake,
  people: readonly (KnownMember | APIGuildMember)[],
): State {
  const others = people.filter((one) => one.user.id !== state.self?.id);
  if (others.length === 0 || !state.guilds[guildId]) return state;
  const before = state.members[guildId] ?? {};
  const fresh = others.filter((one) => !isSame(before[one.user.id], one));
  if (fresh.length === 0) return state;
  const table: Record<Snowflake, KnownMember> = { ...before };
  for (const one of fresh) {
    delete table[one.user.id];
    table[one.user.id] = { ...pickMember(one), user: one.user, roles: one.roles };
  }
  return { ...state, members: put(state.members, guildId, bounded(table)) };
}

function bounded(table: Table<KnownMember>): Table<KnownMember> {
  const ids = Object.keys(table);
  if (ids.length <= MEMBERS_KEPT) return table;
  const kept = ids.slice(ids.length - MEMBERS_KEPT + DROPPED);
  return Object.fromEntries(kept.flatMap((id) => (table[id] ? [[id, table[id]]] : [])));
}

function pickMember(member: Partial<KnownMember | APIGuildMember>) {
  const { nick, avatar, joined_at, communication_disabled_until, pending } = member;
  return {
    ...(nick !== undefined && { nick }),
    ...(avatar !== undefined && { avatar }),
    ...(joined_at !== undefined && { joined_at }),
    ...(communication_disabled_until !== undefined && { communication_disabled_until }),
    ...(pending !== undefined && { pending }),
  };
}

function isSame(a: KnownMember | undefined, b: KnownMember | APIGuildMember): boolean {
  if (!a) return false;
  return JSON.stringify(a) === JSON.stringify({ ...pickMember(b), user: b.user, roles: b.roles });
}

function counted(state: State, guildId: Snowflake, told: number | undefined, by: 1 | -1): State {
  const guild = state.guilds[guildId];
  if (!guild) return state;
  const member_count = told ?? Math.max(1, guild.member_count + by);
  return { ...state, guilds: put(state.guilds, guildId, { ...guild, member_count }) };
}

/** The list with its fresh rows; rows of another list, those behind its end and those far from the fresh are gone. */
function synced(before: MemberList | undefined, update: MemberListUpdate): MemberList {
  const { id, groups } = update;
  const count = groups.reduce((sum, group) => sum + group.count + 1, 0);
  const rows = Object.fromEntries(
    Object.entries(before?.id === id ? before.rows : {}).filter(
      ([row]) => Number(row) < count && update.ops.every(({ range }) => isNear(Number(row), range)),
    ),
  );
  for (const { range, items } of update.ops) {
    for (let row = range[0]; row <= range[1]; row++) {
      const item = items[row - range[0]];
      if (item) rows[row] = item;
      else delete rows[row];
    }
  }
  return { id, memberCount: update.member_count, onlineCount: update.online_count, groups, rows };
}

const isNear = (row: number, [first, last]: readonly [number, number]): boolean =>
  row >= first - ROWS_KEPT && row <= last + ROWS_KEPT;

/** Somebody's new name or picture, in every server where they are known. */
export function renamed(state: State, user: APIUser): State {
  let { members } = state;
  for (const [guildId, table] of Object.entries(members)) {
    const member = table[user.id];
    if (member) members = put(members, guildId, put(table, user.id, { ...member, user }));
  }
  return members === state.members ? state : { ...state, members };
}
