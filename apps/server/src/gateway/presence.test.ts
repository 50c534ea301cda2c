import { describe, expect, test } from "bun:test";
import { visiblePresence } from "./presence.ts";
import type { DeviceStatus, Platform } from "./session.ts";
import { startTestGateway } from "./testing.ts";

const device = (status: DeviceStatus, platform: Platform = "web") => ({ status, platform, activities: [] });
const saved = (status: DeviceStatus) => ({ status, activities: [] });

describe("the sum over devices", () => {
  for (const [devices, choice, expected] of [
    [[], "online", undefined],
    [["online"], "online", "online"],
    [["idle", "online"], "online", "online"],
    [["idle", "dnd", "online"], "online", "dnd"],
    [["idle", "idle"], "online", "idle"],
    [["invisible"], "online", undefined],
    [["invisible", "idle"], "online", "idle"],
    [["online", "dnd"], "invisible", undefined],
    [["dnd"], "idle", "idle"],
    [["online"], "dnd", "dnd"],
    [[], "dnd", undefined],
  ] as [DeviceStatus[], DeviceStatus, string | undefined][]) {
    test(`[PRESENCE1] devices ${devices.join("+") || "none"}, chosen ${choice}: ${expected ?? "offline"}`, () => {
      expect(
        visiblePresence(
          devices.map((s) => device(s)),
          saved(choice),
        )?.status,
      ).toBe(expected as never);
    });
  }

  test("[PRESENCE1] each platform has its own sum", () => {
    const devices = [device("idle", "mobile"), device("online", "web"), device("idle", "web")];
    expect(visiblePresence(devices, saved("online"))?.client_status).toEqual({
      mobile: "idle",
      web: "online",
    });
    expect(visiblePresence(devices, saved("dnd"))?.client_status).toEqual({ mobile: "dnd", web: "dnd" });
  });
});

