import { LIMITS } from "@palabre/protocol";
import { Hono } from "hono";
import { z } from "zod";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env } from "../../http/env.ts";
import { codePoints, storable } from "../../http/fields.ts";
import { parseBody, parseId } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { saveDraft } from "./save-draft.ts";

const draftBody = z.object({
  // As it was typed, spaces at its ends included: one goes on writing there.
  content: z
    .string()
    .transform(storable)
    .refine((content) => codePoints(content) <= LIMITS.draftLength, {
      message: `Must be ${LIMITS.draftLength} or fewer in length.`,
      params: { code: "BASE_TYPE_BAD_LENGTH" },
    }),
});

/** What one has begun to write. */
export function draftRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "PUT /users/@me/drafts/:channel_id": { does: "Keep what one has begun to write", body: draftBody },
  });
  routes.put(
    "/users/@me/drafts/:channel_id",
    rateLimit(context.limiter, { bucket: "drafts", max: 20, per: 10 }),
    async (c) => {
      const channelId = parseId(c, "channel_id");
      const { content } = await parseBody(c, draftBody);
      await saveDraft(context, c.get("actor"), channelId, content);
      return c.body(null, 204);
    },
  );
  return routes;
}
