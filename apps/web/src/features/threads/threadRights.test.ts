import { expect, test } from "bun:test";
import { snowflakeAt, type ThreadChannel } from "@palabre/protocol";
import { lastTime, threadsOf } from "./threadRights.ts";

const id = (n: number) => snowflakeAt(Date.UTC(2026, 0, 1) + n * 1_000);

function thread(n: number, change: Partial<ThreadChannel> = {}): ThreadChannel {
  return {
    id: id(n),
    type: 11,
    guild_id: "1",
    parent_id: "2",
    owner_id: "3",
    name: `thread ${n}`,
    message_count: 0,
    member_count: 1,
    thread_metadata: {
      archived: false,
      auto_archive_duration: 1440,
      archive_timestamp: "2026-01-01T00:00:00Z",
      locked: false,
    },
    ...change,
  };
}

test("active threads of a channel stand by their last message", () => {
  const quiet = thread(1);
  const lively = thread(2, { last_message_id: id(9) });
  const mine = thread(3, { member: {} });
  const archived = thread(4, { thread_metadata: { ...quiet.thread_metadata, archived: true } });
  const elsewhere = thread(5, { parent_id: "7" });
  const all = [quiet, lively, mine, archived, elsewhere];
  expect(threadsOf(all, "2", "active")).toEqual([lively, mine, quiet]);
  expect(threadsOf(all, "2", "mine")).toEqual([mine]);
});

test("a thread without messages is as old as itself", () => {
  expect(lastTime(thread(1))).toBe(Date.UTC(2026, 0, 1) + 1_000);
  expect(lastTime(thread(1, { last_message_id: id(9) }))).toBe(Date.UTC(2026, 0, 1) + 9_000);
});
