import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { startTestGateway, type TestClient } from "./testing.ts";

const events = (client: TestClient) => client.dispatches.filter((frame) => frame.t === "EVENT");

describe("resume", () => {
  test("[RESUME1] what was missed comes once, in order, then RESUMED, all numbered without a gap", async () => {
    await using server = await startTestGateway();
    server.user("1", { topics: ["channel:1"] });
    const first = await server.login("1");
    server.publish("channel:1", "EVENT", 1);
    server.publish("channel:1", "EVENT", 2);
    await first.settled();
    await first.cut();
    server.publish("channel:1", "EVENT", 3);
    server.publish("user:1", "EVENT", 4);

    const second = await server.connect();
    second.resume("token-1", first.sessionId, 2);
    await second.dispatch("RESUMED");
    server.publish("channel:1", "EVENT", 5);
    await second.settled();
    expect(second.dispatches.map(({ s, t, d }) => [s, t, d])).toEqual([
      [3, "EVENT", 2],
      [4, "EVENT", 3],
      [5, "EVENT", 4],
      [6, "RESUMED", {}],
      [7, "EVENT", 5],
    ]);
  });

  test("[RESUME1] every dispatch once and in order under random disconnects", async () => {
    await using server = await startTestGateway();
    server.user("1", { topics: ["channel:1"] });
    // Each step: so many events, whether the client reads them before the cut, which connection comes next.
    const steps = fc.array(
      fc.record({ before: fc.nat(30), after: fc.nat(30), read: fc.boolean(), zlib: fc.boolean() }),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (plan) => {
        let client = await server.login("1");
        const { sessionId } = client;
        const seen: number[] = [];
        let sequence = 1;
        let published = 0;
        const publish = (count: number) => {
          for (let n = 0; n < count; n++) server.publish("channel:1", "EVENT", published++);
        };
        const collect = () => {
          for (const frame of client.dispatches) {
            if (frame.t === "READY") continue;
            // Each number exactly one above the last: nothing lost, nothing twice, nothing out of order.
            expect(frame.s).toBe(sequence + 1);
            sequence++;
            if (frame.t === "EVENT") seen.push(frame.d);
          }
        };
        for (const { before, after, read, zlib } of plan) {
          publish(before);
          if (read) await client.settled();
          await client.cut();
          collect();
          publish(after);
          client = await server.connect({ query: zlib ? "?v=10&compress=zlib-stream" : "?v=10" });
          client.resume("token-1", sessionId, sequence);
        }
        publish(1);
        await client.dispatch("RESUMED");
        await client.settled();
        await client.cut();
        collect();
        expect(seen).toEqual(Array.from({ length: published }, (_, n) => n));
      }),
      { numRuns: 40 },
    );
  });

  test("[RESUME2] a session that was replaced on another connection closes the old one and loses nothing", async () => {
    await using server = await startTestGateway();
    server.user("1", { topics: ["channel:1"] });
    const first = await server.login("1");
    const second = await server.connect();
    second.resume("token-1", first.sessionId, 1);
    expect((await first.closed).code).toBe(4000);
    await second.dispatch("RESUMED");
    server.publish("channel:1", "EVENT", 1);
    await second.dispatch("EVENT");
    expect(server.gateway.stats()).toMatchObject({ sessions: 1, sockets: 1, resumable: 0 });
  });

  test("[RESUME3] past the buffer: INVALID_SESSION false, and the same connection may identify", async () => {
    await using server = await startTestGateway({ resumeEvents: 5 });
    server.user("1", { topics: ["channel:1"] });
    const first = await server.login("1");
    await first.cut();
    for (let n = 0; n < 6; n++) server.publish("channel:1", "EVENT", n);
    const second = await server.connect();
    second.resume("token-1", first.sessionId, 1);
    expect(await second.next((frame) => frame.op === 9)).toMatchObject({ d: false });
    second.identify("token-1");
    expect((await second.dispatch("READY")).s).toBe(1);
    expect(second.sessionId).not.toBe(first.sessionId);
    expect(server.gateway.stats().resumable).toBe(0);
  });

  test("[RESUME3] exactly at the edge of the buffer the session resumes", async () => {
    await using server = await startTestGateway({ resumeEvents: 5 });
    server.user("1", { topics: ["channel:1"] });
    const first = await server.login("1");
    await first.cut();
    for (let n = 0; n < 5; n++) server.publish("channel:1", "EVENT", n);
    const second = await server.connect();
    second.resume("token-1", first.sessionId, 1);
    await second.dispatch("RESUMED");
    expect(events(second).map((frame) => frame.d)).toEqual([0, 1, 2, 3, 4]);
  });

  test("[RESUME3] the buffer is bounded in bytes too", async () => {
    await using server = await startTestGateway({ resumeBytes: 10_000 });
    server.user("1", { topics: ["channel:1"] });
    const first = await server.login("1");
    await first.cut();
    for (let n = 0; n < 4; n++) server.publish("channel:1", "EVENT", "x".repeat(3_000));
    const second = await server.connect();
    second.resume("token-1", first.sessionId, 1);
    expect(await second.next((frame) => frame.op === 9)).toMatchObject({ d: false });
  });

  test("[RESUME4] an unknown session, another user's, and one that waited too long are invalid", async () => {
    await using server = await startTestGateway();
    server.user("1");
    server.user("2");
    const first = await server.login("1");
    const second = await server.connect();
    second.resume("token-2", first.sessionId, 1);
    expect(await second.next((frame) => frame.op === 9)).toMatchObject({ d: false });
    second.resume("token-1", "00000000000000000000000000000000", 1);
    expect(await second.next((frame) => frame.op === 9)).toMatchObject({ d: false });
    await first.cut();
    while (server.gateway.stats().resumable === 0) await Bun.sleep(5);
    server.skip(119_000);
    // It sent no heartbeat, so the look for time-outs that spares the session closes it.
    expect((await second.closed).code).toBe(4009);
    expect(server.gateway.stats().resumable).toBe(1);
    server.skip(2_000);
    const third = await server.connect();
    while (server.gateway.stats().resumable > 0) await Bun.sleep(5);
    third.resume("token-1", first.sessionId, 1);
    expect(await third.next((frame) => frame.op === 9)).toMatchObject({ d: false });
  });

  test("[RESUME5] a number that was never sent closes with 4007, a wrong token with 4004", async () => {
    await using server = await startTestGateway();
    server.user("1");
    const first = await server.login("1");
    await first.cut();
    const future = await server.connect();
    future.resume("token-1", first.sessionId, 2);
    expect((await future.closed).code).toBe(4007);
    const wrong = await server.connect();
    wrong.resume("no", first.sessionId, 1);
    expect((await wrong.closed).code).toBe(4004);
  });

  test("[RESUME6] when the server cannot tell, INVALID_SESSION is true and the same RESUME succeeds later", async () => {
    await using server = await startTestGateway();
    server.user("1");
    const first = await server.login("1");
    await first.cut();
    server.before.authenticate = async () => {
      throw new Error("the database is away");
    };
    const second = await server.connect();
    second.resume("token-1", first.sessionId, 1);
    expect(await second.next((frame) => frame.op === 9)).toMatchObject({ d: true });
    server.before.authenticate = undefined;
    second.resume("token-1", first.sessionId, 1);
    await second.dispatch("RESUMED");
  });

  test("[RESUME7] sessions without a connection are bounded in number, the longest gone goes first", async () => {
    await using server = await startTestGateway({ maxResumable: 2 });
    server.user("1");
    const clients = [await server.login("1"), await server.login("1"), await server.login("1")];
    for (const client of clients) await client.cut();
    while (server.gateway.stats().sockets > 0) await Bun.sleep(5);
    expect(server.gateway.stats().resumable).toBe(2);
    const answers = [];
    for (const client of clients) {
      const back = await server.connect();
      back.resume("token-1", client.sessionId, client.sequence);
      answers.push((await back.next((frame) => frame.op === 9 || frame.t === "RESUMED")).op);
    }
    expect(answers).toEqual([9, 0, 0]);
  });

  test("[RESUME8] a client that says goodbye with 1000 ends its session", async () => {
    await using server = await startTestGateway();
    server.user("1");
    const first = await server.login("1");
    first.ws.close(1000);
    await first.closed;
    const second = await server.connect();
    second.resume("token-1", first.sessionId, 1);
    expect(await second.next((frame) => frame.op === 9)).toMatchObject({ d: false });
  });

  test("[END1] a revoked log-in closes its sessions with the code, and no RESUME revives them", async () => {
    await using server = await startTestGateway();
    server.user("1", { topics: ["channel:1"] });
    const first = await server.login("1");
    const gone = await server.login("1");
    await gone.cut();
    const other = await server.connect();
    other.identify("token-1-second");
    await other.dispatch("READY");

    server.bus.publish({ kind: "end", userId: "1", authSessionIds: ["auth-token-1"], code: 4004 });
    expect((await first.closed).code).toBe(4004);
    await other.settled();
    for (const client of [first, gone]) {
      const back = await server.connect();
      back.resume("token-1", client.sessionId, client.sequence);
      expect(await back.next((frame) => frame.op === 9)).toMatchObject({ d: false });
    }
    server.bus.publish({ kind: "end", userId: "1", code: 4004 });
    expect((await other.closed).code).toBe(4004);
    expect(server.gateway.stats()).toMatchObject({ sessions: 0, resumable: 0 });
  });

  for (const hook of ["authenticate", "visibleTopics", "snapshot"] as const) {
    test(`[END2] a log-in that is revoked while ${hook} reads gets no session`, async () => {
      await using server = await startTestGateway();
      server.user("1");
      const { promise: reading, resolve: read } = Promise.withResolvers<void>();
      const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
      server.before[hook] = () => {
        read();
        return answered;
      };
      const client = await server.connect();
      client.identify("token-1");
      await reading;
      server.bus.publish({ kind: "end", userId: "1", code: 4004 });
      answer();
      expect((await client.closed).code).toBe(4004);
      expect(client.dispatches).toEqual([]);
      expect(server.gateway.stats()).toMatchObject({ sessions: 0, resumable: 0 });
    });
  }
});
