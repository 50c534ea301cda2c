import { expect, test } from "bun:test";
import { createRateLimiter } from "./rate-limit.ts";

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
