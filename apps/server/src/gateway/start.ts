import { GatewayCloseCodes, GatewayOpcodes } from "discord-api-types/v10";
import type { Logger } from "pino";
import type { Topic } from "../bus/bus.ts";
import type { Clock } from "./clock.ts";
import { Dispatch, isOfShard } from "./dispatch.ts";
import type { EndWatch } from "./ends.ts";
import { type Frame, type IdentifyData, parseShard } from "./frames.ts";
import type { GatewayHooks, Identity } from "./hooks.ts";
import type { Hub } from "./hub.ts";
import { KNOWN_INTENTS, PRIVILEGED_INTENTS } from "./intents.ts";
import type { GatewayOptions } from "./options.ts";
import type { Outbox } from "./outbox.ts";
import { Payload } from "./payload.ts";
import type { PresenceBook } from "./presence.ts";
import { publicProfile } from "./profile.ts";
import { Session } from "./session.ts";
import type { SessionStore } from "./sessions.ts";
import type { GatewaySocket } from "./socket.ts";

/** Ends the connection on purpose; carries the close code. */
class Refusal extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export interface StartContext {
  hooks: GatewayHooks;
  hub: Hub;
  sessions: SessionStore;
  presence: PresenceBook;
  outbox: Outbox;
  ends: EndWatch;
  clock: Clock;
  options: GatewayOptions;
  log: Pick<Logger, "error" | "debug">;
  /** Closes the connection; its session stays resumable. */
  close(socket: GatewaySocket, code: number, reason: string): void;
  /** One more session that this user begins; whether it is allowed. */
  mayIdentify(userId: string): boolean;
  /** The connection has a session now. */
  becameLive(socket: GatewaySocket): void;
}

/** Answers IDENTIFY: READY, or a close code. */
export async function identify(
  context: StartContext,
  socket: GatewaySocket,
  data: IdentifyData,
): Promise<void> {
  socket.state = "starting";
  try {
    await startSession(context, socket, data);
  } catch (err) {
    if (err instanceof Refusal) {
      context.close(socket, err.code, err.message);
      return;
    }
    context.log.error({ err }, "a gateway session could not start");
    context.close(socket, GatewayCloseCodes.UnknownError, "something went wrong, reconnect");
  }
}

async function authenticate(
  { hooks }: StartContext,
  socket: GatewaySocket,
  token: string,
): Promise<Identity> {
  const spoken = token || socket.ws.data.cookieToken;
  const identity = spoken === "" ? null : await hooks.authenticate(spoken);
  if (identity === null) throw new Refusal(GatewayCloseCodes.AuthenticationFailed, "authentication failed");
  return identity;
}

async function startSession(context: StartContext, socket: GatewaySocket, data: IdentifyData): Promise<void> {
  const { hooks, hub, sessions, presence, ends, options } = context;
  using watch = ends.watch();
  const identity = await authenticate(context, socket, data.token);
  if (!context.mayIdentify(identity.userId)) {
    throw new Refusal(GatewayCloseCodes.RateLimited, "too many sessions begun in a minute");
  }
  const bot = identity.bot ? await parseBot(hooks, identity.userId, data) : undefined;
  const user = hub.hold(identity.userId, identity.bot);
  try {
    await allDone([hub.loadTopics(user, () => hooks.visibleTopics(user.id)), hub.guilds.join(user)]);
    if (socket.state === "closed") return;
    const ended = watch.codeFor(identity);
    if (ended !== undefined) throw new Refusal(ended, "the log-in was ended");
    makeRoom(sessions, user.sessions, options.sessionsPerUser);

    const session = new Session({
      id: sessions.newId(),
      user,
      authSessionId: identity.authSessionId,
      bot,
      platform: data.platform,
      client: data.client,
    });
    session.socket = socket;
    socket.session = session;
    // From here on dispatches gather in the session, so what the snapshot is too old for comes after READY.
    sessions.add(session);

    const savedVersion = user.savedVersion;
    const snapshot = await hooks.snapshot(user.id, bot !== undefined);
    if (session.socket !== socket) return;
    if (user.savedVersion === savedVersion) user.saved = snapshot.presence;
    user.profile = publicProfile(snapshot.ready.user);
    const device = socket.pendingPresence ?? data.presence;
    socket.pendingPresence = undefined;
    if (device !== undefined) {
      session.status = device.status;
      session.activities = device.activities;
    }
    session.ready = true;
    socket.compress = data.compress;

    const guilds = bot === undefined ? [] : guildsOfShard(snapshot.ready.guilds, bot.shard);
    const ready = new Payload("READY", {
      v: 10,
      ...snapshot.ready,
      ...(bot !== undefined && {
        guilds: [...guilds, ...guildsOfShard(snapshot.ready.unavailable_guilds, bot.shard)].map(({ id }) => ({
          id,
          unavailable: true,
        })),
      }),
      session_id: session.id,
      resume_gateway_url: socket.ws.data.gatewayUrl,
      ...(bot === undefined && {
        presences: presence.of(presencesSeen(hub.topicsOf(user))),
        sessions: presence.sessionsOf(user),
      }),
      ...(bot?.shard !== undefined && { shard: bot.shard }),
    });
    // What gathered meanwhile may be about a server that these introduce.
    session.insertFirst(
      guilds
        .map((guild) => new Dispatch("GUILD_CREATE", guild, guild.id).payloadFor(session))
        .filter((payload) => payload !== undefined),
    );
    if (socket.writeDispatch(ready, 1) <= 0 || socket.ws.getBufferedAmount() > 0) socket.blocked = true;
    context.becameLive(socket);
    presence.changed(user);
    context.outbox.queue(session);
  } finally {
    hub.release(user);
  }
}

