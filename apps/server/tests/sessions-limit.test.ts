import { expect, test } from "bun:test";
import { createSnowflakes } from "@palabre/protocol";
import type { BusMessage } from "../src/bus/bus.ts";
import { createMemoryBus } from "../src/bus/memory.ts";
import { endAuthSessions, openAuthSession } from "../src/features/accounts/auth-sessions.ts";
import { openTestDatabase } from "./database.ts";

const ALICE = "100000000000000001";
const BOB = "100000000000000002";

test("an account holds a hundred log-ins; the one used longest ago gives way, and is told", async () => {
  await using db = await openTestDatabase();
  const bus = createMemoryBus({ error: () => {} });
  const said: BusMessage[] = [];
  bus.subscribe((message) => void said.push(message));
  const newId = createSnowflakes(0);
  const open = (userId: string) =>
    db.transaction((tx) => openAuthSession({ tx, bus, newId }, userId, { userAgent: "" }));
  await open(BOB);
  for (let n = 0; n < 100; n++) await open(ALICE);
  expect(said).toEqual([]);
  const ids = async (userId: string) => {
    const rows = await db.read
      .selectFrom("auth_sessions")
      .select("id")
      .where("user_id", "=", userId)
      .orderBy("id")
      .execute();
    return rows.map((row) => row.id);
  };
  const [first = ""] = await ids(ALICE);
  await open(ALICE);
  expect(said).toEqual([{ kind: "end", userId: ALICE, authSessionIds: [first], code: 4004 }]);
  expect(await ids(ALICE)).toHaveLength(100);

  // Another's log-in is not ended by naming it.
  const [his = ""] = await ids(BOB);
  await db.transaction((tx) => endAuthSessions({ tx, bus }, ALICE, { only: [his] }));
  expect(await ids(BOB)).toEqual([his]);
  expect(said).toHaveLength(1);
});
