import { expect, test } from "bun:test";
import { ChannelType, OverwriteType, PermissionFlagsBits as P } from "discord-api-types/v10";
import fc from "fast-check";
import {
  canView,
  computeBasePermissions,
  computeChannelPermissions,
  computeThreadPermissions,
  explainBasePermissions,
  explainPermission,
  explainPermissions,
  type PermissionGuild,
  type PermissionMember,
  type PermissionOverwrite,
  type PermissionPlace,
} from "./permissions.ts";
import { ALL_PERMISSIONS, DEFAULT_PERMISSIONS, permissionNames } from "./permissions-bits.ts";

/*
 * The naive reading: sets of names, one sentence of the documentation after the other, sharing nothing with the code
 * but the numbers of the bits.
 */

const NUMBERS: ReadonlyMap<string, bigint> = new Map(
  Object.entries(P).filter(([name]) => name !== "ManageEmojisAndStickers"),
);
const EVERYTHING: ReadonlySet<string> = new Set(NUMBERS.keys());

/** The documentation's rows without a channel type. */
const NO_CHANNEL: ReadonlySet<string> = new Set([
  "KickMembers",
  "BanMembers",
  "Administrator",
  "ManageGuild",
  "ViewAuditLog",
  "ViewGuildInsights",
  "ChangeNickname",
  "ManageNicknames",
  "ManageGuildExpressions",
  "ModerateMembers",
  "ViewCreatorMonetizationAnalytics",
  "CreateGuildExpressions",
]);
/** Its rows with V or S and without T. */
const OF_VOICE: ReadonlySet<string> = new Set([
  "PrioritySpeaker",
  "Stream",
  "Connect",
  "Speak",
  "MuteMembers",
  "DeafenMembers",
  "MoveMembers",
  "UseVAD",
  "RequestToSpeak",
  "ManageEvents",
  "UseSoundboard",
  "CreateEvents",
  "UseExternalSounds",
  "SetVoiceChannelStatus",
]);

function names(bits: bigint): Set<string> {
  return new Set([...EVERYTHING].filter((name) => ((NUMBERS.get(name) ?? 0n) & bits) !== 0n));
}

function bitsOf(held: ReadonlySet<string>): bigint {
  let sum = 0n;
  for (const name of held) sum += NUMBERS.get(name) ?? 0n;
  return sum;
}

function naive(
  guild: PermissionGuild,
  member: PermissionMember,
  where: { overwrites: readonly PermissionOverwrite[]; place: PermissionPlace } | null,
): Set<string> {
  if (guild.ownerId === member.userId) return new Set(EVERYTHING);
  const mine = [...guild.roles.values()].filter(({ id }) => id === guild.id || member.roleIds.includes(id));
  let held = new Set(mine.flatMap((role) => [...names(role.permissions)]));
  if (held.has("Administrator")) return new Set(EVERYTHING);

  if (where !== null) {
    const deny = (overwrite: PermissionOverwrite | undefined) => {
      for (const name of names(overwrite?.deny ?? 0n)) if (!NO_CHANNEL.has(name)) held.delete(name);
    };
    const allow = (overwrite: PermissionOverwrite | undefined) => {
      for (const name of names(overwrite?.allow ?? 0n)) if (!NO_CHANNEL.has(name)) held.add(name);
    };
    const find = (type: OverwriteType, id: string) =>
      where.overwrites.find((overwrite) => overwrite.type === type && overwrite.id === id);
    deny(find(OverwriteType.Role, guild.id));
    allow(find(OverwriteType.Role, guild.id));
    for (const role of mine) if (role.id !== guild.id) deny(find(OverwriteType.Role, role.id));
    for (const role of mine) if (role.id !== guild.id) allow(find(OverwriteType.Role, role.id));
    deny(find(OverwriteType.Member, member.userId));
    allow(find(OverwriteType.Member, member.userId));

    if (!held.has("ViewChannel")) return new Set();
    if ("thread" in where.place) {
      const { isPrivate, isMember } = where.place.thread;
      if (isPrivate && !isMember && !held.has("ManageThreads")) return new Set();
      held.delete("SendMessages");
      if (held.has("SendMessagesInThreads")) held.add("SendMessages");
    } else if (
      ["GuildVoice", "GuildStageVoice"].includes(ChannelType[where.place.type]) &&
      !held.has("Connect")
    ) {
      for (const name of [...OF_VOICE, "ManageChannels", "ManageRoles"]) held.delete(name);
    }
    if (!held.has("SendMessages")) {
      for (const name of ["MentionEveryone", "SendTTSMessages", "AttachFiles", "EmbedLinks"])
        held.delete(name);
      for (const name of ["SendVoiceMessages", "SendPolls"]) held.delete(name);
    }
  }

  if (member.timedOut || member.pending) {
    held = new Set(["ViewChannel", "ReadMessageHistory"].filter((name) => held.has(name)));
  }
  return held;
}

