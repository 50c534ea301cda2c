import { describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { startTestGateway, type TestGateway } from "./testing.ts";

/** A client that identifies and then reads nothing until it is told to. */
async function connectSlowly(server: TestGateway, token: string) {
  const { hostname, port } = new URL(server.url);
  const socket = connect({ host: hostname, port: Number(port) });
  let bytes = 0;
  const { promise: closed, resolve: close } = Promise.withResolvers<void>();
  socket.on("error", () => {});
  socket.on("close", () => close());
  socket.write(
    `GET /gateway?v=10 HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
  );
  const text = await new Promise<string>((resolve) => {
    let received = "";
    let identified = false;
    socket.on("data", (part: Buffer) => {
      bytes += part.length;
      if (received.includes('"READY"')) return;
      received += part.toString("latin1");
      if (!identified && received.includes("heartbeat_interval")) {
        identified = true;
        // Masked with zeros: what a client sends has to be masked, with what is its own affair.
        const frame = Buffer.from(JSON.stringify({ op: 2, d: { token } }));
        socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | frame.length, 0, 0, 0, 0]), frame]));
      }
      if (received.includes('"READY"')) {
        socket.pause();
        resolve(received);
      }
    });
  });
  return {
    sessionId: /"session_id":"([0-9a-f]{32})"/.exec(text)?.[1] ?? "",
    closed,
    get bytes() {
      return bytes;
    },
    read: () => socket.resume(),
    [Symbol.dispose]: () => socket.destroy(),
  };
}

const BIG = "x".repeat(50_000);

describe("outbox", () => {
  test("[OUTBOX1] who does not read loses the connection at the limit; another gets everything", async () => {
    await using server = await startTestGateway({ outboxBytes: 500_000 });
    server.user("1", { topics: ["channel:1"] });
    server.user("2", { topics: ["channel:1"] });
    const good = await server.login("1");
    using slow = await connectSlowly(server, "token-2");
    let published = 0;
    // The system's own socket buffers fill first, so the limit comes after some megabytes.
    while (server.gateway.stats().slow_readers_total === 0 && published < 1_000) {
      server.publish("channel:1", "EVENT", { n: published++, BIG });
      await good.dispatch("EVENT");
    }
    expect(server.gateway.stats()).toMatchObject({ slow_readers_total: 1, sessions: 1, resumable: 1 });
    slow.read();
    await slow.closed;
    const numbers = good.dispatches.filter((frame) => frame.t === "EVENT").map((frame) => frame.d.n);
    expect(numbers).toEqual(Array.from({ length: published }, (_, n) => n));
  });

  test("[OUTBOX2] who was cut for slowness may resume while the buffer reaches back far enough", async () => {
    await using server = await startTestGateway({ outboxBytes: 300_000, resumeBytes: 64 * 1_048_576 });
    server.user("2", { topics: ["channel:1"] });
    using slow = await connectSlowly(server, "token-2");
    let published = 0;
    while (server.gateway.stats().slow_readers_total === 0) {
      server.publish("channel:1", "EVENT", { n: published++, BIG });
      await Bun.sleep(0);
    }
    const back = await server.connect();
    back.resume("token-2", slow.sessionId, 1);
    // All of it waits for this reader at once, which is no slowness of its own.
    while (server.gateway.stats().resumable > 0) await Bun.sleep(0);
    server.publish("channel:1", "EVENT", { n: published++ });
    await back.dispatch("RESUMED");
    await back.dispatch("EVENT");
    const numbers = back.dispatches.filter((frame) => frame.t === "EVENT").map((frame) => frame.d.n);
    expect(numbers).toEqual(Array.from({ length: published }, (_, n) => n));
  });

  test("[OUTBOX3] who pauses below the limit and reads on gets everything in order", async () => {
    await using server = await startTestGateway({ outboxBytes: 64 * 1_048_576 });
    server.user("2", { topics: ["channel:1"] });
    using slow = await connectSlowly(server, "token-2");
    const before = slow.bytes;
    for (let n = 0; n < 300; n++) {
      server.publish("channel:1", "EVENT", { n, BIG });
      if (n % 20 === 0) await Bun.sleep(0);
    }
    slow.read();
    while (slow.bytes - before < 300 * BIG.length) await Bun.sleep(5);
    expect(server.gateway.stats()).toMatchObject({ slow_readers_total: 0, sessions: 1 });
    expect(server.gateway.stats().dispatches_total).toBe(300);
  });

  test("[OUTBOX4] events of one turn arrive in order, large and small, over many batches", async () => {
    await using server = await startTestGateway({ outboxBytes: 64 * 1_048_576, resumeEvents: 10 });
    server.user("1", { topics: ["channel:1"] });
    const clients = [await server.login("1"), await server.login("1")];
    for (let n = 0; n < 2_000; n++) {
      server.publish("channel:1", "EVENT", { n, text: "é".repeat(n % 97 === 0 ? 20_000 : n % 50) });
    }
    server.publish("channel:1", "LAST", {});
    for (const client of clients) {
      await client.dispatch("LAST");
      const events = client.dispatches.filter((frame) => frame.t === "EVENT");
      expect(events.map((frame) => frame.d.n)).toEqual(Array.from({ length: 2_000 }, (_, n) => n));
      expect(client.dispatches.every((frame, index) => frame.s === index + 1)).toBe(true);
    }
  });

  test("[OUTBOX1] what gathers while a session starts is bounded as well", async () => {
    await using server = await startTestGateway({ outboxBytes: 10_000 });
    server.user("1", { topics: ["channel:1"] });
    const { promise: reading, resolve: read } = Promise.withResolvers<void>();
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    server.before.snapshot = () => {
      read();
      return answered;
    };
    const client = await server.connect();
    client.identify("token-1");
    await reading;
    server.publish("channel:1", "EVENT", BIG);
    await client.closed;
    answer();
    server.before.snapshot = undefined;
    await server.login("1");
    expect(server.gateway.stats()).toMatchObject({ sessions: 1, resumable: 0 });
  });
});
