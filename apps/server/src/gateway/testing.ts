import { createInflate, type Inflate, inflateSync } from "node:zlib";
import { compareSnowflakes } from "@palabre/protocol";
import type { APIGuildMember } from "discord-api-types/v10";
import type { Bus, BusMessage, Topic } from "../bus/bus.ts";
import { createMemoryBus } from "../bus/memory.ts";
import { type Clock, systemClock } from "./clock.ts";
import { createGateway, type Gateway, type GatewayInit } from "./gateway.ts";
import type { GuildState, Membership, SavedPresence } from "./hooks.ts";

/** What a client reads. */
interface ReceivedFrame {
  op: number;
  t: string | null;
  s: number | null;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  d: any;
}

interface TestUser {
  topics: Set<Topic>;
  presence: SavedPresence;
  ready: Record<string, unknown>;
  bot: boolean;
  memberships: Membership[];
}

export interface TestGateway extends AsyncDisposable {
  bus: Bus;
  gateway: Gateway;
  url: string;
  origin: string;
  /** The application behind the gateway: each user's token is `token-ID`. */
  users: Map<string, TestUser>;
  revoked: Set<string>;
  /** Awaited by the hook of that name before it answers. */
  before: {
    authenticate?: () => Promise<void>;
    visibleTopics?: () => Promise<void>;
    memberships?: () => Promise<void>;
    guild?: () => Promise<void>;
    findMembers?: () => Promise<void>;
    snapshot?: () => Promise<void>;
  };
  guilds: Map<string, GuildState>;
  /** Members of each server, connected or not. */
  members: Map<string, APIGuildMember[]>;
  user(id: string, init?: Partial<Omit<TestUser, "topics">> & { topics?: Topic[] }): TestUser;
  publish(topic: Topic, t: string, d: unknown): void;
  tap(userId: string, topic: Topic, open: boolean): void;
  /** Lets so much time pass at once, in milliseconds. */
  skip(ms: number): void;
  connect(options?: ConnectOptions): Promise<TestClient>;
  /** Connects and identifies. */
  login(userId: string, identify?: Record<string, unknown>, options?: ConnectOptions): Promise<TestClient>;
}

interface ConnectOptions {
  query?: string;
  headers?: Record<string, string>;
}

/** The system's time, which a test may push forward. */
function createSkippingClock(): Clock & { skip(ms: number): void } {
  const waiting = new Map<() => void, number>();
  let skipped = 0;
  const now = () => systemClock.now() + skipped;
  return {
    now,
    every: systemClock.every,
    after(ms, call) {
      const fire = () => {
        cancel();
        call();
      };
      const stop = systemClock.after(ms, fire);
      const cancel = () => {
        stop();
        waiting.delete(fire);
      };
      waiting.set(fire, now() + ms);
      return cancel;
    },
    skip(ms) {
      skipped += ms;
      for (const [fire, due] of waiting) if (due <= now()) fire();
    },
  };
}

export async function startTestGateway(
  options: GatewayInit["options"] = {},
  allowedIntents?: (userId: string) => Promise<number>,
): Promise<TestGateway> {
  const bus = createMemoryBus();
  const users = new Map<string, TestUser>();
  const guilds = new Map<string, GuildState>();
  const members = new Map<string, APIGuildMember[]>();
  const revoked = new Set<string>();
  const before: TestGateway["before"] = {};
  const clients = new Set<TestClient>();
  const silent = () => {};
  const clock = createSkippingClock();
  const gateway = createGateway({
    bus,
    log: { error: silent, warn: silent, info: silent, debug: silent },
    isOwnOrigin: (origin) => origin === `http://127.0.0.1:${server.port}`,
    clock,
    options: { sweepMs: 20, ...options },
    hooks: {
      async authenticate(token) {
        const known = revoked.has(token) ? undefined : users.get(token.replace(/^token-|-second$/g, ""));
        await before.authenticate?.();
        if (known === undefined) return null;
        return {
          userId: token.replace(/^token-|-second$/g, ""),
          authSessionId: `auth-${token}`,
          bot: known.bot,
        };
      },
      async visibleTopics(userId) {
        const topics = [...(users.get(userId)?.topics ?? [])];
        await before.visibleTopics?.();
        return topics;
      },
      async memberships(userId) {
        const memberships = [...(users.get(userId)?.memberships ?? [])];
        await before.memberships?.();
        return memberships;
      },
      async guild(guildId) {
        const state = guilds.get(guildId) ?? null;
        await before.guild?.();
        return state;
      },
      async findMembers(guildId, wanted) {
        const all = (members.get(guildId) ?? []).toSorted((a, b) => compareSnowflakes(a.user.id, b.user.id));
        await before.findMembers?.();
        if ("userIds" in wanted) return all.filter(({ user }) => wanted.userIds.includes(user.id));
        if ("after" in wanted) {
          return all
            .filter(({ user }) => compareSnowflakes(user.id, wanted.after) > 0)
            .slice(0, wanted.limit);
        }
        return all.filter(({ user }) => user.username.startsWith(wanted.query)).slice(0, wanted.limit);
      },
      soundboardSounds: async () => [],
      memberCount: async (guildId) => members.get(guildId)?.length ?? 0,
      async snapshot(userId) {
        const user = users.get(userId);
        if (user === undefined) throw new Error("no such user");
        const answer = { ready: { user: { id: userId }, ...user.ready }, presence: user.presence };
        await before.snapshot?.();
        return answer;
      },
      ...(allowedIntents && { allowedIntents }),
    },
  });
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    websocket: gateway.websocket as Bun.WebSocketHandler<unknown>,
    fetch: (request, self) => gateway.upgrade(request, self),
  });
  const url = `ws://127.0.0.1:${server.port}/gateway`;

  const started: TestGateway = {
    bus,
    gateway,
    url,
    origin: `http://127.0.0.1:${server.port}`,
    users,
    guilds,
    members,
    revoked,
    before,
    user(id, init = {}) {
      const user: TestUser = {
        presence: { status: "online", activities: [] },
        ready: {},
        bot: false,
        memberships: [],
        ...init,
        topics: new Set(init.topics),
      };
      users.set(id, user);
      return user;
    },
    skip: (ms) => clock.skip(ms),
    publish: (topic, t, d) => bus.publish({ kind: "dispatch", topic, t, d }),
    tap(userId, topic, open) {
      const topics = users.get(userId)?.topics;
      if (open) topics?.add(topic);
      else topics?.delete(topic);
      bus.publish({ kind: "tap", userId, topic, open } satisfies BusMessage);
    },
    async connect({ query = "?v=10&encoding=json", headers = {} } = {}) {
      const client = new TestClient(url + query, headers);
      clients.add(client);
      await client.opened;
      return client;
    },
    async login(userId, identify, connectOptions) {
      const client = await started.connect(connectOptions);
      await client.next((frame) => frame.op === 10);
      client.identify(`token-${userId}`, identify);
      await client.dispatch("READY");
      return client;
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.ws.terminate();
      await gateway[Symbol.asyncDispose]();
      await server.stop(true);
    },
  };
  return started;
}

