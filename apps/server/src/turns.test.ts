import { expect, test } from "bun:test";
import { createTurns } from "./turns.ts";

test("no more than so many run, no more than so many wait, and a failure gives its place on", async () => {
  const turns = createTurns(2, 3, () => new Error("full"));
  let running = 0;
  let most = 0;
  const gates: (() => void)[] = [];
  const start = (fails = false) =>
    turns.run(async () => {
      most = Math.max(most, ++running);
      await new Promise<void>((resolve) => gates.push(resolve));
      running--;
      if (fails) throw new Error("failed");
      return "done";
    });
  const works = [start(true), start(), start(), start(), start()].map((work) => work.catch((e) => e.message));
  await expect(start()).rejects.toThrow("full");
  while (gates.length > 0) {
    gates.shift()?.();
    await Bun.sleep(0);
  }
  expect(await Promise.all(works)).toEqual(["failed", "done", "done", "done", "done"]);
  expect(most).toBe(2);
});
