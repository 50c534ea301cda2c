import { now, until } from "../measure.ts";
import { type FrameHandler, RawWebSocket } from "../raw/websocket.ts";

export interface OpenReceivers {
  port: number;
  path: string;
  /** One connection each. Empty strings for a bare server, which wants no IDENTIFY. */
  tokens: string[];
  /** So many of them read each message whole and check it. */
  sample?: number;
}

export interface Received {
  /** Messages over all connections since the last reset. */
  messages: number;
  /** What the connection got that got the fewest, and the most. */
  fewest: number;
  most: number;
  /** Bytes of a message's frame, its header aside; the mean. */
  frameBytes: number;
  /** Sequence numbers that did not follow the one before. */
  gaps: number;
  /** Distinct ids that the sampled connections saw, the fewest of any; undefined without a sample. */
  distinct: number | undefined;
  /** Why connections ended. */
  closed: string[];
  /** Wall-clock milliseconds at which this was true. */
  at: number;
}

const HEARTBEAT_MS = 30_000;
const CONNECTING_AT_ONCE = 200;
const CODE_0 = 48;
const CODE_9 = 57;
const CODE_C = 67;

/** `{"op":` comes before it. */
const OP = 6;
/** `{"op":0,"s":` comes before it. */
const SEQUENCE = 12;
/** From the first digit past the sequence number to the letter that tells MESSAGE_CREATE from other events. */
const TELLING_LETTER = `,"t":"MESSAGE_`.length;
const DISPATCH_HEAD = Buffer.from('{"op":0,"s":');
const MESSAGE_HEAD = Buffer.from(',"t":"MESSAGE_C');

class Receiver implements FrameHandler {
  messages = 0;
  frameBytes = 0;
  gaps = 0;
  sequence = 0;
  ready = false;
  closedBecause: string | undefined;
  readonly ids: Set<string> | undefined;
  readonly #token: string;
  socket: RawWebSocket | undefined;

  constructor(token: string, sampled: boolean) {
    this.#token = token;
    this.ids = sampled ? new Set() : undefined;
  }

  frame(socket: RawWebSocket, bytes: Buffer, start: number, end: number, length: number): void {
    if (this.#token === "") {
      this.messages++;
      this.frameBytes += length;
      return;
    }
    if (bytes[start + OP] !== CODE_0) {
      this.#operation(socket, bytes.toString("latin1", start, end));
      return;
    }
    let at = start + SEQUENCE;
    let sequence = 0;
    for (let digit = bytes[at] ?? 0; digit >= CODE_0 && digit <= CODE_9; digit = bytes[++at] ?? 0) {
      sequence = sequence * 10 + digit - CODE_0;
    }
    if (sequence !== this.sequence + 1) this.gaps++;
    this.sequence = sequence;
    if (!this.ready) {
      // The first dispatch is READY. Its form is what the counting relies on, so a change of it is told, not missed.
      if (DISPATCH_HEAD.compare(bytes, start, start + SEQUENCE) !== 0)
        throw new Error("unknown form of frame");
      this.ready = true;
    } else if (bytes[at + TELLING_LETTER] === CODE_C && this.#isMessage(bytes, at)) {
      this.messages++;
      this.frameBytes += length;
      if (this.ids !== undefined) this.#check(bytes.toString("utf8", start, end));
    }
  }

  closed(reason: string): void {
    this.closedBecause ??= reason;
  }

  reset(): void {
    this.messages = 0;
    this.frameBytes = 0;
    this.gaps = 0;
    this.ids?.clear();
  }

  beat(): void {
    if (this.#token !== "" && this.closedBecause === undefined) {
      this.socket?.send(JSON.stringify({ op: 1, d: this.sequence }));
    }
  }

  #isMessage(bytes: Buffer, at: number): boolean {
    // The telling letter alone also fits CHANNEL_CREATE and others; comparing all of it is left for when it fits.
    return MESSAGE_HEAD.compare(bytes, at, at + MESSAGE_HEAD.length) === 0;
  }

  #check(text: string): void {
    const { d } = JSON.parse(text) as { d: { id: string; content: string } };
    this.ids?.add(d.id);
  }

  #operation(socket: RawWebSocket, head: string): void {
    const op = Number.parseInt(head.slice(OP), 10);
    if (op === 10) {
      const properties = { os: "linux", browser: "bench", device: "bench" };
      socket.send(JSON.stringify({ op: 2, d: { token: this.#token, intents: 0, properties } }));
    } else if (op !== 11) {
      this.closed(`op ${op}`);
    }
  }
}

/** Many gateway sessions that only read. */
export function role() {
  let receivers: Receiver[] = [];
  setInterval(() => {
    for (const receiver of receivers) receiver.beat();
  }, HEARTBEAT_MS);

  const read = (): Received => {
    let messages = 0;
    let fewest = Number.POSITIVE_INFINITY;
    let most = 0;
    let bytes = 0;
    let gaps = 0;
    for (const receiver of receivers) {
      messages += receiver.messages;
      bytes += receiver.frameBytes;
      gaps += receiver.gaps;
      fewest = Math.min(fewest, receiver.messages);
      most = Math.max(most, receiver.messages);
    }
    const sampled = receivers.flatMap(({ ids }) => (ids === undefined ? [] : [ids.size]));
    return {
      messages,
      fewest: receivers.length === 0 ? 0 : fewest,
      most,
      frameBytes: messages === 0 ? 0 : bytes / messages,
      gaps,
      distinct: sampled.length === 0 ? undefined : Math.min(...sampled),
      closed: receivers.flatMap(({ closedBecause }) => closedBecause ?? []),
      at: now(),
    };
  };

  async function connect(receiver: Receiver, { port, path }: OpenReceivers, bare: boolean): Promise<void> {
    receiver.socket = await RawWebSocket.open(port, path, receiver, receiver.ids !== undefined);
    if (bare) receiver.ready = true;
  }

  return {
    /** Opens more connections; resolves once each has its READY. */
    async open(options: OpenReceivers): Promise<void> {
      const { tokens, sample = 0 } = options;
      const opening = tokens.map((token, i) => new Receiver(token, i < sample));
      for (let from = 0; from < opening.length; from += CONNECTING_AT_ONCE) {
        const some = opening.slice(from, from + CONNECTING_AT_ONCE);
        await Promise.all(some.map((receiver, i) => connect(receiver, options, tokens[from + i] === "")));
        const done = () => some.every((receiver) => receiver.ready || receiver.closedBecause !== undefined);
        await until(done, 30_000, "READY");
        const failed = some.find((receiver) => !receiver.ready);
        if (failed !== undefined) throw new Error(`a session did not start: ${failed.closedBecause}`);
      }
      receivers = [...receivers, ...opening];
    },

    /** Counts from zero. */
    reset(): void {
      for (const receiver of receivers) receiver.reset();
    },

    read,

    /** Resolves once each connection has got `each` messages, or one was closed, or time is over. */
    async waitFor({ each, timeoutMs }: { each: number; timeoutMs: number }): Promise<Received> {
      const deadline = performance.now() + timeoutMs;
      for (;;) {
        const received = read();
        if (received.fewest >= each || received.closed.length > 0 || performance.now() > deadline)
          return received;
        await Bun.sleep(2);
      }
    },

    closeAll(): void {
      for (const { socket } of receivers) socket?.close();
      receivers = [];
    },
  };
}
