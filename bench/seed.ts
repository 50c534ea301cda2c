import { Database } from "bun:sqlite";
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSnowflakes, DEFAULT_PERMISSIONS, SNOWFLAKE_EPOCH } from "@palabre/protocol";
import type { Tx } from "../apps/server/src/db/database.ts";
import { openSqlite } from "../apps/server/src/db/sqlite.ts";

interface Person {
  id: string;
  token: string;
}

export interface Room {
  id: string;
  members: Person[];
  /** Bounds of the ids that its seeded messages have. */
  oldest: bigint;
  newest: bigint;
}

export interface RoomPlan {
  members: number;
  messages?: number;
}

export interface Seeded extends AsyncDisposable {
  dataDir: string;
  rooms: Room[];
}

const ROWS_AT_ONCE = 200;
/** Rooms with history were busy for this long. */
const HISTORY_MS = 365 * 24 * 3_600_000;
/** Generator of the ids that seeding makes; 0 is the server's, messages use those from 2. */
const SEED_NODE = 1;

/**
 * A folder of data as a server would have left it: rooms of people who are logged in. It is written straight into the
 * database, because hashing thousands of passwords is not what is measured. Disposing deletes it.
 */
export async function seedData(plans: readonly RoomPlan[]): Promise<Seeded> {
  const dataDir = await mkdtemp(join(tmpdir(), "palabre-bench-"));
  const newId = createSnowflakes(SEED_NODE);
  const file = join(dataDir, "palabre.db");
  const rooms = await insertRooms(file, newId, plans);
  using database = new Database(file);
  for (const [i, room] of rooms.entries()) {
    const count = plans[i]?.messages ?? 0;
    if (count > 0) insertMessages(database, room, count, SEED_NODE + 1 + i);
  }
  return { dataDir, rooms, [Symbol.asyncDispose]: () => rm(dataDir, { recursive: true, force: true }) };
}

/** Makes the database by the server's own migrations. */
async function insertRooms(file: string, newId: () => string, plans: readonly RoomPlan[]): Promise<Room[]> {
  const database = await openSqlite(file);
  try {
    return await database.transaction(async (tx) => {
      const total = plans.reduce((sum, plan) => sum + plan.members, 0);
      const people = await insertPeople(tx, newId, total);
      const made: Room[] = [];
      for (const plan of plans) made.push(await insertRoom(tx, newId(), people.splice(0, plan.members)));
      return made;
    });
  } finally {
    await database.close();
  }
}

/** A server as its seeded members see it. */
export interface SeededGuild {
  id: string;
  members: Person[];
  /** A role that the second half of the members has; `half` is hidden from everybody else. */
  roleId: string;
  channels: { open: string; half: string };
}

export interface GuildPlan {
  /** All of them members of every server. */
  members: number;
  guilds: number;
  /** Of each server, the two that are named among them. */
  channels: number;
  roles: number;
}

const VIEW_CHANNEL = "1024";

/** The same for servers: everybody is a member of each, and the first owns them. */
export async function seedGuilds(
  plan: GuildPlan,
): Promise<AsyncDisposable & { dataDir: string; guilds: SeededGuild[] }> {
  const dataDir = await mkdtemp(join(tmpdir(), "palabre-bench-"));
  const newId = createSnowflakes(SEED_NODE);
  const database = await openSqlite(join(dataDir, "palabre.db"));
  try {
    const guilds = await database.transaction(async (tx) => {
      const people = await insertPeople(tx, newId, plan.members);
      const made: SeededGuild[] = [];
      for (let n = 0; n < plan.guilds; n++) made.push(await insertGuild(tx, newId, people, plan));
      return made;
    });
    return { dataDir, guilds, [Symbol.asyncDispose]: () => rm(dataDir, { recursive: true, force: true }) };
  } finally {
    await database.close();
  }
}

