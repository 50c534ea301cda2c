import { setDefaultTimeout } from "bun:test";
import type { UserReady } from "@palabre/protocol";
import { GatewayOpcodes } from "discord-api-types/v10";
import type { TestServer, TestUser } from "./harness.ts";

// biome-ignore lint/suspicious/noExplicitAny: tests look into payloads of every kind.
type Payload = any;

interface Dispatch {
  t: string;
  s: number;
  d: Payload;
}

/** Somebody's gateway session over a raw socket: what reaches them and, above all, what does not. */
export interface Listener extends AsyncDisposable {
  ready: UserReady;
  /** Every dispatch after READY, or after the last `clear`, in order. */
  received: Dispatch[];
  /** The first dispatch `t` that `matches`, received already or yet to come, and that no earlier call has taken. */
  next<T = Payload>(t: string, matches?: (d: T) => boolean): Promise<T>;
  /** Resolves once everything that was announced before this call has been received. */
  settle(): Promise<void>;
  /** Forgets what was received. */
  clear(): void;
  send(op: number, d: unknown): void;
  close(): void;
  /** The close code, once the connection ends. */
  closed: Promise<number>;
}

/** Longer than anything that is going to come takes on a busy machine. */
const PATIENCE_MS = 15_000;
setDefaultTimeout(30_000);

/** Connects, identifies as `user`, and waits for READY. */
export async function listen(
  { gatewayUrl }: Pick<TestServer, "gatewayUrl">,
  { token, username }: Pick<TestUser, "token"> & Partial<Pick<TestUser, "username">>,
  identify: Record<string, unknown> = {},
): Promise<Listener> {
  const socket = new WebSocket(`${gatewayUrl}?v=10&encoding=json`);
  const received: Dispatch[] = [];
  const taken = new Set<Dispatch>();
  /** Looks again whenever something has come. */
  const waiting = new Set<() => void>();
  const acks: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const greeting = Promise.withResolvers<UserReady>();
  const { promise: closed, resolve: tellClosed } = Promise.withResolvers<number>();
  const send = (op: number, d: unknown) => socket.send(JSON.stringify({ op, d }));

  socket.onclose = ({ code, reason }) => {
    tellClosed(code);
    const error = new Error(`gateway closed: ${code} ${reason}`);
    greeting.reject(error);
    for (const { reject } of acks.splice(0)) reject(error);
    for (const look of [...waiting]) look();
  };
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(String(data));
    if (frame.op === GatewayOpcodes.Hello) {
      const properties = { os: "test", browser: "test", device: "" };
      send(GatewayOpcodes.Identify, { token, properties, ...identify });
    } else if (frame.op === GatewayOpcodes.HeartbeatAck) acks.shift()?.resolve();
    else if (frame.op === GatewayOpcodes.Dispatch && frame.t === "READY") greeting.resolve(frame.d);
    else if (frame.op === GatewayOpcodes.Dispatch) {
      received.push(frame);
      for (const look of [...waiting]) look();
    }
  };
  const ready = await greeting.promise;

  return {
    ready,
    received,
    closed,
    next: (t, matches = () => true) =>
      new Promise((resolve, reject) => {
        const stop = () => {
          clearTimeout(timer);
          waiting.delete(look);
        };
        const fail = (why: string) => {
          stop();
          const got = received.map((dispatch) => dispatch.t).join(", ");
          reject(
            new Error(`${username ?? "somebody"} waited for ${t}; ${why}; received: ${got || "nothing"}`),
          );
        };
        const look = () => {
          const found = received.find((one) => one.t === t && !taken.has(one) && matches(one.d));
          if (found) {
            taken.add(found);
            stop();
            resolve(found.d);
          } else if (socket.readyState === WebSocket.CLOSED) fail("the connection closed");
        };
        const timer = setTimeout(() => fail("it did not come"), PATIENCE_MS);
        waiting.add(look);
        look();
      }),
    // What was announced before went out in an earlier turn of the server's loop than the answer to this.
    settle: () =>
      new Promise((resolve, reject) => {
        acks.push({ resolve, reject });
        send(GatewayOpcodes.Heartbeat, null);
      }),
    clear: () => void received.splice(0),
    send,
    close: () => socket.close(),
    async [Symbol.asyncDispose]() {
      socket.close();
      await closed;
    },
  };
}
