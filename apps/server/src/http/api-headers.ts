import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import type { Env } from "./env.ts";

/** What a page needs to keep to the limits. */
const EXPOSED = [
  "Retry-After",
  "X-RateLimit-Bucket",
  "X-RateLimit-Global",
  "X-RateLimit-Limit",
  "X-RateLimit-Remaining",
  "X-RateLimit-Reset",
  "X-RateLimit-Reset-After",
  "X-RateLimit-Scope",
  "X-Request-Id",
];

/**
 * What every answer of the API tells a browser: to take it for nothing but what it says it is, and to keep it nowhere.
 * Pages of any site may call it with a token they hold, never with our cookie: no answer allows credentials. Logging in
 * is for our own pages.
 */
export function apiHeaders(): MiddlewareHandler<Env> {
  const share = cors({ origin: "*", exposeHeaders: EXPOSED, maxAge: 86_400 });
  return async (c, next) => {
    c.header("X-Content-Type-Options", "nosniff");
    c.header("Cache-Control", "no-store");
    if (/\/auth\//.test(c.req.path)) return next();
    return share(c, next);
  };
}
