import { LIMITS } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { Hono } from "hono";
import { z } from "zod";
import { ApiError } from "../../errors.ts";
import { auditReason } from "../../http/audit-reason.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env, Http } from "../../http/env.ts";
import { limit, snowflake } from "../../http/fields.ts";
import { baseUrl } from "../../http/origin.ts";
import { parseBody, parseId, parseQuery } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import type { CheckMessage } from "../automod/check-message.ts";
import { accessChannel } from "../channels/access.ts";
import { checkNotes } from "../files/attachments.ts";
import { createAttachmentUrls } from "../message-core/attachment-urls.ts";
import { presentMessage, presentMessages } from "../message-core/present.ts";
import { findMessage } from "../message-core/queries.ts";
import { bulkDelete, deleteMessage } from "./delete-messages.ts";
import { editMessage } from "./edit-message.ts";
import { listMessages } from "./list-messages.ts";
import { dismissMention, listMentions } from "./mentions-inbox.ts";
import { createMessageBody, editMessageBody } from "./message-body.ts";
import type { MessageForms } from "./message-forms.ts";
import { listPins, pinMessage, unpinMessage } from "./pins.ts";
import { sendMessage } from "./send-message.ts";

const historyQuery = z
  .object({
    limit: limit(50, LIMITS.messagesPage),
    before: snowflake.optional(),
    after: snowflake.optional(),
    around: snowflake.optional(),
  })
  .refine(({ before, after, around }) => [before, after, around].filter(Boolean).length <= 1, {
    message: "Only one of before, after and around may be given.",
    path: ["around"],
    params: { code: "BASE_TYPE_MUTUALLY_EXCLUSIVE" },
  });

const pinsQuery = z.object({
  limit: limit(50, 50),
  before: z.iso
    .datetime({ offset: true })
    .transform((text) => Date.parse(text))
    .optional(),
});

const mentionsQuery = z.object({ limit: limit(25, LIMITS.messagesPage), before: snowflake.optional() });

const bulkDeleteBody = z.object({
  messages: z.array(snowflake).min(2).max(LIMITS.messagesPage),
});

