import { LIMITS } from "@palabre/protocol";
import { Hono } from "hono";
import { z } from "zod";
import { fieldError } from "../../errors.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env, Http } from "../../http/env.ts";
import { limit, snowflake } from "../../http/fields.ts";
import { baseUrl } from "../../http/origin.ts";
import { parseBody, parseId, parseQuery } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import type { CheckMember } from "../automod/check-profile.ts";
import { createAttachmentUrls } from "../message-core/attachment-urls.ts";
import { expirePoll } from "./end-poll.ts";
import { listVoters } from "./list-voters.ts";
import { vote } from "./vote.ts";

const answerId = z.coerce.number().int().min(0).max(1_000);
/** Text as well as numbers: Discord's own clients send text. */
const voteBody = z.object({ answer_ids: z.array(answerId).max(LIMITS.pollAnswers) });
const votersQuery = z.object({ limit: limit(25, 100), after: snowflake.optional() });

/** What is asked in messages: voting, who chose what, ending it. Polls come with messages: see insert-poll.ts. */
export function pollRoutes({ context }: Pick<AppParts, "context">, checkMember: CheckMember): Hono<Env> {
  const { config, db, bus, newId, limiter, secret } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "PUT /channels/:channel_id/polls/:message_id/answers/@me": { does: "Vote in a poll", body: voteBody },
    "GET /channels/:channel_id/polls/:message_id/answers/:answer_id": {
      does: "List who chose an answer",
      query: votersQuery,
    },
    "POST /channels/:channel_id/polls/:message_id/expire": { does: "End a poll" },
  });
  const POLL = "/channels/:channel_id/polls/:message_id";
  const target = (c: Http) => ({
    channelId: parseId(c, "channel_id"),
    messageId: parseId(c, "message_id"),
  });

  routes.put(
    `${POLL}/answers/@me`,
    rateLimit(limiter, { bucket: "poll-votes", max: 20, per: 10 }),
    async (c) => {
      const where = target(c);
      const { answer_ids } = await parseBody(c, voteBody);
      await vote({ db, bus, checkMember }, c.get("actor"), where, answer_ids);
      return c.body(null, 204);
    },
  );

  routes.get(`${POLL}/answers/:answer_id`, async (c) => {
    const given = answerId.safeParse(c.req.param("answer_id"));
    if (!given.success) throw fieldError("answer_id", "NUMBER_TYPE_COERCE", "Value is not int.");
    const where = { ...target(c), answerId: given.data };
    return c.json({ users: await listVoters(db.read, c.get("actor"), where, parseQuery(c, votersQuery)) });
  });

  routes.post(
    `${POLL}/expire`,
    rateLimit(limiter, { bucket: "poll-expire", max: 10, per: 10 }),
    async (c) => {
      const { channelId, messageId } = target(c);
      const urls = createAttachmentUrls(secret, baseUrl(config.publicUrl, c.req.raw));
      const message = await expirePoll({ db, bus, newId, urls }, c.get("actor"), channelId, messageId);
      return c.json(message);
    },
  );

  return routes;
}
