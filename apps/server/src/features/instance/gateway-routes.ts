import { Hono } from "hono";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env } from "../../http/env.ts";
import { gatewayUrl } from "../../http/origin.ts";
import type { AppParts } from "../../parts.ts";

/** Sessions that libraries plan to begin in a day at most. The gateway itself counts by the minute (IDENTIFY5). */
const IDENTIFIES = 1_000;

/** Where the gateway is; for everybody. */
export function gatewayRoutes({ context: { config } }: AppParts): Hono<Env> {
  const routes = new Hono<Env>();
  describeRoutes(routes, { "GET /gateway": { does: "Read the address of the gateway" } });
  return routes.get("/gateway", (c) => c.json({ url: gatewayUrl(config.publicUrl, c.req.raw) }));
}

/** The same with what a library plans its shards by; for those logged in. */
export function gatewayBotRoutes({ context: { config } }: AppParts): Hono<Env> {
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "GET /gateway/bot": { does: "Read the address of the gateway, and how a bot may connect" },
  });
  return routes.get("/gateway/bot", (c) =>
    c.json({
      url: gatewayUrl(config.publicUrl, c.req.raw),
      shards: 1,
      session_start_limit: { total: IDENTIFIES, remaining: IDENTIFIES, reset_after: 0, max_concurrency: 1 },
    }),
  );
}
