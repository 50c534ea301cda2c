import { type APIUser, compareSnowflakes, type FriendSuggestion, RelationshipType } from "@palabre/protocol";
import { ChannelType } from "discord-api-types/v10";
import type { SqlBool } from "kysely";
import { type RawBuilder, sql as raw } from "kysely";
import type { Sql } from "../../db/database.ts";
import { JOINED_USER_COLUMNS, toUser } from "../users/present.ts";

/** How many people are suggested at most. */
const SHOWN = 25;
/** How many friends and rooms are looked through, the newest: bounds the work for somebody who has all they may. */
const FRIENDS_ASKED = 100;
const ROOMS_ASKED = 50;
/** How many of each kind are weighed, those with most in common: some fall out when their own side is looked at. */
const WEIGHED = 150;
/** Names that a reason gives at most. */
const NAMES = 3;

interface Candidate {
  friends: number;
  rooms: number;
}

/**
 * People whom `userId` may know: friends of friends, and those in the same rooms; most in common first. Nobody who is a
 * friend, blocked or asked, either way; nobody whose account is a bot or out of use; nobody who was dismissed.
 */
export async function suggestFriends(sql: Sql, userId: string): Promise<FriendSuggestion[]> {
  const candidates = new Map<string, Candidate>();
  const count = (id: string, what: keyof Candidate, n: number) => {
    const known = candidates.get(id) ?? { friends: 0, rooms: 0 };
    candidates.set(id, { ...known, [what]: n });
  };
  const [byFriends, byRooms] = await Promise.all([countByFriends(sql, userId), countByRooms(sql, userId)]);
  for (const { id, common } of byFriends) count(id, "friends", Number(common));
  for (const { id, common } of byRooms) count(id, "rooms", Number(common));

  const users = await readOpenPeople(sql, userId, [...candidates.keys()]);
  const best = [...candidates]
    .filter(([id]) => users.has(id))
    .sort(
      ([a, x], [b, y]) =>
        y.friends + y.rooms - (x.friends + x.rooms) || y.friends - x.friends || compareSnowflakes(a, b),
    )
    .slice(0, SHOWN);
  if (best.length === 0) return [];
  const [guilds, friendNames, roomNames] = await Promise.all([
    countGuilds(
      sql,
      userId,
      best.map(([id]) => id),
    ),
    nameFriends(
      sql,
      userId,
      best.filter(([, { rooms }]) => rooms === 0).map(([id]) => id),
    ),
    nameRooms(
      sql,
      userId,
      best.filter(([, { rooms }]) => rooms > 0).map(([id]) => id),
    ),
  ]);
  return best.flatMap(([id, { friends, rooms }]) => {
    const user = users.get(id);
    if (!user) return [];
    const reason: FriendSuggestion["reason"] =
      rooms > 0
        ? { type: "mutual_channels", names: roomNames.get(id) ?? [] }
        : { type: "mutual_friends", names: friendNames.get(id) ?? [] };
    return [
      { user, mutual_friends: friends, mutual_guilds: guilds.get(id) ?? 0, mutual_channels: rooms, reason },
    ];
  });
}

const friendsOf = (sql: Sql, userId: string) =>
  sql
    .selectFrom("relationships")
    .select("other_id")
    .where("user_id", "=", userId)
    .where("type", "=", RelationshipType.Friend)
    .orderBy("since", "desc")
    .limit(FRIENDS_ASKED);

const roomsOf = (sql: Sql, userId: string) =>
  sql
    .selectFrom("channel_recipients as m")
    .innerJoin("channels as c", "c.id", "m.channel_id")
    .select("m.channel_id")
    .where("m.user_id", "=", userId)
    .where("c.type", "=", ChannelType.GroupDM)
    .orderBy("m.joined_at", "desc")
    .limit(ROOMS_ASKED);

/** Whether the actor has nothing to do with the person in `column` yet; both lists are read once for all rows. */
function isNew(column: "f.other_id" | "theirs.user_id", userId: string): RawBuilder<SqlBool> {
  const other = raw.ref(column);
  return raw<SqlBool>`${other} <> ${userId}
    and ${other} not in (select x.other_id from relationships x where x.user_id = ${userId})
    and ${other} not in (select x.other_id from suggestion_dismissals x where x.user_id = ${userId})`;
}

function countByFriends(sql: Sql, userId: string) {
  return sql
    .selectFrom(friendsOf(sql, userId).as("mine"))
    .innerJoin("relationships as f", "f.user_id", "mine.other_id")
    .select((e) => ["f.other_id as id", e.fn.countAll().as("common")])
    .where("f.type", "=", RelationshipType.Friend)
    .where(isNew("f.other_id", userId))
    .groupBy("f.other_id")
    .orderBy("common", "desc")
    .orderBy("f.other_id")
    .limit(WEIGHED)
    .execute();
}

