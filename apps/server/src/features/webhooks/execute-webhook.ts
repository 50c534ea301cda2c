import type { APIMessage } from "@palabre/protocol";
import { ChannelType } from "discord-api-types/v10";
import type { Blobs } from "../../blobs/blobs.ts";
import type { Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import type { Upload } from "../files/store-upload.ts";
import { presentMessage } from "../message-core/present.ts";
import { findMessage } from "../message-core/queries.ts";
import { removeMessage } from "../messages/delete-messages.ts";
import { rewriteOwnMessage } from "../messages/edit-message.ts";
import type { EditMessageInput } from "../messages/message-body.ts";
import { type SendParts, type Signature, writeMessage } from "../messages/send-message.ts";
import { createPost } from "../threads/create-thread.ts";
import { toUser } from "../users/present.ts";
import { accessByToken, placeOf } from "./access-webhook.ts";
import { copyOwnPicture, forgetUnnoted, notePicture } from "./pictures.ts";
import type { WebhookRow } from "./webhook.ts";
import type { ExecuteInput } from "./webhook-body.ts";

export interface HookParts extends SendParts {
  blobs: Blobs;
  /** The address of this server. */
  base: string;
}

/** Automatic moderation lets a webhook pass as it does bots. */
const asActor = ({ id }: Pick<WebhookRow, "id">): Actor => ({ userId: id, authSessionId: "0", bot: true });

/**
 * Posts what a webhook says in its channel, in a thread of it, or as a forum's post. A thread that is put away comes
 * back, one that is locked takes it all the same.
 * @throws ApiError unknown_webhook, invalid_webhook_token, unknown_channel, empty_message, webhook_forum_thread,
 *   webhook_two_threads, webhook_no_forum, and what refuses a post in a forum
 */
export async function executeWebhook(
  parts: HookParts,
  webhook: WebhookRow,
  threadId: string | undefined,
  input: ExecuteInput,
  uploads: readonly Upload[],
): Promise<APIMessage> {
  const { db, blobs, base } = parts;
  const { username, avatar_url, thread_name, applied_tags, ...body } = input;
  if (thread_name && threadId !== undefined) throw new ApiError("webhook_two_threads");
  const picture = avatar_url ? await copyOwnPicture(blobs, base, webhook.id, avatar_url) : null;
  const execute = async (tx: Tx): Promise<APIMessage> => {
    // Once more, since it may have ended while its files came in.
    const fresh = await accessByToken(tx.sql, webhook.id, webhook.token);
    const place = await placeOf(tx.sql, fresh, threadId);
    if (picture) await notePicture(tx, blobs, fresh, picture);
    const signature = sign(fresh, username ?? fresh.name, picture ?? fresh.avatar);
    if (place.type !== ChannelType.GuildForum) {
      if (thread_name) throw new ApiError("webhook_no_forum");
      return (await writeMessage(tx, parts, asActor(fresh), place, body, uploads, { signature })).message;
    }
    if (!thread_name) throw new ApiError("webhook_forum_thread");
    await tx.lock(`guild:${fresh.guild_id}`);
    const post = { name: thread_name, applied_tags, message: body };
    const made = await createPost(tx, parts, asActor(fresh), place, post, uploads, null, signature);
    if (!made.message) throw new Error("a post has no message");
    return made.message;
  };
  return db.transaction(execute).catch(async (error: unknown) => {
    if (picture && error instanceof ApiError) await forgetUnnoted({ db, blobs }, webhook.id, picture);
    throw error;
  });
}

function sign({ id, application_id }: WebhookRow, username: string, avatar: string | null): Signature {
  const author = toUser({ id, username, global_name: null, avatar, is_bot: 1, deleted_at: null });
  return {
    author: { ...author, discriminator: "0000" },
    webhook_id: id,
    ...(application_id !== null && { application_id }),
  };
}

/**
 * A message that the webhook wrote.
 * @throws ApiError unknown_webhook, unknown_channel, unknown_message
 */
export async function readOwnMessage(
  { db, urls }: Pick<HookParts, "db" | "urls">,
  webhook: WebhookRow,
  threadId: string | undefined,
  messageId: string,
): Promise<APIMessage> {
  const place = await placeOf(db.read, webhook, threadId);
  const row = await findMessage(db.read, place.id, messageId);
  if (row?.author_id !== webhook.id) throw new ApiError("unknown_message");
  return presentMessage(db.read, row, { viewerId: webhook.id, urls });
}

/** Changes one. @throws ApiError as above, and what refuses an edit */
export async function editOwnMessage(
  parts: HookParts,
  webhook: WebhookRow,
  threadId: string | undefined,
  messageId: string,
  input: EditMessageInput,
  uploads: readonly Upload[],
): Promise<APIMessage> {
  return parts.db.transaction(async (tx) => {
    const fresh = await accessByToken(tx.sql, webhook.id, webhook.token);
    const place = await placeOf(tx.sql, fresh, threadId);
    const row = await findMessage(tx.sql, place.id, messageId);
    if (row?.author_id !== fresh.id) throw new ApiError("unknown_message");
    return rewriteOwnMessage(tx, parts, asActor(fresh), place, messageId, input, uploads);
  });
}

/** Deletes one. @throws ApiError as above */
export async function deleteOwnMessage(
  { db, bus, blobs }: Pick<HookParts, "db" | "bus" | "blobs">,
  webhook: WebhookRow,
  threadId: string | undefined,
  messageId: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const place = await placeOf(tx.sql, webhook, threadId);
    await tx.lock(`message:${messageId}`);
    const row = await findMessage(tx.sql, place.id, messageId);
    if (row?.author_id !== webhook.id) throw new ApiError("unknown_message");
    await removeMessage(tx, { bus, blobs }, place, row);
  });
}
