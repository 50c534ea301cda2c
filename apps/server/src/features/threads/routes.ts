import { Hono } from "hono";
import { z } from "zod";
import { ApiError, fieldError } from "../../errors.ts";
import { auditReason } from "../../http/audit-reason.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env, Http } from "../../http/env.ts";
import { baseUrl } from "../../http/origin.ts";
import { parseBody, parseId, parseQuery } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import type { CheckMessage } from "../automod/check-message.ts";
import { findChannel } from "../channels/access.ts";
import { checkNotes } from "../files/attachments.ts";
import { isThread } from "../guild-core/access-guild.ts";
import { createAttachmentUrls } from "../message-core/attachment-urls.ts";
import type { MessageForms } from "../messages/message-forms.ts";
import { createThread, createThreadFrom } from "./create-thread.ts";
import { deleteThread } from "./delete-thread.ts";
import { listActive, listArchived, listJoinedPrivate, readThread, searchThreads } from "./list-threads.ts";
import { readPosts } from "./read-posts.ts";
import {
  archivedQuery,
  createThreadBody,
  joinedQuery,
  membersQuery,
  postDataBody,
  searchQuery,
  updateThreadBody,
} from "./thread-body.ts";
import { joinThread, leaveThread, listThreadMembers } from "./thread-members.ts";
import { updateThread } from "./update-thread.ts";

const withMember = z.object({ with_member: z.stringbool().optional() });
const memberPage = membersQuery.extend(withMember.shape);
const done = async () => {};

/**
 * Threads, and posts of forums. What of `/channels/{id}` is none is left to the routes that follow.
 * @param threadDeleted called when a thread was left without a server
 */
