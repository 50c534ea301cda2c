import { expect, test } from "bun:test";
import { keepPlace, lastPlace } from "./lastPlace.ts";

test("settings lead back to where one was, not to settings", () => {
  keepPlace("/channels/@me/10");
  keepPlace("/settings/profile");
  keepPlace("/admin/accounts");
  expect(lastPlace()).toBe("/channels/@me/10");
});
