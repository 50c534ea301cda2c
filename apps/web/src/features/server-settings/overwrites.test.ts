import { expect, test } from "bun:test";
import { answerOf, draftOf, isSynced, withAnswer } from "./overwrites.ts";

test("a permission is denied, left alone or allowed, never two of them", () => {
  const none = draftOf(undefined);
  expect(answerOf(none, 4n)).toBe("inherit");
  const denied = withAnswer(none, 4n, "deny");
  expect(denied).toEqual({ allow: 0n, deny: 4n });
  const allowed = withAnswer(denied, 4n, "allow");
  expect(allowed).toEqual({ allow: 4n, deny: 0n });
  expect(answerOf(allowed, 4n)).toBe("allow");
  expect(withAnswer(allowed, 4n, "inherit")).toEqual(none);
});

test("a channel follows its category when both say the same, in whatever order", () => {
  const a = { id: "1", type: 0, allow: "1024", deny: "0" };
  const b = { id: "2", type: 1, allow: "0", deny: "8" };
  expect(isSynced([a, b], [b, a])).toBe(true);
  expect(isSynced([a, { ...b, id: "3", deny: "0" }], [a])).toBe(true);
  expect(isSynced([a], [a, b])).toBe(false);
  expect(isSynced([{ ...a, allow: "0", deny: "1024" }], [a])).toBe(false);
});
