import { describe, expect, test } from "bun:test";
import { ariaKeys, keysOf, matchesKeys, showKeys } from "./keys.ts";

const press = (
  key: string,
  modifiers: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
});

describe("keys", () => {
  test("mod is Ctrl, and ⌘ on Apple", () => {
    expect(matchesKeys(press("k", { ctrlKey: true }), "mod+k", false)).toBe(true);
    expect(matchesKeys(press("k", { ctrlKey: true }), "mod+k", true)).toBe(false);
    expect(matchesKeys(press("k", { metaKey: true }), "mod+k", true)).toBe(true);
  });

  test("no modifier more, none less", () => {
    expect(matchesKeys(press("K", { ctrlKey: true, shiftKey: true }), "mod+k", false)).toBe(false);
    expect(matchesKeys(press("M", { ctrlKey: true, shiftKey: true }), "mod+shift+m", false)).toBe(true);
    expect(matchesKeys(press("Escape"), "shift+escape", false)).toBe(false);
    expect(matchesKeys(press("ArrowUp", { altKey: true }), "alt+arrowup", false)).toBe(true);
  });

  test("a slash that needs Shift on an AZERTY keyboard still matches", () => {
    expect(matchesKeys(press("/", { ctrlKey: true, shiftKey: true }), "mod+/", false)).toBe(true);
  });

  test("what is pressed matches what was recorded", () => {
    for (const event of [
      press("k", { ctrlKey: true }),
      press("M", { ctrlKey: true, shiftKey: true }),
      press("ArrowDown", { altKey: true, shiftKey: true }),
      press("+", { ctrlKey: true }),
      press(",", { ctrlKey: true }),
    ]) {
      const keys = keysOf(event, false);
      expect(keys).not.toBeNull();
      expect({ keys, matches: matchesKeys(event, keys ?? "", false) }).toEqual({ keys, matches: true });
    }
  });

  test("a modifier alone is no combination", () => {
    expect(keysOf(press("Shift", { shiftKey: true }), false)).toBeNull();
  });

  test("shown as on the machine's keyboard", () => {
    expect(showKeys("mod+shift+m", false)).toEqual(["Ctrl", "Shift", "M"]);
    expect(showKeys("mod+shift+m", true)).toEqual(["⌘", "⇧", "M"]);
    expect(showKeys("mod++", false)).toEqual(["Ctrl", "+"]);
    expect(ariaKeys("mod+shift+m", false)).toBe("Control+Shift+M");
  });
});
