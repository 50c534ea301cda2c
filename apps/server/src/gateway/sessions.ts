import { randomBytes } from "node:crypto";
import type { Hub } from "./hub.ts";
import type { Session, SessionLimits } from "./session.ts";

export interface SessionStoreLimits extends SessionLimits {
  /** How long a session without a connection can be resumed, in milliseconds. */
  resumeMs: number;
  /** Sessions without a connection that are kept in all; the longest gone is dropped first. */
  maxResumable: number;
}

/** The sessions of this node: those with a connection, and those that may be resumed. */
export class SessionStore {
  readonly #hub: Hub;
  readonly #limits: SessionStoreLimits;
  readonly #ended: (session: Session) => void;
  readonly #byId = new Map<string, Session>();
  /** In the order in which they lost their connections. */
  readonly #detached = new Set<Session>();

  /** `ended` is told of each that nobody can resume any more. */
  constructor(hub: Hub, limits: SessionStoreLimits, ended: (session: Session) => void) {
    this.#ended = ended;
    this.#hub = hub;
    this.#limits = limits;
  }

  get attachedCount(): number {
    return this.#byId.size - this.#detached.size;
  }

  get detachedCount(): number {
    return this.#detached.size;
  }

  /** Unguessable: 128 random bits. Knowing it is not enough to resume, but nearly. */
  newId(): string {
    return randomBytes(16).toString("hex");
  }

  get(id: string): Session | undefined {
    return this.#byId.get(id);
  }

  add(session: Session): void {
    this.#byId.set(session.id, session);
    this.#hub.add(session);
  }

  /** It lost its connection and waits to be resumed. */
  detach(session: Session, now: number): void {
    session.detach(now, this.#limits);
    this.#detached.add(session);
    if (this.#detached.size > this.#limits.maxResumable) {
      const [oldest] = this.#detached;
      if (oldest !== undefined) this.remove(oldest);
    }
  }

  revive(session: Session): void {
    this.#detached.delete(session);
  }

  /** Nobody can resume it any more. */
  remove(session: Session): void {
    if (!this.#byId.delete(session.id)) return;
    this.#detached.delete(session);
    session.socket = undefined;
    this.#hub.remove(session);
    this.#ended(session);
  }

  /** Drops those that were gone for too long. */
  expire(now: number): void {
    for (const session of this.#detached) {
      if (now - session.detachedAt < this.#limits.resumeMs) break;
      this.remove(session);
    }
  }
}
