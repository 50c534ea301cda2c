import { Hono } from "hono";
import { z } from "zod";
import { ApiError } from "../../errors.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env, Http } from "../../http/env.ts";
import { limit, snowflake } from "../../http/fields.ts";
import { parseId, parseQuery } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import type { CheckMember } from "../automod/check-profile.ts";
import { reactionKey } from "../message-core/emoji.ts";
import { listReactors } from "./list-reactors.ts";
import { addReaction, clearReactions, removeReaction } from "./react.ts";

const reactorsQuery = z.object({
  limit: limit(25, 100),
  after: snowflake.optional(),
  type: z.enum(["0", "1"]).optional(),
});

export function reactionRoutes({ context }: Pick<AppParts, "context">, checkMember: CheckMember): Hono<Env> {
  const { db, bus, limiter } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "PUT /channels/:channel_id/messages/:message_id/reactions/:emoji/@me": {
      does: "React to a message",
      needs: ["ADD_REACTIONS"],
    },
    "DELETE /channels/:channel_id/messages/:message_id/reactions/:emoji/@me": {
      does: "Take one's reaction back",
    },
    "DELETE /channels/:channel_id/messages/:message_id/reactions/:emoji/:user_id": {
      does: "Remove somebody's reaction",
      needs: ["MANAGE_MESSAGES"],
    },
    "DELETE /channels/:channel_id/messages/:message_id/reactions/:emoji": {
      does: "Remove all reactions with one emoji",
      needs: ["MANAGE_MESSAGES"],
    },
    "DELETE /channels/:channel_id/messages/:message_id/reactions": {
      does: "Remove all reactions",
      needs: ["MANAGE_MESSAGES"],
    },
    "GET /channels/:channel_id/messages/:message_id/reactions/:emoji": {
      does: "List who reacted with an emoji",
      query: reactorsQuery,
      needs: ["READ_MESSAGE_HISTORY"],
    },
  });
  const limited = rateLimit(limiter, { bucket: "reactions", max: 20, per: 5 });
  const base = "/channels/:channel_id/messages/:message_id/reactions";
  const target = (c: Http) => ({
    channelId: parseId(c, "channel_id"),
    messageId: parseId(c, "message_id"),
  });

  routes.put(`${base}/:emoji/@me`, limited, async (c) => {
    await addReaction({ db, bus, checkMember }, c.get("actor"), target(c), parseEmoji(c));
    return c.body(null, 204);
  });
  routes.delete(`${base}/:emoji/@me`, limited, async (c) => {
    const actor = c.get("actor");
    await removeReaction({ db, bus }, actor, target(c), parseEmoji(c), actor.userId);
    return c.body(null, 204);
  });
  routes.delete(`${base}/:emoji/:user_id`, limited, async (c) => {
    const userId = parseId(c, "user_id");
    await removeReaction({ db, bus }, c.get("actor"), target(c), parseEmoji(c), userId);
    return c.body(null, 204);
  });
  routes.delete(`${base}/:emoji`, limited, async (c) => {
    await clearReactions({ db, bus }, c.get("actor"), target(c), parseEmoji(c));
    return c.body(null, 204);
  });
  routes.delete(base, limited, async (c) => {
    await clearReactions({ db, bus }, c.get("actor"), target(c));
    return c.body(null, 204);
  });
  routes.get(`${base}/:emoji`, async (c) => {
    const { type, ...query } = parseQuery(c, reactorsQuery);
    const where = target(c);
    const emoji = parseEmoji(c);
    const reactors = await listReactors(db.read, c.get("actor"), where, emoji, query);
    // Type 1 asks for super reactions, of which there are none.
    return c.json(type === "1" ? [] : reactors);
  });
  return routes;
}

function parseEmoji(c: Http): string {
  const emoji = reactionKey(c.req.param("emoji") ?? "");
  if (emoji === null) throw new ApiError("unknown_emoji");
  return emoji;
}
