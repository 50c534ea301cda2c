import { LIMITS } from "@palabre/protocol";
import { z } from "zod";
import { name, snowflake, text } from "../../http/fields.ts";
import { createMessageBody } from "../messages/message-body.ts";

const webhookName = name(1, LIMITS.webhookName);
/** A data URI; see store-image.ts. */
const avatar = z.string().nullish();
const secret = text(1, LIMITS.webhookSecret).nullish();

export const createWebhookBody = z.object({ name: webhookName, avatar, secret });
export type CreateWebhookInput = z.output<typeof createWebhookBody>;

export const updateWebhookBody = z.object({
  name: webhookName.optional(),
  avatar,
  secret,
  channel_id: snowflake.optional(),
});
export type UpdateWebhookInput = z.output<typeof updateWebhookBody>;

/** Whoever has the token changes how it looks, neither where it posts nor who may. */
export const updateByTokenBody = updateWebhookBody.omit({ channel_id: true, secret: true });

const flag = z.stringbool().default(false);
const thread = snowflake.optional();

/** Components are refused as in any message; `with_components` asks for nothing else. */
export const executeQuery = z.object({ wait: flag, thread_id: thread, with_components: flag });
export const threadQuery = z.object({ thread_id: thread });

/** What a webhook posts; `thread_name` begins a forum's post with it. */
export const executeBody = createMessageBody
  .omit({ nonce: true, enforce_nonce: true, message_reference: true, sticker_ids: true })
  .extend({
    username: webhookName.nullish(),
    /** Looked at only where it is a picture of this server: see own-picture.ts. */
    avatar_url: z.string().max(2_048).nullish(),
    thread_name: name(1, LIMITS.channelName).nullish(),
    applied_tags: z
      .array(snowflake)
      .max(LIMITS.tagsPerPost)
      .transform((tags) => [...new Set(tags)])
      .nullish(),
  });
export type ExecuteInput = z.output<typeof executeBody>;
/** The same before it is checked, as adapters write it. */
export type HookMessage = z.input<typeof executeBody>;
