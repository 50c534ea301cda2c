import { expect, test } from "bun:test";
import { isTrusted, waitsUntil } from "./verification.ts";

const MINUTE = 60_000;

test("[VERIFY1] level 2 waits for the account, 3 and 4 for the member as well", () => {
  const waits = (level: number, createdAt: number, joinedAt: number) =>
    waitsUntil(level, createdAt, joinedAt);
  expect([0, 1].map((level) => waits(level, 1_000, 2_000))).toEqual([0, 0]);
  expect(waits(2, 1_000, 2_000)).toBe(1_000 + 5 * MINUTE);
  expect([3, 4].map((level) => waits(level, 1_000, 2_000))).toEqual(Array(2).fill(2_000 + 10 * MINUTE));
  expect(waits(3, 9 * MINUTE, 0)).toBe(14 * MINUTE);
});

test("[VERIFY2] the owner, any role, and the flag are enough", () => {
  const nobody = { isOwner: false, roleIds: [], flags: 128 };
  expect(isTrusted(nobody)).toBe(false);
  expect(isTrusted({ ...nobody, isOwner: true })).toBe(true);
  expect(isTrusted({ ...nobody, roleIds: ["1"] })).toBe(true);
  expect(isTrusted({ ...nobody, flags: 4 })).toBe(true);
});
