import { LIMITS } from "@palabre/protocol";
import { Hono } from "hono";
import { ApiError } from "../../errors.ts";
import { networkOf } from "../../http/address.ts";
import { auditReason } from "../../http/audit-reason.ts";
import { describeRoutes, holdDescription } from "../../http/describe-routes.ts";
import type { Env, Http } from "../../http/env.ts";
import { baseUrl } from "../../http/origin.ts";
import { parseBody, parseId, parseJson, parseQuery, parseValue, readText } from "../../http/parse.ts";
import { rateLimit, spendGlobal, spendLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import type { CheckMessage } from "../automod/check-message.ts";
import { checkNotes } from "../files/attachments.ts";
import { unfollow } from "../followers/follow-channel.ts";
import { IMAGE_BODY } from "../images/store-image.ts";
import { createAttachmentUrls } from "../message-core/attachment-urls.ts";
import { editMessageBody } from "../messages/message-body.ts";
import type { MessageForms } from "../messages/message-forms.ts";
import { accessByToken, findWebhook } from "./access-webhook.ts";
import type { Adapter } from "./adapters/adapter.ts";
import { alertmanager, grafana } from "./adapters/alerts.ts";
import { forgejo } from "./adapters/forgejo.ts";
import { github } from "./adapters/github.ts";
import { gitlab } from "./adapters/gitlab.ts";
import { sentry } from "./adapters/sentry.ts";
import { slack } from "./adapters/slack.ts";
import { deleteOwnMessage, editOwnMessage, executeWebhook, readOwnMessage } from "./execute-webhook.ts";
import { listOfChannel, listOfGuild, presentWebhooks, readWebhook } from "./list-webhooks.ts";
import { createWebhook, deleteWebhook, updateWebhook } from "./manage-webhooks.ts";
import { requireSigned } from "./signed.ts";
import { toWebhook, type WebhookRow } from "./webhook.ts";
import {
  createWebhookBody,
  executeBody,
  executeQuery,
  threadQuery,
  updateByTokenBody,
  updateWebhookBody,
} from "./webhook-body.ts";

/** Webhooks of both kinds for those who manage them: incoming ones, and what a channel follows. */
export function webhookRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { config, db, limiter } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "POST /channels/:channel_id/webhooks": {
      does: "Make a webhook",
      body: createWebhookBody,
      needs: ["MANAGE_WEBHOOKS"],
    },
    "GET /channels/:channel_id/webhooks": {
      does: "List the webhooks of a channel",
      needs: ["MANAGE_WEBHOOKS"],
    },
    "GET /guilds/:guild_id/webhooks": { does: "List the webhooks of a server", needs: ["MANAGE_WEBHOOKS"] },
    "GET /webhooks/:webhook_id": { does: "Read a webhook", needs: ["MANAGE_WEBHOOKS"] },
    "PATCH /webhooks/:webhook_id": {
      does: "Change a webhook",
      body: updateWebhookBody,
      needs: ["MANAGE_WEBHOOKS"],
    },
    "DELETE /webhooks/:webhook_id": { does: "Delete a webhook", needs: ["MANAGE_WEBHOOKS"] },
  });
  const limited = rateLimit(limiter, { bucket: "webhooks", max: 10, per: 60 });
  const base = (c: Http) => baseUrl(config.publicUrl, c.req.raw);
  const presented = async (c: Http, row: WebhookRow) =>
    c.json((await presentWebhooks(db.read, c.get("actor"), [row], base(c)))[0]);

  routes.post("/channels/:channel_id/webhooks", limited, async (c) => {
    const channelId = parseId(c, "channel_id");
    const input = await parseBody(c, createWebhookBody, IMAGE_BODY);
    return presented(c, await createWebhook(context, c.get("actor"), channelId, input, auditReason(c)));
  });
  routes.get("/channels/:channel_id/webhooks", async (c) =>
    c.json(await listOfChannel(db.read, c.get("actor"), parseId(c, "channel_id"), base(c))),
  );
  routes.get("/guilds/:guild_id/webhooks", async (c) =>
    c.json(await listOfGuild(db.read, c.get("actor"), parseId(c, "guild_id"), base(c))),
  );

  routes.get("/webhooks/:webhook_id", async (c) =>
    c.json(await readWebhook(db.read, c.get("actor"), parseId(c, "webhook_id"), base(c))),
  );
  routes.patch("/webhooks/:webhook_id", limited, async (c) => {
    const webhookId = parseId(c, "webhook_id");
    const input = await parseBody(c, updateWebhookBody, IMAGE_BODY);
    const keeper = { actor: c.get("actor") };
    return presented(c, await updateWebhook(context, keeper, webhookId, input, auditReason(c)));
  });
  routes.delete("/webhooks/:webhook_id", limited, async (c) => {
    const webhookId = parseId(c, "webhook_id");
    const actor = c.get("actor");
    if (await findWebhook(db.read, actor, webhookId)) {
      await deleteWebhook(context, { actor }, webhookId, auditReason(c));
    } else await unfollow(context, actor, webhookId, auditReason(c));
    return c.body(null, 204);
  });

  return routes;
}