const GUILD = "100";
const OWNER = "7";
const MEMBER = "8";
const ROLES = ["101", "102", "103", "104", "105"];
/** Ids of what is gone or belongs elsewhere. */
const STRANGERS = ["900", "901", "902"];

/** Bits with the decisive ones often among them, and some that nobody knows. */
const someBits = fc
  .tuple(
    fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
    fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
    fc.subarray([
      P.ViewChannel,
      P.SendMessages,
      P.SendMessagesInThreads,
      P.Connect,
      P.ManageThreads,
      P.MentionEveryone,
      P.ManageChannels,
    ]),
  )
  // Administrator seldom: it would hide everything else.
  .map(([a, b, picked]) => (a & b & ~P.Administrator) | picked.reduce((sum, bit) => sum | bit, 0n));
const roleBits = fc.oneof(
  { weight: 12, arbitrary: someBits },
  { weight: 1, arbitrary: someBits.map((bits) => bits | P.Administrator) },
  { weight: 3, arbitrary: fc.constant(DEFAULT_PERMISSIONS) },
  { weight: 3, arbitrary: fc.constant(0n) },
);

const guilds: fc.Arbitrary<PermissionGuild> = fc
  .tuple(fc.subarray(ROLES), fc.array(roleBits, { minLength: 6, maxLength: 6 }))
  .map(([ids, bits]) => ({
    id: GUILD,
    ownerId: OWNER,
    roles: new Map([GUILD, ...ids].map((id, index) => [id, { id, permissions: bits[index] ?? 0n }])),
  }));

const members: fc.Arbitrary<PermissionMember> = fc.record({
  userId: fc.oneof(
    { weight: 15, arbitrary: fc.constant(MEMBER) },
    { weight: 1, arbitrary: fc.constant(OWNER) },
  ),
  roleIds: fc.shuffledSubarray([GUILD, ...ROLES, ...STRANGERS]),
  timedOut: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(false, undefined) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  pending: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(false, undefined) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
});

function overwritesOf(ofMembers: boolean): fc.Arbitrary<PermissionOverwrite[]> {
  return fc.uniqueArray(
    fc.record({
      // A role's id on a member's overwrite, and the other way round, must count for nothing.
      id: fc.constantFrom(GUILD, ...ROLES, MEMBER, OWNER, ...STRANGERS),
      type: ofMembers
        ? fc.constantFrom(OverwriteType.Role, OverwriteType.Role, OverwriteType.Member)
        : fc.constant(OverwriteType.Role),
      allow: someBits,
      deny: fc.oneof(someBits, someBits, fc.constant(0n)),
    }),
    { selector: ({ id, type }) => `${type}:${id}`, maxLength: 12 },
  );
}

const places: fc.Arbitrary<PermissionPlace> = fc.oneof(
  fc.record({
    type: fc.constantFrom(
      ChannelType.GuildText,
      ChannelType.GuildVoice,
      ChannelType.GuildCategory,
      ChannelType.GuildStageVoice,
      ChannelType.GuildForum,
    ),
  }),
  fc.record({ thread: fc.record({ isPrivate: fc.boolean(), isMember: fc.boolean() }) }),
);

function compute(
  guild: PermissionGuild,
  member: PermissionMember,
  overwrites: readonly PermissionOverwrite[],
  place: PermissionPlace,
): bigint {
  if ("thread" in place) return computeThreadPermissions(guild, member, overwrites, place.thread);
  return computeChannelPermissions(guild, member, overwrites, place.type);
}

const RUNS = { numRuns: 5_000 };

test("[PERM1] [PERM2] what is held in a server is what the documentation says", () => {
  fc.assert(
    fc.property(guilds, members, (guild, member) => {
      expect(computeBasePermissions(guild, member)).toBe(bitsOf(naive(guild, member, null)));
    }),
    RUNS,
  );
});

test("[PERM3] [PERM5] [PERM7] [PERM8] what is held in a channel or thread is what the documentation says", () => {
  const seen = { nothing: 0, everything: 0, something: 0 };
  fc.assert(
    fc.property(guilds, members, overwritesOf(true), places, (guild, member, overwrites, place) => {
      const result = compute(guild, member, overwrites, place);
      expect(result).toBe(bitsOf(naive(guild, member, { overwrites, place })));
      seen[result === 0n ? "nothing" : result === ALL_PERMISSIONS ? "everything" : "something"]++;
    }),
    RUNS,
  );
  // The cases must not all be of the easy kinds.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(RUNS.numRuns / 20);
});

