import { expect, test } from "bun:test";
import { keepPlace, lastPlace } from "./lastPlace.ts";

test("settings lead back to where one was, not to settings", () => {
  keepPlace("/channels/@me/10");
  keepPlace("/settings/profile");
  keepPlace("/admin/accounts");
  keepPlace("/channels/1/settings/roles");
  keepPlace("/channels/1/2/settings");
  expect(lastPlace()).toBe("/channels/@me/10");
  keepPlace("/channels/1/2");
  expect(lastPlace()).toBe("/channels/1/2");
});
