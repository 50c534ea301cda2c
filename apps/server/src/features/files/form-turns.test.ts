import { expect, test } from "bun:test";
import { createFormTurns } from "./form-turns.ts";

test("one account sends ten forms at a time, whatever becomes of them", async () => {
  const forms = createFormTurns();
  const ends = Array.from({ length: 10 }, () => Promise.withResolvers<string>());
  const sent = ends.map(({ promise }) => forms.run("alice", () => promise));
  const more = () => forms.run("alice", async () => "more");
  expect(more()).rejects.toMatchObject({ error: "rate_limited" });
  expect(await forms.run("bob", async () => "bob's")).toBe("bob's");
  ends[0]?.reject(new Error("the sender went away"));
  expect(sent[0]).rejects.toThrow("went away");
  await sent[0]?.catch(() => {});
  expect(await more()).toBe("more");
  for (const { resolve } of ends) resolve("whole");
  await Promise.allSettled(sent);
  expect(await more()).toBe("more");
});
