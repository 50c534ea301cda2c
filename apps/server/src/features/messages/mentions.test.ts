import { expect, test } from "bun:test";
import fc from "fast-check";
import { type AllowedMentions, findMentions } from "./mentions.ts";

const named = (content: string, allowed?: AllowedMentions) => [...findMentions(content, allowed).userIds];

test("names people, once each", () => {
  expect(named("<@12> and <@!34>, again <@12>")).toEqual(["12", "34"]);
  expect(named("<@abc> <@> <@12345678901234567890> <#12>")).toEqual([]);
});

test("code mentions nobody", () => {
  expect(named("`<@1>` <@2> ``a ` <@3>`` ```js\n<@4>\n``` <@5>")).toEqual(["2", "5"]);
  expect(named("an open ` <@1>")).toEqual(["1"]);
  expect(findMentions("`@everyone`", undefined).everyone).toBe(false);
});

test("@everyone and @here call everybody", () => {
  expect(findMentions("hi @everyone!", undefined).everyone).toBe(true);
  expect(findMentions("@here", undefined).everyone).toBe(true);
  expect(findMentions("@everyones @hereby", undefined).everyone).toBe(false);
});

test("allowed_mentions narrows both", () => {
  expect(named("<@1> <@2>", { parse: [] })).toEqual([]);
  expect(named("<@1> <@2>", { users: ["2", "3"] })).toEqual(["2"]);
  expect(named("<@1> <@2>", { parse: ["users"] })).toEqual(["1", "2"]);
  expect(findMentions("@everyone", { parse: ["users"] }).everyone).toBe(false);
  expect(findMentions("@everyone", { parse: ["everyone"] }).everyone).toBe(true);
});

test("any text is read quickly, and never more than 100 names are found", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("`", "``", "```", "<@1>", "<@!22>", "@everyone", "\n", "x"), {
        maxLength: 400,
      }),
      (parts) => {
        expect(findMentions(parts.join(""), null).userIds.size).toBeLessThanOrEqual(100);
      },
    ),
  );
  expect(named(Array.from({ length: 300 }, (_, n) => `<@${n + 1}>`).join(""))).toHaveLength(100);
});