async function insertGuild(
  { sql: db }: Tx,
  newId: () => string,
  members: Person[],
  plan: GuildPlan,
): Promise<SeededGuild> {
  const now = Date.now();
  const id = newId();
  const roleIds = Array.from({ length: plan.roles }, newId);
  const channelIds = Array.from({ length: plan.channels }, newId);
  const [roleId = "0"] = roleIds;
  const [open = "0", half = "0"] = channelIds;
  await db
    .insertInto("guilds")
    .values({
      id,
      name: "A server",
      description: null,
      icon: null,
      owner_id: members[0]?.id ?? "0",
      member_count: members.length,
      created_at: now,
    })
    .execute();
  await db
    .insertInto("roles")
    .values([
      { id, guild_id: id, name: "@everyone", position: 0, permissions: String(DEFAULT_PERMISSIONS) },
      ...roleIds.map((role, n) => ({
        id: role,
        guild_id: id,
        name: `Role ${n}`,
        position: n + 1,
        permissions: "0",
      })),
    ])
    .execute();
  await db
    .insertInto("channels")
    .values(
      channelIds.map((channel, position) => ({
        id: channel,
        type: 0,
        name: `channel-${position}`,
        icon: null,
        owner_id: null,
        dm_key: null,
        last_message_id: null,
        last_pin_at: null,
        created_at: now,
        guild_id: id,
        position,
      })),
    )
    .execute();
  await db
    .insertInto("channel_overwrites")
    .values([
      { channel_id: half, target_id: id, type: 0, allow: "0", deny: VIEW_CHANNEL },
      { channel_id: half, target_id: roleId, type: 0, allow: VIEW_CHANNEL, deny: "0" },
    ])
    .execute();
  for (const some of chunks(members)) {
    await db
      .insertInto("guild_members")
      .values(some.map((person) => ({ guild_id: id, user_id: person.id, joined_at: now })))
      .execute();
  }
  for (const some of chunks(members.slice(Math.floor(members.length / 2)))) {
    await db
      .insertInto("member_roles")
      .values(some.map((person) => ({ guild_id: id, user_id: person.id, role_id: roleId })))
      .execute();
  }
  return { id, members, roleId, channels: { open, half } };
}

async function insertPeople({ sql: db }: Tx, newId: () => string, count: number): Promise<Person[]> {
  const now = Date.now();
  const people = Array.from({ length: count }, () => {
    const id = newId();
    return {
      id,
      token: `${Buffer.from(id).toString("base64url")}.${Buffer.from(`bench ${id}`).toString("base64url")}`,
    };
  });
  for (const some of chunks(people)) {
    await db
      .insertInto("users")
      .values(
        some.map(({ id }) => ({
          id,
          username: `person_${id}`,
          email: `${id}@example.org`,
          email_key: `${id}@example.org`,
          email_verified: 1 as const,
          password_hash: null,
          global_name: "A Person",
          avatar: null,
          disabled_at: null,
          deleted_at: null,
          created_at: now,
        })),
      )
      .execute();
    await db
      .insertInto("auth_sessions")
      .values(
        some.map(({ id, token }) => ({
          id: newId(),
          user_id: id,
          token_hash: createHash("sha256").update(token).digest("hex"),
          user_agent: "bench",
          created_at: now,
          last_used_at: now,
        })),
      )
      .execute();
  }
  return people;
}

async function insertRoom({ sql: db }: Tx, id: string, members: Person[]): Promise<Room> {
  const now = Date.now();
  await db
    .insertInto("channels")
    .values({
      id,
      type: 3,
      name: "A room",
      icon: null,
      owner_id: members[0]?.id ?? null,
      dm_key: null,
      last_message_id: null,
      last_pin_at: null,
      created_at: now,
    })
    .execute();
  for (const some of chunks(members)) {
    await db
      .insertInto("channel_recipients")
      .values(
        some.map((person) => ({
          channel_id: id,
          user_id: person.id,
          role: person === members[0] ? ("owner" as const) : ("member" as const),
          joined_at: now,
          role_since: now,
        })),
      )
      .execute();
  }
  return { id, members, oldest: 0n, newest: 0n };
}

/** Messages at an even pace over the last year, of 20 to 200 letters, by all members in turn; SQLite makes them itself. */
function insertMessages(database: Database, room: Room, count: number, node: number): void {
  const step = Math.floor(HISTORY_MS / count);
  const first = Date.now() - HISTORY_MS - SNOWFLAKE_EPOCH;
  const idAt = (i: number) => (BigInt(first + i * step) << 22n) | BigInt(node << 12);
  const words = "and so they spoke of what had been made and what was still to make ".repeat(4);
  const authors = room.members.map(({ id }, i) => `(${i}, ${id})`).join(", ");
  database.run(
    `WITH RECURSIVE
      authors(position, id) AS (VALUES ${authors}),
      numbers(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < ${count})
    INSERT INTO messages (id, channel_id, author_id, type, content)
    SELECT
      ((${first} + i * ${step}) << 22) | (${node} << 12),
      ${room.id},
      (SELECT id FROM authors WHERE position = i % ${room.members.length}),
      0,
      substr(?, 1, 20 + (i * 7919) % 180)
    FROM numbers`,
    [words],
  );
  room.oldest = idAt(0);
  room.newest = idAt(count - 1);
  database.run(`UPDATE channels SET last_message_id = ${room.newest} WHERE id = ${room.id}`);
}

function* chunks<T>(list: readonly T[]): Generator<T[]> {
  for (let from = 0; from < list.length; from += ROWS_AT_ONCE) yield list.slice(from, from + ROWS_AT_ONCE);
}
