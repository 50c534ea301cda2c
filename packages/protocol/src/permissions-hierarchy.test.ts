import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  compareRoles,
  highestRole,
  isAboveMember,
  isAboveRole,
  type RankedGuild,
  type RankedRole,
} from "./permissions-hierarchy.ts";

const GUILD = "9";
const OWNER = "1";

/** Few positions, so that many are equal, and ids of different lengths. */
const roles: fc.Arbitrary<RankedRole[]> = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom("10", "11", "99", "100", "101", "999", "1000"),
    position: fc.integer({ min: 1, max: 3 }),
  }),
  { selector: ({ id }) => id, minLength: 1 },
);

const guilds = roles.map(
  (list): RankedGuild => ({
    id: GUILD,
    ownerId: OWNER,
    roles: new Map([{ id: GUILD, position: 0 }, ...list].map((role) => [role.id, role])),
  }),
);

const members = fc.record({
  userId: fc.constantFrom(OWNER, "2", "3", "4"),
  roleIds: fc.shuffledSubarray([GUILD, "10", "11", "99", "100", "101", "999", "1000", "777"]),
});

test("[HIERARCHY1] roles stand in one strict order", () => {
  fc.assert(
    fc.property(roles, (list) => {
      for (const a of list) {
        for (const b of list) {
          expect(Math.sign(compareRoles(a, b))).toBe(-Math.sign(compareRoles(b, a)) || 0);
          expect(compareRoles(a, b) === 0).toBe(a.id === b.id);
          for (const c of list) {
            if (compareRoles(a, b) > 0 && compareRoles(b, c) > 0)
              expect(compareRoles(a, c)).toBeGreaterThan(0);
          }
        }
      }
      const highest = highestRole(list);
      expect(highest).toBe(list.toSorted(compareRoles).at(-1) ?? null);
    }),
  );
  expect(compareRoles({ id: "5", position: 2 }, { id: "4", position: 1 })).toBeGreaterThan(0);
  expect(compareRoles({ id: "99", position: 1 }, { id: "100", position: 1 })).toBeGreaterThan(0);
  expect(highestRole([])).toBeNull();
});

test("[HIERARCHY2] being above is strict: never oneself, never both, and it carries on", () => {
  fc.assert(
    fc.property(guilds, members, members, members, (guild, a, b, c) => {
      expect(isAboveMember(guild, a, a)).toBe(false);
      expect(isAboveMember(guild, a, b) && isAboveMember(guild, b, a)).toBe(false);
      if (a.userId !== c.userId && isAboveMember(guild, a, b) && isAboveMember(guild, b, c)) {
        expect(isAboveMember(guild, a, c)).toBe(true);
      }
      if (b.userId === OWNER) expect(isAboveMember(guild, a, b)).toBe(false);
      else if (a.userId === OWNER) expect(isAboveMember(guild, a, b)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test("[HIERARCHY2] one acts on those whose highest role is below one's own", () => {
  const guild: RankedGuild = {
    id: GUILD,
    ownerId: OWNER,
    roles: new Map(
      [
        { id: GUILD, position: 0 },
        { id: "20", position: 1 },
        { id: "21", position: 1 },
      ].map((role) => [role.id, role]),
    ),
  };
  const elder = { userId: "2", roleIds: ["21", "20"] };
  const younger = { userId: "3", roleIds: ["21"] };
  const nobody = { userId: "4", roleIds: [GUILD, "777"] };
  expect(isAboveMember(guild, elder, younger)).toBe(true);
  expect(isAboveMember(guild, younger, elder)).toBe(false);
  expect(isAboveMember(guild, younger, { ...younger, userId: "5" })).toBe(false);
  expect(isAboveMember(guild, younger, nobody)).toBe(true);
  expect(isAboveMember(guild, nobody, { ...nobody, userId: "5" })).toBe(false);
});

test("[HIERARCHY3] one acts on roles below one's highest, the owner on each", () => {
  fc.assert(
    fc.property(guilds, members, (guild, member) => {
      const own = [...guild.roles.values()].filter(({ id }) => id !== GUILD && member.roleIds.includes(id));
      for (const role of guild.roles.values()) {
        const above = isAboveRole(guild, member, role);
        if (member.userId === OWNER) expect(above).toBe(true);
        else if (role.id === GUILD) expect(above).toBe(own.length > 0);
        else expect(above).toBe(own.some((one) => compareRoles(one, role) > 0));
      }
    }),
    { numRuns: 2_000 },
  );
});
