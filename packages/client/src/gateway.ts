import type { GatewayActivity, Snowflake, UserReady } from "@palabre/protocol";
import { createEmitter } from "./emitter.ts";
import { createInflater, type Inflater } from "./inflate.ts";

/** The part of WebSocket that is used: browsers', Bun's, and the `ws` package's fit. */
interface GatewaySocket {
  binaryType: string;
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

export interface GatewayOptions {
  /** `wss://chat.example/gateway`; the query is added. */
  url: string;
  /** Absent: the server takes the session's cookie. */
  token?: string;
  /** Told to the person in their list of sessions. */
  properties?: { os?: string; browser?: string; device?: string };
  /** zlib-stream; costs 20 KB of code and saves about four fifths of the bytes. */
  compress?: boolean;
  /** Bots say which events they want; a person's session gets everything. */
  intents?: number;
  presence?: GatewayPresence;
  /** Stands in for `WebSocket`, where there is none or headers are to be added. */
  WebSocket?: new (
    url: string,
  ) => GatewaySocket;
  /** Always connect to `url`: a page behind a proxy must not be sent to the address the server believes to have. */
  ignoreResumeUrl?: boolean;
  /** Milliseconds before the first and at most before any new attempt. Default 500 and 30,000. */
  backoff?: { base: number; max: number };
  /** Milliseconds to wait for HELLO, and after it for READY or RESUMED. Default 15,000. */
  handshakeTimeout?: number;
  /** 0 ≤ n < 1; a test may fix it. */
  random?: () => number;
}

export interface GatewayPresence {
  status: "online" | "idle" | "dnd" | "invisible";
  activities: GatewayActivity[];
  /** Milliseconds since 1970 at which one went away, or null. */
  since: number | null;
  afk: boolean;
}

export interface MembersRequest {
  guild_id: Snowflake;
  /** The beginning of a name; "" for anybody. */
  query?: string;
  user_ids?: Snowflake[];
  limit: number;
  presences?: boolean;
  nonce?: string;
}

/** Channel → ranges of rows, first and last included. */
export type MemberRanges = Record<Snowflake, readonly (readonly [first: number, last: number])[]>;

export type GatewayStatus =
  | { state: "idle" }
  | { state: "connecting"; attempt: number }
  | { state: "ready" }
  /** Between two attempts; `retryAt` in milliseconds since 1970. */
  | { state: "waiting"; attempt: number; retryAt: number }
  /** For good: `closed` by the caller, or refused with a code that says "don't". */
  | { state: "closed"; code: number; reason: string };

export interface Dispatch {
  t: string;
  /** Told apart by `t`, at the reader's side. */
  d: unknown;
  s: number;
}

export interface GatewayEvents {
  ready: UserReady;
  resumed: undefined;
  /** Every dispatch, READY and RESUMED included, in order. */
  dispatch: Dispatch;
  status: GatewayStatus;
  /** For good; see GatewayStatus. */
  closed: { code: number; reason: string };
  /** Milliseconds from heartbeat to ACK. */
  latency: number;
}

export interface Gateway {
  readonly status: GatewayStatus;
  on<K extends keyof GatewayEvents>(event: K, listener: (payload: GatewayEvents[K]) => void): () => void;
  /** The first dispatch `t` that `matches`, from now on. Rejects when `signal` aborts or the gateway closes. */
  next(t: string, matches?: (d: Dispatch["d"]) => boolean, signal?: AbortSignal): Promise<Dispatch>;
  /** Every dispatch from now on, until the gateway closes. */
  [Symbol.asyncIterator](): AsyncIterator<Dispatch>;
  connect(): void;
  /** Ends the session: the server forgets it, and no new attempt is made. */
  close(): void;
  /** The network may be back, or the page is seen again: retry at once, or make sure that the socket lives. */
  wake(): void;
  send(op: number, d: unknown): boolean;
  /** Kept and sent again after every new IDENTIFY. */
  setPresence(presence: GatewayPresence): void;
  /** REQUEST_GUILD_MEMBERS; answered with GUILD_MEMBERS_CHUNK. False while there is no session. */
  requestMembers(request: MembersRequest): boolean;
  /**
   * Rows of the members panel that are looked at, by channel; answered with GUILD_MEMBER_LIST_UPDATE, now and as they
   * change. Takes the place of the server's former ranges, and is told again to every new session. No channels: ends it.
   */
  subscribeMembers(guildId: Snowflake, channels: MemberRanges): void;
  /** What a server's voice channels say of themselves; answered with CHANNEL_INFO. False while there is no session. */
  requestChannelInfo(guildId: Snowflake): boolean;
  [Symbol.dispose](): void;
}

const OP = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presence: 3,
  resume: 6,
  reconnect: 7,
  requestMembers: 8,
  invalidSession: 9,
  hello: 10,
  ack: 11,
  subscribe: 14,
  channelInfo: 43,
} as const;

