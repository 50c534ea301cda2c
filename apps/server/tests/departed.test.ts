import { expect, test } from "bun:test";
import { createMemoryBus } from "../src/bus/memory.ts";
import { befriend } from "../src/features/friends/befriend.ts";
import { blockUser } from "../src/features/friends/block-user.ts";
import { openTestDatabase } from "./database.ts";

const ALICE = "100000000000000001";
const BOB = "100000000000000002";

test("a request that was under way when its account was deleted ties nobody to it", async () => {
  await using db = await openTestDatabase();
  const bus = createMemoryBus();
  await db.transaction(async ({ sql }) => {
    for (const [id, username, deleted_at] of [
      [ALICE, `deleted_user_${ALICE}`, 1],
      [BOB, "bob", null],
    ] as const) {
      await sql.insertInto("users").values({ id, username, deleted_at, created_at: 1 }).execute();
    }
  });
  const actor = { userId: ALICE, authSessionId: "1", bot: false, admin: false, viaCookie: false };
  await expect(befriend({ db, bus }, actor, { id: BOB })).rejects.toMatchObject({ error: "unknown_user" });
  await expect(blockUser({ db, bus }, actor, BOB)).rejects.toMatchObject({ error: "unknown_user" });
  expect(await db.read.selectFrom("relationships").selectAll().execute()).toEqual([]);
});
