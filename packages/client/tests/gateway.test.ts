import { expect, test } from "bun:test";
import { constants, createDeflate } from "node:zlib";
import type { ServerWebSocket } from "bun";
import { createGateway, type Dispatch } from "../src/index.ts";

interface Frame {
  op: number;
  d: Record<string, unknown> | null;
}

interface Peer {
  send(op: number, d: unknown, s?: number, t?: string): void;
  /** The next frame of the client that is no heartbeat. */
  next(): Promise<Frame>;
  close(code: number): void;
  heartbeats: number;
  answerHeartbeats: boolean;
  query: URLSearchParams;
}

/** A gateway that does what the test says; `accept()` waits for the next connection. */
function fakeServer({ interval = 10_000, compress = false } = {}) {
  const waiting: ((peer: Peer) => void)[] = [];
  const arrived: Peer[] = [];
  type Data = { url: URL; receive: (frame: Frame) => void };
  const server = Bun.serve<Data>({
    port: 0,
    hostname: "127.0.0.1",
    fetch(request, server) {
      const data: Data = { url: new URL(request.url), receive: () => {} };
      return server.upgrade(request, { data }) ? undefined : new Response("no", { status: 400 });
    },
    websocket: {
      open(ws) {
        const peer = makePeer(ws);
        peer.send(10, { heartbeat_interval: interval });
        const accept = waiting.shift();
        if (accept) accept(peer);
        else arrived.push(peer);
      },
      message(ws, text) {
        ws.data.receive(JSON.parse(String(text)));
      },
    },
  });
  function makePeer(ws: ServerWebSocket<Data>): Peer {
    const frames: Frame[] = [];
    const wanting: ((frame: Frame) => void)[] = [];
    const deflate = createDeflate();
    deflate.on("data", (chunk: Buffer) => ws.send(new Uint8Array(chunk)));
    const peer: Peer = {
      heartbeats: 0,
      answerHeartbeats: true,
      query: ws.data.url.searchParams,
      send(op, d, s, t) {
        const text = JSON.stringify({ op, d, s: s ?? null, t: t ?? null });
        if (!compress) return void ws.send(text);
        deflate.write(text);
        deflate.flush(constants.Z_SYNC_FLUSH);
      },
      next: () => {
        const frame = frames.shift();
        return frame ? Promise.resolve(frame) : new Promise((resolve) => wanting.push(resolve));
      },
      close: (code) => ws.close(code),
    };
    ws.data.receive = (frame) => {
      if (frame.op === 1) {
        peer.heartbeats++;
        if (peer.answerHeartbeats) peer.send(11, null);
        return;
      }
      const want = wanting.shift();
      if (want) want(frame);
      else frames.push(frame);
    };
    return peer;
  }
  return {
    url: `ws://127.0.0.1:${server.port}/gateway`,
    accept: () => {
      const peer = arrived.shift();
      return peer ? Promise.resolve(peer) : new Promise<Peer>((resolve) => waiting.push(resolve));
    },
    [Symbol.dispose]: () => void server.stop(true),
  };
}

const ready = { v: 10, session_id: "abc", resume_gateway_url: "" };
const quick = { backoff: { base: 1, max: 5 }, random: () => 0.5 };

test("identifies, and passes on READY and what follows", async () => {
  using server = fakeServer();
  using gateway = createGateway({ url: server.url, token: "t", ...quick });
  const seen: Dispatch[] = [];
  gateway.on("dispatch", (event) => seen.push(event));
  gateway.connect();
  const peer = await server.accept();
  expect(await peer.next()).toMatchObject({ op: 2, d: { token: "t", properties: { browser: "palabre" } } });
  expect(peer.query.get("v")).toBe("10");
  peer.send(0, ready, 1, "READY");
  const message = gateway.next("MESSAGE_CREATE");
  peer.send(0, { id: "5" }, 2, "MESSAGE_CREATE");
  expect(await message).toEqual({ t: "MESSAGE_CREATE", d: { id: "5" }, s: 2 });
  expect(seen.map((event) => event.t)).toEqual(["READY", "MESSAGE_CREATE"]);
  expect(gateway.status.state).toBe("ready");
});

test("a broken connection is resumed with the last sequence number", async () => {
  using server = fakeServer();
  using gateway = createGateway({ url: server.url, token: "t", ...quick });
  gateway.connect();
  const first = await server.accept();
  await first.next();
  const message = gateway.next("MESSAGE_CREATE");
  first.send(0, ready, 1, "READY");
  first.send(0, {}, 2, "MESSAGE_CREATE");
  await message;
  const resumed = gateway.next("RESUMED");
  first.close(4000);
  const second = await server.accept();
  expect(await second.next()).toEqual({ op: 6, d: { token: "t", session_id: "abc", seq: 2 } });
  second.send(0, null, 3, "RESUMED");
  expect((await resumed).s).toBe(3);
});

