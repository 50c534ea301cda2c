import type { RateLimitBody } from "@palabre/protocol";
import { Hono } from "hono";
import { ApiError } from "./errors.ts";
import type { EventWebhooks } from "./features/event-webhooks/start.ts";
import { mountFeatures } from "./features.ts";
import type { Env, Http } from "./http/env.ts";
import { serveWebClient } from "./http/static.ts";
import type { AppParts } from "./parts.ts";

/** Everything that answers HTTP: the API under its three addresses, files, operations, and the web client's page. */
export function createApp(parts: AppParts, eventWebhooks: EventWebhooks): Hono<Env> {
  const { context, metrics } = parts;
  const app = new Hono<Env>();

  app.use(async (c, next) => {
    const began = performance.now();
    c.set("requestId", c.env.requestId);
    c.header("X-Request-Id", c.env.requestId);
    await next();
    const seconds = (performance.now() - began) / 1000;
    metrics.request(c.req.method, c.res.status, seconds);
    context.log.debug(
      { request: c.get("requestId"), method: c.req.method, path: pathOf(c), status: c.res.status, seconds },
      "request",
    );
  });

  app.get("/healthz", (c) => c.text("ok"));
  app.get("/readyz", async (c) => {
    if (!parts.isReady()) return c.text("shutting down", 503);
    await context.db.read.selectFrom("instance_settings").select("key").limit(1).execute();
    return c.text("ok");
  });
  app.get("/metrics", async (c) =>
    c.text(await metrics.render(), 200, { "Content-Type": metrics.contentType }),
  );

  const api = new Hono<Env>();
  mountFeatures(api, app, parts, eventWebhooks);
  api.all("*", () => {
    throw new ApiError("not_found");
  });
  for (const base of ["/api/v10", "/api/v9", "/api"]) app.route(base, api);

  // Below the addresses of files there is no page: what is no file is nothing.
  for (const base of [
    "/attachments",
    "/avatars",
    "/channel-icons",
    "/icons",
    "/banners",
    "/guild-events",
    "/guilds",
    "/app-icons",
    "/emojis",
    "/stickers",
    "/soundboard-sounds",
  ]) {
    app.all(`${base}/*`, () => {
      throw new ApiError("not_found");
    });
  }
  app.all("*", serveWebClient(parts.webRoot));

  app.onError((error, c) => {
    const answer = error instanceof ApiError ? error : new ApiError("internal");
    if (answer.error === "internal") {
      context.log.error({ err: error, request: c.get("requestId"), path: pathOf(c) }, "request failed");
    }
    for (const [name, value] of Object.entries(answer.headers ?? {})) c.header(name, value);
    const status = answer.status as 400;
    if (answer.status !== 429) return c.json(answer.body, status);
    const body: RateLimitBody = {
      message: answer.message,
      retry_after: Number(answer.headers?.["X-Retry-After-Exact"] ?? 1),
      global: answer.headers?.["X-RateLimit-Scope"] === "global",
      ...(answer.body.code !== 0 && { code: answer.body.code }),
    };
    return c.json(body, status);
  });
  return app;
}

/** As it is logged: without its query, since a signed address is a key, and without tokens that stand in the path. */
const pathOf = (c: Http): string => c.req.path.replace(/(\/(?:webhooks|interactions)\/[^/]+\/)[^/]+/, "$1…");
