import { isSnowflake } from "@palabre/protocol";
import type { MiddlewareHandler } from "hono";
import { ApiError } from "../errors.ts";
import { networkOf } from "./address.ts";
import type { Env, Http } from "./env.ts";
import { mark } from "./marks.ts";

interface Window {
  count: number;
  /** Milliseconds since 1970. */
  resets: number;
}

/** Windows kept at most; past it the ones that reset first are forgotten. */
const MAX_WINDOWS = 200_000;

/** Counts acts per key in fixed windows. One per server; every node counts for itself. */
export interface RateLimiter {
  /** One more act; whether it is allowed, how many remain, and seconds until the window resets. */
  take(
    key: string,
    max: number,
    windowMs: number,
  ): { allowed: boolean; remaining: number; resetAfter: number; resets: number };
  /** Whether limits are on. */
  readonly on: boolean;
}

export function createRateLimiter(on: boolean, now: () => number = Date.now): RateLimiter {
  const windows = new Map<string, Window>();
  return {
    on,
    take(key, max, windowMs) {
      const time = now();
      let window = windows.get(key);
      if (!window || window.resets <= time) {
        // Re-insert, so that the map's order stays close to the order of resets.
        windows.delete(key);
        window = { count: 0, resets: time + windowMs };
        windows.set(key, window);
        if (windows.size > MAX_WINDOWS) forgetOldest(windows, time);
      }
      const allowed = !on || window.count < max;
      // Switched off nothing is counted: clients obey what the headers say remains, and would hold themselves back.
      if (on && allowed) window.count++;
      return {
        allowed,
        remaining: Math.max(0, max - window.count),
        resetAfter: Math.max(0, window.resets - time) / 1000,
        resets: window.resets / 1000,
      };
    },
  };
}

function forgetOldest(windows: Map<string, Window>, time: number): void {
  let dropped = 0;
  for (const [key, window] of windows) {
    if (window.resets > time && dropped >= MAX_WINDOWS / 10) return;
    windows.delete(key);
    dropped++;
  }
}

export interface RouteLimit {
  /** Names the bucket in X-RateLimit-Bucket; routes with one name share it. */
  bucket: string;
  max: number;
  /** Seconds. */
  per: number;
  /** What is counted: the account (and the channel or guild in the path), or the client's address. */
  by?: "actor" | "address";
}

/** The middleware of one limited route: headers on every answer, 429 past the limit. */
export function rateLimit(limiter: RateLimiter, limit: RouteLimit): MiddlewareHandler<Env> {
  const { by = "actor" } = limit;
  const middleware: MiddlewareHandler<Env> = async (c, next) => {
    const who = (by === "actor" ? c.get("actor")?.userId : undefined) ?? networkOf(c.env.address);
    const asked = c.req.param("channel_id") ?? c.req.param("guild_id") ?? "";
    // What is no id is counted together: the limiter must not be made to remember whatever stands in a path.
    const major = isSnowflake(asked) ? asked : "";
    spendLimit(c, limiter, `${major}:${who}`, limit);
    await next();
  };
  return mark(middleware, { limit });
}

/**
 * Counts one act of `key` and says in headers what remains. Where a request spends several limits the headers tell of the
 * one that ends first; the bucket stays that of the first, which is the address's own: libraries queue by it.
 * @throws ApiError rate_limited
 */
export function spendLimit(
  c: Http,
  limiter: RateLimiter,
  key: string,
  limit: Pick<RouteLimit, "bucket" | "max" | "per">,
  scope: Scope = "user",
): void {
  const before = c.get("spent");
  const bucket = before?.bucket ?? limit.bucket;
  c.header("X-RateLimit-Bucket", bucket);
  const spent = { ...spend(limiter, key, limit, scope), bucket };
  if (before && !endsBefore(spent, before)) return;
  c.set("spent", spent);
  for (const [name, value] of Object.entries(numbersOf(spent))) c.header(name, value);
}

/**
 * Counts one act of `key`, of which headers say nothing until it is refused: what depends on a body is no limit of the
 * address, and clients would hold back everything they ask there.
 * @throws ApiError rate_limited
 */
export function spend(
  limiter: RateLimiter,
  key: string,
  { bucket, max, per }: Pick<RouteLimit, "bucket" | "max" | "per">,
  scope: Scope = "user",
): Omit<Spent, "bucket"> {
  const { allowed, remaining, resetAfter, resets } = limiter.take(`${bucket}:${key}`, max, per * 1000);
  const spent = { max, remaining, resetAfter, resets };
  if (!allowed) throw rateLimited(resetAfter, scope, numbersOf(spent));
  return spent;
}

/** What of a limit was left by a request. */
export interface Spent {
  bucket: string;
  max: number;
  remaining: number;
  /** Seconds. */
  resetAfter: number;
  /** Seconds since 1970. */
  resets: number;
}

const endsBefore = (a: Omit<Spent, "bucket">, b: Omit<Spent, "bucket">): boolean =>
  a.remaining < b.remaining || (a.remaining === b.remaining && a.resets > b.resets);

const numbersOf = ({ max, remaining, resets, resetAfter }: Omit<Spent, "bucket">) => ({
  "X-RateLimit-Limit": String(max),
  "X-RateLimit-Remaining": String(remaining),
  "X-RateLimit-Reset": resets.toFixed(3),
  "X-RateLimit-Reset-After": resetAfter.toFixed(3),
});

/** Requests a second of one account, or of one network while nobody is known, over all routes. */
export const GLOBAL_MAX = 100;
const GLOBAL_WINDOW_MS = 1_000;

/** Counts a request against everything `who` asks. @throws ApiError rate_limited, as Discord says it of all routes */
export function spendGlobal(limiter: RateLimiter, who: string): void {
  const { allowed, resetAfter } = limiter.take(`global:${who}`, GLOBAL_MAX, GLOBAL_WINDOW_MS);
  if (!allowed) throw rateLimited(resetAfter, "global");
}

/** The limit of all routes together; by account behind the guard, by network before it. */
export function globalLimit(limiter: RateLimiter): MiddlewareHandler<Env> {
  return async (c, next) => {
    spendGlobal(limiter, c.get("actor")?.userId ?? networkOf(c.env.address));
    await next();
  };
}

/** Whose limit it is: the account's or the network's, everybody's at what is meant, or that of all routes. */
type Scope = "user" | "global" | "shared";

export function rateLimited(
  retryAfter: number,
  scope: Scope,
  headers: Readonly<Record<string, string>> = {},
): ApiError {
  return new ApiError("rate_limited", undefined, {
    ...headers,
    "Retry-After": String(Math.ceil(retryAfter)),
    "X-RateLimit-Scope": scope,
    ...(scope === "global" && { "X-RateLimit-Global": "true" }),
    "X-Retry-After-Exact": retryAfter.toFixed(3),
  });
}
