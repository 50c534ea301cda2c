import { heapStats } from "bun:jsc";
import { describe, expect, test } from "bun:test";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Dispatch } from "./dispatch.ts";
import { allow, channel, GUILD, hidden, membership, role, state } from "./guild-testing.ts";
import { Hub } from "./hub.ts";
import { Session } from "./session.ts";

const MEMBERS = 5_000;

const ROLES = [
  role(GUILD, P.ViewChannel),
  role("201", 0n),
  role("202", P.ManageRoles),
  // Most roles are colours.
  ...Array.from({ length: 40 }, (_, i) => role(`${1_000 + i}`, P.ViewChannel | P.SendMessages)),
];

const CHANNELS = Array.from({ length: 60 }, (_, i) =>
  channel(
    `${3_000 + i}`,
    i % 3 === 0
      ? []
      : i % 3 === 1
        ? hidden(allow("201", P.ViewChannel))
        : hidden(allow("202", P.ViewChannel)),
  ),
);

/** Some are staff, some are not, and hardly two have the same roles. */
const rolesOf = (n: number): string[] => [
  ...(n % 2 === 0 ? ["201"] : []),
  ...(n % 10 === 0 ? ["202"] : []),
  `${1_000 + (n % 40)}`,
  `${1_000 + ((n * 7) % 40)}`,
];

async function connectAll() {
  const told = new Map<Dispatch, number>();
  const reads = { guild: 0 };
  const hub = new Hub({
    deliver: (_, event) => told.set(event, (told.get(event) ?? 0) + 1),
    hooks: {
      memberships: async (userId) => [membership(rolesOf(Number(userId)))],
      guild: async () => {
        reads.guild++;
        return state({ ownerId: "0", roles: ROLES, channels: CHANNELS });
      },
    },
    lost: () => {},
    failed: () => {},
  });
  await Promise.all(
    Array.from({ length: MEMBERS }, async (_, i) => {
      const user = hub.hold(String(i + 1));
      await hub.guilds.join(user);
      hub.add(
        new Session({
          id: user.id,
          user,
          authSessionId: "",
          bot: undefined,
          platform: "web",
          client: { os: "", client: "" },
        }),
      );
      hub.release(user);
    }),
  );
  /** What a dispatch costs: evaluations, and how often each event was delivered. */
  const cost = (
    t: string,
    d: Record<string, unknown>,
    topic: `guild:${string}` | `channel:${string}` = `guild:${GUILD}`,
  ) => {
    told.clear();
    const before = hub.guilds.evaluations;
    hub.dispatch(topic, t, { guild_id: GUILD, ...d });
    const events = Array.from(told, ([event, count]) => [event.t, count] as const);
    return { evaluations: hub.guilds.evaluations - before, events };
  };
  return { hub, reads, cost };
}

describe("a server with 5,000 connected members", () => {
  test("[GUILD10] costs by classes and kinds of channels, not by members and channels", async () => {
    const { hub, reads, cost } = await connectAll();
    // Shapes: open, staff, moderators. Classes: none, staff, staff that moderates.
    expect([reads.guild, hub.guilds.evaluations]).toEqual([1, 9]);

    const staff = MEMBERS / 2;
    const say = cost("MESSAGE_CREATE", { id: "1", channel_id: "3001" }, "channel:3001");
    expect(say).toEqual({ evaluations: 0, events: [["MESSAGE_CREATE", staff]] });

    // A role that changes in what nobody's view is made of.
    const colour = cost("GUILD_ROLE_UPDATE", { role: role("1005", P.ViewChannel | P.Speak) });
    expect(colour).toEqual({ evaluations: 0, events: [["GUILD_ROLE_UPDATE", MEMBERS]] });

    // Half of them lose it: that is told to each, and encoded once.
    const closed = cost("CHANNEL_UPDATE", channel("3001", hidden()));
    expect(closed).toEqual({ evaluations: 3, events: [["CHANNEL_DELETE", staff]] });

    // Everybody begins to see everything: forty channels are new to some.
    const opened = cost("GUILD_ROLE_UPDATE", { role: role(GUILD, P.ViewChannel | P.Administrator) });
    expect(opened.evaluations).toBe(3 + 1);
    expect(opened.events.filter(([t]) => t === "CHANNEL_CREATE")).toHaveLength(40);
    expect(opened.events).toHaveLength(41);

    const one = cost("GUILD_MEMBER_UPDATE", { user: { id: "1" }, roles: [] });
    expect(one).toEqual({ evaluations: 0, events: [["GUILD_MEMBER_UPDATE", MEMBERS]] });
  });

  test("[GUILD10] a member costs little memory", async () => {
    const heap = () => {
      Bun.gc(true);
      return heapStats().heapSize;
    };
    const { hub } = await connectAll();
    const inServer = heap();
    hub.dispatch(`guild:${GUILD}`, "GUILD_DELETE", { id: GUILD });
    const each = (inServer - heap()) / MEMBERS;
    expect(each).toBeLessThan(400);
    expect(hub.userCount).toBe(MEMBERS);
  });
});