export function threadRoutes(
  { context }: Pick<AppParts, "context">,
  forms: MessageForms,
  automod: CheckMessage,
  threadDeleted: () => void,
): Hono<Env> {
  const { config, db, bus, newId, limiter, secret } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "POST /channels/:channel_id/messages/:message_id/threads": {
      does: "Begin a thread at a message",
      body: createThreadBody,
      needs: ["CREATE_PUBLIC_THREADS"],
    },
    "POST /channels/:channel_id/threads": {
      does: "Begin a thread, or a post in a forum",
      body: createThreadBody,
      files: true,
      needs: ["CREATE_PUBLIC_THREADS"],
    },
    "GET /channels/:channel_id": { does: "Read a channel, thread or conversation", needs: ["VIEW_CHANNEL"] },
    "PATCH /channels/:channel_id": {
      does: "Change a channel, thread or room",
      body: updateThreadBody,
      needs: ["MANAGE_CHANNELS"],
    },
    "DELETE /channels/:channel_id": {
      does: "Delete a channel, or leave a conversation",
      needs: ["MANAGE_CHANNELS"],
    },
    "GET /channels/:channel_id/thread-members": { does: "List who is in a thread", query: memberPage },
    "GET /channels/:channel_id/thread-members/:user_id": {
      does: "Read whether somebody is in a thread",
      query: withMember,
    },
    "PUT /channels/:channel_id/thread-members/:user_id": {
      does: "Bring somebody into a thread, or join it",
      needs: ["SEND_MESSAGES_IN_THREADS"],
    },
    "DELETE /channels/:channel_id/thread-members/:user_id": {
      does: "Take somebody out of a thread, or leave it",
    },
    "GET /guilds/:guild_id/threads/active": { does: "List the active threads of a server" },
    "GET /channels/:channel_id/users/@me/threads/archived/private": {
      does: "List archived private threads that one is in",
      query: joinedQuery,
      needs: ["READ_MESSAGE_HISTORY"],
    },
    "GET /channels/:channel_id/threads/archived/public": {
      does: "List archived threads",
      query: archivedQuery,
      needs: ["READ_MESSAGE_HISTORY"],
    },
    "GET /channels/:channel_id/threads/archived/private": {
      does: "List archived private threads",
      query: archivedQuery,
      needs: ["READ_MESSAGE_HISTORY", "MANAGE_THREADS"],
    },
    "GET /channels/:channel_id/threads/search": {
      does: "Search the posts of a forum",
      query: searchQuery,
      needs: ["READ_MESSAGE_HISTORY"],
    },
    "POST /channels/:channel_id/post-data": { does: "Read the first messages of posts", body: postDataBody },
  });
  const urlsFor = (c: Http) => createAttachmentUrls(secret, baseUrl(config.publicUrl, c.req.raw));
  const partsFor = (c: Http) => ({ db, bus, newId, automod, urls: urlsFor(c) });
  const creations = rateLimit(limiter, { bucket: "create-thread", max: 10, per: 30 });
  const updates = rateLimit(limiter, { bucket: "update-thread", max: 10, per: 10 });
  const membership = rateLimit(limiter, { bucket: "thread-members", max: 20, per: 10 });

  routes.post("/channels/:channel_id/messages/:message_id/threads", creations, async (c) => {
    const [channelId, messageId] = [parseId(c, "channel_id"), parseId(c, "message_id")];
    const body = await parseBody(c, createThreadBody);
    const reason = auditReason(c);
    return c.json(
      await createThreadFrom(partsFor(c), c.get("actor"), channelId, messageId, body, reason),
      201,
    );
  });

  routes.post("/channels/:channel_id/threads", creations, async (c) => {
    const channelId = parseId(c, "channel_id");
    const { input, uploads } = await forms.read(c, createThreadBody);
    const thread = await forms.use(uploads, async () => {
      if (uploads.length > 0 && !input.message) {
        throw fieldError("message", "BASE_TYPE_REQUIRED", "This field is required");
      }
      checkNotes(uploads, input.message?.attachments ?? []);
      return createThread(partsFor(c), c.get("actor"), channelId, input, uploads, auditReason(c));
    });
    return c.json(thread, 201);
  });

  routes.get("/channels/:channel_id", async (c, next) => {
    const threadId = await threadOf(c);
    return threadId === null ? next() : c.json(await readThread(db.read, c.get("actor"), threadId));
  });

  routes.patch("/channels/:channel_id", async (c, next) => {
    const threadId = await threadOf(c);
    if (threadId === null) return next();
    await updates(c, done);
    const body = await parseBody(c, updateThreadBody);
    return c.json(await updateThread(partsFor(c), c.get("actor"), threadId, body, auditReason(c)));
  });

  routes.delete("/channels/:channel_id", async (c, next) => {
    const threadId = await threadOf(c);
    if (threadId === null) return next();
    await updates(c, done);
    const gone = await deleteThread(partsFor(c), c.get("actor"), threadId, auditReason(c));
    threadDeleted();
    return c.json(gone);
  });

  const members = "/channels/:channel_id/thread-members";
  /** `@me`, or an id. */
  const userOf = (c: Http) =>
    c.req.param("user_id") === "@me" ? c.get("actor").userId : parseId(c, "user_id");

  routes.get(members, async (c) => {
    const { after, limit, with_member } = parseQuery(c, memberPage);
    const page = { after, limit };
    const threadId = parseId(c, "channel_id");
    return c.json(await listThreadMembers(db.read, c.get("actor"), threadId, page, with_member ?? false));
  });
  routes.get(`${members}/:user_id`, async (c) => {
    const one = { userId: userOf(c), limit: 1 };
    const { with_member } = parseQuery(c, withMember);
    const threadId = parseId(c, "channel_id");
    const [member] = await listThreadMembers(db.read, c.get("actor"), threadId, one, with_member ?? false);
    if (!member) throw new ApiError("unknown_member");
    return c.json(member);
  });
  routes.put(`${members}/:user_id`, membership, async (c) => {
    await joinThread(context, c.get("actor"), parseId(c, "channel_id"), userOf(c));
    return c.body(null, 204);
  });
  routes.delete(`${members}/:user_id`, membership, async (c) => {
    await leaveThread(context, c.get("actor"), parseId(c, "channel_id"), userOf(c));
    return c.body(null, 204);
  });

  routes.get("/guilds/:guild_id/threads/active", async (c) =>
    c.json(await listActive(db.read, c.get("actor"), parseId(c, "guild_id"))),
  );
  for (const kind of ["public", "private"] as const) {
    routes.get(`/channels/:channel_id/threads/archived/${kind}`, async (c) => {
      const query = parseQuery(c, archivedQuery);
      return c.json(await listArchived(db.read, c.get("actor"), parseId(c, "channel_id"), kind, query));
    });
  }
  routes.get("/channels/:channel_id/users/@me/threads/archived/private", async (c) => {
    const query = parseQuery(c, joinedQuery);
    return c.json(await listJoinedPrivate(db.read, c.get("actor"), parseId(c, "channel_id"), query));
  });
  routes.get("/channels/:channel_id/threads/search", async (c) => {
    const query = parseQuery(c, searchQuery);
    return c.json(await searchThreads(db.read, urlsFor(c), c.get("actor"), parseId(c, "channel_id"), query));
  });
  const reading = rateLimit(limiter, { bucket: "post-data", max: 50, per: 10 });
  routes.post("/channels/:channel_id/post-data", reading, async (c) => {
    const { thread_ids } = await parseBody(c, postDataBody);
    return c.json(await readPosts(db.read, urlsFor(c), c.get("actor"), parseId(c, "channel_id"), thread_ids));
  });

  /** Null for what is no thread. @throws ApiError unknown_channel */
  async function threadOf(c: Http): Promise<string | null> {
    const channel = await findChannel(db.read, c.get("actor"), parseId(c, "channel_id"));
    return channel && isThread(channel.type) ? channel.id : null;
  }

  return routes;
}
