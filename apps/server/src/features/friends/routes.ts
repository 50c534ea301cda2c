import { LIMITS, RelationshipType } from "@palabre/protocol";
import { Hono } from "hono";
import { z } from "zod";
import { ApiError } from "../../errors.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env } from "../../http/env.ts";
import { name, text } from "../../http/fields.ts";
import { parseBody, parseId } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { befriend } from "./befriend.ts";
import { blockUser } from "./block-user.ts";
import { dismissSuggestion } from "./dismiss-suggestion.ts";
import { readRelationships } from "./ready.ts";
import { removeRelationship } from "./remove-relationship.ts";
import { setNickname } from "./set-nickname.ts";
import { suggestFriends } from "./suggestions.ts";

const requestBody = z.object({
  username: text(1, LIMITS.usernameMax).transform((name) => name.toLowerCase()),
});
const putBody = z.object({
  type: z.union([z.literal(RelationshipType.Friend), z.literal(RelationshipType.Blocked)]).nullish(),
});
const nicknameBody = z.object({ nickname: name(0, LIMITS.displayName).nullable() });

const HERE = "/users/@me/relationships";

/** Friends, requests, blocks and suggestions. Accounts of bots have none of them. */
export function friendRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { db, limiter } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "GET /users/@me/relationships": { does: "List friends, requests and those who are blocked" },
    "POST /users/@me/relationships": { does: "Send a friend request by name", body: requestBody },
    "GET /users/@me/relationships/suggestions": { does: "List people one may know" },
    "DELETE /users/@me/relationships/suggestions/:user_id": { does: "Dismiss a suggestion" },
    "PUT /users/@me/relationships/:user_id": {
      does: "Send or accept a friend request, or block",
      body: putBody,
    },
    "PATCH /users/@me/relationships/:user_id": { does: "Give a friend a nickname", body: nicknameBody },
    "DELETE /users/@me/relationships/:user_id": { does: "End a friendship, take a request back, or unblock" },
  });
  const changes = rateLimit(limiter, { bucket: "relationships", max: 30, per: 30 });

  routes.use(`${HERE}/*`, async (c, next) => {
    if (c.get("actor").bot) throw new ApiError("invalid_account_type");
    await next();
  });

  routes.get(HERE, async (c) => c.json(await readRelationships(db.read, c.get("actor").userId)));

  routes.post(HERE, rateLimit(limiter, { bucket: "friend-requests", max: 20, per: 60 }), async (c) => {
    const { username } = await parseBody(c, requestBody);
    await befriend(context, c.get("actor"), { username });
    return c.body(null, 204);
  });

  routes.get(
    `${HERE}/suggestions`,
    rateLimit(limiter, { bucket: "suggestions", max: 10, per: 10 }),
    async (c) => c.json(await suggestFriends(db.read, c.get("actor").userId)),
  );

  routes.delete(`${HERE}/suggestions/:user_id`, changes, async (c) => {
    await dismissSuggestion(context, c.get("actor"), parseId(c, "user_id"));
    return c.body(null, 204);
  });

  routes.put(`${HERE}/:user_id`, changes, async (c) => {
    const id = parseId(c, "user_id");
    const { type } = await parseBody(c, putBody);
    if (type === RelationshipType.Blocked) await blockUser(context, c.get("actor"), id);
    else await befriend(context, c.get("actor"), { id });
    return c.body(null, 204);
  });

  routes.patch(`${HERE}/:user_id`, changes, async (c) => {
    const id = parseId(c, "user_id");
    const { nickname } = await parseBody(c, nicknameBody);
    await setNickname(context, c.get("actor"), id, nickname || null);
    return c.body(null, 204);
  });

  routes.delete(`${HERE}/:user_id`, changes, async (c) => {
    await removeRelationship(context, c.get("actor"), parseId(c, "user_id"));
    return c.body(null, 204);
  });

  return routes;
}
