import { describe, expect, test } from "bun:test";
import { startTestGateway } from "./testing.ts";

/** A hook that waits in its middle until it is let go. */
function gate() {
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const wait = () => {
    reach();
    return opened;
  };
  return { reached, open, wait };
}

describe("who sees what", () => {
  test("[TAP1] a session gets the dispatches of its topics and of its user, and no others", async () => {
    await using server = await startTestGateway();
    server.user("1", { topics: ["channel:1"] });
    server.user("2", { topics: ["channel:2"] });
    const one = await server.login("1");
    const two = await server.login("2");
    server.publish("channel:1", "A", null);
    server.publish("channel:2", "B", null);
    server.publish("user:1", "C", null);
    server.publish("channel:3", "D", null);
    await Promise.all([one.settled(), two.settled()]);
    expect(one.dispatches.map(({ s, t }) => [s, t])).toEqual([
      [1, "READY"],
      [2, "A"],
      [3, "C"],
    ]);
    expect(two.dispatches.map(({ s, t }) => [s, t])).toEqual([
      [1, "READY"],
      [2, "B"],
    ]);
  });

  test("[TAP2] an opened tap lets everything after it through, a closed one nothing", async () => {
    await using server = await startTestGateway();
    server.user("1");
    const client = await server.login("1");
    server.publish("channel:1", "BEFORE", null);
    server.tap("1", "channel:1", true);
    server.publish("channel:1", "OPEN", null);
    server.tap("1", "channel:1", false);
    server.publish("channel:1", "AFTER", null);
    server.tap("2", "channel:1", true);
    await client.settled();
    expect(client.dispatches.map((frame) => frame.t)).toEqual(["READY", "OPEN"]);
  });

  test("[TAP2] few or many who see a topic: whose tap closes hears no more, all others do", async () => {
    await using server = await startTestGateway();
    const ids = Array.from({ length: 40 }, (_, i) => String(i + 1));
    for (const id of ids) server.user(id, { topics: ["channel:1"] });
    const clients = await Promise.all(ids.map((id) => server.login(id)));
    server.publish("channel:1", "ALL", null);
    for (const gone of ["1", "33", "40"]) server.tap(gone, "channel:1", false);
    server.tap("2", "channel:1", true);
    server.publish("channel:1", "REST", null);
    await Promise.all(clients.map((client) => client.settled()));
    for (const [i, client] of clients.entries()) {
      const rest = ["1", "33", "40"].includes(ids[i] ?? "") ? [] : ["REST"];
      expect(client.dispatches.map((frame) => frame.t)).toEqual(["READY", "ALL", ...rest]);
    }
  });

  test("[TAP2] a tap that closes while the session waits for a resume stays closed after it", async () => {
    await using server = await startTestGateway();
    server.user("1", { topics: ["channel:1"] });
    const first = await server.login("1");
    await first.cut();
    server.publish("channel:1", "SEEN", null);
    server.tap("1", "channel:1", false);
    server.publish("channel:1", "HIDDEN", null);
    const second = await server.connect();
    second.resume("token-1", first.sessionId, 1);
    await second.dispatch("RESUMED");
    server.publish("channel:1", "HIDDEN", null);
    await second.settled();
    expect(second.dispatches.map((frame) => frame.t)).toEqual(["SEEN", "RESUMED"]);
  });

  test("[TAP3] changes that come while the topics are read win over what was read", async () => {
    await using server = await startTestGateway();
    server.user("1", { topics: ["channel:1", "channel:2"] });
    const { reached, open, wait } = gate();
    server.before.visibleTopics = wait;
    const client = await server.connect();
    client.identify("token-1");
    await reached;
    // What the hook returns was read before these.
    server.tap("1", "channel:1", false);
    server.tap("1", "channel:3", true);
    server.tap("1", "channel:2", false);
    server.tap("1", "channel:2", true);
    open();
    await client.dispatch("READY");
    for (const n of [1, 2, 3]) server.publish(`channel:${n}`, `E${n}`, null);
    await client.settled();
    expect(client.dispatches.map((frame) => frame.t)).toEqual(["READY", "E2", "E3"]);
  });

  test("[TAP4] a later session of the same user reads its topics anew, for all of them", async () => {
    await using server = await startTestGateway();
    const user = server.user("1", { topics: ["channel:1"] });
    const first = await server.login("1");
    user.topics = new Set(["channel:2"]);
    const second = await server.login("1");
    server.publish("channel:1", "E1", null);
    server.publish("channel:2", "E2", null);
    await Promise.all([first.settled(), second.settled()]);
    for (const client of [first, second]) {
      expect(client.dispatches.map((frame) => frame.t).filter((t) => t?.startsWith("E"))).toEqual(["E2"]);
    }
  });

  test("[IDENTIFY7] what happens while the snapshot is read comes after READY, in order", async () => {
    await using server = await startTestGateway();
    server.user("1", { topics: ["channel:1"] });
    const { reached, open, wait } = gate();
    server.before.snapshot = wait;
    const client = await server.connect();
    client.identify("token-1");
    await reached;
    for (let n = 0; n < 3; n++) server.publish("channel:1", "EVENT", n);
    open();
    await client.dispatch("READY");
    server.publish("channel:1", "EVENT", 3);
    await client.settled();
    expect(client.dispatches.map(({ s, t, d }) => [s, t === "READY" ? t : d])).toEqual([
      [1, "READY"],
      [2, 0],
      [3, 1],
      [4, 2],
      [5, 3],
    ]);
  });

  test("[TAP5] a user without sessions leaves nothing behind", async () => {
    await using server = await startTestGateway();
    server.user("1", { topics: ["channel:1", "presence:2"] });
    const client = await server.login("1");
    await client.cut();
    while (server.gateway.stats().resumable === 0) await Bun.sleep(5);
    server.skip(121_000);
    while (server.gateway.stats().users > 0) await Bun.sleep(10);
    expect(server.gateway.stats()).toMatchObject({ sockets: 0, sessions: 0, resumable: 0 });
  });

  test("[DISPATCH2] dispatches come in the order in which they were published, whatever their topic", async () => {
    await using server = await startTestGateway();
    server.user("1", { topics: ["channel:1", "channel:2"] });
    const client = await server.login("1");
    for (let n = 0; n < 300; n++) {
      server.publish((["channel:1", "user:1", "channel:2"] as const)[n % 3] ?? "user:1", "EVENT", n);
      if (n % 7 === 0) await Bun.sleep(0);
    }
    await client.settled();
    expect(client.dispatches.slice(1).map((frame) => frame.d)).toEqual(
      Array.from({ length: 300 }, (_, n) => n),
    );
  });

  test("[DISPATCH1] an event that cannot be encoded stops nothing", async () => {
    await using server = await startTestGateway();
    server.user("1", { topics: ["channel:1"] });
    const client = await server.login("1");
    server.publish("channel:1", "BROKEN", { n: 1n });
    server.publish("channel:1", "FINE", { text: "é🙂\u2028\u0000" });
    const fine = await client.dispatch("FINE");
    expect([fine.s, fine.d.text]).toEqual([2, "é🙂\u2028\u0000"]);
  });
});