function countByRooms(sql: Sql, userId: string) {
  return sql
    .selectFrom(roomsOf(sql, userId).as("mine"))
    .innerJoin("channel_recipients as theirs", "theirs.channel_id", "mine.channel_id")
    .select((e) => ["theirs.user_id as id", e.fn.countAll().as("common")])
    .where(isNew("theirs.user_id", userId))
    .groupBy("theirs.user_id")
    .orderBy("common", "desc")
    .orderBy("theirs.user_id")
    .limit(WEIGHED)
    .execute();
}

/** How many servers that are open each of `ids` is in with `userId`. */
async function countGuilds(sql: Sql, userId: string, ids: string[]): Promise<Map<string, number>> {
  const rows = await sql
    .selectFrom("guild_members as mine")
    .innerJoin("guild_members as theirs", "theirs.guild_id", "mine.guild_id")
    .innerJoin("guilds as g", "g.id", "mine.guild_id")
    .select((e) => ["theirs.user_id as id", e.fn.countAll().as("common")])
    .where("mine.user_id", "=", userId)
    .where("theirs.user_id", "in", ids)
    .where("g.disabled_at", "is", null)
    .groupBy("theirs.user_id")
    .execute();
  return new Map(rows.map(({ id, common }) => [id, Number(common)]));
}

/** Those of `ids` whose account is in use, a person's, and who have nothing with `userId` from their side either. */
async function readOpenPeople(sql: Sql, userId: string, ids: string[]): Promise<Map<string, APIUser>> {
  if (ids.length === 0) return new Map();
  const rows = await sql
    .selectFrom("users as u")
    .select(JOINED_USER_COLUMNS)
    .where("u.id", "in", ids)
    .where("u.deleted_at", "is", null)
    .where("u.disabled_at", "is", null)
    .where("u.is_bot", "=", 0)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("relationships as r")
            .select("r.type")
            .whereRef("r.user_id", "=", "u.id")
            .where("r.other_id", "=", userId),
        ),
      ),
    )
    .execute();
  return new Map(rows.map((row) => [row.id, toUser(row)]));
}

/** For each of `ids`, the names of friends whom they share with `userId`. */
async function nameFriends(sql: Sql, userId: string, ids: string[]): Promise<Map<string, string[]>> {
  if (ids.length === 0) return new Map();
  const rows = await sql
    .selectFrom(friendsOf(sql, userId).as("mine"))
    .innerJoin("relationships as f", "f.user_id", "mine.other_id")
    .innerJoin("users as u", "u.id", "f.user_id")
    .select(["f.other_id as id", "u.username", "u.global_name"])
    .where("f.type", "=", RelationshipType.Friend)
    .where("f.other_id", "in", ids)
    .orderBy("u.username")
    .execute();
  return collectNames(rows.map((row) => [row.id, row.global_name ?? row.username]));
}

/** For each of `ids`, the names of rooms which they share with `userId`; one without a name is called by its people. */
async function nameRooms(sql: Sql, userId: string, ids: string[]): Promise<Map<string, string[]>> {
  if (ids.length === 0) return new Map();
  const shared = await sql
    .selectFrom(roomsOf(sql, userId).as("mine"))
    .innerJoin("channel_recipients as theirs", "theirs.channel_id", "mine.channel_id")
    .innerJoin("channels as c", "c.id", "mine.channel_id")
    .select(["theirs.user_id as id", "c.id as room", "c.name"])
    .where("theirs.user_id", "in", ids)
    .orderBy("c.id")
    .execute();
  const nameless = [...new Set(shared.flatMap((row) => (row.name === null ? [row.room] : [])))];
  const people = new Map<string, string[]>();
  if (nameless.length > 0) {
    const members = await sql
      .selectFrom("channel_recipients as r")
      .innerJoin("users as u", "u.id", "r.user_id")
      .select(["r.channel_id", "u.username", "u.global_name"])
      .where("r.channel_id", "in", nameless)
      .where("r.user_id", "!=", userId)
      .orderBy("r.joined_at")
      .orderBy("r.user_id")
      .execute();
    const names = collectNames(members.map((row) => [row.channel_id, row.global_name ?? row.username]));
    for (const [room, list] of names) people.set(room, list);
  }
  return collectNames(shared.map((row) => [row.id, row.name ?? (people.get(row.room) ?? []).join(", ")]));
}

function collectNames(entries: [id: string, name: string][]): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const [id, name] of entries) {
    const list = names.get(id) ?? [];
    if (list.length < NAMES && name !== "") list.push(name);
    names.set(id, list);
  }
  return names;
}
