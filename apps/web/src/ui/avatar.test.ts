import { expect, test } from "bun:test";
import { avatarUrl, channelIconUrl, groundOf, initials } from "./avatar.ts";

test("initials of first and last word, one letter when small", () => {
  expect(initials("Maud Lefèvre")).toBe("ML");
  expect(initials("Jean-Baptiste de La Fontaine")).toBe("JF");
  expect(initials("noor.h")).toBe("NH");
  expect(initials("amina")).toBe("A");
  expect(initials("Maud Lefèvre", 1)).toBe("M");
  expect(initials("élodie")).toBe("É");
});

test("initials of names without letters", () => {
  expect(initials("👩‍💻")).toBe("👩‍💻");
  expect(initials("山田 太郎")).toBe("山太");
  expect(initials("___")).toBe("_");
  expect(initials("")).toBe("?");
});

test("a ground is the same every time and all six are used", () => {
  const grounds = Array.from({ length: 300 }, (_, n) => groundOf(String(1574020410612121600n + BigInt(n))));
  expect(new Set(grounds)).toEqual(new Set([1, 2, 3, 4, 5, 6]));
  expect(groundOf("1574020410612121600")).toBe(groundOf("1574020410612121600"));
});

test("pictures are asked for at twice their size, as a power of two", () => {
  expect(avatarUrl({ id: "1", avatar: "abc" }, 36)).toBe("/avatars/1/abc.webp?size=128");
  expect(avatarUrl({ id: "1", avatar: "abc" }, 16)).toBe("/avatars/1/abc.webp?size=32");
  expect(avatarUrl({ id: "1", avatar: null }, 36)).toBeNull();
  expect(channelIconUrl({ id: "2", icon: "x" }, 32)).toBe("/channel-icons/2/x.webp?size=64");
});
