import { isSnowflake } from "@palabre/protocol";
import { MessageFlags } from "discord-api-types/v10";
import { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../../context.ts";
import { ApiError } from "../../errors.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env, Http } from "../../http/env.ts";
import { baseUrl } from "../../http/origin.ts";
import { parseId, parseQuery } from "../../http/parse.ts";
import { rateLimit, spend, spendLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { findApplication } from "../applications/find-application.ts";
import type { CheckMessage } from "../automod/check-message.ts";
import { localeOf } from "../commands/locale.ts";
import { createAttachmentUrls } from "../message-core/attachment-urls.ts";
import { editMessageBody } from "../messages/message-body.ts";
import type { MessageForms } from "../messages/message-forms.ts";
import { type Answered, type AnswerParts, answer } from "./answer.ts";
import { answerBody, answerMessage } from "./answer-body.ts";
import { createDelivery } from "./deliver.ts";
import { interactionBody } from "./interaction-body.ts";
import { deleteResponse, editResponse, followUp, ORIGINAL, readResponse } from "./responses.ts";
import { findByToken, type InteractionRow, notesOf } from "./store.ts";
import { useBot } from "./use-bot.ts";

const callbackQuery = z.object({ with_response: z.enum(["true", "false"]).optional() });

function partsIn(
  { config, db, bus, newId, blobs, secret }: Context,
  automod: CheckMessage,
  c: Http,
): AnswerParts {
  const urls = createAttachmentUrls(secret, baseUrl(config.publicUrl, c.req.raw));
  return { db, bus, newId, blobs, automod, urls };
}

/** What people do with bots. */
export function interactionRoutes(
  { context }: Pick<AppParts, "context">,
  forms: MessageForms,
  automod: CheckMessage,
): Hono<Env> {
  const { config, limiter, log, db } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "POST /interactions": { does: "Use a command, button, menu or form", body: interactionBody, files: true },
  });
  const deliver = createDelivery({ allowPrivate: config.allowPrivateEndpoints }, log);

  routes.post(
    "/interactions",
    rateLimit(limiter, { bucket: "interactions", max: 60, per: 10 }),
    async (c) => {
      const actor = c.get("actor");
      const { input, uploads } = await forms.readFor(c, actor.userId, interactionBody);
      await forms.use(uploads, async () => {
        // While one types every few letters ask; else twenty times in ten seconds is more than anybody means.
        const max = input.type === 4 ? 40 : 20;
        const key = `${input.type === 4}:${input.application_id}:${actor.userId}`;
        spend(limiter, key, { bucket: "interactions-of", max, per: 10 });
        const parts = partsIn(context, automod, c);
        const { urls, bus, newId } = parts;
        await useBot(
          {
            db,
            bus,
            newId,
            urls,
            maxFileBytes: config.maxFileBytes,
            deliver: (application, payload) => deliver(parts, application, payload),
          },
          actor,
          input,
          await localeOf(db.read, c),
          uploads,
        );
      });
      return c.body(null, 204);
    },
  );

  return routes;
}

/** How bots answer: whoever has an interaction's token, without a log-in. To be mounted before the guard. */
export function answerRoutes(
  { context }: Pick<AppParts, "context">,
  forms: MessageForms,
  automod: CheckMessage,
): Hono<Env> {
  const { db } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "POST /interactions/:interaction_id/:token/callback": {
      does: "Answer an interaction",
      query: callbackQuery,
      body: answerBody,
      files: true,
    },
    "POST /webhooks/:webhook_id/:token": {
      does: "Follow up on an interaction",
      body: answerMessage,
      files: true,
    },
    "GET /webhooks/:webhook_id/:token/messages/:message_id": { does: "Read an answer to an interaction" },
    "PATCH /webhooks/:webhook_id/:token/messages/:message_id": {
      does: "Change an answer to an interaction",
      body: editMessageBody,
      files: true,
    },
    "DELETE /webhooks/:webhook_id/:token/messages/:message_id": {
      does: "Delete an answer to an interaction",
    },
  });
  const parts = (c: Http) => partsIn(context, automod, c);

  routes.post("/interactions/:interaction_id/:token/callback", async (c) => {
    const id = parseId(c, "interaction_id");
    const { with_response } = parseQuery(c, callbackQuery);
    const row = await findByToken(db.read, c.req.param("token"), { id });
    if (!row) throw new ApiError("unknown_interaction");
    spendLimit(c, context.limiter, id, { bucket: "interaction-callback", max: 10, per: 10 });
    const { input, uploads } = await forms.readFor(c, row.application_id, answerBody);
    const answered = await forms.use(uploads, () => answer(parts(c), row, input, uploads));
    return with_response === "true" ? c.json(presentAnswer(answered, input.type)) : c.body(null, 204);
  });

  /**
   * The interaction, when the address is an application's; else null: the address may be that of a webhook.
   * @throws ApiError invalid_webhook_token
   */
  async function interactionOf(c: Http): Promise<InteractionRow | null> {
    const [id, token] = [c.req.param("webhook_id") ?? "", c.req.param("token") ?? ""];
    if (!isSnowflake(id) || !(await findApplication(db.read, id))) return null;
    const row = await findByToken(db.read, token, { applicationId: id });
    if (!row) throw new ApiError("invalid_webhook_token");
    spendLimit(c, context.limiter, row.id, { bucket: "interaction-answers", max: 30, per: 10 });
    return row;
  }

  routes.post("/webhooks/:webhook_id/:token", async (c, next) => {
    const row = await interactionOf(c);
    if (!row) return next();
    const { input, uploads } = await forms.readFor(c, row.application_id, answerMessage);
    return c.json(await forms.use(uploads, () => followUp(parts(c), row, input, uploads)));
  });

  const idOf = (c: Http) => (c.req.param("message_id") === ORIGINAL ? ORIGINAL : parseId(c, "message_id"));
  const path = "/webhooks/:webhook_id/:token/messages/:message_id";

  routes.get(path, async (c, next) => {
    const row = await interactionOf(c);
    return row ? c.json(await readResponse(parts(c), row, idOf(c))) : next();
  });

  routes.patch(path, async (c, next) => {
    const row = await interactionOf(c);
    if (!row) return next();
    const id = idOf(c);
    const { input, uploads } = await forms.readFor(c, row.application_id, editMessageBody);
    return c.json(await forms.use(uploads, () => editResponse(parts(c), row, id, input, uploads)));
  });

  routes.delete(path, async (c, next) => {
    const row = await interactionOf(c);
    if (!row) return next();
    await deleteResponse(parts(c), row, idOf(c));
    return c.body(null, 204);
  });

  return routes;
}

/** What a callback says of the answer, to whoever asks (`with_response`). */
function presentAnswer({ interaction, message }: Answered, type: number): object {
  const { id, response_id, channel_id, guild_id } = interaction;
  const flags = message?.flags ?? 0;
  return {
    interaction: {
      id,
      type: interaction.type,
      channel_id,
      ...(guild_id !== null && { guild_id }),
      ...(response_id !== null && {
        response_message_id: response_id,
        response_message_loading: (flags & MessageFlags.Loading) !== 0,
        response_message_ephemeral:
          (flags & MessageFlags.Ephemeral) !== 0 || notesOf(interaction).ephemeral === true,
      }),
    },
    ...(message && { resource: { type, message } }),
  };
}
