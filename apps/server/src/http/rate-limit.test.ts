import { expect, test } from "bun:test";
import { Hono } from "hono";
import type { ApiError } from "../errors.ts";
import type { Env } from "./env.ts";
import { createRateLimiter, rateLimit, spend, spendGlobal, spendLimit } from "./rate-limit.ts";

test("acts past the limit are refused until the window resets", () => {
  let time = 0;
  const limiter = createRateLimiter(true, () => time);
  expect(limiter.take("a", 2, 1000)).toMatchObject({ allowed: true, remaining: 1 });
  expect(limiter.take("a", 2, 1000)).toMatchObject({ allowed: true, remaining: 0 });
  time = 250;
  expect(limiter.take("a", 2, 1000)).toMatchObject({ allowed: false, resetAfter: 0.75 });
  expect(limiter.take("b", 2, 1000).allowed).toBe(true);
  time = 1000;
  expect(limiter.take("a", 2, 1000).allowed).toBe(true);
});

test("a refused act does not lengthen the wait", () => {
  let time = 0;
  const limiter = createRateLimiter(true, () => time);
  limiter.take("a", 1, 1000);
  for (time = 1; time < 1000; time += 100) limiter.take("a", 1, 1000);
  time = 1000;
  expect(limiter.take("a", 1, 1000).allowed).toBe(true);
});

test("switched off, everything is allowed, and no client is told that nothing remains", () => {
  const limiter = createRateLimiter(false, () => 0);
  limiter.take("a", 1, 1000);
  expect(limiter.take("a", 1, 1000)).toMatchObject({ allowed: true, remaining: 1 });
});

test("a flood of keys is forgotten rather than kept", () => {
  const limiter = createRateLimiter(true, () => 0);
  limiter.take("first", 1, 1000);
  for (let i = 0; i < 200_001; i++) limiter.take(`key ${i}`, 1, 1000);
  expect(limiter.take("first", 1, 1000).allowed).toBe(true);
});

test("[LIMIT2] a hundred requests a second of one account, over all routes; others are not held up", () => {
  let time = 0;
  const limiter = createRateLimiter(true, () => time);
  for (let n = 0; n < 100; n++) spendGlobal(limiter, "alice");
  expect(() => spendGlobal(limiter, "alice")).toThrow(
    expect.objectContaining({
      status: 429,
      headers: expect.objectContaining({ "X-RateLimit-Global": "true", "X-RateLimit-Scope": "global" }),
    }),
  );
  spendGlobal(limiter, "bob");
  time += 1_000;
  spendGlobal(limiter, "alice");
});

test("[LIMIT3] of several limits headers tell the one that ends first, by the name of the first", async () => {
  let time = 0;
  const limiter = createRateLimiter(true, () => time);
  const app = new Hono<Env>();
  app.use(async (c, next) => {
    c.env = { requestId: "1", address: "192.0.2.1" };
    await next();
  });
  app.onError((error, c) => {
    for (const [name, value] of Object.entries((error as ApiError).headers ?? {})) c.header(name, value);
    return c.text("no", 429);
  });
  const often = rateLimit(limiter, { bucket: "often", max: 3, per: 1 });
  app.get("/", often, (c) => {
    spendLimit(c, limiter, "all", { bucket: "long", max: 4, per: 60 }, "shared");
    spend(limiter, "hidden", { bucket: "hidden", max: 5, per: 90 });
    return c.text("ok");
  });
  const ask = async () => {
    const { status, headers } = await app.request("/");
    const [limit, remaining, after] = ["Limit", "Remaining", "Reset-After"].map((name) =>
      Number(headers.get(`X-RateLimit-${name}`)),
    );
    expect(headers.get("X-RateLimit-Bucket")).toBe("often");
    return [status, limit, remaining, after];
  };
  expect(await ask()).toEqual([200, 3, 2, 1]);
  expect(await ask()).toEqual([200, 3, 1, 1]);
  time = 1_000;
  // Of two with as little left the one that lasts.
  expect(await ask()).toEqual([200, 4, 1, 59]);
  expect(await ask()).toEqual([200, 4, 0, 59]);
  expect(await ask()).toEqual([429, 4, 0, 59]);
  time = 60_000;
  expect(await ask()).toEqual([200, 3, 2, 1]);
  // Of what is told to nobody the refusal tells.
  expect(await ask()).toEqual([429, 5, 0, 30]);
});

test("what stands in a path is counted by its channel only where it names one", async () => {
  const keys: string[] = [];
  const limiter = createRateLimiter(true);
  const app = new Hono<Env>();
  app.use(async (c, next) => {
    c.env = { requestId: "1", address: "192.0.2.1" };
    await next();
  });
  const watched = {
    ...limiter,
    take: (key: string, max: number, windowMs: number) => {
      keys.push(key);
      return limiter.take(key, max, windowMs);
    },
  };
  app.get("/:channel_id", rateLimit(watched, { bucket: "b", max: 5, per: 1 }), (c) => c.text("ok"));
  for (const path of ["123", "124", "x".repeat(5_000), "99999999999999999999"]) await app.request(`/${path}`);
  expect(keys).toEqual(["b:123:192.0.2.1", "b:124:192.0.2.1", "b::192.0.2.1", "b::192.0.2.1"]);
});
