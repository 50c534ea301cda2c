import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compileOnce, type Slots } from "./compile-once.ts";
import type { Sql } from "./database.ts";
import { openSqlite } from "./sqlite.ts";

async function openTestDatabase() {
  const folder = await mkdtemp(join(tmpdir(), "palabre-test-"));
  const db = await openSqlite(join(folder, "test.db"));
  await db.transaction(async ({ sql }) => {
    const rows = ["name", "description", "contact"].map((key) => ({ key, value: `the ${key}` }));
    await sql.insertInto("instance_settings").values(rows).execute();
  });
  return {
    db,
    async [Symbol.asyncDispose]() {
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

test("each call binds its own values", async () => {
  await using opened = await openTestDatabase();
  const { db } = opened;
  let built = 0;
  const find = compileOnce((sql: Sql, slots: Slots<{ key: string }>) => {
    built++;
    return sql.selectFrom("instance_settings").select("value").where("key", "=", slots.key);
  });
  expect((await find(db.read, { key: "name" })).rows).toEqual([{ value: "the name" }]);
  expect((await find(db.read, { key: "contact" })).rows).toEqual([{ value: "the contact" }]);
  expect((await find(db.read, { key: "nothing" })).rows).toEqual([]);
  expect(built).toBe(1);
});

test("lists of any length", async () => {
  await using opened = await openTestDatabase();
  const { db } = opened;
  const find = compileOnce((sql: Sql, slots: Slots<{ keys: string[]; not: string }>) =>
    sql
      .selectFrom("instance_settings")
      .select("key")
      .where("key", "in", slots.keys)
      .where("key", "!=", slots.not)
      .orderBy("key"),
  );
  const keys = async (...names: string[]) =>
    (await find(db.read, { keys: names, not: "name" })).rows.map(({ key }) => key);
  expect(await keys("name", "contact")).toEqual(["contact"]);
  expect(await keys("description")).toEqual(["description"]);
  expect(await keys("description", "contact")).toEqual(["contact", "description"]);
});

test("writes inside a transaction, null included, and says how many rows it changed", async () => {
  await using opened = await openTestDatabase();
  const { db } = opened;
  const insert = compileOnce(
    (sql: Sql, slots: Slots<{ user: string; channel: string; last: string | null }>) =>
      sql
        .insertInto("read_states")
        .values({
          user_id: slots.user,
          channel_id: slots.channel,
          last_message_id: slots.last,
          mention_count: 1,
        })
        .onConflict((c) => c.doNothing()),
  );
  const changed = await db.transaction(async ({ sql }) => {
    const first = await insert(sql, { user: "1", channel: "2", last: null });
    const again = await insert(sql, { user: "1", channel: "2", last: "3" });
    return [first.numAffectedRows, again.numAffectedRows];
  });
  expect(changed).toEqual([1n, 0n]);
  const rows = await db.read.selectFrom("read_states").selectAll().execute();
  expect(rows).toEqual([{ user_id: 1, channel_id: 2, last_message_id: null, mention_count: 1 }] as never);
});
