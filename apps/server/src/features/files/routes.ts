import { Hono } from "hono";
import { z } from "zod";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env } from "../../http/env.ts";
import { baseUrl } from "../../http/origin.ts";
import { parseBody } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { createAttachmentUrls } from "../message-core/attachment-urls.ts";
import { refreshUrls } from "./refresh-urls.ts";
import { serveAttachment } from "./serve-attachment.ts";

const refreshBody = z.object({ attachment_urls: z.array(z.string().max(2_048)).min(1).max(50) });

/** Below /api. */
export function fileRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { config, db, limiter, secret } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "POST /attachments/refresh-urls": { does: "Renew the addresses of attachments", body: refreshBody },
  });
  const limited = rateLimit(limiter, { bucket: "refresh-urls", max: 20, per: 10 });
  routes.post("/attachments/refresh-urls", limited, async (c) => {
    const { attachment_urls } = await parseBody(c, refreshBody);
    const urls = createAttachmentUrls(secret, baseUrl(config.publicUrl, c.req.raw));
    const refreshed = await refreshUrls({ sql: db.read, urls }, c.get("actor"), attachment_urls);
    return c.json({ refreshed_urls: refreshed });
  });
  return routes;
}

/** At the root: the files themselves. */
export function attachmentRoutes({
  context,
  authenticate,
}: Pick<AppParts, "context" | "authenticate">): Hono<Env> {
  const { db, blobs, secret } = context;
  const routes = new Hono<Env>();
  const serve = serveAttachment({ sql: db.read, blobs, secret, authenticate });
  routes.get("/attachments/:channel_id/:attachment_id/:filename", serve);
  return routes;
}
