import { Hono } from "hono";
import { z } from "zod";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env } from "../../http/env.ts";
import { snowflake } from "../../http/fields.ts";
import { parseBody, parseId } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { ackMany, ackMessage } from "./ack.ts";
import { ackGuild } from "./ack-guild.ts";

const ackBody = z.object({
  manual: z.boolean().nullish(),
  mention_count: z.number().int().min(0).max(1_000_000).nullish(),
});
const bulkBody = z.object({
  read_states: z.array(z.object({ channel_id: snowflake, message_id: snowflake })).max(100),
});

/** How far one has read. */
export function readStateRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { limiter } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "POST /channels/:channel_id/messages/:message_id/ack": {
      does: "Mark as read up to a message",
      body: ackBody,
    },
    "POST /read-states/ack-bulk": { does: "Mark several channels as read", body: bulkBody },
    "POST /guilds/:guild_id/ack": { does: "Mark a server as read" },
  });

  routes.post(
    "/channels/:channel_id/messages/:message_id/ack",
    rateLimit(limiter, { bucket: "ack", max: 30, per: 10 }),
    async (c) => {
      const channelId = parseId(c, "channel_id");
      const messageId = parseId(c, "message_id");
      const { manual, mention_count } = await parseBody(c, ackBody);
      await ackMessage(context, c.get("actor"), {
        channelId,
        messageId,
        manual: manual ?? false,
        mentionCount: mention_count ?? undefined,
      });
      return c.json({ token: null });
    },
  );

  routes.post(
    "/read-states/ack-bulk",
    rateLimit(limiter, { bucket: "ack-bulk", max: 20, per: 10 }),
    async (c) => {
      const { read_states } = await parseBody(c, bulkBody);
      await ackMany(
        context,
        c.get("actor"),
        read_states.map(({ channel_id, message_id }) => ({ channelId: channel_id, messageId: message_id })),
      );
      return c.body(null, 204);
    },
  );

  routes.post(
    "/guilds/:guild_id/ack",
    rateLimit(limiter, { bucket: "ack-guild", max: 10, per: 10 }),
    async (c) => {
      await ackGuild(context, c.get("actor"), parseId(c, "guild_id"));
      return c.body(null, 204);
    },
  );

  return routes;
}