test("what is explained is what is computed, step by step", () => {
  fc.assert(
    fc.property(guilds, members, overwritesOf(true), places, (guild, member, overwrites, place) => {
      const base = explainBasePermissions(guild, member);
      expect(base.at(-1)?.after).toBe(computeBasePermissions(guild, member));
      const steps = explainPermissions(guild, member, overwrites, place);
      expect(steps.at(-1)?.after).toBe(compute(guild, member, overwrites, place));
      let held = 0n;
      for (const step of steps) {
        held = (held & ~step.denied) | step.allowed;
        expect(step.after).toBe(held);
      }
      for (const bit of NUMBERS.values()) {
        const { held: has, decidedBy } = explainPermission(steps, bit);
        expect(has).toBe((held & bit) !== 0n);
        expect(decidedBy === null ? 0n : decidedBy.after & bit).toBe(held & bit);
      }
    }),
    RUNS,
  );
});

test("[PERM9] who sees a channel is told from roles alone as from everything", () => {
  fc.assert(
    fc.property(guilds, members, overwritesOf(false), (guild, member, overwrites) => {
      const base = computeBasePermissions(guild, member);
      const sees = canView(guild, base, new Set(member.roleIds), overwrites);
      const permissions = computeChannelPermissions(guild, member, overwrites, ChannelType.GuildText);
      expect(sees).toBe((permissions & P.ViewChannel) !== 0n);
    }),
    RUNS,
  );
  fc.assert(
    fc.property(guilds, members, overwritesOf(true), (guild, member, overwrites) => {
      const base = computeBasePermissions(guild, member);
      const sees = canView(guild, base, new Set(member.roleIds), overwrites, member.userId);
      const permissions = computeChannelPermissions(guild, member, overwrites, ChannelType.GuildVoice);
      expect(sees).toBe((permissions & P.ViewChannel) !== 0n);
    }),
    RUNS,
  );
});

test("[PERM6] a time-out changes nothing of what one sees", () => {
  fc.assert(
    fc.property(guilds, members, overwritesOf(true), places, (guild, member, overwrites, place) => {
      const free = compute(guild, { ...member, timedOut: false }, overwrites, place);
      const timedOut = compute(guild, { ...member, timedOut: true }, overwrites, place);
      expect(timedOut & P.ViewChannel).toBe(free & P.ViewChannel);
    }),
  );
});

const alice: PermissionMember = { userId: MEMBER, roleIds: ["101"] };

function guildWith(everyone: bigint, role = 0n): PermissionGuild {
  return {
    id: GUILD,
    ownerId: OWNER,
    roles: new Map([
      [GUILD, { id: GUILD, permissions: everyone }],
      ["101", { id: "101", permissions: role }],
    ]),
  };
}

test("[PERM4] an overwrite makes nobody an administrator and bans nobody", () => {
  const overwrites = [{ id: MEMBER, type: OverwriteType.Member, allow: ALL_PERMISSIONS, deny: 0n }];
  const held = permissionNames(
    computeChannelPermissions(guildWith(P.ViewChannel), alice, overwrites, ChannelType.GuildText),
  );
  expect(held).toContain("ManageChannels");
  expect(held).not.toContain("Administrator");
  expect(held).not.toContain("BanMembers");
});

test("the steps say who gave and who took", () => {
  const guild = guildWith(P.ViewChannel | P.SendMessages | P.AttachFiles, P.Connect);
  const overwrites = [
    { id: "101", type: OverwriteType.Role, allow: 0n, deny: P.SendMessages },
    { id: GUILD, type: OverwriteType.Role, allow: P.AddReactions, deny: 0n },
  ];
  const place = { type: ChannelType.GuildText };
  // @everyone is told once, though it may stand among the member's roles.
  const member = { ...alice, roleIds: [GUILD, "101"], timedOut: true };
  const steps = explainPermissions(guild, member, overwrites, place);
  expect(steps.map(({ kind, id, needs }) => [kind, id ?? needs])).toEqual([
    ["everyone", GUILD],
    ["role", "101"],
    ["overwrite_everyone", GUILD],
    ["overwrite_role", "101"],
    ["implicit", "SendMessages"],
    ["timeout", undefined],
  ]);
  const why = (bit: bigint) => explainPermission(steps, bit);
  expect(why(P.ViewChannel)).toMatchObject({ held: true, decidedBy: { kind: "everyone" } });
  expect(why(P.SendMessages)).toMatchObject({
    held: false,
    decidedBy: { kind: "overwrite_role", id: "101" },
  });
  expect(why(P.AttachFiles)).toMatchObject({
    held: false,
    decidedBy: { kind: "implicit", needs: "SendMessages" },
  });
  expect(why(P.AddReactions)).toMatchObject({ held: false, decidedBy: { kind: "timeout" } });
  expect(why(P.BanMembers)).toEqual({ held: false, decidedBy: null });
});

test("the steps of those who hold everything end with the reason", () => {
  const place = { type: ChannelType.GuildText };
  const owner = explainPermissions(guildWith(0n), { userId: OWNER, roleIds: [] }, [], place);
  expect(owner.map(({ kind }) => kind)).toEqual(["owner"]);
  const administrator = explainPermissions(guildWith(0n, P.Administrator), alice, [], place);
  expect(administrator.at(-1)).toMatchObject({ kind: "administrator", id: "101", after: ALL_PERMISSIONS });
});
