import { expect, test } from "bun:test";
import type { GuildChannel, ThreadChannel } from "@palabre/protocol";
import { type DropPlace, moveChannel, stepChannel } from "./channelOrder.ts";
import { channelTree, firstChannel, inOrder } from "./tree.ts";

function channel(id: string, type: GuildChannel["type"], position: number, parent: string | null = null) {
  return {
    id,
    type,
    guild_id: "1",
    name: id,
    position,
    parent_id: parent,
    permission_overwrites: [],
  } satisfies GuildChannel;
}

/** 10 lobby; category 20 with text 21, 22 and voice 23; category 30 with 31; 41 in a category that is hidden. */
const channels: GuildChannel[] = [
  channel("30", 4, 1),
  channel("20", 4, 0),
  channel("23", 2, 0, "20"),
  channel("22", 0, 1, "20"),
  channel("21", 5, 0, "20"),
  channel("31", 0, 0, "30"),
  channel("10", 0, 0),
  channel("41", 0, 1, "40"),
];
const thread = (id: string, parent: string, archived = false) =>
  ({ id, type: 11, parent_id: parent, thread_metadata: { archived } }) as ThreadChannel;

/** "10 41 | 20: 21 22 23 | 30: 31" */
function shown(list: readonly GuildChannel[]): string {
  return channelTree(list)
    .map(({ category, nodes }) => {
      const inside = nodes.map((node) => node.channel.id).join(" ");
      return category ? `${category.id}: ${inside}`.trim() : inside;
    })
    .join(" | ");
}

function after(moves: ReturnType<typeof moveChannel>): string {
  return shown(
    channels.map((one) => {
      const move = moves.find((each) => each.id === one.id);
      return move ? { ...one, ...move } : one;
    }),
  );
}

test("channels without a category first, voice below text, a channel of a hidden category at the top level", () => {
  expect(shown(channels)).toBe("10 41 | 20: 21 22 23 | 30: 31");
  expect(firstChannel(channelTree(channels))?.id).toBe("10");
});

test("active threads hang below their channel, the one written in last first; closed categories are stepped over", () => {
  const tree = channelTree([...channels, thread("50", "22"), thread("51", "22"), thread("52", "22", true)]);
  const ids = (list: ReturnType<typeof inOrder>) => list.map((one) => one.id).join(" ");
  expect(ids(inOrder(tree))).toBe("10 41 21 22 51 50 31");
  expect(ids(inOrder(tree, (_, category) => category?.id !== "20"))).toBe("10 41 31");
});

test.each<[string, DropPlace, string]>([
  ["22", { kind: "before", id: "21" }, "10 41 | 20: 22 21 23 | 30: 31"],
  ["10", { kind: "after", id: "21" }, "41 | 20: 21 10 22 23 | 30: 31"],
  ["10", { kind: "into", categoryId: "30" }, "41 | 20: 21 22 23 | 30: 31 10"],
  ["21", { kind: "into", categoryId: null }, "10 41 21 | 20: 22 23 | 30: 31"],
  ["23", { kind: "before", id: "21" }, "10 41 | 20: 21 22 23 | 30: 31"],
  ["21", { kind: "after", id: "23" }, "10 41 | 20: 22 21 23 | 30: 31"],
  ["30", { kind: "before", id: "20" }, "10 41 | 30: 31 | 20: 21 22 23"],
  ["20", { kind: "after", id: "31" }, "10 41 | 30: 31 | 20: 21 22 23"],
])("%s let go %j", (id, place, expected) => {
  expect(after(moveChannel(channelTree(channels), id, place))).toBe(expected);
});

test("what stays where it is sends nothing, and what only makes way keeps its category", () => {
  const tree = channelTree(channels);
  expect(moveChannel(tree, "21", { kind: "before", id: "22" })).toEqual([]);
  expect(moveChannel(tree, "22", { kind: "before", id: "21" })).toEqual([
    { id: "22", position: 0 },
    { id: "21", position: 1 },
    { id: "23", position: 2 },
  ]);
});

test.each<[string, 1 | -1, string]>([
  ["22", -1, "10 41 | 20: 22 21 23 | 30: 31"],
  ["22", 1, "10 41 | 20: 21 23 | 30: 22 31"],
  ["21", -1, "10 41 21 | 20: 22 23 | 30: 31"],
  ["31", 1, "10 41 | 20: 21 22 23 | 30: 31"],
  ["20", 1, "10 41 | 30: 31 | 20: 21 22 23"],
])("%s a step by %i", (id, by, expected) => {
  expect(after(stepChannel(channelTree(channels), id, by))).toBe(expected);
});
