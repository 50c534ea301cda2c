import { describe, expect, test } from "bun:test";
import type { Bus, BusMessage } from "./bus.ts";
import { createMemoryBus } from "./memory.ts";

/** A bus under test; `settled` resolves once everything published so far was delivered. */
interface Subject extends AsyncDisposable {
  bus: Bus;
  settled(): Promise<void>;
}

const message = (n: number): BusMessage => ({ kind: "dispatch", topic: "channel:1", t: "TEST", d: n });
const numbers = (seen: BusMessage[]) => seen.map((m) => (m.kind === "dispatch" ? m.d : m.kind));

function busContract(name: string, open: () => Promise<Subject>): void {
  describe(`bus: ${name}`, () => {
    test("delivers everything once, in the order it was published", async () => {
      await using subject = await open();
      const seen: BusMessage[] = [];
      subject.bus.subscribe((m) => seen.push(m));
      for (let n = 0; n < 1_000; n++) subject.bus.publish(message(n));
      await subject.settled();
      expect(numbers(seen)).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
    });

    test("delivers each kind as it was published", async () => {
      await using subject = await open();
      const seen: BusMessage[] = [];
      subject.bus.subscribe((m) => seen.push(m));
      const sent: BusMessage[] = [
        { kind: "tap", userId: "1", topic: "channel:2", open: true },
        { kind: "dispatch", topic: "user:1", t: "CHANNEL_CREATE", d: { id: "2", name: "é 🙂" } },
        { kind: "dispatch", topic: "guild:3", t: "GUILD_ROLE_CREATE", d: { guild_id: "3" } },
        { kind: "dispatch", topic: "guild:3", t: "GUILD_BAN_ADD", d: { guild_id: "3" }, needs: "4" },
        { kind: "presence", userId: "1", status: "dnd", activities: [] },
        { kind: "end", userId: "1", authSessionIds: ["a"], code: 4004 },
      ];
      for (const m of sent) subject.bus.publish(m);
      await subject.settled();
      expect(seen).toEqual(sent);
    });

    test("a listener that throws stops neither the publisher nor the others", async () => {
      await using subject = await open();
      const seen: BusMessage[] = [];
      subject.bus.subscribe(() => {
        throw new Error("on purpose");
      });
      subject.bus.subscribe((m) => seen.push(m));
      subject.bus.publish(message(1));
      subject.bus.publish(message(2));
      await subject.settled();
      expect(numbers(seen)).toEqual([1, 2]);
    });

    test("hands each message to the listeners in the order in which they subscribed", async () => {
      await using subject = await open();
      const seen: string[] = [];
      for (const name of ["first", "second", "third"]) {
        subject.bus.subscribe((m) => seen.push(`${name} ${m.kind === "dispatch" ? m.d : ""}`));
      }
      for (const n of [1, 2]) subject.bus.publish(message(n));
      await subject.settled();
      expect(seen).toEqual(["first 1", "second 1", "third 1", "first 2", "second 2", "third 2"]);
    });

    test("what a listener publishes comes after what it heard, for every listener", async () => {
      await using subject = await open();
      const seen: BusMessage[] = [];
      subject.bus.subscribe((m) => {
        if (m.kind === "dispatch" && m.d === 1) subject.bus.publish(message(2));
      });
      subject.bus.subscribe((m) => seen.push(m));
      subject.bus.publish(message(1));
      await subject.settled();
      subject.bus.publish(message(3));
      await subject.settled();
      expect(numbers(seen)).toEqual([1, 2, 3]);
    });

    test("an ended subscription hears nothing more, the others do", async () => {
      await using subject = await open();
      const one: BusMessage[] = [];
      const two: BusMessage[] = [];
      const listener = (m: BusMessage) => void one.push(m);
      const stop = subject.bus.subscribe(listener);
      subject.bus.subscribe((m) => two.push(m));
      subject.bus.publish(message(1));
      await subject.settled();
      stop();
      stop();
      subject.bus.publish(message(2));
      await subject.settled();
      expect([numbers(one), numbers(two)]).toEqual([[1], [1, 2]]);
    });
  });
}

busContract("in memory", async () => ({
  bus: createMemoryBus(),
  settled: async () => {},
  [Symbol.asyncDispose]: async () => {},
}));

test("in memory: delivered when publish returns", () => {
  const bus = createMemoryBus();
  let seen = 0;
  bus.subscribe(() => seen++);
  bus.publish(message(1));
  expect(seen).toBe(1);
});
