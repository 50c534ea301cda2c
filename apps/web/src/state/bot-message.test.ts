import { expect, test } from "bun:test";
import { isOfWebhook, withTold } from "./bot-message.ts";
import { messageOf, userOf } from "./testing.ts";

const at = (...ids: number[]) => ids.map((id) => messageOf(String(id), "10", userOf(1)));
const idsOf = (messages: readonly { id: string }[]) => messages.map(({ id }) => Number(id));

test("what was told alone stands where it was told, as far as the window reaches", () => {
  const told = at(1, 5, 9);
  const window = at(3, 4, 7);
  const whole = { hasBefore: false, hasAfter: false };
  expect(idsOf(withTold(window, told, whole))).toEqual([1, 3, 4, 5, 7, 9]);
  expect(idsOf(withTold(window, told, { ...whole, hasBefore: true }))).toEqual([3, 4, 5, 7, 9]);
  expect(idsOf(withTold(window, told, { ...whole, hasAfter: true }))).toEqual([1, 3, 4, 5, 7]);
  expect(idsOf(withTold([], told, whole))).toEqual([1, 5, 9]);
  // Nothing is loaded yet: nothing shows what it would stand between.
  expect(withTold([], told, { hasBefore: true, hasAfter: false })).toEqual([]);
  expect(withTold(window, [], whole)).toBe(window);
});

test("a bot that answers is no webhook", () => {
  expect(isOfWebhook({ webhook_id: "5" })).toBe(true);
  expect(isOfWebhook({ webhook_id: "5", application_id: "6" })).toBe(true);
  expect(isOfWebhook({ webhook_id: "5", application_id: "5" })).toBe(false);
  expect(isOfWebhook({})).toBe(false);
});
