import { expect, test } from "bun:test";
import { whereTo } from "./leads.ts";

test("another host is named, a program by its scheme, and one's own is no warning", () => {
  expect(whereTo("https://ci.example.org/back?x=1", "chat.example.org")).toEqual({
    name: "ci.example.org",
    isElsewhere: true,
  });
  // What stands before an @ is no host.
  expect(whereTo("https://chat.example.org@evil.example/", "chat.example.org")?.name).toBe("evil.example");
  expect(whereTo("myapp://back", "chat.example.org")).toEqual({ name: "myapp://", isElsewhere: true });
  expect(whereTo("https://chat.example.org/x", "chat.example.org")?.isElsewhere).toBe(false);
  expect(whereTo(null, "chat.example.org")).toBeNull();
});
