import { expect, test } from "bun:test";
import type { Sql, Tx } from "./database.ts";
import { createGroupCommit } from "./group-commit.ts";

/** Group commit over a connection that only writes down what it is told; `fail` makes a statement throw. */
function recorded(fail: (statement: string) => boolean = () => false) {
  const statements: string[] = [];
  const errors: unknown[] = [];
  const { transaction, close } = createGroupCommit(
    {} as Sql,
    (statement) => {
      statements.push(statement);
      if (fail(statement)) throw new Error(`failed: ${statement}`);
    },
    (error) => errors.push(error),
  );
  return {
    transaction,
    close,
    statements,
    errors,
    count: (s: string) => statements.filter((one) => one === s).length,
  };
}

test("transactions that ask together share one commit", async () => {
  const { transaction, count } = recorded();
  const results = await Promise.all(Array.from({ length: 100 }, (_, n) => transaction(async () => n)));
  expect(results).toEqual(Array.from({ length: 100 }, (_, n) => n));
  expect([count("BEGIN IMMEDIATE"), count("COMMIT")]).toEqual([1, 1]);
});

test("a commit is shared by at most 256", async () => {
  const { transaction, count } = recorded();
  await Promise.all(Array.from({ length: 600 }, () => transaction(async () => {})));
  expect(count("COMMIT")).toBe(3);
});

test("one that throws is rolled back alone, and nobody hears of it", async () => {
  const { transaction, statements, errors } = recorded();
  const told: string[] = [];
  const act = (name: string, bad = false) =>
    transaction(async (tx: Tx) => {
      tx.afterCommit(() => told.push(name));
      if (bad) throw new Error(name);
      return name;
    });
  const settled = await Promise.allSettled([act("a"), act("b", true), act("c")]);
  expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(told).toEqual(["a", "c"]);
  expect(errors).toEqual([]);
  expect(statements.join(" ")).toBe(
    "BEGIN IMMEDIATE SAVEPOINT writer RELEASE writer " +
      "SAVEPOINT writer ROLLBACK TO writer RELEASE writer SAVEPOINT writer RELEASE writer COMMIT",
  );
});

test("nothing is told before the commit", async () => {
  const { transaction, statements } = recorded();
  let committed = false;
  await transaction(async (tx) => tx.afterCommit(() => (committed = statements.includes("COMMIT"))));
  expect(committed).toBe(true);
});

test("when the commit fails, everybody in it is told so, and the next batch goes on", async () => {
  let broken = true;
  const { transaction, count } = recorded((statement) => broken && statement === "COMMIT");
  const told: string[] = [];
  const act = (name: string) => transaction(async (tx) => tx.afterCommit(() => told.push(name)));
  const settled = await Promise.allSettled([act("a"), act("b")]);
  expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(count("ROLLBACK")).toBe(1);
  broken = false;
  await act("c");
  expect(told).toEqual(["c"]);
});

test("when the connection breaks within a batch, nobody waits for ever", async () => {
  for (const bad of ["BEGIN IMMEDIATE", "SAVEPOINT writer", "ROLLBACK TO writer", "RELEASE writer"]) {
    const { transaction } = recorded((statement) => statement === bad);
    const settled = await Promise.allSettled([
      transaction(async () => {
        throw new Error("first");
      }),
      transaction(async () => "second"),
    ]);
    expect(settled.every(({ status }) => status === "rejected")).toBe(true);
  }
});

test("an announcement that throws is reported, and stops neither the others nor the writer", async () => {
  const { transaction, errors } = recorded();
  const told: string[] = [];
  const result = await transaction(async (tx) => {
    tx.afterCommit(() => {
      throw new Error("on purpose");
    });
    tx.afterCommit(() => told.push("second"));
    return "kept";
  });
  expect([result, told, errors.length]).toEqual(["kept", ["second"], 1]);
});

test("one writer after the other does not keep the loop from turning", async () => {
  const { transaction } = recorded();
  let turned = false;
  setTimeout(() => {
    turned = true;
  }, 0);
  const until = Date.now() + 2_000;
  while (!turned && Date.now() < until) await transaction(async () => {});
  expect(turned).toBe(true);
});

test("closing waits for those who asked and refuses those who come after", async () => {
  const { transaction, close } = recorded();
  const before = transaction(async () => "in time");
  await close();
  expect(await before).toBe("in time");
  expect(transaction(async () => "late")).rejects.toThrow("closed");
});
