import { Hono } from "hono";
import { z } from "zod";
import { auditReason } from "../../http/audit-reason.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env } from "../../http/env.ts";
import { snowflake } from "../../http/fields.ts";
import { baseUrl } from "../../http/origin.ts";
import { parseBody, parseId } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { createAttachmentUrls } from "../message-core/attachment-urls.ts";
import { followChannel } from "./follow-channel.ts";
import { publishMessage } from "./publish-message.ts";

const followBody = z.object({ webhook_channel_id: snowflake });

/** Announcement channels that others follow. */
export function followerRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { config, db, bus, newId, limiter, secret } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "POST /channels/:channel_id/followers": {
      does: "Follow an announcement channel",
      body: followBody,
      needs: ["MANAGE_WEBHOOKS"],
    },
    "POST /channels/:channel_id/messages/:message_id/crosspost": {
      does: "Publish an announcement to those who follow",
      needs: ["SEND_MESSAGES"],
    },
  });
  const follows = rateLimit(limiter, { bucket: "followers", max: 10, per: 60 });

  routes.post("/channels/:channel_id/followers", follows, async (c) => {
    const channelId = parseId(c, "channel_id");
    const { webhook_channel_id } = await parseBody(c, followBody);
    return c.json(
      await followChannel(context, c.get("actor"), channelId, webhook_channel_id, auditReason(c)),
    );
  });

  routes.post(
    "/channels/:channel_id/messages/:message_id/crosspost",
    rateLimit(limiter, { bucket: "crosspost", max: 10, per: 3_600 }),
    async (c) => {
      const urls = createAttachmentUrls(secret, baseUrl(config.publicUrl, c.req.raw));
      const [channelId, messageId] = [parseId(c, "channel_id"), parseId(c, "message_id")];
      return c.json(await publishMessage({ db, bus, newId, urls }, c.get("actor"), channelId, messageId));
    },
  );

  return routes;
}
