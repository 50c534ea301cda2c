import { describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql as raw } from "kysely";
import { createTestDatabase } from "../../tests/postgres.ts";
import type { Database } from "./database.ts";
import { openPostgres } from "./postgres.ts";
import { openSqlite } from "./sqlite.ts";

interface Subject extends AsyncDisposable {
  db: Database;
  /** Closes and opens it anew. */
  reopen(): Promise<Database>;
}

const BIG = "9007199254740993";

function databaseContract(name: string, open: () => Promise<Subject>): void {
  const set = (db: Database, key: string, value: string) =>
    db.transaction(async ({ sql }) => {
      await sql
        .insertInto("instance_settings")
        .values({ key, value })
        .onConflict((c) => c.column("key").doUpdateSet({ value }))
        .execute();
    });
  const get = async (db: Database, key: string) =>
    (await db.read.selectFrom("instance_settings").select("value").where("key", "=", key).executeTakeFirst())
      ?.value;

  describe(`database: ${name}`, () => {
    test("what a transaction wrote is read at once, and after opening anew", async () => {
      await using subject = await open();
      await set(subject.db, "a", "é 🙂");
      expect(await get(subject.db, "a")).toBe("é 🙂");
      expect(await get(await subject.reopen(), "a")).toBe("é 🙂");
    });

    test("a transaction that throws leaves nothing, announces nothing, and its error comes through", async () => {
      await using subject = await open();
      const { db } = subject;
      await set(db, "a", "before");
      const told: string[] = [];
      const failing = db.transaction(async (tx) => {
        tx.afterCommit(() => told.push("told"));
        await tx.sql.updateTable("instance_settings").set({ value: "after" }).execute();
        throw new Error("on purpose");
      });
      expect(failing).rejects.toThrow("on purpose");
      await failing.catch(() => {});
      expect([await get(db, "a"), told]).toEqual(["before", []]);
    });

    test("a refused statement does not spoil those who share its commit", async () => {
      await using subject = await open();
      const { db } = subject;
      const settled = await Promise.allSettled([
        set(db, "one", "1"),
        db.transaction(async ({ sql }) => {
          await sql.insertInto("instance_settings").values({ key: "two", value: "2" }).execute();
          await sql.insertInto("instance_settings").values({ key: "two", value: "again" }).execute();
        }),
        set(db, "three", "3"),
      ]);
      expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
      expect([await get(db, "one"), await get(db, "two"), await get(db, "three")]).toEqual([
        "1",
        undefined,
        "3",
      ]);
    });

    test("readers see nothing of a transaction before it is durable; its announcement comes after", async () => {
      await using subject = await open();
      const { db } = subject;
      let during: string | undefined = "?";
      let own: string | undefined;
      let told: Promise<string | undefined> | undefined;
      await db.transaction(async (tx) => {
        await tx.sql.insertInto("instance_settings").values({ key: "a", value: "new" }).execute();
        own = (await tx.sql.selectFrom("instance_settings").selectAll().executeTakeFirst())?.value;
        during = await get(db, "a");
        tx.afterCommit(() => {
          told = get(db, "a");
        });
      });
      expect([own, during, await told]).toEqual(["new", undefined, "new"]);
    });

    test("what is to come last in a transaction comes last, and undoes all when it throws", async () => {
      await using subject = await open();
      const { db } = subject;
      const done: string[] = [];
      const write = (fails: boolean) =>
        db.transaction(async (tx) => {
          tx.afterCommit(() => done.push("after"));
          tx.beforeCommit(async () => {
            done.push("last");
            tx.beforeCommit(async () => void done.push("behind it"));
            await tx.sql.insertInto("instance_settings").values({ key: "last", value: "1" }).execute();
            if (fails) throw new Error("on purpose");
          });
          done.push("act");
          await tx.sql.insertInto("instance_settings").values({ key: "first", value: "1" }).execute();
        });
      await expect(write(true)).rejects.toThrow("on purpose");
      expect([await get(db, "first"), await get(db, "last"), done]).toEqual([
        undefined,
        undefined,
        ["act", "last"],
      ]);
      done.length = 0;
      await write(false);
      expect([await get(db, "last"), done]).toEqual(["1", ["act", "last", "behind it", "after"]]);
    });

    test("announcements run in the order given, once", async () => {
      await using subject = await open();
      const told: number[] = [];
      await subject.db.transaction(async (tx) => {
        for (let n = 0; n < 5; n++) tx.afterCommit(() => told.push(n));
      });
      expect(told).toEqual([0, 1, 2, 3, 4]);
    });

    test("writers that lock one key take turns; nothing is lost", async () => {
      await using subject = await open();
      const { db } = subject;
      await set(db, "count", "0");
      const increment = () =>
        db.transaction(async (tx) => {
          await tx.lock("count", "other");
          const row = await tx.sql
            .selectFrom("instance_settings")
            .select("value")
            .where("key", "=", "count")
            .executeTakeFirstOrThrow();
          await tx.sql
            .updateTable("instance_settings")
            .set({ value: String(Number(row.value) + 1) })
            .where("key", "=", "count")
            .execute();
        });
      await Promise.all(Array.from({ length: 40 }, increment));
      expect(await get(db, "count")).toBe("40");
    });

    test("locks taken in another order do not wait for each other for ever", async () => {
      await using subject = await open();
      const { db } = subject;
      const run = (...keys: string[]) => db.transaction((tx) => tx.lock(...keys));
      await Promise.all(
        Array.from({ length: 20 }, (_, n) => (n % 2 ? run("a", "b", "c") : run("c", "b", "a"))),
      );
    });

    test("ids come back as strings, exactly, and small numbers as numbers", async () => {
      await using subject = await open();
      const { db } = subject;
      await db.transaction(async ({ sql }) => {
        await sql
          .insertInto("drafts")
          .values({
            user_id: BIG,
            channel_id: "9223372036854775807",
            content: "x",
            updated_at: 1_800_000_000_000,
          })
          .execute();
      });
      const row = await db.read
        .selectFrom("drafts")
        .selectAll()
        .where("user_id", "=", BIG)
        .executeTakeFirst();
      expect(row).toEqual({
        user_id: BIG,
        channel_id: "9223372036854775807",
        content: "x",
        updated_at: 1_800_000_000_000,
      });
      const ordered = await db.read
        .selectFrom("drafts")
        .select("user_id")
        .where("user_id", ">", "9007199254740992")
        .execute();
      expect(ordered).toHaveLength(1);
      const { rows } = await raw<{ n: number }>`select count(*) as n from drafts`.execute(db.read);
      expect(Number(rows[0]?.n)).toBe(1);
    });

    test("says how many rows an upsert wrote", async () => {
      await using subject = await open();
      const insert = () =>
        subject.db.transaction(({ sql }) =>
          sql
            .insertInto("instance_settings")
            .values({ key: "once", value: "1" })
            .onConflict((c) => c.doNothing())
            .executeTakeFirst(),
        );
      expect([(await insert()).numInsertedOrUpdatedRows, (await insert()).numInsertedOrUpdatedRows]).toEqual([
        1n,
        0n,
      ]);
    });

    test("knows its size", async () => {
      await using subject = await open();
      expect(await subject.db.size()).toBeGreaterThan(10_000);
    });
  });
}

