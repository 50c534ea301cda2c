import { constants, deflateRawSync } from "node:zlib";

/**
 * A dispatch, encoded once for everybody. A recipient's frame is its own sequence number in front of the shared
 * `tail`; buffers hold payloads, never frames.
 */
export class Payload {
  /** The JSON text after the sequence number. */
  readonly tail: string;
  /** UTF-8 bytes of {@link tail}. */
  readonly bytes: number;
  readonly #start: number;
  #frameSequence = 0;
  #frame = "";
  #deflated: Buffer | undefined;

  constructor(t: string, d: unknown) {
    const start = `,"t":${JSON.stringify(t)},"d":`;
    this.#start = start.length;
    this.tail = `${start}${JSON.stringify(d ?? null)}}`;
    // Counting also flattens the string, once, instead of once per recipient.
    this.bytes = Buffer.byteLength(this.tail);
  }

  /** The JSON text of what happened alone. */
  get data(): string {
    return this.tail.slice(this.#start, -1);
  }

  /** The whole frame. Sessions that move in step share it: the last one made is kept until {@link forgetFrame}. */
  frame(sequence: number): string {
    if (this.#frameSequence !== sequence) {
      this.#frame = `{"op":0,"s":${sequence}${this.tail}`;
      this.#frameSequence = sequence;
    }
    return this.#frame;
  }

  /** True while a frame is kept beside the tail. */
  get holdsFrame(): boolean {
    return this.#frameSequence !== 0;
  }

  forgetFrame(): void {
    this.#frameSequence = 0;
    this.#frame = "";
  }

  /** The tail as raw deflate blocks that refer to nothing outside themselves: they fit into any connection's stream. */
  get deflatedTail(): Buffer {
    this.#deflated ??= deflateRawSync(this.tail, { finishFlush: constants.Z_SYNC_FLUSH });
    return this.#deflated;
  }
}
