import { expect, test } from "bun:test";
import { PermissionFlagsBits } from "discord-api-types/v10";
import fc from "fast-check";
import {
  ALL_PERMISSIONS,
  CHANNEL_BITS,
  DEFAULT_PERMISSIONS,
  GUILD_ONLY_BITS,
  PERMISSION_NAMES,
  parsePermissions,
  permissionNames,
  STAGE_BITS,
  TEXT_BITS,
  VOICE_BITS,
} from "./permissions-bits.ts";
import { PERMISSION_GROUPS } from "./permissions-groups.ts";

/** The column "Channel Type" of the documentation's table, by number of the bit, typed off from it. */
const CHANNEL_TYPES = [
  ...["TVS", "", "", "", "TVS", "", "TVS", "", "V", "VS"],
  ...["TVS", "TVS", "TVS", "TVS", "TVS", "TVS", "TVS", "TVS", "TVS", ""],
  ...["VS", "V", "VS", "V", "VS", "V", "", "", "TVS", "TVS"],
  ...["", "TVS", "S", "VS", "T", "T", "T", "TVS", "T", "TV"],
  ...["", "", "V", "", "VS", "V", "TVS", null, "V", "TVS"],
  ...["TVS", "T", "TVS"],
];

test("every bit of API v10 has one name and stands in one group", () => {
  const bits = new Set(Object.values(PermissionFlagsBits));
  expect(PERMISSION_NAMES.map((name) => PermissionFlagsBits[name])).toEqual(
    [...bits].sort((a, b) => (a < b ? -1 : 1)),
  );
  const grouped = Object.values(PERMISSION_GROUPS).flat();
  expect([...grouped].sort()).toEqual([...PERMISSION_NAMES].sort());
  expect(ALL_PERMISSIONS).toBe([...bits].reduce((sum, bit) => sum + bit, 0n));
});

test("where a bit matters is what the documentation says", () => {
  let known = 0n;
  for (const [index, types] of CHANNEL_TYPES.entries()) {
    if (types === null) continue;
    const bit = 1n << BigInt(index);
    known |= bit;
    const told = [TEXT_BITS, VOICE_BITS, STAGE_BITS, CHANNEL_BITS, GUILD_ONLY_BITS].map(
      (set) => (set & bit) !== 0n,
    );
    const letters = ["T", "V", "S"].map((letter) => types.includes(letter));
    expect(told).toEqual([...letters, types !== "", types === ""]);
  }
  expect(known).toBe(ALL_PERMISSIONS);
});

test("a new server is open and gives nobody a moderator's powers", () => {
  // The number that servers of Discord begin with; its bit 47 has no name any more.
  expect(DEFAULT_PERMISSIONS).toBe(2248473465835073n & ~(1n << 47n));
  expect(
    permissionNames(DEFAULT_PERMISSIONS).filter((name) => /^(Manage|Kick|Ban|Admin|Moderate)/.test(name)),
  ).toEqual([]);
});

test("[PERM10] permissions are read from digits, without the bits nobody knows", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (bits) => {
      expect(parsePermissions(bits.toString())).toBe(bits & ALL_PERMISSIONS);
    }),
  );
  expect(parsePermissions(0)).toBe(0n);
  expect(parsePermissions(2112)).toBe(2112n);
  expect(parsePermissions(Number.MAX_SAFE_INTEGER)).toBe(ALL_PERMISSIONS & BigInt(Number.MAX_SAFE_INTEGER));
  for (const bad of [
    "",
    " 1",
    "1\n",
    "-1",
    "+1",
    "1.0",
    "1e3",
    "0x8",
    "1n",
    "١",
    "9".repeat(21),
    "0".repeat(1e6),
  ]) {
    expect(parsePermissions(bad)).toBeNull();
  }
  for (const bad of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
    expect(parsePermissions(bad)).toBeNull();
});

test("names and bits are two forms of the same", () => {
  fc.assert(
    fc.property(fc.subarray([...PERMISSION_NAMES]), (names) => {
      const bits = names.reduce((sum, name) => sum | PermissionFlagsBits[name], 0n);
      expect(permissionNames(bits | (1n << 60n))).toEqual(names);
    }),
  );
});
