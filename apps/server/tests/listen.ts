import { setDefaultTimeout } from "bun:test";
import type { UserReady } from "@palabre/protocol";
import { GatewayOpcodes } from "discord-api-types/v10";
import type { TestServer, TestUser } from "./harness.ts";

// biome-ignore lint/suspicious/noExplicitAny: tests look into payloads of every kind.
type Payload = any;

/** Somebody who listens, for tests about what reaches whom and, above all, what does not. */
export interface Listener extends AsyncDisposable {
  ready: UserReady;
  /** Every dispatch after READY, or after the last `clear`, in order. */
  received: { t: string; d: Payload }[];
  /** The first dispatch of this name, received already or yet to come, that `matches`. */
  next(t: string, matches?: (d: Payload) => boolean): Promise<Payload>;
  /** Resolves once everything that was announced before this call has been received. */
  settle(): Promise<void>;
  /** Forgets what was received. */
  clear(): void;
  send(op: number, d: unknown): void;
  close(): void;
}

/** Longer than anything that is going to come takes on a busy machine. */
const PATIENCE_MS = 15_000;
setDefaultTimeout(30_000);

/** Connects, identifies as `user`, and waits for READY. */
export async function listen(
  server: Pick<TestServer, "gatewayUrl">,
  user: Pick<TestUser, "token" | "username">,
  presence?: { status: string },
): Promise<Listener> {
  const socket = new WebSocket(`${server.gatewayUrl}?v=10&encoding=json`);
  const received: Listener["received"] = [];
  const waiting = new Set<(dispatch: { t: string; d: Payload }) => void>();
  const acks: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const { promise: greeting, resolve: greet, reject: refuse } = Promise.withResolvers<UserReady>();
  const send = (op: number, d: unknown) => socket.send(JSON.stringify({ op, d }));

  socket.onclose = ({ code, reason }) => {
    const error = new Error(`gateway closed: ${code} ${reason}`);
    refuse(error);
    for (const { reject } of acks.splice(0)) reject(error);
  };
  socket.onmessage = ({ data }) => {
    const frame = JSON.parse(String(data));
    if (frame.op === GatewayOpcodes.Hello) {
      send(GatewayOpcodes.Identify, {
        token: user.token,
        properties: { os: "test", browser: "test", device: "" },
        ...(presence && { presence: { since: null, activities: [], afk: false, ...presence } }),
      });
    } else if (frame.op === GatewayOpcodes.HeartbeatAck) acks.shift()?.resolve();
    else if (frame.op === GatewayOpcodes.Dispatch && frame.t === "READY") greet(frame.d);
    else if (frame.op === GatewayOpcodes.Dispatch) {
      received.push(frame);
      for (const look of [...waiting]) look(frame);
    }
  };
  const ready = await greeting;

  return {
    ready,
    received,
    next(t, matches = () => true) {
      const known = received.find((dispatch) => dispatch.t === t && matches(dispatch.d));
      if (known) return Promise.resolve(known.d);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          const got = received.map((dispatch) => dispatch.t).join(", ");
          reject(new Error(`${user.username} waited for ${t}; received: ${got || "nothing"}`));
        }, PATIENCE_MS);
        const look = (dispatch: { t: string; d: Payload }) => {
          if (dispatch.t !== t || !matches(dispatch.d)) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(dispatch.d);
        };
        waiting.add(look);
      });
    },
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
      if (socket.readyState === WebSocket.CLOSED) return;
      const closed = new Promise((resolve) => socket.addEventListener("close", resolve));
      socket.close();
      await closed;
    },
  };
}
