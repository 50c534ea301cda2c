import { expect, test } from "bun:test";
import { issueMailToken, sweepMailTokens, takeMailToken } from "../src/features/accounts/mail-tokens.ts";
import { openTestDatabase } from "./database.ts";

test("a link works for its time and its purpose, and is swept afterwards", async () => {
  await using db = await openTestDatabase();
  const issue = (userId: string, lifetime: number) =>
    db.transaction((tx) => issueMailToken(tx, userId, "reset", "a@example.org", lifetime));
  const take = (token: string, purpose: "reset" | "verify") =>
    db.transaction((tx) => takeMailToken(tx, token, purpose));
  const expired = await issue("100000000000000001", -1);
  const good = await issue("100000000000000002", 60_000);
  await expect(take(expired.token, "reset")).rejects.toThrow();
  await expect(take(good.token, "verify")).rejects.toThrow();
  const count = async () => (await db.read.selectFrom("mail_tokens").selectAll().execute()).length;
  expect(await count()).toBe(2);
  await db.transaction(({ sql }) => sweepMailTokens(sql));
  expect(await count()).toBe(1);
  expect(await take(good.token, "reset")).toEqual({ userId: "100000000000000002", email: "a@example.org" });
  await expect(take(good.token, "reset")).rejects.toThrow();
});