/** Close codes that say "don't": trying again would be refused again. */
const FATAL = new Set([4004, 4010, 4011, 4012, 4013, 4014]);
/** Close codes after which the session is gone: reconnect, but identify afresh. */
const SESSION_LOST = new Set([4003, 4007, 4009]);

/** Our own: no session ends by it on the server, so that it can be resumed. Below 4000 but not 1000 or 1001. */
const CLOSE_TO_RESUME = 3000;

/**
 * A gateway session that outlives its sockets. A broken or silent connection is replaced, and what was missed
 * is fetched by RESUME; when the server no longer has it, a new READY comes. So every listener sees either each
 * dispatch once and in order, or `ready` again.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const emitter = createEmitter<GatewayEvents>();
  const random = options.random ?? Math.random;
  const backoff = options.backoff ?? { base: 500, max: 30_000 };
  const handshakeTimeout = options.handshakeTimeout ?? 15_000;

  let status: GatewayStatus = { state: "idle" };
  let socket: GatewaySocket | undefined;
  let session: { id: string; resumeUrl: string } | undefined;
  let seq = 0;
  let attempt = 0;
  let presence = options.presence;
  const subscriptions = new Map<Snowflake, MemberRanges>();
  let acked = true;
  let beatAt = 0;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let beatTimer: ReturnType<typeof setTimeout> | undefined;
  let watchdog: ReturnType<typeof setTimeout> | undefined;

  function setStatus(next: GatewayStatus) {
    status = next;
    emitter.emit("status", next);
  }

  function clearTimers() {
    clearTimeout(retryTimer);
    clearTimeout(beatTimer);
    clearTimeout(watchdog);
  }

  function open() {
    clearTimers();
    setStatus({ state: "connecting", attempt });
    const Socket = options.WebSocket ?? (globalThis.WebSocket as unknown as GatewayOptions["WebSocket"]);
    if (!Socket) throw new Error("This runtime has no WebSocket: pass one in the options");
    const resumeUrl = options.ignoreResumeUrl ? undefined : session?.resumeUrl;
    const address = new URL(resumeUrl || options.url, globalThis.location?.href);
    address.searchParams.set("v", "10");
    address.searchParams.set("encoding", "json");
    if (options.compress) address.searchParams.set("compress", "zlib-stream");
    const mine = new Socket(address.href);
    socket = mine;
    mine.binaryType = "arraybuffer";
    const inflater = options.compress ? createInflater() : undefined;
    // A connection that ends before its first frame never asks for it.
    inflater?.catch(() => {});
    // Frames are handled one after the other, also while the inflater is still being loaded.
    let queue: Promise<void> = Promise.resolve();
    const fromHere = (handle: () => void) => {
      if (socket === mine) handle();
    };
    watchdog = setTimeout(() => fromHere(() => lost(mine, 1006, "no HELLO in time")), handshakeTimeout);
    mine.onmessage = ({ data }: { data: unknown }) => {
      if (!inflater) return fromHere(() => receive(mine, String(data)));
      queue = queue.then(async () => {
        const text = await decode(await inflater, data);
        if (text !== undefined) fromHere(() => receive(mine, text));
      });
      queue.catch(() => fromHere(() => lost(mine, 1006, "broken stream")));
    };
    mine.onclose = ({ code, reason }: { code: number; reason: string }) => {
      // What arrived before the close comes first.
      void queue.catch(() => {}).then(() => fromHere(() => closed(code, reason)));
    };
    mine.onerror = () => {};
  }

  function receive(from: GatewaySocket, text: string) {
    let frame: { op: number; d: unknown; s?: number; t?: string };
    try {
      frame = JSON.parse(text);
    } catch {
      return lost(from, 1006, "not JSON");
    }
    switch (frame.op) {
      case OP.hello:
        return hello(from, (frame.d as { heartbeat_interval: number }).heartbeat_interval);
      case OP.ack:
        acked = true;
        emitter.emit("latency", Date.now() - beatAt);
        return;
      case OP.heartbeat:
        return beat();
      case OP.reconnect:
        return lost(from, CLOSE_TO_RESUME, "the server asks to reconnect");
      case OP.invalidSession:
        if (frame.d !== true) session = undefined;
        return lost(from, CLOSE_TO_RESUME, "invalid session");
      case OP.dispatch:
        return dispatched({ t: frame.t ?? "", d: frame.d, s: frame.s ?? 0 });
    }
  }

  function hello(from: GatewaySocket, interval: number) {
    clearTimeout(watchdog);
    acked = true;
    watchdog = setTimeout(
      () => lost(from, CLOSE_TO_RESUME, "no answer to IDENTIFY in time"),
      handshakeTimeout,
    );
    const next = (delay: number) => {
      beatTimer = setTimeout(() => {
        // The server went silent: a socket may stay "open" for many minutes after its network is gone.
        if (!acked) return lost(from, CLOSE_TO_RESUME, "heartbeat not acknowledged");
        beat();
        next(interval);
      }, delay);
    };
    next(interval * random());
    if (session) {
      sendFrame(OP.resume, { token: options.token ?? "", session_id: session.id, seq });
    } else {
      sendFrame(OP.identify, {
        ...(options.token !== undefined && { token: options.token }),
        properties: { os: "", browser: "palabre", device: "", ...options.properties },
        ...(options.intents !== undefined && { intents: options.intents }),
        ...(presence && { presence }),
      });
    }
  }

  function beat() {
    acked = false;
    beatAt = Date.now();
    sendFrame(OP.heartbeat, seq || null);
  }

  function dispatched(event: Dispatch) {
    seq = event.s;
    if (event.t === "READY" || event.t === "RESUMED") {
      clearTimeout(watchdog);
      attempt = 0;
      if (event.t === "READY") {
        const ready = event.d as UserReady;
        session = { id: ready.session_id, resumeUrl: ready.resume_gateway_url };
      }
    }
    emitter.emit("dispatch", event);
    if (event.t === "READY") emitter.emit("ready", event.d as UserReady);
    if (event.t === "RESUMED") emitter.emit("resumed", undefined);
    if (event.t === "READY" || event.t === "RESUMED") {
      setStatus({ state: "ready" });
      for (const [guild_id, channels] of subscriptions) sendFrame(OP.subscribe, { guild_id, channels });
    }
  }

  /** Gives the socket up ourselves, without waiting for the other end's close. */
  function lost(from: GatewaySocket, code: number, reason: string) {
    if (socket !== from) return;
    socket = undefined;
    from.close(CLOSE_TO_RESUME, reason.slice(0, 100));
    retry(code === CLOSE_TO_RESUME ? 0 : undefined);
  }

  function closed(code: number, reason: string) {
    socket = undefined;
    if (FATAL.has(code)) return finish(code, reason);
    if (SESSION_LOST.has(code)) session = undefined;
    retry();
  }

  /** Full jitter: many clients of one restarted server must not come back in step. The first retry is quick. */
  function retry(delay = random() * Math.min(backoff.max, backoff.base * 2 ** attempt)) {
    clearTimers();
    attempt++;
    // An invalid session or RECONNECT is answered at once, yet not in a tight loop.
    const ms = attempt > 2 ? Math.max(delay, backoff.base) : delay;
    setStatus({ state: "waiting", attempt, retryAt: Date.now() + ms });
    retryTimer = setTimeout(open, ms);
  }

  function finish(code: number, reason: string) {
    clearTimers();
    session = undefined;
    seq = 0;
    setStatus({ state: "closed", code, reason });
    emitter.emit("closed", { code, reason });
  }

  function sendFrame(op: number, d: unknown): boolean {
    if (socket?.readyState !== 1) return false;
    socket.send(JSON.stringify({ op, d }));
    return true;
  }

  const gateway: Gateway = {
    get status() {
      return status;
    },
    on: emitter.on,
    next(t, matches = () => true, signal) {
      return new Promise((resolve, reject) => {
        const offs = [
          emitter.on("dispatch", (event) => {
            if (event.t === t && matches(event.d)) done(() => resolve(event));
          }),
          emitter.on("closed", ({ code, reason }) => {
            done(() => reject(new Error(`The gateway closed (${code} ${reason}) before ${t}`)));
          }),
        ];
        const aborted = () => done(() => reject(signal?.reason));
        const done = (settle: () => void) => {
          for (const off of offs) off();
          signal?.removeEventListener("abort", aborted);
          settle();
        };
        if (signal?.aborted) aborted();
        else signal?.addEventListener("abort", aborted, { once: true });
      });
    },
    [Symbol.asyncIterator]() {
      return iterate(emitter.on);
    },
    connect() {
      if (status.state !== "idle" && status.state !== "closed") return;
      attempt = 0;
      open();
    },
    close() {
      if (status.state === "closed" || status.state === "idle") return;
      const old = socket;
      socket = undefined;
      old?.close(1000, "bye");
      finish(1000, "closed by the client");
    },
    wake() {
      if (status.state === "waiting") {
        attempt = 0;
        open();
      } else if (status.state === "ready" && socket && acked) {
        const probed = socket;
        beat();
        clearTimeout(watchdog);
        watchdog = setTimeout(() => {
          if (!acked) lost(probed, CLOSE_TO_RESUME, "no answer after waking");
        }, 5_000);
      }
    },
    send: sendFrame,
    setPresence(next) {
      presence = next;
      sendFrame(OP.presence, next);
    },
    requestMembers: (request) => status.state === "ready" && sendFrame(OP.requestMembers, request),
    subscribeMembers(guild_id, channels) {
      if (Object.keys(channels).length > 0) subscriptions.set(guild_id, channels);
      else if (!subscriptions.delete(guild_id)) return;
      if (status.state === "ready") sendFrame(OP.subscribe, { guild_id, channels });
    },
    requestChannelInfo: (guild_id) =>
      status.state === "ready" &&
      sendFrame(OP.channelInfo, { guild_id, fields: ["status", "voice_start_time"] }),
    [Symbol.dispose]() {
      gateway.close();
    },
  };
  return gateway;
}

