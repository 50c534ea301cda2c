import { now, percentile, until } from "../measure.ts";
import { encodeRequest, RawHttp } from "../raw/http.ts";
import { RawWebSocket } from "../raw/websocket.ts";

export interface LatencyRun {
  port: number;
  /** Members' tokens; each member has one session. */
  rooms: { channelId: string; tokens: string[] }[];
  perSecond: number;
  ms: number;
}

export interface LatencyResult {
  p50: number;
  p99: number;
  received: number;
  expected: number;
}

const SLOWEST_MS = 5_000;

/** Calls at an even pace, however late the timer fires. */
async function pace(perSecond: number, count: number, act: (i: number) => void): Promise<void> {
  const start = performance.now();
  for (let i = 0; i < count; i++) {
    const due = start + (i * 1000) / perSecond;
    const left = due - performance.now();
    if (left > 0) await Bun.sleep(left);
    act(i);
  }
}

const summarize = (times: number[], expected: number): LatencyResult => ({
  p50: percentile(times, 0.5),
  p99: percentile(times, 0.99),
  received: times.length,
  expected,
});

/** Writes and reads in one process, so that one clock tells when a message left and when it came. */
export function role() {
  return {
    /** Messages by POST, read by every session of their room. Messages of the first half second warm up. */
    async messages({ port, rooms, perSecond, ms }: LatencyRun): Promise<LatencyResult> {
      const count = Math.round((perSecond * ms) / 1000);
      const warmUp = Math.min(perSecond / 2, count / 2);
      const sentAt = new Float64Array(count);
      const times: number[] = [];
      let received = 0;
      let ready = 0;
      let problem: string | undefined;

      const listen = (token: string) =>
        RawWebSocket.open(
          port,
          "/gateway?v=10&encoding=json",
          {
            frame(socket, bytes, start, end) {
              const { op, t, d } = JSON.parse(bytes.toString("utf8", start, end));
              if (op === 10) {
                const properties = { os: "linux", browser: "bench", device: "bench" };
                socket.send(JSON.stringify({ op: 2, d: { token, intents: 0, properties } }));
              } else if (t === "READY") {
                ready++;
              } else if (t === "MESSAGE_CREATE") {
                received++;
                const i = Number.parseInt(d.content, 10);
                if (i >= warmUp) times.push(performance.now() - (sentAt[i] ?? Number.NaN));
              }
            },
            closed: (reason) => {
              problem ??= reason;
            },
          },
          true,
        );
      const tokens = rooms.flatMap((room) => room.tokens);
      const sockets = await Promise.all(tokens.map(listen));
      await until(() => ready === tokens.length || problem !== undefined, 30_000, "READY");

      const idle = await Promise.all(Array.from({ length: 32 }, () => RawHttp.open(port)));
      const all = [...idle];
      const post = async (i: number) => {
        const room = rooms[i % rooms.length];
        const token = room?.tokens[Math.floor(i / rooms.length) % room.tokens.length];
        if (room === undefined || token === undefined) return;
        const http = idle.pop() ?? (await RawHttp.open(port));
        const path = `/api/v10/channels/${room.channelId}/messages`;
        const content = `${i} is the number of this message, and the rest is what people say on an ordinary day.`;
        const request = encodeRequest(port, { method: "POST", path, token, body: { content } });
        sentAt[i] = performance.now();
        const { status } = await http.request(request);
        if (status !== 200) problem ??= `POST answered ${status}`;
        idle.push(http);
      };
      await pace(perSecond, count, (i) => {
        post(i).catch((error: Error) => {
          problem ??= error.message;
        });
      });
      const expected = rooms.reduce((sum, room, r) => {
        const sent = Math.floor(count / rooms.length) + (r < count % rooms.length ? 1 : 0);
        return sum + sent * room.tokens.length;
      }, 0);
      const deadline = now() + SLOWEST_MS;
      while (received < expected && problem === undefined && now() < deadline) await Bun.sleep(5);
      for (const http of all) http.close();
      for (const socket of sockets) socket.close();
      if (problem !== undefined) throw new Error(problem);
      return { ...summarize(times, expected), received };
    },

    /** The same pace over bare sockets that only echo. */
    async echoes(run: {
      port: number;
      sockets: number;
      perSecond: number;
      ms: number;
    }): Promise<LatencyResult> {
      const count = Math.round((run.perSecond * run.ms) / 1000);
      const warmUp = Math.min(run.perSecond / 2, count / 2);
      const sentAt = new Float64Array(count);
      const times: number[] = [];
      let received = 0;
      const handler = {
        frame(_: RawWebSocket, bytes: Buffer, start: number, end: number) {
          received++;
          const i = Number.parseInt(bytes.toString("utf8", start, end), 10);
          if (i >= warmUp) times.push(performance.now() - (sentAt[i] ?? Number.NaN));
        },
        closed() {},
      };
      const sockets = await Promise.all(
        Array.from({ length: run.sockets }, () => RawWebSocket.open(run.port, "/", handler, true)),
      );
      const text = " is the number of this message, and the rest is what people say on an ordinary day.";
      await pace(run.perSecond, count, (i) => {
        sentAt[i] = performance.now();
        sockets[i % sockets.length]?.send(`${i}${text}`);
      });
      const deadline = now() + SLOWEST_MS;
      while (received < count && now() < deadline) await Bun.sleep(5);
      for (const socket of sockets) socket.close();
      return { ...summarize(times, count), received };
    },
  };
}
