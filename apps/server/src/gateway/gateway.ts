import type { Presence } from "@palabre/protocol";
import type { Server, ServerWebSocket, WebSocketHandler } from "bun";
import { GatewayCloseCodes, GatewayOpcodes } from "discord-api-types/v10";
import type { Logger } from "pino";
import type { Bus, BusMessage, DispatchMessage } from "../bus/bus.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Dispatch } from "./dispatch.ts";
import { EndWatch, endConcerns } from "./ends.ts";
import { type DevicePresence, type Frame, FrameError, parseFrame } from "./frames.ts";
import type { GatewayHooks } from "./hooks.ts";
import { Hub, type Listener, type UserNode } from "./hub.ts";
import { createMemberLists, isOnline } from "./member-lists.ts";
import { createMemberRequests } from "./member-requests.ts";
import { DEFAULT_GATEWAY_OPTIONS, type GatewayOptions } from "./options.ts";
import { Outbox } from "./outbox.ts";
import type { Payload } from "./payload.ts";
import { createPresenceBook } from "./presence.ts";
import { publicProfile } from "./profile.ts";
import type { Session } from "./session.ts";
import { SessionStore } from "./sessions.ts";
import { GatewaySocket, type SocketData } from "./socket.ts";
import { createSoundRequests } from "./sound-requests.ts";
import { identify, resume, type StartContext } from "./start.ts";
import { readUpgrade } from "./upgrade.ts";
import { createVoiceRequests } from "./voice.ts";

export interface GatewayInit {
  bus: Bus;
  hooks: GatewayHooks;
  log: Pick<Logger, "error" | "warn" | "info" | "debug">;
  /** Whether a page of this origin is our own web client; only such a page's cookie is believed. */
  isOwnOrigin(origin: string, request: Request): boolean;
  /** Where clients come back to; made from the request's address when absent. */
  gatewayUrl?(request: Request): string;
  /** Whom to count a connection against; the address of its other end when absent. */
  addressOf?(request: Request, peer: string | undefined): string | undefined;
  options?: Partial<GatewayOptions>;
  clock?: Clock;
}

export interface GatewayStats {
  sockets: number;
  /** Sessions with a connection. */
  sessions: number;
  /** People with a session, resumable ones included. */
  users: number;
  /** Sessions that lost their connection and may be resumed. */
  resumable: number;
  /** Servers that somebody with a session is in. */
  guilds: number;
  /** How often it was worked out what members may do in a channel, since the start. */
  evaluations_total: number;
  /** Events that were published since the start. */
  events_total: number;
  /** Dispatches that were written to sockets since the start. */
  dispatches_total: number;
  slow_readers_total: number;
}

export interface Gateway extends AsyncDisposable {
  /** Answers a request for the gateway's address; undefined when it became a WebSocket. */
  upgrade(request: Request, server: Server<unknown>): Response | undefined;
  websocket: WebSocketHandler<SocketData>;
  /** Sends everybody away to reconnect, for a server that is about to stop. New connections are refused from now on. */
  drain(): Promise<void>;
  /** Cuts every connection and forgets every session. */
  close(): void;
  stats(): GatewayStats;
  /** Presences as others were told, offline ones included. */
  presencesOf(userIds: Iterable<string>): Presence[];
  /** Whether somebody has a session, one that may be resumed included. */
  hasSession(userId: string): boolean;
  /**
   * Hears what an account's session would be told of its servers, from when the promise resolves until it is disposed.
   * @throws when the account's memberships cannot be read
   */
  listen(listener: Listener): Promise<Disposable>;
  /** Accounts that listen and may have to be told of this message; asked for each, so it looks at memory alone. */
  listenersOf(message: DispatchMessage): readonly string[];
  /**
   * Lets those who listen hear a message of before, as far as they see now what it is about; sessions are told nothing.
   * `audience` is what {@link listenersOf} said then.
   */
  recall(message: DispatchMessage, audience: readonly string[]): void;
  /** Members of a server who are not offline to others. */
  onlineIn(guildId: string): number;
  /** Some of them. */
  onlineMembers(guildId: string, most: number): string[];
}

