import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { FrameError, parseFrame } from "./frames.ts";
import { startTestGateway } from "./testing.ts";

const DOCUMENTED = [4000, 4001, 4002, 4003, 4004, 4005, 4007, 4008];

describe("frames", () => {
  for (const [rule, frame, code] of [
    ["FRAME1", "{", 4002],
    ["FRAME1", "[]", 4002],
    ["FRAME1", "null", 4002],
    ["FRAME1", "{}", 4002],
    ["FRAME1", '{"op":"1"}', 4002],
    ["FRAME1", '{"op":1.5}', 4002],
    ["FRAME1", '{"op":1,"d":"x"}', 4002],
    ["FRAME1", '{"op":2,"d":null}', 4002],
    ["FRAME1", '{"op":2,"d":{"token":5}}', 4002],
    ["FRAME1", '{"op":2,"d":{"token":"a","presence":{"status":"away"}}}', 4002],
    ["FRAME1", '{"op":2,"d":{"token":"a","presence":{"status":"constructor"}}}', 4002],
    ["FRAME1", '{"op":6,"d":{"token":"a","session_id":"b","seq":-1}}', 4002],
    ["FRAME1", '{"op":6,"d":{"token":"a","seq":1}}', 4002],
    ["FRAME3", '{"op":0,"d":{}}', 4001],
    ["FRAME3", '{"op":99}', 4001],
    ["FRAME4", '{"op":3,"d":{"status":"idle"}}', 4003],
    ["FRAME4", '{"op":8,"d":{"guild_id":"1","query":"","limit":0}}', 4003],
    ["FRAME2", JSON.stringify({ op: 1, d: null, filler: "x".repeat(15 * 1024) }), 4002],
    ["FRAME2", JSON.stringify({ op: 1, d: null, filler: "é".repeat(8 * 1024) }), 4002],
  ] as const) {
    test(`[${rule}] ${frame.slice(0, 60)} closes with ${code}`, async () => {
      await using server = await startTestGateway();
      const client = await server.connect();
      client.ws.send(frame);
      expect((await client.closed).code).toBe(code);
    });
  }

  test("[FRAME2] a frame of two megabytes is not read to its end", async () => {
    await using server = await startTestGateway();
    const client = await server.connect();
    client.ws.send("x".repeat(2 * 1_048_576));
    expect((await client.closed).code).toBe(1009);
    expect(server.gateway.stats().sockets).toBe(0);
  });

  test("[FRAME5] the 121st frame within a minute closes with 4008, another client is still served", async () => {
    await using server = await startTestGateway();
    server.user("1");
    server.user("2", { topics: ["channel:1"] });
    const good = await server.login("2");
    const flooding = await server.login("1");
    for (let n = 0; n < 500; n++) flooding.ws.send('{"op":1,"d":null}');
    expect((await flooding.closed).code).toBe(4008);
    expect(flooding.frames.filter((frame) => frame.op === 11)).toHaveLength(119);
    server.publish("channel:1", "STILL_SERVED", {});
    await good.dispatch("STILL_SERVED");
  });

  test("[FRAME6] requests about guilds are read and change nothing", async () => {
    await using server = await startTestGateway();
    server.user("1");
    const client = await server.login("1");
    client.send(8, { guild_id: "1", query: "", limit: 0 });
    client.send(4, { guild_id: "1", channel_id: null, self_mute: false, self_deaf: false });
    client.send(31, { guild_ids: ["1"] });
    await client.settled();
    expect(client.dispatches).toHaveLength(1);
  });

  test("what libraries send is understood", () => {
    for (const d of [
      // discord.js
      {
        token: "a",
        properties: { os: "linux", browser: "@discordjs/ws 1.1", device: "@discordjs/ws 1.1" },
        intents: 1,
        compress: false,
        shard: [0, 1],
        large_threshold: 50,
        presence: { status: "online", activities: [], since: null, afk: false },
      },
      // Eris and Oceanic
      {
        token: "Bot a",
        v: 10,
        compress: false,
        large_threshold: 250,
        intents: 1,
        properties: { os: "linux", browser: "Eris", device: "Eris" },
        presence: { activities: [{ name: "x", type: 0 }], afk: false, since: 0, status: "idle" },
      },
      // discord.py
      {
        token: "a",
        properties: { $os: "linux" },
        capabilities: 1,
        client_state: {},
        presence: null,
        shard: null,
      },
      {},
    ]) {
      expect(parseFrame(JSON.stringify({ op: 2, d })).op).toBe("identify");
    }
  });

  test("[FRAME1] no frame makes the parser fail in another way than with a close code", () => {
    const op = fc.oneof(fc.constantFrom(1, 2, 3, 4, 6, 8, 31, 43), fc.integer(), fc.jsonValue());
    const word = fc.constantFrom(
      "token",
      "properties",
      "intents",
      "shard",
      "presence",
      "status",
      "activities",
      "name",
      "session_id",
      "seq",
      "guild_id",
    );
    const object = fc.dictionary(word, fc.jsonValue());
    const d = fc.oneof(fc.jsonValue(), object, fc.dictionary(word, object));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.record({ op, d }).map((frame) => JSON.stringify(frame)),
        ),
        (text) => {
          try {
            parseFrame(text);
          } catch (err) {
            expect(err).toBeInstanceOf(FrameError);
            expect([4001, 4002]).toContain((err as FrameError).code);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("[FRAME1] generated nonsense gets a documented close code or nothing, and a good client is served after", async () => {
    await using server = await startTestGateway({ framesPerWindow: 50 });
    server.user("1", { topics: ["channel:1"] });
    const good = await server.login("1");
    const nonsense = fc.oneof(
      fc.string(),
      fc.uint8Array({ maxLength: 64 }),
      fc.json(),
      fc
        .record({
          op: fc.oneof(fc.constantFrom(1, 2, 3, 4, 6, 8), fc.integer({ min: -5, max: 60 })),
          d: fc.oneof(
            fc.jsonValue(),
            fc.record(
              {
                token: fc.constantFrom("token-1", "no", ""),
                session_id: fc.string(),
                seq: fc.nat(),
                status: fc.constantFrom("online", "dnd", "x"),
                activities: fc.oneof(fc.array(fc.record({ name: fc.string() })), fc.jsonValue()),
              },
              { requiredKeys: [] },
            ),
          ),
        })
        .map((frame) => JSON.stringify(frame)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(nonsense, { minLength: 1, maxLength: 8 }), async (frames) => {
        const client = await server.connect();
        for (const frame of frames) client.ws.send(frame);
        // A frame that is certainly refused, so that every run ends.
        client.ws.send("}");
        expect(DOCUMENTED).toContain((await client.closed).code);
      }),
      { numRuns: 100 },
    );
    server.publish("channel:1", "STILL_SERVED", {});
    await good.dispatch("STILL_SERVED");
  });
});
