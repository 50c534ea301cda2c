import { expect, test } from "bun:test";
import { Hono } from "hono";
import { ApiError } from "../errors.ts";
import type { Env } from "./env.ts";
import { requireActor } from "./guard.ts";
import { createRateLimiter } from "./rate-limit.ts";

/** A guarded route at which time stands still; tokens are user ids, "wrong…" is nobody's. */
function guarded() {
  const app = new Hono<Env>();
  app.use(async (c, next) => {
    c.env = { requestId: "1", address: c.req.header("x-test-address") ?? "192.0.2.1" };
    await next();
  });
  const authenticate = async (token: string) =>
    token.startsWith("wrong") ? null : { userId: token, authSessionId: "1", bot: false };
  app.use(
    "*",
    requireActor(
      { token: authenticate, bearer: async () => null },
      () => true,
      createRateLimiter(true, () => 0),
    ),
  );
  app.get("/ask", (c) => c.text("ok"));
  app.onError((error, c) => {
    if (!(error instanceof ApiError)) throw error;
    for (const [name, value] of Object.entries(error.headers ?? {})) c.header(name, value);
    return c.json(error.body, error.status as 400);
  });
  return (token: string, address = "192.0.2.1") =>
    app.request("/ask", { headers: { Authorization: token, "X-Test-Address": address } });
}

test("nobody asks more than a hundred times a second over all routes; others at the address still may", async () => {
  const ask = guarded();
  for (let n = 0; n < 100; n++) expect((await ask("alice")).status).toBe(200);
  const refused = await ask("alice");
  expect(refused.status).toBe(429);
  expect(refused.headers.get("x-ratelimit-global")).toBe("true");
  expect(refused.headers.get("x-ratelimit-scope")).toBe("global");
  expect(refused.headers.get("retry-after")).toBe("1");
  expect((await ask("bob")).status).toBe(200);
});

test("who is not known is counted by network, whatever token they try", async () => {
  const ask = guarded();
  for (let n = 0; n < 100; n++)
    expect((await ask(`wrong${n}`, `2001:db8::${n.toString(16)}`)).status).toBe(401);
  expect((await ask("wrong", "2001:db8::ffff")).status).toBe(429);
  expect((await ask("alice", "2001:db8::ffff")).status).toBe(200);
  expect((await ask("wrong", "2001:db8:0:1::1")).status).toBe(401);
});