/** Frames beyond this are not even read to the end; the connection is cut. */
const CUT_FRAME_BYTES = 1_048_576;

/** How long {@link Gateway.drain} waits for connections to be gone. */
const DRAIN_MS = 2_000;

export function createGateway(init: GatewayInit): Gateway {
  const { bus, hooks, log } = init;
  const options: GatewayOptions = { ...DEFAULT_GATEWAY_OPTIONS, ...init.options };
  const clock = init.clock ?? systemClock;
  const hub = new Hub({
    deliver,
    hooks,
    lost: startAnew,
    shutOut: (voiceId) =>
      void hooks
        .endVoice?.(voiceId)
        .catch((err: unknown) => failed(err, "a place in voice could not be left")),
    failed,
    heard: (view, t, d) => lists.heard(view, t, d),
  });
  const voice = createVoiceRequests({ hub, hooks, clock, deliver, failed });
  const sessions = new SessionStore(hub, options, voice.ended);
  const outbox = new Outbox(clock);
  const presence = createPresenceBook(hub, bus, clock, options.presenceGraceMs, deliverPayload);
  const ends = new EndWatch();
  const forMembers = { hub, hooks, presence, clock, options, failed };
  const requests = createMemberRequests({ ...forMembers, deliver });
  const sounds = createSoundRequests({ hub, hooks, deliver, failed });
  const lists = createMemberLists({ ...forMembers, deliver: deliverPayload });
  const sockets = new Set<GatewaySocket>();
  /** Connections that have not identified yet, by address. */
  const anonymous = new Map<string, number>();
  /** Sessions begun in the current window, by user. */
  const identifies = new Map<string, number>();
  let identifiesSince = clock.now();
  const counts = { events: 0, slowReaders: 0 };
  let draining = false;

  const hello = JSON.stringify({
    op: GatewayOpcodes.Hello,
    s: null,
    t: null,
    d: { heartbeat_interval: options.heartbeatMs },
  });

  const context: StartContext = {
    hooks,
    hub,
    sessions,
    presence,
    outbox,
    ends,
    clock,
    options,
    log,
    close: closeSocket,
    mayIdentify(userId) {
      const count = (identifies.get(userId) ?? 0) + 1;
      if (count > options.identifiesPerWindow) return false;
      identifies.set(userId, count);
      return true;
    },
    becameLive(socket) {
      socket.state = "live";
      countAnonymous(socket, -1);
    },
  };

  function failed(err: unknown, message: string): void {
    log.error({ err }, message);
  }

  function deliver(session: Session, event: Dispatch): void {
    const payload = event.payloadFor(session);
    if (payload !== undefined) deliverPayload(session, payload);
  }

  function deliverPayload(session: Session, payload: Payload): void {
    if (session.push(payload, options)) {
      outbox.queue(session);
      return;
    }
    const socket = session.socket;
    if (socket === undefined) return;
    counts.slowReaders++;
    log.info({ userId: session.user.id, bytes: options.outboxBytes }, "a gateway client reads too slowly");
    leave(socket);
    // A close frame would wait behind everything that is not being read.
    socket.ws.terminate();
  }

  function countAnonymous(socket: GatewaySocket, by: 1 | -1): void {
    const { address } = socket.ws.data;
    const count = (anonymous.get(address) ?? 0) + by;
    if (count > 0) anonymous.set(address, count);
    else anonymous.delete(address);
  }

  /** Takes the connection from its session, which waits for a resume. */
  function leave(socket: GatewaySocket): void {
    if (socket.state === "closed") return;
    if (socket.state !== "live") countAnonymous(socket, -1);
    socket.state = "closed";
    sockets.delete(socket);
    const session = socket.session;
    socket.session = undefined;
    if (session === undefined) return;
    lists.leave(session);
    if (session.ready) {
      sessions.detach(session, clock.now());
      presence.left(session.user);
    } else {
      sessions.remove(session);
    }
  }

  function closeSocket(socket: GatewaySocket, code: number, reason: string): void {
    if (socket.state === "closed") return;
    leave(socket);
    socket.ws.close(code, reason);
  }

  /** Forgets the session, so that no RESUME revives it. */
  function endSession(session: Session, code: number): void {
    const socket = session.socket;
    lists.leave(session);
    presence.left(session.user);
    sessions.remove(session);
    if (socket === undefined) return;
    socket.session = undefined;
    closeSocket(socket, code, "the log-in was ended");
  }

  /** Ends the user's sessions so that their clients identify again and read everything. */
  function startAnew(user: UserNode): void {
    for (const session of user.sessions) {
      const { socket } = session;
      lists.leave(session);
      presence.left(user);
      sessions.remove(session);
      if (socket === undefined) continue;
      socket.session = undefined;
      closeSocket(socket, GatewayCloseCodes.UnknownError, "something went wrong, reconnect");
    }
    if (user.listeners.length > 0) {
      hub.guilds.join(user).catch((err: unknown) => failed(err, "what listens could not be told anew"));
    }
  }

  function hear(message: BusMessage): void {
    switch (message.kind) {
      case "dispatch":
        counts.events++;
        hub.dispatch(message.topic, message.t, message.d, message.needs, message.record);
        noteUser(message);
        return;
      case "tap":
        if (hub.tap(message.userId, message.topic, message.open)) tellPresence(message);
        return;
      case "presence": {
        const user = hub.find(message.userId);
        if (user !== undefined)
          presence.save(user, { status: message.status, activities: message.activities });
        return;
      }
      case "end":
        ends.record({ ...message, authSessionIds: message.authSessionIds });
        for (const session of hub.find(message.userId)?.sessions ?? []) {
          const { authSessionId, user } = session;
          if (
            endConcerns(
              { ...message, authSessionIds: message.authSessionIds },
              { userId: user.id, authSessionId },
            )
          )
            endSession(session, message.code);
        }
    }
  }

  /** Lists of members show how people are, and what they are called. */
  function noteUser({ topic, t, d }: Extract<BusMessage, { kind: "dispatch" }>): void {
    if (topic.startsWith("presence:")) {
      lists.changed(topic.slice("presence:".length));
    } else if (t === "USER_UPDATE" && topic.startsWith("user:")) {
      const user = hub.find(topic.slice("user:".length));
      if (user === undefined) return;
      user.profile = publicProfile(d);
      lists.changed(user.id);
    }
  }

  /** Whoever begins to see somebody learns how they are; whoever ceases to sees them leave. */
  function tellPresence({ userId, topic, open }: Extract<BusMessage, { kind: "tap" }>): void {
    if (!topic.startsWith("presence:")) return;
    const other = topic.slice("presence:".length);
    if (hub.find(other)?.announced === undefined) return;
    const shown = presence.one(other);
    const told: Presence = open ? shown : { ...shown, status: "offline", activities: [], client_status: {} };
    hub.dispatch(`user:${userId}`, "PRESENCE_UPDATE", told);
  }

  function receive(socket: GatewaySocket, message: string | Buffer): void {
    if (socket.state === "closed") return;
    const now = clock.now();
    if (now - socket.windowStart >= options.frameWindowMs) {
      socket.windowStart = now;
      socket.windowFrames = 0;
    }
    if (++socket.windowFrames > options.framesPerWindow) {
      closeSocket(socket, GatewayCloseCodes.RateLimited, "too many frames");
      return;
    }
    if (Buffer.byteLength(message) > options.maxFrameBytes) {
      closeSocket(socket, GatewayCloseCodes.DecodeError, "the frame is too large");
      return;
    }
    let frame: Frame;
    try {
      frame = parseFrame(message.toString());
    } catch (err) {
      if (!(err instanceof FrameError)) throw err;
      closeSocket(socket, err.code, err.message);
      return;
    }
    handle(socket, frame, now);
  }

  function handle(socket: GatewaySocket, frame: Frame, now: number): void {
    switch (frame.op) {
      case "heartbeat":
        socket.lastBeat = now;
        // The answer stands behind what was published before the question: a client may wait for it.
        if (socket.session !== undefined) outbox.write(socket.session);
        socket.acknowledge();
        return;
      case "identify":
      case "resume":
        if (socket.state !== "open") {
          closeSocket(socket, GatewayCloseCodes.AlreadyAuthenticated, "already authenticated");
        } else if (frame.op === "identify") {
          void identify(context, socket, frame.data);
        } else {
          void resume(context, socket, frame);
        }
        return;
      default:
        if (socket.state === "open") {
          closeSocket(socket, GatewayCloseCodes.NotAuthenticated, "not authenticated");
        } else if (frame.op === "presence") {
          changePresence(socket, frame.data, now);
        } else if (socket.state === "live" && socket.session !== undefined) {
          if (frame.op === "members") requests.ask(socket.session, frame.data);
          else if (frame.op === "voice") voice.change(socket.session, frame.data);
          else if (frame.op === "info") voice.inform(socket.session, frame.data);
          else if (frame.op === "sounds") sounds.ask(socket.session, frame.guildIds);
          else if (frame.op === "list" && socket.session.bot === undefined)
            lists.look(socket.session, frame.data);
        }
    }
  }

  /** A device says how it is. What comes too fast waits; only the latest of it is told. */
  function changePresence(socket: GatewaySocket, data: DevicePresence, now: number): void {
    const session = socket.session;
    if (socket.state !== "live" || session === undefined) {
      socket.pendingPresence = data;
      return;
    }
    if (now - socket.presenceStart >= options.presenceWindowMs) {
      socket.presenceStart = now;
      socket.presenceChanges = 0;
    }
    const { user } = session;
    if (now - user.presenceStart >= options.presenceWindowMs) {
      user.presenceStart = now;
      user.presenceChanges = 0;
    }
    if (
      socket.presenceChanges >= options.presencesPerWindow ||
      user.presenceChanges >= options.presencesPerUser
    ) {
      socket.pendingPresence = data;
      return;
    }
    socket.presenceChanges++;
    user.presenceChanges++;
    socket.pendingPresence = undefined;
    session.status = data.status;
    session.activities = data.activities;
    presence.changed(user);
  }

  function sweep(): void {
    const now = clock.now();
    for (const socket of sockets) {
      if (now - socket.lastBeat > options.heartbeatTimeoutMs) {
        closeSocket(socket, GatewayCloseCodes.SessionTimedOut, "no heartbeat came");
      } else if (socket.state === "open" && now - socket.openSince > options.identifyMs) {
        closeSocket(socket, GatewayCloseCodes.NotAuthenticated, "no IDENTIFY came");
      } else if (socket.pendingPresence !== undefined) {
        changePresence(socket, socket.pendingPresence, now);
      }
    }
    sessions.expire(now);
    if (now - identifiesSince >= options.identifyWindowMs) {
      identifiesSince = now;
      identifies.clear();
    }
  }

  const stopSweeping = clock.every(options.sweepMs, sweep);
  const unsubscribe = bus.subscribe(hear);

  function open(ws: ServerWebSocket<SocketData>): void {
    const socket = new GatewaySocket(ws, clock.now());
    ws.data.socket = socket;
    sockets.add(socket);
    countAnonymous(socket, 1);
    const { refusal } = ws.data;
    if (refusal !== undefined) closeSocket(socket, refusal.code, refusal.reason);
    else socket.writeText(hello);
  }

  function drained(socket: GatewaySocket): void {
    if (socket.ws.getBufferedAmount() > 0) return;
    socket.blocked = false;
    if (socket.session !== undefined) outbox.queue(socket.session);
  }

  /** A client that says goodbye (1000, 1001) will not be back; as Discord has it, its session ends. */
  function closed(socket: GatewaySocket, code: number): void {
    const session = socket.session;
    leave(socket);
    if (session?.ready && (code === 1000 || code === 1001)) sessions.remove(session);
  }

  return {
    upgrade(request, server) {
      if (draining)
        return new Response("The server is restarting.", { status: 503, headers: { "Retry-After": "1" } });
      const data = readUpgrade(request, init, server.requestIP(request)?.address);
      if (data instanceof Response) return data;
      if ((anonymous.get(data.address) ?? 0) >= options.anonymousPerAddress) {
        return new Response("Too many connections that have not identified.", {
          status: 429,
          headers: { "Retry-After": "5" },
        });
      }
      return server.upgrade(request, { data })
        ? undefined
        : new Response("This is a WebSocket address.", { status: 426, headers: { Upgrade: "websocket" } });
    },

    websocket: {
      maxPayloadLength: CUT_FRAME_BYTES,
      // The outbox bounds what waits for a reader, this only what a READY and acknowledgements may add to it.
      backpressureLimit: 64 * 1_048_576,
      // Heartbeats tell who is there.
      idleTimeout: 0,
      sendPings: false,
      perMessageDeflate: false,
      open,
      message(ws, message) {
        if (ws.data.socket !== undefined) receive(ws.data.socket, message);
      },
      drain(ws) {
        if (ws.data.socket !== undefined) drained(ws.data.socket);
      },
      close(ws, code) {
        if (ws.data.socket !== undefined) closed(ws.data.socket, code);
      },
    },

    async drain() {
      draining = true;
      outbox.flush();
      const leaving = Array.from(sockets, (socket) => socket.ws);
      for (const socket of sockets) {
        socket.write(GatewayOpcodes.Reconnect, null);
        closeSocket(socket, GatewayCloseCodes.UnknownError, "the server is restarting");
      }
      const deadline = clock.now() + DRAIN_MS;
      while (leaving.some((ws) => ws.readyState !== WebSocket.CLOSED) && clock.now() < deadline) {
        await Bun.sleep(10);
      }
    },

    close() {
      draining = true;
      unsubscribe();
      stopSweeping();
      outbox.close();
      lists.close();
      for (const socket of sockets) {
        leave(socket);
        socket.ws.terminate();
      }
      for (const user of hub.users) {
        user.cancelAnnouncement?.();
        user.cancelDevices?.();
      }
    },

    stats: () => ({
      sockets: sockets.size,
      sessions: sessions.attachedCount,
      users: hub.userCount,
      resumable: sessions.detachedCount,
      guilds: hub.guilds.size,
      evaluations_total: hub.guilds.evaluations,
      events_total: counts.events,
      dispatches_total: outbox.delivered,
      slow_readers_total: counts.slowReaders,
    }),

    hasSession(userId) {
      const user = hub.find(userId);
      return user !== undefined && (user.sessions.length > 0 || user.holds > 0);
    },

    async listen(listener) {
      const user = hub.hold(listener.userId, listener.bot !== undefined);
      try {
        hub.addListener(user, listener);
        await hub.guilds.join(user);
      } catch (err) {
        hub.removeListener(user, listener);
        throw err;
      } finally {
        hub.release(user);
      }
      return { [Symbol.dispose]: () => hub.removeListener(user, listener) };
    },

    listenersOf: (message) => hub.listenersOf(message),

    recall: (message, audience) => hub.recall(message, audience),

    onlineIn(guildId) {
      let online = 0;
      for (const member of hub.guilds.get(guildId)?.members ?? []) if (isOnline(member)) online++;
      return online;
    },

    onlineMembers(guildId, most) {
      const online: string[] = [];
      for (const member of hub.guilds.get(guildId)?.members ?? []) {
        if (online.length >= most) break;
        if (isOnline(member)) online.push(member.user.id);
      }
      return online;
    },

    presencesOf: (userIds) => Array.from(userIds, (id) => presence.one(id)),

    async [Symbol.asyncDispose]() {
      this.close();
    },
  };
}
