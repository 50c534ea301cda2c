import { GatewayOpcodes } from "discord-api-types/v10";

/** Longer than anything that is going to come takes on a busy machine. */
const PATIENCE_MS = 8_000;

interface TestDispatch<T = unknown> {
  t: string;
  s: number;
  d: T;
}

/** A gateway session over a raw socket. */
export interface TestGateway extends AsyncDisposable {
  ready: Record<string, unknown>;
  /** Everything dispatched so far, READY included. */
  dispatches: TestDispatch[];
  /** The payload of the next dispatch `t` that `matches` and that no earlier call has taken. */
  next<T = Record<string, unknown>>(t: string, matches?: (d: T) => boolean): Promise<T>;
  send(op: number, d: unknown): void;
  /** The close code, once the connection ends. */
  closed: Promise<number>;
}

/** Connects, identifies, and waits for READY. */
export async function openGateway(
  { gatewayUrl }: { gatewayUrl: string },
  { token }: { token: string },
  identify: Record<string, unknown> = {},
): Promise<TestGateway> {
  const socket = new WebSocket(`${gatewayUrl}?v=10&encoding=json`);
  const { promise: closed, resolve: tellClosed } = Promise.withResolvers<number>();
  const dispatches: TestDispatch[] = [];
  const taken = new Set<TestDispatch>();
  const waiting = new Set<() => void>();
  socket.onclose = (event) => {
    tellClosed(event.code);
    for (const look of waiting) look();
  };
  const send = (op: number, d: unknown) => socket.send(JSON.stringify({ op, d }));
  socket.onmessage = (event) => {
    const frame = JSON.parse(String(event.data)) as { op: number; t: string; s: number; d: unknown };
    if (frame.op === GatewayOpcodes.Hello) {
      send(GatewayOpcodes.Identify, { token, properties: {}, ...identify });
    }
    if (frame.op !== GatewayOpcodes.Dispatch) return;
    dispatches.push({ t: frame.t, s: frame.s, d: frame.d });
    for (const look of waiting) look();
  };

  const next: TestGateway["next"] = <T>(t: string, matches: (d: T) => boolean = () => true) =>
    new Promise<T>((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        waiting.delete(look);
      };
      const look = () => {
        const found = dispatches.find((one) => one.t === t && !taken.has(one) && matches(one.d as T));
        if (found) {
          taken.add(found);
          stop();
          resolve(found.d as T);
        } else if (socket.readyState === WebSocket.CLOSED) {
          stop();
          reject(new Error(`the connection closed before ${t}`));
        }
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`no ${t} came; there were: ${dispatches.map((one) => one.t).join(", ")}`));
      }, PATIENCE_MS);
      waiting.add(look);
      look();
    });

  const ready = await next("READY");
  return {
    ready,
    dispatches,
    next,
    send,
    closed,
    async [Symbol.asyncDispose]() {
      socket.close();
      await closed;
    },
  };
}
