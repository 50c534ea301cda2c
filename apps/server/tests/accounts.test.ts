import { expect, test } from "bun:test";
import { startTestServer } from "./harness.ts";

test("an account is made, and its token is a log-in", async () => {
  await using server = await startTestServer();
  const alice = await server.user("alice");
  const again = await server.request<{ token: string; user_id: string }>("POST", "/auth/login", {
    login: "Alice",
    password: alice.password,
  });
  expect(again.status).toBe(200);
  expect(again.body.user_id).toBe(alice.id);
  expect(again.body.token).not.toBe(alice.token);
});
