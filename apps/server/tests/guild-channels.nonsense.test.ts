import { expect, test } from "bun:test";
import fc from "fast-check";
import { makeChannel, planGuild } from "./guild-plan.ts";
import { startTestServer } from "./harness.ts";

/** Another one each time; what failed is run again with FUZZ_SEED. */
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

const FIELDS = [
  ...["id", "name", "type", "topic", "nsfw", "position", "parent_id", "rate_limit_per_user", "flags"],
  ...["permission_overwrites", "allow", "deny", "lock_permissions", "bitrate", "user_limit", "rtc_region"],
  ...[
    "available_tags",
    "moderated",
    "emoji_name",
    "emoji_id",
    "default_reaction_emoji",
    "default_sort_order",
  ],
  ...["default_auto_archive_duration", "default_forum_layout", "video_quality_mode"],
  ...["permissions", "color", "colors", "primary_color", "hoist", "mentionable", "unicode_emoji", "icon"],
];

test("nonsense about channels and roles is refused or done, and the server never fails", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const guild = await planGuild(alice, [
    { name: "@everyone", permissions: 1024n },
    { name: "one", permissions: 0n },
  ]);
  const forum = await makeChannel(alice, guild.id, { name: "forum", type: 15 });
  const category = await makeChannel(alice, guild.id, { name: "category", type: 4 });
  const ids = [guild.id, guild.general, forum.id, category.id, guild.role("one"), alice.id, "0", "-1", "1"];
  const leaf = fc.oneof(
    fc.constantFrom<unknown>(
      ...ids,
      null,
      true,
      false,
      0,
      1,
      2,
      5,
      15,
      "🔥",
      "a\0b",
      "\ud800",
      "",
      "x".repeat(5_000),
    ),
    fc.integer(),
    fc.double(),
    fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
    fc.string({ unit: "binary", maxLength: 20 }),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...FIELDS), tie("tree"), { maxKeys: 4 }),
    ),
  }));
  const body = fc.dictionary(fc.constantFrom(...FIELDS), tree, { maxKeys: 6 });
  const id = fc.constantFrom(...ids, "x", "99999999999999999999");
  const request = fc.oneof(
    fc.tuple(fc.constant("POST"), fc.constant(`/guilds/${guild.id}/channels`), body),
    fc.tuple(
      fc.constant("PATCH"),
      fc.constant(`/guilds/${guild.id}/channels`),
      fc.array(body, { maxLength: 3 }),
    ),
    fc.tuple(
      fc.constant("PATCH"),
      fc.constantFrom(guild.general, forum.id, category.id).map((channel) => `/channels/${channel}`),
      body,
    ),
    fc.tuple(
      fc.constantFrom("PUT", "DELETE"),
      fc
        .tuple(fc.constantFrom(guild.general, forum.id, category.id), id)
        .map(([channel, target]) => `/channels/${channel}/permissions/${target}`),
      body,
    ),
    fc.tuple(fc.constant("POST"), fc.constant(`/guilds/${guild.id}/roles`), body),
    fc.tuple(
      fc.constant("PATCH"),
      fc.constant(`/guilds/${guild.id}/roles`),
      fc.array(body, { maxLength: 3 }),
    ),
    fc.tuple(
      fc.constant("PATCH"),
      id.map((role) => `/guilds/${guild.id}/roles/${role}`),
      body,
    ),
    fc.tuple(
      fc.constant("GET"),
      fc
        .tuple(
          fc.constantFrom("user_id", "role_ids", "channel_id"),
          fc.oneof(id, fc.string({ maxLength: 9 })),
        )
        .map(([key, value]) => {
          const query = new URLSearchParams({ [key]: value.toWellFormed() });
          return `/guilds/${guild.id}/permissions/explain?${query}`;
        }),
      fc.constant(undefined),
    ),
  );
  await fc.assert(
    fc.asyncProperty(request, async ([method, path, sent]) => {
      const { status } = await alice.request(method, path, sent);
      expect(status).toBeLessThan(500);
    }),
    { numRuns: 500, seed: SEED, endOnFailure: true },
  );
  expect((await alice.get(`/guilds/${guild.id}/channels`)).status).toBe(200);
  expect((await alice.get(`/guilds/${guild.id}/roles`)).status).toBe(200);
});