async function decode(inflater: Inflater, data: unknown): Promise<string | undefined> {
  if (typeof data === "string") return data;
  if (data instanceof ArrayBuffer) return inflater.push(new Uint8Array(data));
  if (ArrayBuffer.isView(data))
    return inflater.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  if (data instanceof Blob) return inflater.push(new Uint8Array(await data.arrayBuffer()));
  return undefined;
}

function iterate(on: Gateway["on"]): AsyncIterator<Dispatch> {
  const ready: Dispatch[] = [];
  let wanting: ((result: IteratorResult<Dispatch>) => void) | undefined;
  let ended = false;
  const offs = [
    on("dispatch", (event) => {
      if (wanting) {
        wanting({ value: event, done: false });
        wanting = undefined;
      } else ready.push(event);
    }),
    on("closed", () => end()),
  ];
  function end() {
    ended = true;
    for (const off of offs) off();
    wanting?.({ value: undefined, done: true });
    wanting = undefined;
  }
  return {
    next() {
      const event = ready.shift();
      if (event) return Promise.resolve({ value: event, done: false });
      if (ended) return Promise.resolve({ value: undefined, done: true });
      return new Promise((resolve) => {
        wanting = resolve;
      });
    },
    return() {
      end();
      return Promise.resolve({ value: undefined, done: true });
    },
  };
}
