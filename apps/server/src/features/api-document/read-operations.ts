import type { Hono } from "hono";
import type { RouteDescription } from "../../http/describe-routes.ts";
import type { Env } from "../../http/env.ts";
import { markOf } from "../../http/marks.ts";
import type { RouteLimit } from "../../http/rate-limit.ts";

/** One address and method, as the router answers it. */
export interface Operation {
  method: string;
  /** `/guilds/{guild_id}`; below `/api/v10` unless `outside`. */
  path: string;
  /** Not below `/api`: files, pictures, operations. */
  outside: boolean;
  /** Who may ask: whoever knows the address, accounts, people's accounts alone, those who run the instance. */
  for: "everybody" | "accounts" | "people" | "admins";
  limit: RouteLimit | undefined;
  /** Several where several features answer at one address, each what is its own. */
  descriptions: RouteDescription[];
  /** OAuth2 scopes with any of which a bearer may ask. Undefined: any bearer may. */
  scopes: string[] | undefined;
}

export type ScopesFor = (method: string, path: string) => string[] | undefined;

const API = "/api/v10";

/**
 * Every operation that is mounted, found by asking the router itself who would answer: so the order of guards and routes
 * tells here what it does there.
 */
export function readOperations(app: Hono<Env>, scopesFor: ScopesFor): Operation[] {
  const found = new Map<string, Operation>();
  for (const { method, path, handler } of app.routes) {
    if (method === "ALL" || markOf(handler).route || markOf(handler).limit) continue;
    const outside = !path.startsWith("/api/");
    if (!outside && !path.startsWith(`${API}/`)) continue;
    const asked = sample(path);
    const place = outside ? path : path.slice(API.length);
    const described = { method, path: place.replace(/:(\w+)/g, "{$1}"), outside };
    const operation = { ...described, ...readChain(app, method, asked, outside) };
    const below = outside ? asked : asked.slice(API.length);
    const scopes = operation.for === "everybody" || outside ? [] : scopesFor(method, below);
    // Names of parameters aside, one address is one operation: the last feature that answers there names them.
    found.set(`${method} ${asked}`, { ...operation, scopes });
  }
  return [...found.values()];
}

/** An address that this route answers. */
const sample = (path: string): string => path.replace(/:\w+/g, "1");

function readChain(app: Hono<Env>, method: string, path: string, outside: boolean) {
  const [matches] = app.router.match(method, path);
  // The router also finds what would answer next: `/users/:user_id` behind `/users/@me`.
  const chain = matches
    .map(([[handler, route]]) => ({ mark: markOf(handler), route }))
    .filter(({ route }) => route.method === "ALL" || sample(route.path) === path);
  const last = chain.findLastIndex(
    ({ mark, route }) => route.method === method && !mark.route && !mark.limit,
  );
  // What stands behind the last handler is never asked.
  const marks = chain.slice(0, last + 1).map(({ mark }) => mark);
  const asks = (who: string) => marks.some((mark) => mark.asks === who);
  const whom = asks("admin")
    ? "admins"
    : asks("person")
      ? "people"
      : asks("actor")
        ? "accounts"
        : "everybody";
  return {
    for: outside ? ("everybody" as const) : (whom as Operation["for"]),
    limit: marks.findLast(({ limit }) => limit)?.limit,
    descriptions: marks.flatMap(({ route }) => route ?? []),
  };
}
