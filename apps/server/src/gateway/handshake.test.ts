import { describe, expect, test } from "bun:test";
import { startTestGateway } from "./testing.ts";

describe("handshake", () => {
  test("[HELLO1] the first frame is HELLO with the heartbeat interval", async () => {
    await using server = await startTestGateway();
    const client = await server.connect();
    const hello = await client.next(() => true);
    expect(hello).toEqual({ op: 10, s: null, t: null, d: { heartbeat_interval: 41_250 } });
  });

  for (const query of ["?v=8", "?v=x", "?v=10&encoding=etf", "?v=10&compress=zstd-stream"]) {
    test(`[HELLO2] ${query} closes with 4012`, async () => {
      await using server = await startTestGateway();
      const client = await server.connect({ query });
      expect((await client.closed).code).toBe(4012);
      expect(client.frames).toEqual([]);
    });
  }

  test("[HELLO2] a plain request is told that this is a WebSocket address", async () => {
    await using server = await startTestGateway();
    const response = await fetch(server.url.replace("ws:", "http:"));
    expect(response.status).toBe(426);
  });

  test("[HELLO3] heartbeats are acknowledged, before IDENTIFY too, with and without a sequence number", async () => {
    await using server = await startTestGateway();
    const client = await server.connect();
    for (const d of [null, 0, 5]) {
      client.send(1, d);
      await client.next((frame) => frame.op === 11);
    }
  });

  test("[HELLO4] without heartbeats the connection closes with 4009, with them it stays", async () => {
    await using server = await startTestGateway();
    server.user("1");
    const silent = await server.login("1");
    const lively = await server.login("1");
    server.skip(40_000);
    silent.send(3, { status: "online", activities: [] });
    await lively.settled();
    server.skip(30_000);
    expect((await silent.closed).code).toBe(4009);
    await lively.settled();
  });

  test("[HELLO5] without IDENTIFY the connection closes with 4003", async () => {
    await using server = await startTestGateway();
    const client = await server.connect();
    server.skip(31_000);
    expect((await client.closed).code).toBe(4003);
  });

  test("[HELLO6] one address may hold a bounded number of connections that have not identified", async () => {
    await using server = await startTestGateway({ anonymousPerAddress: 2 });
    server.user("1");
    const first = await server.connect();
    await server.connect();
    const refused = await fetch(server.url.replace("ws:", "http:"), {
      headers: { upgrade: "websocket", connection: "upgrade" },
    });
    expect(refused.status).toBe(429);
    first.identify("token-1");
    await first.dispatch("READY");
    await server.login("1");
  });

  test("[IDENTIFY1] READY is dispatch 1 and carries the snapshot, the session and where to resume", async () => {
    await using server = await startTestGateway();
    server.user("1", { ready: { private_channels: [{ id: "7" }] } });
    const client = await server.login("1");
    const ready = client.dispatches[0];
    expect(ready).toMatchObject({ op: 0, t: "READY", s: 1 });
    expect(ready?.d).toMatchObject({
      v: 10,
      user: { id: "1" },
      private_channels: [{ id: "7" }],
      resume_gateway_url: server.url,
      presences: [],
    });
    expect(ready?.d.session_id).toMatch(/^[0-9a-f]{32}$/);
    expect(ready?.d.sessions).toMatchObject([{ session_id: ready?.d.session_id, status: "online" }]);
  });

  test("[IDENTIFY2] a wrong token closes with 4004, none too; 'Bot ' in front is passed over", async () => {
    await using server = await startTestGateway();
    server.user("1");
    for (const token of ["token-2", "", undefined]) {
      const client = await server.connect();
      client.identify(token);
      expect((await client.closed).code).toBe(4004);
    }
    const client = await server.connect();
    client.identify("Bot token-1");
    await client.dispatch("READY");
  });

  test("[IDENTIFY3] the cookie speaks for our own page alone", async () => {
    await using server = await startTestGateway();
    server.user("1");
    const cookie = "theme=dark; palabre_session=token-1; other=1";
    const own = await server.connect({ headers: { cookie, origin: server.origin } });
    own.identify(undefined);
    expect((await own.dispatch("READY")).d.user.id).toBe("1");
    for (const headers of [{ cookie }, { cookie, origin: "https://evil.example" }] as Record<
      string,
      string
    >[]) {
      const foreign = await server.connect({ headers });
      foreign.identify("");
      expect((await foreign.closed).code).toBe(4004);
    }
  });

  test("[IDENTIFY4] a second IDENTIFY closes with 4005, also while the first is being answered", async () => {
    await using server = await startTestGateway();
    server.user("1");
    const client = await server.login("1");
    client.identify("token-1");
    expect((await client.closed).code).toBe(4005);
    const hasty = await server.connect();
    hasty.identify("token-1");
    hasty.identify("token-1");
    expect((await hasty.closed).code).toBe(4005);
  });

  test("[IDENTIFY5] a user has a bounded number of sessions; those without a connection make room", async () => {
    await using server = await startTestGateway({ sessionsPerUser: 2 });
    server.user("1");
    const first = await server.login("1");
    await server.login("1");
    const refused = await server.connect();
    refused.identify("token-1");
    expect((await refused.closed).code).toBe(4008);
    await first.cut();
    await server.login("1");
    expect(server.gateway.stats()).toMatchObject({ sessions: 2, resumable: 0 });
  });

  test("[IDENTIFY5] a user begins a bounded number of sessions in a while, others are not held up", async () => {
    await using server = await startTestGateway({ identifiesPerWindow: 2, identifyWindowMs: 60_000 });
    server.user("1");
    server.user("2");
    for (let n = 0; n < 2; n++) await (await server.login("1")).cut();
    const refused = await server.connect();
    refused.identify("token-1");
    expect((await refused.closed).code).toBe(4008);
    await server.login("2");
    server.skip(60_000);
    // Whoever comes back before the next sweep is still counted in the old window.
    await Bun.sleep(60);
    await server.login("1");
  });

  test("[IDENTIFY6] when the server cannot answer, the connection closes with 4000 and leaves nothing", async () => {
    await using server = await startTestGateway();
    server.user("1");
    for (const hook of ["authenticate", "visibleTopics", "snapshot"] as const) {
      server.before[hook] = async () => {
        throw new Error("the database is away");
      };
      const client = await server.connect();
      client.identify("token-1");
      expect((await client.closed).code).toBe(4000);
      server.before[hook] = undefined;
    }
    expect(server.gateway.stats()).toMatchObject({ sockets: 0, sessions: 0, users: 0, resumable: 0 });
    await server.login("1");
  });

  test("[COMPRESS1] zlib-stream: one stream for the connection, each message whole", async () => {
    await using server = await startTestGateway();
    server.user("1", { topics: ["channel:1"], ready: { filler: "é🙂".repeat(20_000) } });
    const plain = await server.login("1");
    const zlib = await server.login("1", {}, { query: "?v=10&encoding=json&compress=zlib-stream" });
    expect(zlib.frames[0]).toMatchObject({ op: 10 });
    expect(zlib.dispatches[0]?.d.filler).toBe("é🙂".repeat(20_000));
    for (let n = 0; n < 200; n++) {
      server.publish("channel:1", "MESSAGE_CREATE", { n, content: "à 🙂 ".repeat(n) });
    }
    server.publish("channel:1", "LAST", {});
    await Promise.all([plain.dispatch("LAST"), zlib.dispatch("LAST")]);
    const messages = (client: typeof plain) =>
      client.dispatches.filter((frame) => frame.t === "MESSAGE_CREATE").map((frame) => frame.d);
    expect(messages(zlib)).toEqual(messages(plain));
    expect(messages(zlib)).toHaveLength(200);
    await zlib.settled();
  });

  test("[COMPRESS1] each message of the stream ends in a flush", async () => {
    await using server = await startTestGateway();
    server.user("1");
    const client = await server.connect({ query: "?v=10&compress=zlib-stream" });
    const ends = new Set<string>();
    client.ws.addEventListener("message", ({ data }) =>
      ends.add(
        Buffer.from(data as ArrayBuffer)
          .subarray(-4)
          .toString("hex"),
      ),
    );
    client.identify("token-1");
    await client.dispatch("READY");
    await client.settled();
    expect([...ends]).toEqual(["0000ffff"]);
  });

  test("[COMPRESS2] IDENTIFY's compress squeezes large payloads one by one", async () => {
    await using server = await startTestGateway();
    server.user("1", { topics: ["channel:1"], ready: { filler: "x".repeat(5_000) } });
    const client = await server.connect();
    const binary: number[] = [];
    client.ws.addEventListener("message", ({ data }) => {
      if (data instanceof ArrayBuffer) binary.push(data.byteLength);
    });
    client.identify("token-1", { compress: true });
    expect((await client.dispatch("READY")).d.filler).toHaveLength(5_000);
    server.publish("channel:1", "SMALL", {});
    server.publish("channel:1", "LARGE", { content: "y".repeat(5_000) });
    expect((await client.dispatch("LARGE")).s).toBe(3);
    expect(binary).toHaveLength(2);
    expect(Math.max(...binary)).toBeLessThan(1_000);
  });

  test("[DRAIN1] a server that stops sends RECONNECT, closes with 4000 and takes nobody new", async () => {
    await using server = await startTestGateway();
    server.user("1", { topics: ["channel:1"] });
    const client = await server.login("1");
    server.publish("channel:1", "LAST", {});
    await server.gateway.drain();
    await client.dispatch("LAST");
    await client.next((frame) => frame.op === 7);
    expect((await client.closed).code).toBe(4000);
    const late = await fetch(server.url.replace("ws:", "http:"), { headers: { upgrade: "websocket" } });
    expect(late.status).toBe(503);
  });
});
