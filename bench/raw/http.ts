import type { Socket } from "bun";

/** A request as bytes, so that a generator of load only writes. */
export function encodeRequest(
  port: number,
  { method, path, token, body }: { method: string; path: string; token?: string; body?: unknown },
): Buffer {
  const text = body === undefined ? "" : JSON.stringify(body);
  const lines = [`${method} ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`];
  if (token !== undefined) lines.push(`Authorization: ${token}`);
  if (body !== undefined) lines.push("Content-Type: application/json");
  if (method !== "GET") lines.push(`Content-Length: ${Buffer.byteLength(text)}`);
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${text}`);
}

interface Answer {
  status: number;
  bytes: number;
}

/** One kept-alive connection with one request in flight; reads the answer's status and skips its body. */
export class RawHttp {
  #socket: Socket | undefined;
  #head: Buffer | undefined;
  #bodyLeft = 0;
  #answer: Answer = { status: 0, bytes: 0 };
  #waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;

  static async open(port: number): Promise<RawHttp> {
    const client = new RawHttp();
    client.#socket = await Bun.connect({
      hostname: "127.0.0.1",
      port,
      socket: {
        data: (_, chunk) => client.#data(chunk),
        close: () => client.#fail("the connection was closed"),
        error: (_, error) => client.#fail(error.message),
      },
    });
    return client;
  }

  /** Requests are small enough for the socket to take them whole. */
  request(bytes: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket?.write(bytes);
    });
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket?.terminate();
  }

  #fail(reason: string): void {
    this.#waiting?.reject(new Error(reason));
    this.#waiting = undefined;
  }

  #data(chunk: Buffer): void {
    if (this.#bodyLeft > 0) {
      this.#bodyLeft -= chunk.length;
    } else {
      const bytes = this.#head === undefined ? chunk : Buffer.concat([this.#head, chunk]);
      const end = bytes.indexOf("\r\n\r\n");
      if (end < 0) {
        this.#head = bytes;
        return;
      }
      this.#head = undefined;
      const head = bytes.toString("latin1", 0, end);
      const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
      if (length === undefined) {
        this.#fail(`an answer without Content-Length: ${head}`);
        return;
      }
      this.#answer = { status: Number(head.slice(9, 12)), bytes: Number(length) };
      this.#bodyLeft = Number(length) - (bytes.length - end - 4);
    }
    if (this.#bodyLeft > 0) return;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(this.#answer);
  }
}
