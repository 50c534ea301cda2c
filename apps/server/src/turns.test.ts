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

test("turns go round among those who wait, and nobody's queue is longer than their share", async () => {
  const turns = createTurns(1, 10, () => new Error("full"), 3);
  const order: string[] = [];
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const ask = (who: string, what: string) => turns.run(async () => void order.push(what), who);
  const first = turns.run(() => gate, "mallory");
  const works = ["m1", "m2", "m3"].map((what) => ask("mallory", what));
  await expect(ask("mallory", "m4")).rejects.toThrow("full");
  works.push(ask("alice", "a1"), ask("bob", "b1"), ask("alice", "a2"));
  open();
  await Promise.all([first, ...works]);
  expect(order).toEqual(["m1", "a1", "b1", "m2", "a2", "m3"]);
  await ask("mallory", "later");
  expect(order.at(-1)).toBe("later");
});
