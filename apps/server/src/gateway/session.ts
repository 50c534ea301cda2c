import type { GatewayActivity, GatewaySession } from "@palabre/protocol";
import type { UserNode } from "./hub.ts";
import type { Payload } from "./payload.ts";
import type { GatewaySocket } from "./socket.ts";

/** What a device says of itself. "offline" is how libraries spell invisible. */
export type DeviceStatus = "online" | "idle" | "dnd" | "invisible";
export type Platform = "desktop" | "mobile" | "web";

export interface SessionLimits {
  /** Dispatches that a session keeps for a resume. */
  resumeEvents: number;
  /** Bytes that a session keeps for a resume. */
  resumeBytes: number;
  /** Bytes that may wait for a reader before its connection is closed. */
  outboxBytes: number;
}

/** What a kept payload costs beside its text, so that many tiny ones are bounded too. */
const ENTRY_BYTES = 64;

const NO_ACTIVITIES: GatewayActivity[] = [];

/**
 * One client's stream of dispatches, which outlives its connection for a while. The buffer serves both ends: what the
 * socket has not taken yet, and what it has taken but a resume may ask for again.
 */
export class Session {
  readonly id: string;
  readonly user: UserNode;
  /** The log-in that its latest connection used. */
  authSessionId: string;
  /** Present when the account is a bot's. */
  readonly bot: { intents: number; shard?: readonly [number, number] } | undefined;
  readonly platform: Platform;
  readonly client: GatewaySession["client_info"];
  status: DeviceStatus = "online";
  activities: GatewayActivity[] = NO_ACTIVITIES;
  /** The connection, while there is one. */
  socket: GatewaySocket | undefined;
  /** READY went out; before that, dispatches only gather. */
  ready = false;
  /** It stands in the outbox's list. */
  queued = false;
  /** What its places in voice are known by; undefined until it wants one. Others are told, so it is not the id. */
  voiceId: string | undefined;
  /** When it lost its connection. */
  detachedAt = 0;
  /** The number of the latest dispatch. READY is 1. */
  sequence = 1;
  /** The number of the latest dispatch that was handed to a connection. */
  sent = 1;
  #entries: (Payload | undefined)[] = [];
  #head = 0;
  #bytes = 0;
  /** What waits for the connection beside what it asked to be sent again. */
  #unsentBytes = 0;
  /** What it asked to be sent again, or has to be told first: no slowness of its own. */
  #replayBytes = 0;

  constructor(init: Pick<Session, "id" | "user" | "authSessionId" | "bot" | "platform" | "client">) {
    this.id = init.id;
    this.user = init.user;
    this.authSessionId = init.authSessionId;
    this.bot = init.bot;
    this.platform = init.platform;
    this.client = init.client;
  }

  /** Counts among the user's devices. */
  get live(): boolean {
    return this.ready && this.socket !== undefined;
  }

  /** Bytes that wait for the connection to take them. */
  get backlog(): number {
    return this.#unsentBytes;
  }

  /** The oldest number that a resume may name: the dispatch after it is still kept. */
  get oldestResumable(): number {
    return this.sequence - (this.#entries.length - this.#head);
  }

  /** Gives the next number to a dispatch. False when the reader is too slow and has to lose its connection. */
  push(payload: Payload, limits: SessionLimits): boolean {
    this.sequence++;
    this.#entries.push(payload);
    const cost = payload.bytes + ENTRY_BYTES;
    this.#bytes += cost;
    if (this.socket !== undefined) {
      this.#unsentBytes += cost;
      if (this.#unsentBytes > limits.outboxBytes) return false;
    }
    this.trim(limits);
    return true;
  }

  /** Puts dispatches before those that gathered, right after READY. Only before anything was sent. */
  insertFirst(payloads: readonly Payload[]): void {
    this.#entries.splice(this.#head, 0, ...payloads);
    this.sequence += payloads.length;
    for (const payload of payloads) {
      const cost = payload.bytes + ENTRY_BYTES;
      this.#bytes += cost;
      this.#replayBytes += cost;
    }
  }

  /** Drops what is beyond the limits of a resume, oldest first, save what a connection still has to take. */
  trim(limits: SessionLimits): void {
    const entries = this.#entries;
    while (
      (entries.length - this.#head > limits.resumeEvents || this.#bytes > limits.resumeBytes) &&
      (this.socket === undefined || this.oldestResumable < this.sent)
    ) {
      const oldest = entries[this.#head];
      if (oldest === undefined) break;
      this.#bytes -= oldest.bytes + ENTRY_BYTES;
      entries[this.#head++] = undefined;
    }
    if (this.#head > 32 && this.#head * 2 > entries.length) {
      entries.splice(0, this.#head);
      this.#head = 0;
    }
  }

  /** The next dispatch for the connection; undefined when it has everything. */
  next(): Payload | undefined {
    if (this.sent === this.sequence) return undefined;
    return this.#entries[this.#head + this.sent - this.oldestResumable];
  }

  /** The connection took {@link next}. */
  took(payload: Payload): void {
    this.sent++;
    const cost = payload.bytes + ENTRY_BYTES;
    if (this.#replayBytes > 0) this.#replayBytes -= cost;
    else this.#unsentBytes -= cost;
  }

  /** Gives the session a connection that has everything up to `sequence`; the rest will be sent again. */
  attach(socket: GatewaySocket, sequence: number): void {
    this.socket = socket;
    this.sent = sequence;
    this.#unsentBytes = 0;
    this.#replayBytes = 0;
    for (let i = this.#head + sequence - this.oldestResumable; i < this.#entries.length; i++) {
      this.#replayBytes += (this.#entries[i]?.bytes ?? 0) + ENTRY_BYTES;
    }
  }

  detach(now: number, limits: SessionLimits): void {
    this.socket = undefined;
    this.detachedAt = now;
    this.#unsentBytes = 0;
    this.trim(limits);
  }
}