function* presencesSeen(topics: Topic[]): Generator<string> {
  for (const topic of topics) if (topic.startsWith("presence:")) yield topic.slice("presence:".length);
}

/** Waits for all of them even when one fails: what goes on behind a failure would fill the node of a user who is gone. */
async function allDone(reads: readonly Promise<void>[]): Promise<void> {
  for (const read of await Promise.allSettled(reads)) {
    if (read.status === "rejected") throw read.reason;
  }
}

/** The servers that a bot's session is told about. */
function guildsOfShard(guilds: unknown, shard: readonly [number, number] | undefined): { id: string }[] {
  const all = (Array.isArray(guilds) ? guilds : []) as { id: string }[];
  return shard === undefined ? all : all.filter(({ id }) => isOfShard(id, shard));
}

/** One more session of a user: those that wait for a resume make room first. */
function makeRoom(sessions: SessionStore, own: readonly Session[], limit: number): void {
  if (own.length < limit) return;
  const oldest = own.filter((s) => s.socket === undefined).sort((a, b) => a.detachedAt - b.detachedAt)[0];
  if (oldest === undefined)
    throw new Refusal(GatewayCloseCodes.RateLimited, "too many sessions of this user");
  sessions.remove(oldest);
}

async function parseBot(
  hooks: GatewayHooks,
  userId: string,
  data: IdentifyData,
): Promise<NonNullable<Session["bot"]>> {
  const intents = Number(data.intents ?? Number.NaN);
  if (
    !Number.isSafeInteger(intents) ||
    intents < 0 ||
    intents > 0x7fff_ffff ||
    (intents & ~KNOWN_INTENTS) !== 0
  ) {
    throw new Refusal(GatewayCloseCodes.InvalidIntents, "invalid intents");
  }
  const asked = intents & PRIVILEGED_INTENTS;
  if (asked !== 0 && hooks.allowedIntents !== undefined) {
    const allowed = await hooks.allowedIntents(userId);
    if ((asked & ~allowed) !== 0)
      throw new Refusal(GatewayCloseCodes.DisallowedIntents, "disallowed intents");
  }
  if (data.shard === undefined) return { intents };
  const shard = parseShard(data.shard);
  if (shard === undefined) throw new Refusal(GatewayCloseCodes.InvalidShard, "invalid shard");
  return { intents, shard };
}

/** Answers RESUME: what was missed and RESUMED, INVALID_SESSION, or a close code. */
export async function resume(
  context: StartContext,
  socket: GatewaySocket,
  frame: Extract<Frame, { op: "resume" }>,
): Promise<void> {
  socket.state = "starting";
  try {
    if (await resumeSession(context, socket, frame)) return;
    invalidate(context, socket, false);
  } catch (err) {
    if (err instanceof Refusal) {
      context.close(socket, err.code, err.message);
      return;
    }
    // The session is still there: the same RESUME may succeed in a moment.
    context.log.error({ err }, "a gateway session could not be resumed");
    invalidate(context, socket, true);
  }
}

function invalidate(context: StartContext, socket: GatewaySocket, resumable: boolean): void {
  if (socket.state !== "starting") return;
  socket.state = "open";
  socket.openSince = context.clock.now();
  socket.write(GatewayOpcodes.InvalidSession, resumable);
}

const RESUMED = new Payload("RESUMED", {});

async function resumeSession(
  context: StartContext,
  socket: GatewaySocket,
  { token, sessionId, sequence }: Extract<Frame, { op: "resume" }>,
): Promise<boolean> {
  const { sessions, presence, outbox, ends, options } = context;
  using watch = ends.watch();
  const identity = await authenticate(context, socket, token);
  if (socket.state === "closed") return true;
  const ended = watch.codeFor(identity);
  if (ended !== undefined) throw new Refusal(ended, "the log-in was ended");

  const session = sessions.get(sessionId);
  if (session === undefined || !session.ready || session.user.id !== identity.userId) return false;
  if (sequence > session.sent)
    throw new Refusal(GatewayCloseCodes.InvalidSeq, "that sequence number was never sent");
  if (sequence < session.oldestResumable) {
    if (session.socket === undefined) sessions.remove(session);
    return false;
  }
  const previous = session.socket;
  if (previous !== undefined) {
    previous.session = undefined;
    context.close(previous, GatewayCloseCodes.UnknownError, "resumed on another connection");
  }
  sessions.revive(session);
  session.authSessionId = identity.authSessionId;
  session.attach(socket, sequence);
  socket.session = session;
  context.becameLive(socket);
  session.push(RESUMED, options);
  presence.changed(session.user);
  outbox.queue(session);
  return true;
}
