import { randomBytes } from "node:crypto";
import type { Socket } from "bun";

/** Bytes of a frame that a reader of heads wants to see. */
const HEAD_BYTES = 80;

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

export interface FrameHandler {
  /**
   * A data frame from the server: `bytes[start…end)` is its head (up to 80 bytes), or all of it where the connection
   * reads whole frames. `length` is the payload's full length. The bytes hold only during the call.
   */
  frame(socket: RawWebSocket, bytes: Buffer, start: number, end: number, length: number): void;
  closed(reason: string): void;
}

/**
 * A WebSocket client by hand over a TCP socket. It parses the frames' headers and skips their payloads, so that a
 * thousand of them cost little beside the server under test.
 */
export class RawWebSocket {
  readonly #handler: FrameHandler;
  readonly #whole: boolean;
  #socket: Socket | undefined;
  #carry: Buffer | undefined;
  #skip = 0;
  #upgraded = false;
  #over = false;
  #opened: { resolve(): void; reject(error: Error): void } | undefined;

  private constructor(handler: FrameHandler, whole: boolean) {
    this.#handler = handler;
    this.#whole = whole;
  }

  /** Connects and shakes hands. `whole`: the handler gets complete frames instead of heads. */
  static async open(port: number, path: string, handler: FrameHandler, whole = false): Promise<RawWebSocket> {
    const client = new RawWebSocket(handler, whole);
    const opened = new Promise<void>((resolve, reject) => {
      client.#opened = { resolve, reject };
    });
    client.#socket = await Bun.connect({
      hostname: "127.0.0.1",
      port,
      socket: {
        data: (_, chunk) => client.#data(chunk),
        close: () => client.#closed("the connection was closed"),
        error: (_, error) => client.#closed(error.message),
      },
    });
    client.#socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\n\r\n`,
    );
    await opened;
    return client;
  }

  send(text: string): void {
    this.#write(TEXT, Buffer.from(text));
  }

  /** Ends the connection; the handler is not told. */
  close(): void {
    this.#over = true;
    this.#socket?.terminate();
  }

  /** The mask is all zeros: allowed, and the payload stays as it is. */
  #write(opcode: number, payload: Buffer): void {
    const { length } = payload;
    const extended = length < 126 ? 0 : 2;
    const frame = Buffer.alloc(6 + extended + length);
    frame[0] = 0x80 | opcode;
    frame[1] = 0x80 | (extended === 0 ? length : 126);
    if (extended === 2) frame.writeUInt16BE(length, 2);
    payload.copy(frame, 6 + extended);
    this.#socket?.write(frame);
  }

  #closed(reason: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#opened?.reject(new Error(reason));
    this.#opened = undefined;
    this.#handler.closed(reason);
  }

  #data(chunk: Buffer): void {
    let bytes = chunk;
    if (this.#carry !== undefined) {
      bytes = Buffer.concat([this.#carry, chunk]);
      this.#carry = undefined;
    }
    const from = this.#upgraded ? 0 : this.#readHandshake(bytes);
    if (from >= 0) this.#readFrames(bytes, from);
  }

  /** Where the frames begin; -1 while the answer is incomplete or when it is a refusal. */
  #readHandshake(bytes: Buffer): number {
    const end = bytes.indexOf("\r\n\r\n");
    if (end < 0) {
      this.#carry = bytes;
      return -1;
    }
    const status = bytes.toString("latin1", 0, bytes.indexOf("\r\n"));
    if (!status.startsWith("HTTP/1.1 101")) {
      this.#closed(`no WebSocket: ${status}`);
      this.close();
      return -1;
    }
    this.#upgraded = true;
    this.#opened?.resolve();
    this.#opened = undefined;
    return end + 4;
  }

  #readFrames(bytes: Buffer, from: number): void {
    const total = bytes.length;
    let at = from;
    if (this.#skip > 0) {
      const skipped = Math.min(this.#skip, total - at);
      this.#skip -= skipped;
      at += skipped;
    }
    while (at < total) {
      const second = at + 1 < total ? (bytes[at + 1] ?? 0) & 0x7f : -1;
      const header = second === 127 ? 10 : second === 126 ? 4 : 2;
      if (second < 0 || at + header > total) break;
      const length =
        second === 127
          ? Number(bytes.readBigUInt64BE(at + 2))
          : second === 126
            ? bytes.readUInt16BE(at + 2)
            : second;
      const start = at + header;
      const opcode = (bytes[at] ?? 0) & 0x0f;
      const wanted = this.#whole || opcode >= CLOSE ? length : Math.min(length, HEAD_BYTES);
      if (start + wanted > total) break;
      if (opcode >= CLOSE) this.#control(opcode, bytes.subarray(start, start + length));
      else this.#handler.frame(this, bytes, start, start + wanted, length);
      at = start + length;
    }
    if (at > total) this.#skip = at - total;
    else if (at < total) this.#carry = Buffer.from(bytes.subarray(at));
  }

  #control(opcode: number, payload: Buffer): void {
    if (opcode === PING) this.#write(PONG, payload);
    if (opcode !== CLOSE) return;
    const code = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
    this.#closed(`closed with ${code} ${payload.toString("utf8", 2)}`);
    this.close();
  }
}
