import { expect, test } from "bun:test";
import { conflictOf, KEYS, keysFor, withKey } from "./keys.ts";

test("a key that another action has is refused, with the action's name", () => {
  expect(conflictOf("pins", "mod+k", {})).toBe("switcher");
  expect(conflictOf("pins", "mod+j", { emoji: "mod+j" })).toBe("emoji");
  expect(conflictOf("pins", "mod+e", { emoji: "mod+j" })).toBeNull();
});

test("keys that write or that the browser needs are refused", () => {
  for (const keys of ["a", "shift+a", "?", "enter", "mod+c", "tab"]) {
    expect(conflictOf("pins", keys, {})).toBe("taken");
  }
  expect(conflictOf("pins", "f2", {})).toBeNull();
  expect(conflictOf("pins", "alt+a", {})).toBeNull();
});

test("going back to the usual key keeps nothing", () => {
  const changed = withKey({}, "pins", "f2");
  expect(keysFor("pins", changed)).toBe("f2");
  expect(withKey(changed, "pins", KEYS.pins)).toEqual({});
});

test("no two actions share a key to begin with", () => {
  expect(new Set(Object.values(KEYS)).size).toBe(Object.keys(KEYS).length);
});