test("RECONNECT is followed by RESUME, INVALID SESSION by IDENTIFY", async () => {
  using server = fakeServer();
  using gateway = createGateway({ url: server.url, token: "t", ...quick });
  gateway.connect();
  const first = await server.accept();
  await first.next();
  first.send(0, ready, 1, "READY");
  first.send(7, null);
  const second = await server.accept();
  expect((await second.next()).op).toBe(6);
  second.send(9, false);
  const third = await server.accept();
  expect((await third.next()).op).toBe(2);
});

test("a server that stops acknowledging heartbeats is left for a new connection", async () => {
  using server = fakeServer({ interval: 20 });
  using gateway = createGateway({ url: server.url, token: "t", ...quick });
  gateway.connect();
  const first = await server.accept();
  first.answerHeartbeats = false;
  await first.next();
  first.send(0, ready, 1, "READY");
  const second = await server.accept();
  expect((await second.next()).op).toBe(6);
  expect(first.heartbeats).toBe(1);
});

test("a refused token ends it; other codes do not", async () => {
  using server = fakeServer();
  using gateway = createGateway({ url: server.url, token: "t", ...quick });
  const end = new Promise((resolve) => gateway.on("closed", resolve));
  gateway.connect();
  (await server.accept()).close(4002);
  (await server.accept()).close(4004);
  expect(await end).toMatchObject({ code: 4004 });
  expect(gateway.status.state).toBe("closed");
});

test("a timed-out session is begun anew", async () => {
  using server = fakeServer();
  using gateway = createGateway({ url: server.url, token: "t", ...quick });
  gateway.connect();
  const first = await server.accept();
  await first.next();
  first.send(0, ready, 1, "READY");
  await gateway.next("READY");
  first.close(4009);
  expect((await (await server.accept()).next()).op).toBe(2);
});

test("compressed frames come out as they went in, in order", async () => {
  using server = fakeServer({ compress: true });
  using gateway = createGateway({ url: server.url, token: "t", compress: true, ...quick });
  gateway.connect();
  const peer = await server.accept();
  expect(peer.query.get("compress")).toBe("zlib-stream");
  await peer.next();
  const all = (async () => {
    const texts: string[] = [];
    for await (const event of gateway) {
      if (event.t === "MESSAGE_CREATE") texts.push((event.d as { content: string }).content);
      if (texts.length === 50) break;
    }
    return texts;
  })();
  peer.send(0, ready, 1, "READY");
  const sent = Array.from({ length: 50 }, (_, n) => `é🌳 ${n} ${"palabre ".repeat(n * 40)}`);
  sent.forEach((content, n) => {
    peer.send(0, { content }, n + 2, "MESSAGE_CREATE");
  });
  expect(await all).toEqual(sent);
});

test("the presence last set is said again when a session begins anew", async () => {
  using server = fakeServer();
  using gateway = createGateway({ url: server.url, token: "t", ...quick });
  gateway.connect();
  const first = await server.accept();
  await first.next();
  first.send(0, ready, 1, "READY");
  await gateway.next("READY");
  gateway.setPresence({ status: "idle", activities: [], since: null, afk: true });
  expect(await first.next()).toMatchObject({ op: 3, d: { status: "idle" } });
  first.send(9, false);
  expect(await (await server.accept()).next()).toMatchObject({ op: 2, d: { presence: { status: "idle" } } });
});

test("rows of the members panel that are watched are told again to a new session, and no more once they are not", async () => {
  using server = fakeServer();
  using gateway = createGateway({ url: server.url, token: "t", ...quick });
  gateway.subscribeMembers("7", { 70: [[0, 99]] });
  gateway.subscribeMembers("8", { 80: [[0, 99]] });
  gateway.subscribeMembers("8", {});
  expect(gateway.requestMembers({ guild_id: "7", query: "a", limit: 10 })).toBe(false);
  gateway.connect();
  const first = await server.accept();
  await first.next();
  first.send(0, ready, 1, "READY");
  expect<unknown>(await first.next()).toEqual({
    op: 14,
    d: { guild_id: "7", channels: { 70: [[0, 99]] } },
  });
  expect(gateway.requestMembers({ guild_id: "7", query: "a", limit: 10 })).toBe(true);
  expect<unknown>(await first.next()).toEqual({ op: 8, d: { guild_id: "7", query: "a", limit: 10 } });
  first.close(4009);
  const second = await server.accept();
  await second.next();
  second.send(0, ready, 1, "READY");
  expect(await second.next()).toMatchObject({ op: 14, d: { guild_id: "7" } });
});
