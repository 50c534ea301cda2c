import type { Clock } from "./clock.ts";
import type { Payload } from "./payload.ts";
import type { Session } from "./session.ts";

/**
 * Bytes of one corked write. The cork buffer of Bun's sockets holds 16 KiB; a write that outgrows it would cost every
 * later frame of the batch a system call of its own.
 */
const BATCH_BYTES = 15 * 1024;

/** The longest that a busy server gathers before it writes again, in milliseconds. */
const MAX_PAUSE = 20;

/**
 * Gathers what sessions were given during a turn of the event loop and writes it at the turn's end, one corked write for
 * each socket. Under load it pauses as long as it last wrote: frames gather into fewer writes instead of the writing
 * taking all the time there is.
 */
export class Outbox {
  readonly #clock: Clock;
  #queued: Session[] = [];
  #scheduled = false;
  #notBefore = 0;
  #cancel: (() => void) | undefined;
  readonly #touched: Payload[] = [];
  /** Dispatches that were written to sockets since the start. */
  delivered = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** This session has something to write. */
  queue(session: Session): void {
    if (session.queued || !session.ready || session.socket === undefined || session.socket.blocked) return;
    session.queued = true;
    this.#queued.push(session);
    if (this.#scheduled) return;
    this.#scheduled = true;
    const pause = this.#notBefore - this.#clock.now();
    if (pause < 1) setImmediate(this.flush);
    else this.#cancel = this.#clock.after(pause, this.flush);
  }

  /** Writes everything that is queued, now. */
  readonly flush = (): void => {
    this.#scheduled = false;
    this.#cancel?.();
    this.#cancel = undefined;
    const start = this.#clock.now();
    const sessions = this.#queued;
    this.#queued = [];
    for (const session of sessions) {
      session.queued = false;
      this.write(session);
    }
    for (const payload of this.#touched) payload.forgetFrame();
    this.#touched.length = 0;
    const end = this.#clock.now();
    this.#notBefore = end + Math.min(end - start, MAX_PAUSE);
  };

  /** Writes what this session's socket has not got yet, until it takes no more. */
  write(session: Session): void {
    const socket = session.socket;
    if (socket === undefined || !session.ready) return;
    let before = -1;
    // A batch that wrote nothing ends it: the socket is gone.
    while (session.sent !== before && session.sent < session.sequence && session.socket === socket) {
      if (socket.blocked) return;
      before = session.sent;
      socket.ws.cork(() => this.#writeBatch(session));
      // Inside the cork a frame goes to the cork's buffer, so only now can one tell.
      if (socket.ws.getBufferedAmount() > 0) socket.blocked = true;
    }
  }

  #writeBatch(session: Session): void {
    const socket = session.socket;
    if (socket === undefined) return;
    let bytes = 0;
    for (let payload = session.next(); payload !== undefined; payload = session.next()) {
      bytes += payload.bytes + 32;
      if (bytes > BATCH_BYTES && bytes > payload.bytes + 32) return;
      if (!payload.holdsFrame) this.#touched.push(payload);
      const result = socket.writeDispatch(payload, session.sent + 1);
      // 0: the connection is gone and its close event is on its way; the session keeps what it had.
      if (result === 0) {
        socket.blocked = true;
        return;
      }
      session.took(payload);
      this.delivered++;
      // -1: this frame is queued in the socket; the next waits for drain.
      if (result === -1) {
        socket.blocked = true;
        return;
      }
    }
  }

  close(): void {
    this.#cancel?.();
    this.#queued = [];
  }
}
