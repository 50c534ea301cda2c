import { describe, expect, test } from "bun:test";
import {
  computeBasePermissions,
  computeChannelPermissions,
  computeThreadPermissions,
} from "@palabre/protocol";
import { ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import fc from "fast-check";
import type { GuildState, Membership } from "./hooks.ts";
import { Hub } from "./hub.ts";
import { Session } from "./session.ts";

/*
 * Random changes of one server, published in a row, against an oracle that works out for every dispatch and every
 * session what it may get, from the state of the server and the documented algorithm alone. Reads are answered late, and
 * with what was true when they began.
 */

const GUILD = "100";
const USERS = ["1", "2", "3", "4", "5", "6"];
const BITS = [P.ViewChannel, P.ManageThreads, P.Administrator, P.ViewAuditLog, P.SendMessages];

interface Channel {
  id: string;
  type: number;
  parent_id: string | null;
  name: string;
  overwrites: { id: string; type: number; allow: bigint; deny: bigint }[];
  last: string | null;
}

interface Thread {
  id: string;
  parent: string;
  isPrivate: boolean;
  members: Set<string>;
}

/** What somebody should have been told because of one change. */
interface Expected {
  losses: string[];
  event: string | undefined;
  gains: string[];
}

interface Listener {
  session: Session;
  userId: string;
  received: string[];
  expected: Expected[];
  /** Length of {@link expected} when they joined a server whose view was being read. */
  joinedAt: number | undefined;
}

class World {
  ownerId = "1";
  readonly roles = new Map<string, bigint>([[GUILD, P.ViewChannel]]);
  readonly channels = new Map<string, Channel>();
  readonly threads = new Map<string, Thread>();
  readonly members = new Map<string, string[]>();
  readonly listeners = new Set<Listener>();
  /** Reads that have not been answered. */
  readonly reads: { answer(): void; fail(): void }[] = [];
  #guildReads = 0;
  #id = 1_000;
  readonly hub = new Hub({
    deliver: (session, event) => {
      const { t, d } = JSON.parse(`{"s":0${event.whole.tail}`);
      for (const one of this.listeners) if (one.session === session) one.received.push(token(t, d));
    },
    hooks: {
      memberships: (userId) => {
        const roleIds = this.members.get(userId);
        return this.#late(roleIds === undefined ? [] : [membership(roleIds)]);
      },
      guild: async () => {
        this.#guildReads++;
        try {
          return await this.#late(this.state());
        } finally {
          this.#guildReads--;
        }
      },
    },
    lost: (user) => {
      for (const one of this.listeners) if (one.userId === user.id) this.disconnect(one);
    },
    failed: () => {},
  });

  newId(): string {
    return String(this.#id++);
  }

  get isLoading(): boolean {
    return this.#guildReads > 0;
  }

  #late<T>(value: T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.reads.push({ answer: () => resolve(value), fail: () => reject(new Error("on purpose")) });
    });
  }

  state(): GuildState {
    return {
      ownerId: this.ownerId,
      roles: Array.from(this.roles, ([id, permissions]) => ({ ...role(id, permissions), id })),
      channels: Array.from(this.channels.values(), channelWire),
      threads: Array.from(this.threads.values(), (thread) => threadWire(thread)),
      events: [],
      privateThreadMembers: Object.fromEntries(
        Array.from(this.threads.values(), (thread) => [thread.id, [...thread.members]]),
      ),
    };
  }

  get #guild() {
    const roles = new Map(Array.from(this.roles, ([id, permissions]) => [id, { id, permissions }]));
    return { id: GUILD, ownerId: this.ownerId, roles };
  }

  holds(userId: string, bits: bigint): boolean {
    const roleIds = this.members.get(userId);
    return (
      roleIds !== undefined && (computeBasePermissions(this.#guild, { userId, roleIds }) & bits) === bits
    );
  }

  /** The channels and threads that this user sees. */
  seenBy(userId: string): Set<string> {
    const seen = new Set<string>();
    const roleIds = this.members.get(userId);
    if (roleIds === undefined) return seen;
    const guild = this.#guild;
    const member = { userId, roleIds };
    for (const { id, overwrites, type } of this.channels.values()) {
      if ((computeChannelPermissions(guild, member, overwrites, type) & P.ViewChannel) !== 0n) seen.add(id);
    }
    for (const { id, parent, isPrivate, members } of this.threads.values()) {
      const overwrites = this.channels.get(parent)?.overwrites ?? [];
      const thread = { isPrivate, isMember: members.has(userId) };
      if ((computeThreadPermissions(guild, member, overwrites, thread) & P.ViewChannel) !== 0n) seen.add(id);
    }
    return seen;
  }

  async connect(userId: string): Promise<void> {
    const user = this.hub.hold(userId);
    try {
      await this.hub.guilds.join(user);
      const session = new Session({
        id: this.newId(),
        user,
        authSessionId: "",
        bot: undefined,
        platform: "web",
        client: { os: "", client: "" },
      });
      this.hub.add(session);
      this.listeners.add({ session, userId, received: [], expected: [], joinedAt: undefined });
    } catch {
    } finally {
      this.hub.release(user);
    }
  }

  disconnect(one: Listener): void {
    this.listeners.delete(one);
    this.hub.remove(one.session);
  }

  /** Makes a change and publishes it; notes who should be told what. `event` says who should get the dispatch itself. */
  change(
    make: () => void,
    topic: "guild" | string,
    t: string,
    d: object,
    event: (userId: string, before: Set<string>, after: Set<string>) => boolean,
    needs?: bigint,
  ): void {
    const before = new Map(USERS.map((id) => [id, this.seenBy(id)]));
    const wasIn = new Set(this.members.keys());
    const threadsBefore = new Map(this.threads);
    make();
    const changed = d as { id?: string };
    for (const one of this.listeners) {
      const { userId } = one;
      if (!this.members.has(userId)) continue;
      const was = before.get(userId) ?? new Set();
      const is = this.seenBy(userId);
      const expected: Expected = { losses: [], event: undefined, gains: [] };
      // What others saw before they were members is told by GUILD_CREATE.
      if (wasIn.has(userId)) {
        const isDeletion = t === "CHANNEL_DELETE" || t === "THREAD_DELETE" || t === "THREAD_UPDATE";
        for (const id of was) {
          if (
            is.has(id) ||
            (isDeletion && (id === changed.id || threadsBefore.get(id)?.parent === changed.id))
          )
            continue;
          expected.losses.push(`${threadsBefore.has(id) ? "THREAD" : "CHANNEL"}_DELETE ${id}`);
        }
        for (const id of is) {
          if (was.has(id) || ((t === "CHANNEL_CREATE" || t === "THREAD_CREATE") && id === changed.id))
            continue;
          const thread = this.threads.get(id);
          if (thread === undefined)
            expected.gains.push(`CHANNEL_CREATE ${id} ${this.channels.get(id)?.name}`);
          else if (thread.isPrivate) expected.gains.push(`THREAD_CREATE ${id}`);
        }
        const listed = Map.groupBy(
          Array.from(this.threads.values()).filter(
            ({ id, isPrivate }) => !isPrivate && is.has(id) && !was.has(id),
          ),
          ({ parent }) => parent,
        );
        for (const [parent, threads] of listed) {
          if (t === "THREAD_CREATE" && threads.some(({ id }) => id === changed.id)) continue;
          expected.gains.push(`THREAD_LIST_SYNC ${parent} ${threads.map(({ id }) => id).join()}`);
        }
      }
      if (event(userId, was, is) && (needs === undefined || this.holds(userId, needs)))
        expected.event = token(t, d);
      one.expected.push(expected);
    }
    if (topic === "guild") this.hub.guilds.hear(GUILD, t, d, needs?.toString());
    else this.hub.dispatch(`channel:${topic}`, t, d);
  }

  check(): void {
    for (const { received, expected, userId } of this.listeners) {
      let at = 0;
      const told: Expected[] = expected.map(({ losses, event, gains }) => {
        const next = (count: number) => {
          at += count;
          return received.slice(at - count, at);
        };
        return {
          losses: next(losses.length).sort(),
          event: event === undefined ? undefined : next(1)[0],
          gains: next(gains.length).sort(),
        };
      });
      const wanted = expected.map(({ losses, event, gains }) => ({
        losses: losses.sort(),
        event,
        gains: gains.sort(),
      }));
      expect({ userId, told, more: received.slice(at) }).toEqual({ userId, told: wanted, more: [] });
      received.length = 0;
      expected.length = 0;
    }
  }
}

const membership = (roleIds: readonly string[]): Membership => ({
  guildId: GUILD,
  roleIds,
  joinedAt: 0,
  nick: null,
  avatar: null,
  pending: false,
  timedOutUntil: null,
});

const role = (id: string, permissions: bigint) => ({
  id,
  permissions: permissions.toString(),
  position: 1,
  hoist: false,
});

const channelWire = ({ id, type, parent_id, name, overwrites, last }: Channel) => ({
  id,
  guild_id: GUILD,
  type,
  parent_id,
  name,
  last_message_id: last,
  permission_overwrites: overwrites.map((one) => ({
    ...one,
    allow: one.allow.toString(),
    deny: one.deny.toString(),
  })),
});

const threadWire = ({ id, parent, isPrivate }: Thread, archived = false) => ({
  id,
  guild_id: GUILD,
  parent_id: parent,
  type: isPrivate ? ChannelType.PrivateThread : ChannelType.PublicThread,
  thread_metadata: { archived },
});

function token(t: string, data: object): string {
  const d = data as Record<string, unknown>;
  switch (t) {
    case "CHANNEL_CREATE":
    case "CHANNEL_UPDATE":
      return `${t} ${d.id} ${d.name}`;
    case "THREAD_LIST_SYNC":
      return `${t} ${d.channel_ids} ${(d.threads as { id: string }[]).map(({ id }) => id).join()}`;
    case "GUILD_MEMBER_ADD":
    case "GUILD_MEMBER_UPDATE":
    case "GUILD_MEMBER_REMOVE":
      return `${t} ${(d.user as { id: string }).id}`;
    default:
      return `${t} ${d.id ?? ""}`;
  }
}

/** A step: what to do, and what to choose of what there is. */
type Step = readonly [kind: number, a: number, b: number, c: number];

const pick = <T>(list: Iterable<T>, n: number): T | undefined => {
  const all = Array.from(list);
  return all.length === 0 ? undefined : all[n % all.length];
};

const someBits = (n: number): bigint => BITS.reduce((all, bit, i) => ((n >> i) & 1 ? all | bit : all), 0n);

const all = () => true;

const STEPS: ((world: World, a: number, b: number, c: number) => void)[] = [
  function message(world, a) {
    const id = pick([...world.channels.keys(), ...world.threads.keys()], a);
    if (id === undefined) return;
    const d = { id: world.newId(), guild_id: GUILD, channel_id: id };
    world.change(
      () => {
        const channel = world.channels.get(id);
        if (channel) channel.last = d.id;
      },
      id,
      "MESSAGE_CREATE",
      d,
      (_, before) => before.has(id),
    );
  },
  function changeRole(world, a, b) {
    const id = pick(world.roles.keys(), a) ?? "";
    const permissions = someBits(b);
    world.change(
      () => world.roles.set(id, permissions),
      "guild",
      "GUILD_ROLE_UPDATE",
      { guild_id: GUILD, role: role(id, permissions) },
      all,
    );
  },
  function addRole(world, _, b) {
    if (world.roles.size > 5) return;
    const id = world.newId();
    world.change(
      () => world.roles.set(id, someBits(b)),
      "guild",
      "GUILD_ROLE_CREATE",
      { guild_id: GUILD, role: role(id, someBits(b)) },
      all,
    );
  },
  function deleteRole(world, a) {
    const id = pick(Array.from(world.roles.keys()).slice(1), a);
    if (id === undefined) return;
    world.change(
      () => world.roles.delete(id),
      "guild",
      "GUILD_ROLE_DELETE",
      { guild_id: GUILD, role_id: id },
      all,
    );
  },
  function changeOverwrites(world, a, b, c) {
    const channel = pick(world.channels.values(), a);
    if (channel === undefined) return;
    const ids = [...world.roles.keys(), ...USERS];
    const overwrites = [b, b >> 3, c].slice(0, c % 4).flatMap((n) => {
      const id = pick(ids, n) ?? "";
      return { id, type: USERS.includes(id) ? 1 : 0, allow: someBits(n >> 2), deny: someBits(n >> 5) };
    });
    const next = { ...channel, name: `${channel.name}+`, overwrites: overwrites.filter(isFirst) };
    world.change(
      () => world.channels.set(channel.id, next),
      "guild",
      "CHANNEL_UPDATE",
      channelWire(next),
      (_, before, after) => before.has(channel.id) && after.has(channel.id),
    );
  },
  function addChannel(world, a, b) {
    if (world.channels.size > 6) return;
    const id = world.newId();
    const deny = a % 2 ? [{ id: GUILD, type: 0, allow: 0n, deny: P.ViewChannel }] : [];
    const channel = { id, type: b % 3 ? 0 : 4, parent_id: null, name: "x", overwrites: deny, last: null };
    world.change(
      () => world.channels.set(id, channel),
      "guild",
      "CHANNEL_CREATE",
      channelWire(channel),
      (_, __, after) => after.has(id),
    );
  },
  function deleteChannel(world, a) {
    const channel = pick(world.channels.values(), a);
    if (channel === undefined) return;
    world.change(
      () => {
        world.channels.delete(channel.id);
        for (const { id, parent } of world.threads.values())
          if (parent === channel.id) world.threads.delete(id);
      },
      "guild",
      "CHANNEL_DELETE",
      channelWire(channel),
      (_, before) => before.has(channel.id),
    );
  },
  function changeMember(world, a, b) {
    const userId = pick(world.members.keys(), a);
    if (userId === undefined) return;
    const roles = Array.from(world.roles.keys())
      .slice(1)
      .filter((_, i) => (b >> i) & 1);
    world.change(
      () => world.members.set(userId, roles),
      "guild",
      "GUILD_MEMBER_UPDATE",
      { guild_id: GUILD, user: { id: userId }, roles },
      all,
    );
  },
  function join(world, a) {
    const userId = pick(
      USERS.filter((id) => !world.members.has(id)),
      a,
    );
    if (userId === undefined) return;
    world.change(
      () => {
        world.members.set(userId, []);
        for (const one of world.listeners) {
          // The load begins with this dispatch, or has begun.
          if (one.userId === userId && world.hub.guilds.get(GUILD) === undefined)
            one.joinedAt = one.expected.length;
        }
      },
      "guild",
      "GUILD_MEMBER_ADD",
      { guild_id: GUILD, user: { id: userId }, roles: [] },
      (id) => id !== userId,
    );
  },
  function leave(world, a) {
    const userId = pick(
      Array.from(world.members.keys()).filter((id) => id !== world.ownerId),
      a,
    );
    if (userId === undefined) return;
    for (const one of world.listeners) {
      if (one.userId === userId && one.joinedAt !== undefined && world.isLoading)
        one.expected.length = one.joinedAt;
    }
    world.change(
      () => {
        world.members.delete(userId);
        // Whoever comes back is in no private thread until somebody asks them again.
        for (const [id, thread] of world.threads) {
          const members = new Set(thread.members);
          if (members.delete(userId)) world.threads.set(id, { ...thread, members });
        }
      },
      "guild",
      "GUILD_MEMBER_REMOVE",
      { guild_id: GUILD, user: { id: userId } },
      all,
    );
  },
  function changeOwner(world, a) {
    const ownerId = pick(world.members.keys(), a);
    if (ownerId === undefined) return;
    world.change(
      () => {
        world.ownerId = ownerId;
      },
      "guild",
      "GUILD_UPDATE",
      { id: GUILD, owner_id: ownerId },
      all,
    );
  },
  function audit(world) {
    world.change(() => {}, "guild", "GUILD_AUDIT_LOG_ENTRY_CREATE", { guild_id: GUILD }, all, P.ViewAuditLog);
  },
  function invite(world, a) {
    const id = pick(world.channels.keys(), a);
    if (id === undefined) return;
    const d = { guild_id: GUILD, channel_id: id };
    world.change(
      () => {},
      "guild",
      "INVITE_CREATE",
      d,
      (_, before) => before.has(id),
    );
  },
  function addThread(world, a, b) {
    const parent = pick(world.channels.keys(), a);
    const owner = pick(world.members.keys(), b);
    if (parent === undefined || owner === undefined || world.threads.size > 5) return;
    const isPrivate = b % 3 > 0;
    const thread = { id: world.newId(), parent, isPrivate, members: new Set(isPrivate ? [owner] : []) };
    world.change(
      () => world.threads.set(thread.id, thread),
      "guild",
      "THREAD_CREATE",
      { ...threadWire(thread), owner_id: owner, newly_created: true },
      (_, __, after) => after.has(thread.id),
    );
  },
  function endThread(world, a, b) {
    const thread = pick(world.threads.values(), a);
    if (thread === undefined) return;
    world.change(
      () => world.threads.delete(thread.id),
      "guild",
      b % 2 ? "THREAD_DELETE" : "THREAD_UPDATE",
      threadWire(thread, true),
      (_, before) => before.has(thread.id),
    );
  },
  function changeThreadMembers(world, a, b, c) {
    const thread = pick(world.threads.values(), a);
    const [comes, goes] = [pick(USERS, b), pick(USERS, c)];
    if (thread === undefined || comes === undefined || goes === undefined || comes === goes) return;
    // Not only those whom a verb would let in.
    const members = new Set(thread.members).add(comes);
    members.delete(goes);
    const d = { id: thread.id, added_members: [{ user_id: comes }], removed_member_ids: [goes] };
    const gainsFirst = thread.isPrivate;
    world.change(
      () => world.threads.set(thread.id, { ...thread, members: gainsFirst ? members : thread.members }),
      "guild",
      "THREAD_MEMBERS_UPDATE",
      { guild_id: GUILD, ...d },
      (_, __, after) => after.has(thread.id),
    );
    if (!gainsFirst) return;
    // They are shown the thread before they are told who is in it.
    for (const one of world.listeners) {
      const last = one.expected.at(-1);
      if (last?.event === undefined || last.gains.length === 0) continue;
      one.expected.push({ losses: [], event: last.event, gains: [] });
      last.event = undefined;
    }
  },
  function connect(world, a) {
    if (world.listeners.size < 10) void world.connect(pick(USERS, a) ?? "");
  },
  function connectToo(world, a) {
    if (world.listeners.size < 10) void world.connect(pick(USERS, a) ?? "");
  },
  function disconnect(world, a) {
    const one = pick(world.listeners, a);
    if (one !== undefined) world.disconnect(one);
  },
];

function isFirst(one: { id: string }, index: number, list: { id: string }[]): boolean {
  return list.findIndex(({ id }) => id === one.id) === index;
}

/** Lets everything go on that waits for an answer just given. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

async function run(steps: readonly Step[]): Promise<void> {
  const world = new World();
  for (const id of USERS.slice(0, 4)) world.members.set(id, []);
  for (const id of USERS.slice(0, 3)) void world.connect(id);
  const answerAll = async () => {
    while (world.reads.length > 0) {
      for (const read of world.reads.splice(0)) read.answer();
      await settle();
    }
  };
  await answerAll();
  for (const [kind, a, b, c] of steps) {
    STEPS[kind % STEPS.length]?.(world, a, b, c);
    if (a % 3 === 0) {
      const [read] = world.reads.splice(b % (world.reads.length || 1), 1);
      if (c % 11 === 0) read?.fail();
      else read?.answer();
      await settle();
    }
    if (!world.isLoading) world.check();
  }
  await answerAll();
  world.check();
  for (const one of world.listeners) world.disconnect(one);
  expect([world.hub.userCount, world.hub.guilds.size]).toEqual([0, 0]);
}

describe("who sees what of a server", () => {
  test("[GUILD2] nobody gets what the oracle denies, everybody what it grants, in order", async () => {
    const step = fc.tuple(fc.nat(999), fc.nat(9_999), fc.nat(9_999), fc.nat(9_999));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60, size: "max" }), (steps) => run(steps)),
      { numRuns: Number(process.env.PALABRE_TEST_RUNS ?? 300) },
    );
  });
});
