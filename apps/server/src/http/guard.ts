import type { MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import { matchedRoutes } from "hono/route";
import { ApiError } from "../errors.ts";
import { networkOf } from "./address.ts";
import type { Actor, Env } from "./env.ts";
import { mark } from "./marks.ts";
import { type RateLimiter, spendGlobal } from "./rate-limit.ts";

export const SESSION_COOKIE = "palabre_session";

export type Authenticate = (token: string) => Promise<Actor | null>;

/**
 * Finds out who asks, or refuses with 401. A token comes in `Authorization` (`TOKEN`, `Bot TOKEN`, `Bearer TOKEN`), or in our cookie;
 * the cookie counts for an unsafe method only when the request's Origin is this server's own, so that another site's
 * page cannot act in its visitor's name.
 */
export function requireActor(
  authenticate: { token: Authenticate; bearer: Authenticate },
  isOwnOrigin: (origin: string | null, request: Request) => boolean,
  limiter: RateLimiter,
): MiddlewareHandler<Env> {
  const middleware: MiddlewareHandler<Env> = async (c, next) => {
    const header = c.req.header("authorization");
    const bearer = header?.startsWith("Bearer ");
    const token =
      header === undefined ? getCookie(c, SESSION_COOKIE) : header.replace(/^(Bot|Bearer) /, "").trim();
    const actor = token ? await (bearer ? authenticate.bearer : authenticate.token)(token) : null;
    // An application that asks in somebody's name spends its own, not theirs.
    const spender = actor?.bearer ? `bearer:${actor.authSessionId}` : actor?.userId;
    spendGlobal(limiter, spender ?? networkOf(c.env.address));
    // Nothing but middleware matched: the path is unknown to everybody, logged in or not.
    const known = actor !== null || matchedRoutes(c).some((route) => !route.path.endsWith("*"));
    if (!actor) throw new ApiError(known ? "unauthorized" : "not_found");
    if (header === undefined) {
      const safe = c.req.method === "GET" || c.req.method === "HEAD";
      if (!safe && !isOwnOrigin(c.req.header("origin") ?? null, c.req.raw)) throw new ApiError("cross_site");
    }
    c.set("actor", actor);
    await next();
  };
  return mark(middleware, { asks: "actor" });
}

/** Behind the guard, for what bots have no part in. @throws ApiError people_only */
export function requirePerson(): MiddlewareHandler<Env> {
  const middleware: MiddlewareHandler<Env> = async (c, next) => {
    if (c.get("actor").bot) throw new ApiError("people_only");
    await next();
  };
  return mark(middleware, { asks: "person" });
}
