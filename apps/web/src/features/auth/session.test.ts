import { expect, test } from "bun:test";
import { safeNext } from "./session.ts";

test("after log-in only paths of this client are followed", () => {
  expect(safeNext("/channels/@me/1?x=1#y")).toBe("/channels/@me/1?x=1#y");
  for (const bad of [
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "",
    7,
    null,
  ]) {
    expect({ bad, next: safeNext(bad) }).toEqual({ bad, next: undefined });
  }
});

test("the door does not lead to the door", () => {
  expect(safeNext("/login?next=/")).toBeUndefined();
  expect(safeNext("/register")).toBeUndefined();
});
