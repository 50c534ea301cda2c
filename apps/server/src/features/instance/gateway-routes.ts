import { Hono } from "hono";
import type { Env } from "../../http/env.ts";
import { gatewayUrl } from "../../http/origin.ts";
import type { AppParts } from "../../parts.ts";

/** Sessions that libraries plan to begin in a day at most. The gateway itself counts by the minute (IDENTIFY5). */
const IDENTIFIES = 1_000;

/** Where the gateway is; for everybody. */
export function gatewayRoutes({ context: { config } }: AppParts): Hono<Env> {
  return new Hono<Env>().get("/gateway", (c) => c.json({ url: gatewayUrl(config.publicUrl, c.req.raw) }));
}

/** The same with what a library plans its shards by; for those logged in. */
export function gatewayBotRoutes({ context: { config } }: AppParts): Hono<Env> {
  return new Hono<Env>().get("/gateway/bot", (c) =>
    c.json({
      url: gatewayUrl(config.publicUrl, c.req.raw),
      shards: 1,
      session_start_limit: { total: IDENTIFIES, remaining: IDENTIFIES, reset_after: 0, max_concurrency: 1 },
    }),
  );
}
