import { afterAll, beforeAll, expect, test } from "bun:test";
import {
  computeBasePermissions,
  computeChannelPermissions,
  type GuildChannel,
  type PermissionGuild,
  type ReadyGuild,
} from "@palabre/protocol";
import { type APIRole, PermissionFlagsBits as P } from "discord-api-types/v10";
import fc from "fast-check";
import { enrol } from "./guild.ts";
import { startTestServer, type TestServer, type TestUser } from "./harness.ts";
import { type Listener, listen } from "./listen.ts";

/*
 * Random acts in one server, by four of its members who are connected, against the documented algorithm computed naively
 * from what the owner reads: who gets which dispatch, who must not, and what each one's list of channels holds.
 */

const NAMES = ["alice", "bob", "carol", "dave"];
const ON_POSTGRES = process.env.PALABRE_TEST_POSTGRES !== undefined;
const RUNS = ON_POSTGRES ? 6 : 30;
const STEPS = 25;

let server: TestServer;
let people: TestUser[];
beforeAll(async () => {
  const Unlimited = Number.POSITIVE_INFINITY;
  // Each act asks every socket whether it has everything, and each run connects everybody.
  server = await startTestServer(
    {},
    { gateway: { framesPerWindow: Unlimited, identifiesPerWindow: Unlimited, sessionsPerUser: 10_000 } },
  );
  people = [];
  for (const name of NAMES) people.push(await server.user(name));
});
afterAll(() => server[Symbol.asyncDispose]());

const BITS = [
  P.ViewChannel,
  P.SendMessages,
  P.ManageChannels,
  P.ManageRoles,
  P.ViewAuditLog,
  P.ReadMessageHistory,
];

/** The server as its owner reads it, and who has which roles. */
interface State {
  ownerId: string;
  channels: Map<string, GuildChannel>;
  roles: Map<string, APIRole>;
  /** By user. */
  rolesOf: Map<string, ReadonlySet<string>>;
}

class Oracle {
  readonly #guild: PermissionGuild;
  readonly state: State;

  constructor(guildId: string, state: State) {
    this.state = state;
    const roles = Array.from(
      state.roles.values(),
      ({ id, permissions }) => [id, { id, permissions: BigInt(permissions) }] as const,
    );
    this.#guild = { id: guildId, ownerId: state.ownerId, roles: new Map(roles) };
  }