/** Services whose own payloads are taken, by the end of the address. */
const ADAPTERS: Record<string, Adapter> = { slack, github, gitlab, forgejo, sentry, grafana, alertmanager };

/** What whoever has a webhook's token may do, without a log-in. */
export function openWebhookRoutes(
  { context }: Pick<AppParts, "context">,
  forms: MessageForms,
  automod: CheckMessage,
): Hono<Env> {
  const { config, db, bus, blobs, newId, limiter, secret } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "GET /webhooks/:webhook_id/:webhook_token": { does: "Read a webhook by its token" },
    "PATCH /webhooks/:webhook_id/:webhook_token": {
      does: "Change a webhook by its token",
      body: updateByTokenBody,
    },
    "DELETE /webhooks/:webhook_id/:webhook_token": { does: "Delete a webhook by its token" },
    "POST /webhooks/:webhook_id/:webhook_token": {
      does: "Post a message through a webhook, or follow up on an interaction",
      query: executeQuery,
      body: executeBody,
      files: true,
    },
    "GET /webhooks/:webhook_id/:webhook_token/messages/:message_id": {
      does: "Read a message that a webhook posted",
      query: threadQuery,
    },
    "PATCH /webhooks/:webhook_id/:webhook_token/messages/:message_id": {
      does: "Change a message that a webhook posted",
      query: threadQuery,
      body: editMessageBody,
      files: true,
    },
    "DELETE /webhooks/:webhook_id/:webhook_token/messages/:message_id": {
      does: "Delete a message that a webhook posted",
      query: threadQuery,
    },
  });
  const AT = "/webhooks/:webhook_id/:webhook_token";

  const base = (c: Http) => baseUrl(config.publicUrl, c.req.raw);
  const partsFor = (c: Http) => {
    const urls = createAttachmentUrls(secret, base(c));
    return { db, bus, newId, blobs, automod, urls, base: base(c) };
  };
  const token = (c: Http) => c.req.param("webhook_token") ?? "";

  /** Only whoever has the token spends what the webhook may: its id stands in every message. */
  async function enter(c: Http, { posts = false } = {}): Promise<WebhookRow> {
    spendGlobal(limiter, networkOf(c.env.address));
    const webhook = await accessByToken(db.read, parseId(c, "webhook_id"), token(c));
    spendLimit(c, limiter, webhook.id, { bucket: "webhook", max: 5, per: 2 });
    if (!posts) return webhook;
    const ofChannel = { bucket: "webhook-channel", max: 30, per: 60 };
    spendLimit(c, limiter, webhook.channel_id, ofChannel, "shared");
    return webhook;
  }

  /** With a secret the address alone changes nothing. @throws ApiError invalid_webhook_token */
  function requireOpen(webhook: WebhookRow): WebhookRow {
    if (webhook.secret !== null) throw new ApiError("invalid_webhook_token");
    return webhook;
  }

  routes.get(AT, async (c) => c.json(toWebhook(await enter(c), { viewerId: null, base: base(c) })));
  routes.patch(AT, async (c) => {
    const { id } = requireOpen(await enter(c));
    const input = await parseBody(c, updateByTokenBody, IMAGE_BODY);
    const row = await updateWebhook(context, { token: token(c) }, id, input, auditReason(c));
    return c.json(toWebhook(row, { viewerId: null, base: base(c) }));
  });
  routes.delete(AT, async (c) => {
    const { id } = requireOpen(await enter(c));
    await deleteWebhook(context, { token: token(c) }, id, auditReason(c));
    return c.body(null, 204);
  });

  routes.post(AT, async (c) => {
    const webhook = await enter(c, { posts: true });
    requireSigned("", webhook.secret, "", () => undefined);
    const { wait, thread_id } = parseQuery(c, executeQuery);
    const { input, uploads } = await forms.readFor(c, webhook.id, executeBody);
    const message = await forms.use(uploads, async () => {
      checkNotes(uploads, input.attachments ?? []);
      return executeWebhook(partsFor(c), webhook, thread_id, input, uploads);
    });
    return wait ? c.json(message) : c.body(null, 204);
  });

  for (const [service, adapt] of Object.entries(ADAPTERS)) {
    describeRoutes(routes, {
      [`POST ${AT}/${service}` as const]: {
        does: `Post what ${service} sends`,
        query: executeQuery,
        body: adapt.body,
        headers: adapt.headers,
        form: "payload",
      },
    });
    routes.post(`${AT}/${service}`, async (c) => {
      const webhook = await enter(c, { posts: true });
      const { wait, thread_id } = parseQuery(c, executeQuery);
      const header = (name: string) => c.req.header(name);
      const text = await readText(c.req.raw, LIMITS.jsonBody);
      requireSigned(service, webhook.secret, text, header);
      holdDescription(c, "body", adapt.body);
      const said = adapt(payloadOf(text, header("content-type")), header);
      if (said === null) return c.body(null, 204);
      const input = parseValue(executeBody, said);
      const message = await executeWebhook(partsFor(c), webhook, thread_id, input, []);
      if (service === "slack") return c.text("ok");
      return wait ? c.json(message) : c.body(null, 204);
    });
  }

  const ONE = `${AT}/messages/:message_id`;
  routes.get(ONE, async (c) => {
    const webhook = await enter(c);
    const { thread_id } = parseQuery(c, threadQuery);
    return c.json(await readOwnMessage(partsFor(c), webhook, thread_id, parseId(c, "message_id")));
  });
  routes.patch(ONE, async (c) => {
    const webhook = requireOpen(await enter(c));
    const messageId = parseId(c, "message_id");
    const { thread_id } = parseQuery(c, threadQuery);
    const { input, uploads } = await forms.readFor(c, webhook.id, editMessageBody);
    const message = await forms.use(uploads, () =>
      editOwnMessage(partsFor(c), webhook, thread_id, messageId, input, uploads),
    );
    return c.json(message);
  });
  routes.delete(ONE, async (c) => {
    const webhook = requireOpen(await enter(c));
    const { thread_id } = parseQuery(c, threadQuery);
    await deleteOwnMessage(partsFor(c), webhook, thread_id, parseId(c, "message_id"));
    return c.body(null, 204);
  });

  return routes;
}

/** JSON, or a form with JSON in `payload`, as Slack's and GitHub's older forms are. */
function payloadOf(text: string, type: string | undefined): unknown {
  if (!/^application\/x-www-form-urlencoded\b/i.test(type ?? "")) return parseJson(text);
  const payload = new URLSearchParams(text).get("payload");
  // curl calls everything a form that it is not told otherwise.
  return parseJson(payload ?? text);
}
