import { expect, test } from "bun:test";
import { type APIMessage, snowflakeAt } from "@palabre/protocol";
import fc from "fast-check";
import type { PendingMessage } from "../../state/types.ts";
import { compareRows, rowsOf, unreadIn } from "./rows.ts";

const noon = new Date(2026, 10, 22, 12, 0, 0).getTime();
const minute = 60_000;

function message(minutes: number, author = "1", more: Partial<APIMessage> = {}): APIMessage {
  const id = snowflakeAt(noon + minutes * minute);
  return { id, author: { id: author }, type: 0, content: "", ...more } as APIMessage;
}

const base = { pending: [], isStart: true, isEnd: true, selfId: "9", newAfter: null };
const show = (input: Parameters<typeof rowsOf>[0]) =>
  rowsOf(input).map((row) =>
    row.kind === "intro"
      ? "intro"
      : [
          row.day !== null && "day",
          row.kind === "message" && row.isNew && "new",
          row.isHead ? "head" : "follows",
        ]
          .filter(Boolean)
          .join(" "),
  );

test("a webhook stands under each of its names", () => {
  const as = (minutes: number, username: string) =>
    message(minutes, "1", {
      webhook_id: "1",
      author: { id: "1", username, avatar: null } as APIMessage["author"],
    });
  const messages = [as(0, "CI"), as(1, "CI"), as(2, "Release"), as(3, "CI")];
  expect(show({ ...base, messages })).toEqual(["intro", "day head", "follows", "head", "head"]);
});

test("one author's messages within seven minutes stand under one name", () => {
  const messages = [message(0), message(6.9), message(13), message(21), message(22, "2"), message(23)];
  expect(show({ ...base, messages })).toEqual([
    "intro",
    "day head",
    "follows",
    "follows",
    "head",
    "head",
    "head",
  ]);
});

test("a reply, a system message, a new day and the first unread begin a group", () => {
  const messages = [
    message(0),
    message(1, "1", { message_reference: { type: 0, channel_id: "1" } }),
    message(2, "1", { type: 4 }),
    message(3),
    message(12 * 60),
    message(12 * 60 + 1),
  ];
  const newAfter = messages[4]?.id ?? null;
  expect(show({ ...base, messages, newAfter })).toEqual([
    "intro",
    "day head",
    "head",
    "head",
    "head",
    "day head",
    "new head",
  ]);
});

test("the first message after what was read is marked, once; one's own are not counted", () => {
  const messages = [message(0), message(1, "9"), message(2, "2"), message(3, "2")];
  const newAfter = messages[0]?.id ?? null;
  expect(show({ ...base, messages, newAfter })).toEqual(["intro", "day head", "new head", "head", "follows"]);
  expect(unreadIn(messages, newAfter, "9", true)).toEqual({
    count: 2,
    isMore: false,
    since: noon + 2 * minute,
  });
  expect(unreadIn(messages, null, "9", true)).toBeNull();
});

test("in the middle of history nothing pending is shown, and the first message only lends its name", () => {
  const pending = [{ nonce: "a", createdAt: noon + minute, replyTo: null } as PendingMessage];
  const middle = { ...base, pending, isStart: false, isEnd: false };
  expect(show({ ...middle, messages: [message(0), message(1), message(9)] })).toEqual(["follows", "head"]);
  expect(show({ ...base, messages: [message(0, "9")], pending })).toEqual(["intro", "day head", "follows"]);
});

test("rows stay what they are when older ones load above them", () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ gap: fc.integer({ min: 0, max: 900 }), author: fc.constantFrom("1", "2") }), {
        maxLength: 30,
      }),
      fc.nat(30),
      fc.option(fc.nat(30), { nil: null }),
      (steps, from, read) => {
        let at = 0;
        const messages = steps.map(({ gap, author }) => {
          at += gap;
          return message(at, author);
        });
        const newAfter = read === null ? null : (messages[read]?.id ?? null);
        const whole = rowsOf({ ...base, messages, newAfter });
        const part = rowsOf({ ...base, messages: messages.slice(from), newAfter, isStart: false });
        expect(whole.slice(whole.length - part.length)).toEqual(part);
      },
    ),
  );
});

test("a change of rows is told by its ends", () => {
  const keys = (text: string) => [...text].map((key) => ({ key }));
  const ends = (a: string, b: string) => {
    const change = compareRows(keys(a), keys(b));
    return change.isOther
      ? "other"
      : `-${change.removedStart} +${change.addedStart} -${change.removedEnd} +${change.addedEnd}`;
  };
  expect(ends("cde", "abcde")).toBe("-0 +2 -0 +0");
  expect(ends("cde", "abcd")).toBe("-0 +2 -1 +0");
  expect(ends("abc", "bcde")).toBe("-1 +0 -0 +2");
  expect(ends("abcde", "abde")).toBe("-0 +0 -0 +0");
  expect(ends("abc", "xyz")).toBe("other");
  expect(ends("", "xyz")).toBe("-0 +0 -0 +3");
});

test("what a thread began with is neither new nor counted: the line stands above the first answer", () => {
  const messages = [message(0, "1", { type: 21 }), message(1, "2"), message(2, "2")];
  expect(show({ ...base, messages, newAfter: "0" })).toEqual(["intro", "day head", "new head", "follows"]);
  expect(unreadIn(messages, "0", "9", true)).toMatchObject({ count: 2, isMore: false });
});