  #member(userId: string) {
    return { userId, roleIds: [...(this.state.rolesOf.get(userId) ?? [])] };
  }

  base(userId: string): bigint {
    return computeBasePermissions(this.#guild, this.#member(userId));
  }

  holds(userId: string, channelId: string, bits: bigint): boolean {
    const channel = this.state.channels.get(channelId);
    if (!channel) return false;
    const overwrites = channel.permission_overwrites.map(({ id, type, allow, deny }) => ({
      id,
      type,
      allow: BigInt(allow),
      deny: BigInt(deny),
    }));
    const held = computeChannelPermissions(this.#guild, this.#member(userId), overwrites, channel.type);
    return (held & bits) === bits;
  }

  sees(userId: string): Set<string> {
    return new Set(
      Array.from(this.state.channels.keys()).filter((id) => this.holds(userId, id, P.ViewChannel)),
    );
  }
}

/** Overwrites of roles that are gone say nothing; nothing is said of their order. Nobody writes in a category. */
const normal = (channel: GuildChannel, roles: ReadonlyMap<string, unknown>): GuildChannel => ({
  ...channel,
  last_message_id: channel.last_message_id ?? null,
  permission_overwrites: channel.permission_overwrites
    .filter(({ id, type }) => type === 1 || roles.has(id))
    .toSorted((a, b) => Number(BigInt(a.id) - BigInt(b.id))),
});

const listOf = (channels: Iterable<GuildChannel>, roles: ReadonlyMap<string, unknown>) =>
  Array.from(channels, (channel) => normal(channel, roles)).sort((a, b) =>
    Number(BigInt(a.id) - BigInt(b.id)),
  );

const byId = <T extends { id: string }>(list: readonly T[]) => new Map(list.map((one) => [one.id, one]));

/** Somebody who is connected, and what their client makes of the dispatches. */
class Client {
  readonly channels: Map<string, GuildChannel>;
  readonly roles: Map<string, APIRole>;
  readonly user: TestUser;
  readonly listener: Listener;

  constructor(user: TestUser, listener: Listener, guildId: string) {
    const guild = guildIn(listener, guildId);
    this.user = user;
    this.listener = listener;
    this.channels = byId(guild.channels);
    this.roles = byId(guild.roles);
  }

  apply({ t, d }: Listener["received"][number]): void {
    if (t === "CHANNEL_CREATE" || t === "CHANNEL_UPDATE") this.channels.set(d.id, d);
    else if (t === "CHANNEL_DELETE") this.channels.delete(d.id);
    else if (t === "GUILD_ROLE_CREATE" || t === "GUILD_ROLE_UPDATE") this.roles.set(d.role.id, d.role);
    else if (t === "GUILD_ROLE_DELETE") this.roles.delete(d.role_id);
    else if (t === "MESSAGE_CREATE") {
      const channel = this.channels.get(d.channel_id);
      if (channel) this.channels.set(channel.id, { ...channel, last_message_id: d.id });
    }
  }
}

function guildIn({ ready }: Listener, guildId: string): ReadyGuild {
  const guild = ready.guilds.find(({ id }) => id === guildId);
  if (!guild) throw new Error("the server does not stand in READY");
  return guild;
}

type Act = readonly [kind: number, actor: number, a: number, b: number, c: number];

const pick = <T>(list: Iterable<T>, n: number): T => {
  const all = Array.from(list);
  const one = all[n % all.length];
  if (one === undefined) throw new Error("nothing to pick from");
  return one;
};
const bits = (n: number): string =>
  String(
    BITS.reduce((all, bit, i) => ((n >> i) & 1 ? all | bit : all), n % 61 === 60 ? P.Administrator : 0n),
  );

let marks = 0;
/** What nobody may read who does not see the channel it is of. */
const newMark = (): string => `mark${++marks}.`;

class Run {
  readonly #id: string;
  readonly #clients: Client[];
  #oracle: Oracle;
  /** By channel, those that are gone included. */
  readonly #secrets = new Map<string, string[]>();

  private constructor(id: string, clients: Client[], state: State) {
    this.#id = id;
    this.#clients = clients;
    this.#oracle = new Oracle(id, state);
    for (const { id: channelId, name } of state.channels.values()) this.#secrets.set(channelId, [name]);
  }

  static async start(): Promise<Run> {
    const [alice, bob, carol, dave] = people as [TestUser, TestUser, TestUser, TestUser];
    const view = String(P.ViewChannel);
    const { body: guild } = await alice.post<ReadyGuild>("/guilds", {
      name: "Tessera",
      roles: [
        { id: 0, permissions: String(P.ViewChannel | P.SendMessages | P.ReadMessageHistory) },
        { id: 1, name: "club", permissions: "0" },
        { id: 2, name: "auditors", permissions: String(P.ViewAuditLog) },
        { id: 3, name: "mods", permissions: String(P.ManageChannels | P.ManageRoles) },
      ],
      channels: [
        { id: 10, name: newMark() },
        {
          id: 11,
          type: 4,
          name: newMark(),
          permission_overwrites: [
            { id: 0, deny: view },
            { id: 1, allow: view },
          ],
        },
        {
          id: 12,
          name: newMark(),
          parent_id: 11,
          permission_overwrites: [
            { id: 0, deny: view },
            { id: 1, allow: view },
          ],
        },
        { id: 13, type: 5, name: newMark(), permission_overwrites: [{ id: 0, deny: view }] },
      ],
    });
    const role = (name: string) => guild.roles.find((one) => one.name === name)?.id ?? "";
    const rolesOf = new Map<string, ReadonlySet<string>>([[alice.id, new Set()]]);
    for (const [user, names] of [
      [bob, ["mods"]],
      [carol, ["club", "auditors"]],
      [dave, []],
    ] as const) {
      const ids = names.map(role);
      await enrol(server, guild.id, user, ids);
      rolesOf.set(user.id, new Set(ids));
    }
    const clients = await Promise.all(
      people.map(async (user) => new Client(user, await listen(server, user), guild.id)),
    );
    const state = { ownerId: alice.id, channels: byId(guild.channels), roles: byId(guild.roles), rolesOf };
    return new Run(guild.id, clients, state);
  }

  async end(): Promise<void> {
    for (const { user, channels, roles } of this.#clients) {
      await using again = await listen(server, user);
      expect(listOf(guildIn(again, this.#id).channels, roles)).toEqual(listOf(channels.values(), roles));
    }
    await Promise.all(this.#clients.map(({ listener }) => listener[Symbol.asyncDispose]()));
    await people[0]?.delete(`/guilds/${this.#id}`);
  }

  async step(act: Act): Promise<void> {
    const before = this.#oracle;
    for (const { listener } of this.#clients) listener.clear();
    const actor = pick(people, [0, 0, 1, 1, 2, 3][act[1] % 6] ?? 0);
    const done = await this.#act(actor, act);
    if (done === undefined) return;
    const { answer, channelId, message, rolesOf } = done;
    expect(answer.status).toBeLessThan(500);
    const isDone = answer.status < 400;
    await Promise.all(this.#clients.map(({ listener }) => listener.settle()));
    const after = new Oracle(this.#id, {
      ...(await this.#read()),
      ownerId: before.state.ownerId,
      rolesOf: isDone && rolesOf ? rolesOf : before.state.rolesOf,
    });
    this.#oracle = after;
    for (const { id, name } of after.state.channels.values()) this.#note(id, name);

    if (!isDone) expect(this.#wire(after.state)).toEqual(this.#wire(before.state));
    if (channelId !== undefined && !before.holds(actor.id, channelId, P.ViewChannel)) {
      expect(answer.body).toMatchObject({ code: 10003 });
    }
    // Whoever makes a channel and is not in it themself gets it in the answer, and never again.
    if (answer.status !== 201) {
      this.#expectNoSecrets(actor, JSON.stringify(answer.body ?? ""), before, after);
    }
    // Nobody hands out what they do not hold.
    for (const { id } of people) {
      const gained = after.base(id) & ~before.base(id);
      expect({ gained: gained & ~before.base(actor.id) }).toEqual({ gained: 0n });
    }
    const posted = isDone && message ? (answer.body as { id: string }).id : undefined;
    if (message) {
      const may = before.holds(actor.id, message, P.SendMessages);
      const isWritten = before.state.channels.get(message)?.type !== 4;
      expect(isDone).toBe(may && isWritten);
    }
    for (const client of this.#clients) this.#checkReceived(client, before, after, message, posted);
    // What changed nothing and told nothing leaves the lists as they were.
    if (isDone) await Promise.all(this.#clients.map((client) => this.#checkList(client, after)));
  }

  async #read(): Promise<Pick<State, "channels" | "roles">> {
    const [owner] = people as [TestUser];
    const [channels, roles] = await Promise.all([
      owner.get<GuildChannel[]>(`/guilds/${this.#id}/channels`),
      owner.get<APIRole[]>(`/guilds/${this.#id}/roles`),
    ]);
    return { channels: byId(channels.body), roles: byId(roles.body) };
  }

  #note(channelId: string, secret: string): void {
    const known = this.#secrets.get(channelId) ?? [];
    if (!known.includes(secret)) this.#secrets.set(channelId, [...known, secret]);
  }

  #wire({ channels, roles }: State) {
    return [listOf(channels.values(), roles), [...roles.values()]];
  }

  /** What somebody saw neither before nor after stands in nothing that they were told. */
  #expectNoSecrets(user: TestUser, told: string, before: Oracle, after: Oracle): void {
    const seen = new Set([...before.sees(user.id), ...after.sees(user.id)]);
    for (const [channelId, secrets] of this.#secrets) {
      if (seen.has(channelId)) continue;
      expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
    }
  }

  #checkReceived(
    { user, listener }: Client,
    before: Oracle,
    after: Oracle,
    message: string | undefined,
    posted: string | undefined,
  ): void {
    const expected: string[] = [];
    const [was, is] = [before.sees(user.id), after.sees(user.id)];
    const { roles } = after.state;
    for (const id of was) if (!is.has(id)) expected.push(`CHANNEL_DELETE ${id}`);
    for (const id of is) {
      if (!was.has(id)) {
        expected.push(`CHANNEL_CREATE ${id}`);
        continue;
      }
      const [old, now] = [before.state.channels.get(id), after.state.channels.get(id)];
      if (!old || !now) continue;
      const same = Bun.deepEquals(
        { ...normal(old, roles), last_message_id: null },
        { ...normal(now, roles), last_message_id: null },
      );
      if (!same) expected.push(`CHANNEL_UPDATE ${id}`);
    }
    for (const [id, role] of roles) {
      const old = before.state.roles.get(id);
      if (!old) expected.push(`GUILD_ROLE_CREATE ${id}`);
      else if (!Bun.deepEquals(old, role)) expected.push(`GUILD_ROLE_UPDATE ${id}`);
    }
    for (const id of before.state.roles.keys()) if (!roles.has(id)) expected.push(`GUILD_ROLE_DELETE ${id}`);
    if (posted !== undefined && message !== undefined && is.has(message)) {
      expected.push(`MESSAGE_CREATE ${posted}`);
    }
    const got = listener.received.flatMap(({ t, d }) => {
      if (/^CHANNEL_(CREATE|UPDATE|DELETE)$/.test(t) || t === "MESSAGE_CREATE") return [`${t} ${d.id}`];
      if (t.startsWith("GUILD_ROLE_")) return [`${t} ${d.role_id ?? d.role.id}`];
      return [];
    });
    expect({ user: user.username, got: got.sort() }).toEqual({ user: user.username, got: expected.sort() });

    const audits = listener.received.filter(({ t }) => t === "GUILD_AUDIT_LOG_ENTRY_CREATE");
    const mayRead = (before.base(user.id) | after.base(user.id)) & P.ViewAuditLog;
    if (mayRead === 0n) expect(audits).toEqual([]);
    this.#expectNoSecrets(user, JSON.stringify(listener.received), before, after);
  }

  /** The list, and what the client made of the dispatches, are what the member sees of the server as it is. */
  async #checkList(client: Client, after: Oracle): Promise<void> {
    const { user, listener, channels, roles } = client;
    for (const dispatch of listener.received) client.apply(dispatch);
    const seen = after.sees(user.id);
    const wanted = listOf(
      Array.from(after.state.channels.values()).filter(({ id }) => seen.has(id)),
      after.state.roles,
    );
    const { body } = await user.get<GuildChannel[]>(`/guilds/${this.#id}/channels`);
    expect({ user: user.username, list: listOf(body, after.state.roles) }).toEqual({
      user: user.username,
      list: wanted,
    });
    expect({ user: user.username, fold: listOf(channels.values(), roles) }).toEqual({
      user: user.username,
      fold: wanted,
    });
    expect(new Map([...roles].sort())).toEqual(new Map([...after.state.roles].sort()));
  }

  /** Asks for something. What it was about tells what the answer may be; undefined when there is nothing to ask. */
  async #act(
    actor: TestUser,
    [kind, , a, b, c]: Act,
  ): Promise<
    | {
        answer: { status: number; body: unknown };
        /** The channel that it is about. */
        channelId?: string;
        /** The channel that it is written in. */
        message?: string;
        rolesOf?: State["rolesOf"];
      }
    | undefined
  > {
    const { channels, roles, rolesOf } = this.#oracle.state;
    const guild = `/guilds/${this.#id}`;
    const others = Array.from(roles.keys()).filter((id) => id !== this.#id);
    const categories = Array.from(channels.values()).filter(({ type }) => type === 4);
    const parent = (n: number) => (n % 3 === 0 || categories.length === 0 ? null : pick(categories, n).id);
    const isFew = channels.size < 8;
    if (channels.size === 0 || (kind === 6 && isFew)) {
      const allow = { id: pick(roles.keys(), b), type: 0, allow: bits(c) };
      const hide = { id: this.#id, type: 0, deny: bits(c | 1) };
      const overwrites = allow.id === hide.id ? [hide] : [hide, allow];
      const type = [0, 0, 4, 5][a % 4];
      const answer = await actor.post(`${guild}/channels`, {
        name: newMark(),
        type,
        parent_id: type === 4 ? null : parent(b),
        permission_overwrites: a % 3 === 0 ? overwrites : null,
      });
      return { answer };
    }
    const channelId = pick(channels.keys(), a);
    const target = pick([...roles.keys(), ...people.map(({ id }) => id)], b);
    switch (kind) {
      case 0:
      case 1: {
        const secret = newMark();
        this.#note(channelId, secret);
        const answer = await actor.post(`/channels/${channelId}/messages`, { content: secret });
        return { answer, channelId, message: channelId };
      }
      case 2:
      case 3: {
        const body = { type: roles.has(target) ? 0 : 1, allow: bits(c), deny: bits(c >> 6) };
        const answer = await actor.put(`/channels/${channelId}/permissions/${target}`, body);
        return { answer, channelId };
      }
      case 4: {
        const overwrites = channels.get(channelId)?.permission_overwrites ?? [];
        const id = overwrites.length > 0 ? pick(overwrites, b).id : target;
        return { answer: await actor.delete(`/channels/${channelId}/permissions/${id}`), channelId };
      }
      case 5:
      case 13:
        return {
          answer: await actor.patch(`${guild}/roles/${pick(roles.keys(), a)}`, { permissions: bits(c) }),
        };
      case 7: {
        const answer = await actor.patch(`/channels/${channelId}`, {
          ...(b % 2 === 0 && { name: newMark() }),
          ...(b % 3 === 0 && { parent_id: parent(c), lock_permissions: c % 2 === 0 }),
        });
        return { answer, channelId };
      }
      case 8:
        return { answer: await actor.delete(`/channels/${channelId}`), channelId };
      case 9: {
        const moves = [channelId, pick(channels.keys(), b)].map((id, n) => ({
          id,
          position: (c >> n) % 6,
          ...(n === 0 && { parent_id: parent(c), lock_permissions: b % 2 === 0 }),
        }));
        return { answer: await actor.patch(`${guild}/channels`, moves), channelId };
      }
      case 10:
        if (roles.size > 6) return undefined;
        return { answer: await actor.post(`${guild}/roles`, { name: "r", permissions: bits(c) }) };
      case 11:
        if (others.length < 2) return undefined;
        return { answer: await actor.delete(`${guild}/roles/${pick(others, a)}`) };
      case 12: {
        if (others.length === 0) return undefined;
        const moves = [{ id: pick(others, a), position: b % 6 }];
        return { answer: await actor.patch(`${guild}/roles`, moves) };
      }
      default: {
        if (others.length === 0) return undefined;
        const member = pick(people, a).id;
        const role = pick(others, b);
        const path = `${guild}/members/${member}/roles/${role}`;
        const had = rolesOf.get(member) ?? new Set<string>();
        const has = c % 3 > 0;
        const answer = has ? await actor.put(path) : await actor.delete(path);
        const next = new Set(had);
        if (has) next.add(role);
        else next.delete(role);
        return { answer, rolesOf: new Map(rolesOf).set(member, next) };
      }
    }
  }
}

const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 16 }),
    fc.nat({ max: 5 }),
    fc.nat({ max: 999 }),
    fc.nat({ max: 999 }),
    fc.nat({ max: 4_095 }),
  ),
  { minLength: STEPS, maxLength: STEPS },
);

test("[GUILD2] [GUILD4] nobody is told what they may not see, and everybody what they may, whatever is changed", async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (list) => {
      const run = await Run.start();
      for (const act of list) await run.step(act);
      await run.end();
    }),
    { numRuns: RUNS, seed: 20_261_125, endOnFailure: true },
  );
}, 120_000);
