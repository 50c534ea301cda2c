import { expect, test } from "bun:test";
import { type APIMessage, RelationshipType } from "@palabre/protocol";
import { apply } from "./apply/apply.ts";
import { calls, mentionsMe } from "./calls.ts";
import { highlightsMe, wordFinder } from "./highlights.ts";
import { initialState } from "./initial.ts";
import { dispatch, messageOf, readyOf, self, userOf } from "./testing.ts";
import { guildChannelOf, guildOf } from "./testing-guilds.ts";

test("whole words are found in any case, and accents as one chose", () => {
  const has = wordFinder(["Résumé", "c++", "big deal", "l’été"], true);
  for (const text of ["my resume.", "RÉSUMÉ", "C++!", "a big\n deal", "L'ete est là", "(c++)"]) {
    expect([text, has(text)]).toEqual([text, true]);
  }
  for (const text of ["resumes", "presume", "c", "big_deal", "a résumé1", "<:resume:1234567>", "c++11"]) {
    expect([text, has(text)]).toEqual([text, false]);
  }
  const strict = wordFinder(["résumé"], false);
  expect([strict("RÉSUMÉ"), strict("re\u0301sume\u0301"), strict("resume")]).toEqual([true, true, false]);
  expect(wordFinder([" "], true)("anything")).toBe(false);
  // What means something to a pattern means itself.
  expect(wordFinder(["a.c", "(x|y)", "-1/2"], true)("abc x y")).toBe(false);
  expect(wordFinder(["a.c", "(x|y)", "-1/2"], true)("so -1/2")).toBe(true);
});

test("a word calls where it counts: not by oneself, nor by whom one blocked, nor in another server", () => {
  const [bob, eve] = [userOf(1, "bob"), userOf(2, "eve")];
  const state = apply(
    initialState,
    dispatch(
      "READY",
      readyOf({
        guilds: [
          guildOf("50", { channels: [guildChannelOf("51", "50")] }),
          guildOf("60", { channels: [guildChannelOf("61", "60")] }),
        ],
        relationships: [
          {
            id: eve.id,
            type: RelationshipType.Blocked,
            user: eve,
            nickname: null,
            since: "2026-01-01",
          } as never,
        ],
        user_settings: { ...initialState.settings, highlight_words: ["kysely"] },
        user_guild_settings: [{ guild_id: "50", highlight_words: ["release"] } as never],
      }),
    ),
  );
  const message = (channelId: string, content: string, change: Partial<APIMessage> = {}) =>
    ({ ...messageOf("900", channelId, bob), content, ...change }) as APIMessage;
  expect(highlightsMe(state, message("51", "Kysely!"))).toBe(true);
  expect(highlightsMe(state, message("61", "Kysely!"))).toBe(true);
  expect(highlightsMe(state, message("51", "a release"))).toBe(true);
  expect(highlightsMe(state, message("61", "a release"))).toBe(false);
  expect(highlightsMe(state, message("51", "kysely", { author: self }))).toBe(false);
  expect(highlightsMe(state, message("51", "kysely", { author: eve }))).toBe(false);
  expect(highlightsMe(state, message("51", "kysely", { type: 7 }))).toBe(false);
  // It counts, and is no mention: the inbox does not list it.
  expect(calls(state, message("51", "kysely"))).toBe(true);
  expect(mentionsMe(state, message("51", "kysely"))).toBe(false);
});