/** @param automod holds messages of servers against their rules */
export function messageRoutes(
  { context }: Pick<AppParts, "context">,
  forms: MessageForms,
  automod: CheckMessage,
): Hono<Env> {
  const { config, db, bus, blobs, newId, limiter, secret } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "POST /channels/:channel_id/messages": {
      does: "Send a message",
      body: createMessageBody,
      files: true,
      needs: ["SEND_MESSAGES"],
    },
    "GET /channels/:channel_id/messages": {
      does: "Read a page of messages",
      query: historyQuery,
      needs: ["READ_MESSAGE_HISTORY"],
    },
    "POST /channels/:channel_id/messages/bulk-delete": {
      does: "Delete many messages at once",
      body: bulkDeleteBody,
      needs: ["MANAGE_MESSAGES"],
    },
    "GET /channels/:channel_id/messages/pins": {
      does: "List pinned messages",
      query: pinsQuery,
      needs: ["READ_MESSAGE_HISTORY"],
    },
    "GET /channels/:channel_id/pins": {
      does: "List pinned messages, as it was done before",
      needs: ["READ_MESSAGE_HISTORY"],
    },
    "PUT /channels/:channel_id/messages/pins/:message_id": { does: "Pin a message", needs: ["PIN_MESSAGES"] },
    "PUT /channels/:channel_id/pins/:message_id": {
      does: "Pin a message, as it was done before",
      needs: ["PIN_MESSAGES"],
    },
    "DELETE /channels/:channel_id/messages/pins/:message_id": {
      does: "Unpin a message",
      needs: ["PIN_MESSAGES"],
    },
    "DELETE /channels/:channel_id/pins/:message_id": {
      does: "Unpin a message, as it was done before",
      needs: ["PIN_MESSAGES"],
    },
    "GET /channels/:channel_id/messages/:message_id": {
      does: "Read a message",
      needs: ["READ_MESSAGE_HISTORY"],
    },
    "PATCH /channels/:channel_id/messages/:message_id": {
      does: "Change a message",
      body: editMessageBody,
      files: true,
    },
    "DELETE /channels/:channel_id/messages/:message_id": {
      does: "Delete a message",
      needs: ["MANAGE_MESSAGES"],
    },
    "GET /users/@me/mentions": { does: "List messages that mention one", query: mentionsQuery },
    "DELETE /users/@me/mentions/:message_id": { does: "Take a message off that list" },
  });
  const limited = (bucket: string, max: number, per: number) => rateLimit(limiter, { bucket, max, per });
  /** Addresses of files begin as the one this request was sent to. */
  const urlsFor = (c: Http) => createAttachmentUrls(secret, baseUrl(config.publicUrl, c.req.raw));
  const partsFor = (c: Http) => ({ db, bus, newId, blobs, automod, urls: urlsFor(c) });

  routes.post("/channels/:channel_id/messages", limited("messages", 10, 10), async (c) => {
    const channelId = parseId(c, "channel_id");
    const { input, uploads } = await forms.read(c, createMessageBody);
    const { message, repeated } = await forms.use(uploads, async () => {
      checkNotes(uploads, input.attachments ?? []);
      return sendMessage(partsFor(c), c.get("actor"), channelId, input, uploads);
    });
    if (repeated) await forms.discard(uploads);
    return c.json(message);
  });

  routes.get("/channels/:channel_id/messages", async (c) => {
    const channelId = parseId(c, "channel_id");
    const window = parseQuery(c, historyQuery);
    const actor = c.get("actor");
    const { permissions } = await accessChannel(db.read, actor, channelId);
    // As on Discord: who may not read the history finds it empty.
    if ((permissions & P.ReadMessageHistory) === 0n) return c.json([]);
    const rows = await listMessages(db.read, channelId, window);
    return c.json(await presentMessages(db.read, rows, { viewerId: actor.userId, urls: urlsFor(c) }));
  });

  routes.post("/channels/:channel_id/messages/bulk-delete", limited("bulk-delete", 5, 10), async (c) => {
    const channelId = parseId(c, "channel_id");
    const { messages } = await parseBody(c, bulkDeleteBody);
    await bulkDelete(context, c.get("actor"), channelId, messages, auditReason(c));
    return c.body(null, 204);
  });

  routes.get("/channels/:channel_id/messages/pins", async (c) => {
    const query = parseQuery(c, pinsQuery);
    return c.json(await listPins(partsFor(c), c.get("actor"), parseId(c, "channel_id"), query));
  });
  // The older address of the same: all pins at once, as messages.
  routes.get("/channels/:channel_id/pins", async (c) => {
    const all = { limit: LIMITS.pinsPerChannel };
    const { items } = await listPins(partsFor(c), c.get("actor"), parseId(c, "channel_id"), all);
    return c.json(items.map(({ message }) => message));
  });
  for (const path of [
    "/channels/:channel_id/messages/pins/:message_id",
    "/channels/:channel_id/pins/:message_id",
  ]) {
    routes.put(path, limited("pins", 10, 10), async (c) => {
      const [channelId, messageId] = [parseId(c, "channel_id"), parseId(c, "message_id")];
      await pinMessage(partsFor(c), c.get("actor"), channelId, messageId, auditReason(c));
      return c.body(null, 204);
    });
    routes.delete(path, limited("pins", 10, 10), async (c) => {
      const [channelId, messageId] = [parseId(c, "channel_id"), parseId(c, "message_id")];
      await unpinMessage(partsFor(c), c.get("actor"), channelId, messageId, auditReason(c));
      return c.body(null, 204);
    });
  }

  routes.get("/channels/:channel_id/messages/:message_id", async (c) => {
    const [channelId, messageId] = [parseId(c, "channel_id"), parseId(c, "message_id")];
    const actor = c.get("actor");
    await accessChannel(db.read, actor, channelId, P.ReadMessageHistory);
    const row = await findMessage(db.read, channelId, messageId);
    if (!row) throw new ApiError("unknown_message");
    return c.json(await presentMessage(db.read, row, { viewerId: actor.userId, urls: urlsFor(c) }));
  });

  routes.patch("/channels/:channel_id/messages/:message_id", limited("edit", 10, 10), async (c) => {
    const [channelId, messageId] = [parseId(c, "channel_id"), parseId(c, "message_id")];
    const { input, uploads } = await forms.read(c, editMessageBody);
    const message = await forms.use(uploads, () =>
      editMessage(partsFor(c), c.get("actor"), channelId, messageId, input, uploads),
    );
    return c.json(message);
  });

  routes.delete("/channels/:channel_id/messages/:message_id", limited("delete", 20, 10), async (c) => {
    const [channelId, messageId] = [parseId(c, "channel_id"), parseId(c, "message_id")];
    await deleteMessage(context, c.get("actor"), channelId, messageId, auditReason(c));
    return c.body(null, 204);
  });

  routes.get("/users/@me/mentions", async (c) =>
    c.json(await listMentions(partsFor(c), c.get("actor"), parseQuery(c, mentionsQuery))),
  );
  routes.delete("/users/@me/mentions/:message_id", limited("mentions", 50, 10), async (c) => {
    await dismissMention({ db }, c.get("actor"), parseId(c, "message_id"));
    return c.body(null, 204);
  });

  return routes;
}