/** A client that reads one frame after the other, so that no test has to guess when something arrives. */
export class TestClient {
  readonly ws: WebSocket;
  readonly opened: Promise<void>;
  readonly closed: Promise<{ code: number; reason: string }>;
  /** Everything that arrived. */
  readonly frames: ReceivedFrame[] = [];
  readonly #inflate: Inflate | undefined;
  #read = 0;
  #wake = () => {};
  #over = false;

  constructor(url: string, headers: Record<string, string>) {
    this.ws = new WebSocket(url, { headers } as unknown as string[]);
    this.ws.binaryType = "arraybuffer";
    if (url.includes("zlib-stream")) {
      this.#inflate = createInflate();
      let text = "";
      this.#inflate.setEncoding("utf8");
      this.#inflate.on("data", (part: string) => {
        // One payload may come in several parts; JSON tells when it is whole.
        text += part;
        try {
          this.#arrive(JSON.parse(text));
          text = "";
        } catch {}
      });
    }
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const { promise: closed, resolve: close } = Promise.withResolvers<{ code: number; reason: string }>();
    this.opened = opened;
    this.closed = closed;
    this.ws.onopen = () => open();
    this.ws.onmessage = ({ data }) => {
      if (typeof data === "string") this.#arrive(JSON.parse(data));
      else if (this.#inflate !== undefined) this.#inflate.write(Buffer.from(data as ArrayBuffer));
      else this.#arrive(JSON.parse(inflateSync(Buffer.from(data as ArrayBuffer)).toString("utf8")));
    };
    this.ws.onclose = ({ code, reason }) => {
      this.#over = true;
      open();
      close({ code, reason });
      this.#wake();
    };
  }

  #arrive(frame: ReceivedFrame): void {
    this.frames.push(frame);
    this.#wake();
  }

  send(op: number, d: unknown): void {
    this.ws.send(JSON.stringify({ op, d }));
  }

  identify(token: string | undefined, more: Record<string, unknown> = {}): void {
    this.send(2, { token, properties: { os: "linux", browser: "test", device: "test" }, ...more });
  }

  resume(token: string, sessionId: string, seq: number): void {
    this.send(6, { token, session_id: sessionId, seq });
  }

  /** The next frame that fits; those before it are passed over. Rejects when the connection closes first. */
  async next(fits: (frame: ReceivedFrame) => boolean): Promise<ReceivedFrame> {
    for (;;) {
      while (this.#read < this.frames.length) {
        const frame = this.frames[this.#read++];
        if (frame !== undefined && fits(frame)) return frame;
      }
      if (this.#over) throw new Error(`closed: ${JSON.stringify(await this.closed)}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  dispatch(t: string): Promise<ReceivedFrame> {
    return this.next((frame) => frame.op === 0 && frame.t === t);
  }

  /** Resolves once everything that was sent before now has arrived. */
  async settled(): Promise<void> {
    this.send(1, null);
    await this.next((frame) => frame.op === 11);
  }

  get dispatches(): ReceivedFrame[] {
    return this.frames.filter((frame) => frame.op === 0);
  }

  get sessionId(): string {
    return this.frames.find((frame) => frame.t === "READY")?.d.session_id;
  }

  get sequence(): number {
    return this.dispatches.reduce((latest, frame) => Math.max(latest, frame.s ?? 0), 0);
  }

  /** Goes away as a lost network does. */
  async cut(): Promise<void> {
    this.ws.terminate();
    await this.closed;
  }
}