databaseContract("SQLite", async () => {
  const folder = await mkdtemp(join(tmpdir(), "palabre-db-"));
  const file = join(folder, "test.db");
  let db = await openSqlite(file);
  return {
    db,
    reopen: async () => {
      await db.close();
      db = await openSqlite(file);
      return db;
    },
    async [Symbol.asyncDispose]() {
      await db.close();
      await rm(folder, { recursive: true });
    },
  };
});

if (process.env.PALABRE_TEST_POSTGRES) {
  databaseContract("PostgreSQL", async () => {
    const database = await createTestDatabase();
    if (!database) throw new Error("PALABRE_TEST_POSTGRES names a cluster");
    const fail = (error: unknown) => {
      throw error;
    };
    let db = await openPostgres(database.url, fail);
    return {
      db,
      reopen: async () => {
        await db.close();
        db = await openPostgres(database.url, fail);
        return db;
      },
      async [Symbol.asyncDispose]() {
        await db.close();
        await database.drop();
      },
    };
  });
}

test("SQLite is opened so that what was committed survives power loss", async () => {
  const folder = await mkdtemp(join(tmpdir(), "palabre-db-"));
  try {
    const db = await openSqlite(join(folder, "test.db"));
    const pragma = async (name: string) => {
      const { rows } = await raw.raw<Record<string, unknown>>(`PRAGMA ${name}`).execute(db.read);
      return Object.values(rows[0] ?? {})[0];
    };
    expect([await pragma("journal_mode"), await pragma("synchronous")]).toEqual(["wal", 2]);
    expect(raw`delete from users`.execute(db.read)).rejects.toThrow();
    await db.close();
  } finally {
    await rm(folder, { recursive: true });
  }
});
