import { expect, test } from "bun:test";
import type { GuildFolder } from "@palabre/protocol";
import { dissolveFolder, moveFolder, moveServer, stepFolder, stepServer } from "./railOrder.ts";

/** "a b (f: c d) e": single servers and folders. */
function rail(text: string): GuildFolder[] {
  return [...text.matchAll(/\((\w+): ([^)]*)\)|\w+/g)].map(([one, id, inside]) =>
    id === undefined || inside === undefined
      ? { id: null, name: null, color: null, guild_ids: [one] }
      : { id, name: null, color: null, guild_ids: inside.split(" ") },
  );
}
const shown = (folders: readonly GuildFolder[]) =>
  folders
    .map(({ id, guild_ids }) => (id === null ? guild_ids.join() : `(${id}: ${guild_ids.join(" ")})`))
    .join(" ");

test.each([
  ["a b c", "c", "before", "a", "c a b"],
  ["a b c", "a", "after", "b", "b a c"],
  ["a b c", "a", "into", "c", "b (new: c a)"],
  ["a (f: b c)", "a", "into", "f", "(f: b c a)"],
  ["a (f: b c)", "a", "before", "c", "(f: b a c)"],
  ["a (f: b c)", "b", "before", "a", "b a (f: c)"],
  ["a (f: b)", "b", "after", "a", "a b"],
  ["a b", "a", "before", "a", "a b"],
] as const)("%s: %s %s %s gives %s", (before, id, kind, target, after) => {
  expect(shown(moveServer(rail(before), id, { kind, id: target }, "new"))).toBe(after);
});

test.each([
  ["a b c", "b", -1, "b a c"],
  ["a b c", "c", 1, "a b c"],
  ["a (f: b c) d", "c", -1, "a (f: c b) d"],
  ["a (f: b c) d", "c", 1, "a (f: b) c d"],
  ["a (f: b c) d", "b", -1, "a b (f: c) d"],
  ["a (f: b) d", "b", 1, "a b d"],
  ["a (f: b c) d", "d", -1, "a d (f: b c)"],
] as const)("%s: %s by %i gives %s", (before, id, by, after) => {
  expect(shown(stepServer(rail(before), id, by))).toBe(after);
});

test("a folder moves whole, and leaves its servers where it stood", () => {
  expect(shown(stepFolder(rail("a (f: b c) d"), "f", 1))).toBe("a d (f: b c)");
  expect(shown(moveFolder(rail("a (f: b c) d"), "f", { kind: "before", id: "a" }))).toBe("(f: b c) a d");
  expect(shown(moveFolder(rail("a (f: b c) (g: d)"), "f", { kind: "after", id: "d" }))).toBe(
    "a (g: d) (f: b c)",
  );
  expect(shown(dissolveFolder(rail("a (f: b c) d"), "f"))).toBe("a b c d");
});