describe("presence", () => {
  const updates = (client: { dispatches: { t: string | null; d: { status: string } }[] }) =>
    client.dispatches.filter((frame) => frame.t === "PRESENCE_UPDATE").map((frame) => frame.d.status);

  test("[PRESENCE2] those who may see it are told of coming and going; going after a moment", async () => {
    await using server = await startTestGateway();
    server.user("1", { topics: ["presence:2"] });
    server.user("2");
    server.user("3");
    const watcher = await server.login("1");
    const stranger = await server.login("3");
    const client = await server.login("2");
    expect((await watcher.dispatch("PRESENCE_UPDATE")).d).toEqual({
      user: { id: "2" },
      status: "online",
      activities: [],
      client_status: { web: "online" },
    });
    expect(server.gateway.presencesOf(["2", "9"]).map((p) => p.status)).toEqual(["online", "offline"]);
    await client.cut();
    expect((await watcher.dispatch("PRESENCE_UPDATE")).d).toEqual({
      user: { id: "2" },
      status: "offline",
      activities: [],
      client_status: {},
    });
    await stranger.settled();
    expect(updates(stranger)).toEqual([]);
  });

  test("[PRESENCE3] who comes back within the moment was never away", async () => {
    await using server = await startTestGateway({ presenceGraceMs: 60_000 });
    server.user("1", { topics: ["presence:2"] });
    server.user("2");
    const watcher = await server.login("1");
    const first = await server.login("2");
    await first.cut();
    const second = await server.connect();
    second.resume("token-2", first.sessionId, 1);
    await second.dispatch("RESUMED");
    server.skip(61_000);
    await watcher.settled();
    expect(updates(watcher)).toEqual(["online"]);
  });

  test("[PRESENCE4] nothing is told when nothing visible changed", async () => {
    await using server = await startTestGateway();
    server.user("1", { topics: ["presence:2", "presence:3"] });
    server.user("2");
    server.user("3", { presence: { status: "invisible", activities: [] } });
    const watcher = await server.login("1");
    const one = await server.login("2");
    const two = await server.login("2");
    one.send(3, { status: "idle", activities: [], since: 0, afk: true });
    await one.settled();
    two.send(3, { status: "idle", activities: [], since: 0, afk: true });
    await two.settled();
    two.send(3, { status: "idle", activities: [], since: 0, afk: true });
    await two.settled();
    const hidden = await server.login("3");
    await hidden.cut();
    server.bus.publish({ kind: "presence", userId: "2", status: "invisible", activities: [] });
    one.send(3, { status: "dnd", activities: [] });
    await one.settled();
    await watcher.settled();
    expect(updates(watcher)).toEqual(["online", "idle", "offline"]);
  });

  test("[PRESENCE4] devices that change all the time are told as often as one user may, and the last is told", async () => {
    await using server = await startTestGateway({ presencesPerUser: 6 });
    server.user("1", { topics: ["presence:2"] });
    server.user("2");
    const watcher = await server.login("1");
    const devices = [await server.login("2"), await server.login("2"), await server.login("2")];
    await watcher.settled();
    const before = updates(watcher).length;
    const show = (name: string) => ({ status: "online", activities: [{ name, type: 0 }] });
    for (let n = 0; n < 5; n++) for (const [i, one] of devices.entries()) one.send(3, show(`${i} ${n}`));
    for (const one of devices) await one.settled();
    await watcher.settled();
    expect(updates(watcher)).toHaveLength(before + 6);
    server.skip(20_000);
    const names = (frame: { t: string | null; d: { activities: { name: string }[] } }) =>
      frame.t === "PRESENCE_UPDATE" ? frame.d.activities.map(({ name }) => name).sort() : [];
    await watcher.next((frame) => names(frame).join() === "0 4,1 4,2 4");
  });

  test("[PRESENCE5] READY has the presences that one may see and that are not offline", async () => {
    await using server = await startTestGateway();
    server.user("1", { topics: ["presence:2", "presence:3", "presence:4"] });
    server.user("2");
    server.user("3", { presence: { status: "invisible", activities: [] } });
    server.user("5");
    for (const id of ["2", "3", "5"]) await server.login(id);
    const client = await server.login("1");
    expect(client.dispatches[0]?.d.presences).toEqual([
      { user: { id: "2" }, status: "online", activities: [], client_status: { web: "online" } },
    ]);
  });

  test("[PRESENCE6] a tap that opens shows the presence, one that closes takes it back", async () => {
    await using server = await startTestGateway();
    server.user("1");
    server.user("2");
    const watcher = await server.login("1");
    const other = await server.login("2");
    server.tap("1", "presence:2", true);
    server.tap("1", "presence:2", true);
    server.tap("1", "presence:2", false);
    other.send(3, { status: "dnd", activities: [] });
    await other.settled();
    await watcher.settled();
    expect(updates(watcher)).toEqual(["online", "offline"]);
  });

  test("[PRESENCE7] changes that come too fast are told late, the last of them always", async () => {
    await using server = await startTestGateway();
    server.user("1", { topics: ["presence:2"] });
    server.user("2");
    const watcher = await server.login("1");
    const client = await server.login("2");
    for (const status of ["idle", "dnd", "idle", "dnd", "idle", "dnd", "idle", "online"])
      client.send(3, { status, activities: [] });
    await client.settled();
    await watcher.settled();
    expect(updates(watcher)).toEqual(["online", "idle", "dnd", "idle", "dnd", "idle"]);
    server.skip(21_000);
    while (updates(watcher).length < 7) await watcher.dispatch("PRESENCE_UPDATE");
    expect(updates(watcher).at(-1)).toBe("online");
  });

  test("[PRESENCE8] the chosen status and its activities reach others; IDENTIFY may carry a device's", async () => {
    await using server = await startTestGateway();
    const custom = { name: "Custom Status", type: 4, state: "at lunch" } as never;
    server.user("1", { topics: ["presence:2"] });
    server.user("2", { presence: { status: "online", activities: [custom] } });
    const watcher = await server.login("1");
    await server.login("2", {
      presence: { status: "idle", activities: [{ name: "chess", type: 0 }], since: null },
    });
    const { d } = await watcher.dispatch("PRESENCE_UPDATE");
    expect(d.status).toBe("idle");
    expect(d.activities).toMatchObject([{ state: "at lunch" }, { name: "chess" }]);
    server.bus.publish({ kind: "presence", userId: "2", status: "dnd", activities: [] });
    expect((await watcher.dispatch("PRESENCE_UPDATE")).d).toMatchObject({
      status: "dnd",
      client_status: { web: "dnd" },
    });
  });

  test("[PRESENCE9] a person's devices are told which devices there are, a bot's are not", async () => {
    await using server = await startTestGateway();
    server.user("1");
    server.user("2", { bot: true });
    const one = await server.login("1");
    const two = await server.login("1");
    const both = [one.sessionId, two.sessionId];
    const list = await one.dispatch("SESSIONS_REPLACE");
    expect(list.d.map((session: { session_id: string }) => session.session_id)).toEqual(both);
    await two.cut();
    const rest = await one.dispatch("SESSIONS_REPLACE");
    expect(rest.d).toMatchObject([
      { session_id: one.sessionId, client_info: { os: "linux", client: "test" } },
    ]);
    await server.login("2", { intents: 0 });
    const bot = await server.login("2", { intents: 0 });
    server.skip(600);
    await bot.settled();
    expect(bot.dispatches).toHaveLength(1);
  });
});
