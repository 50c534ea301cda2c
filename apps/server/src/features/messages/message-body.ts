import { LIMITS } from "@palabre/protocol";
import { MessageFlags } from "discord-api-types/v10";
import { z } from "zod";
import { codePoints, showsNothing, snowflake, text } from "../../http/fields.ts";
import { pollBody } from "../polls/poll-body.ts";
import { messageComponents } from "./component-schemas.ts";
import { embeds } from "./embeds.ts";

/** What one may set oneself; the other bits are the server's to say, and are passed over. */
const SETTABLE_FLAGS =
  MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | MessageFlags.IsComponentsV2;

const content = text(0, LIMITS.messageLength, { lines: true }).transform((value) =>
  showsNothing(value) ? "" : value,
);

const flags = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1)
  .transform((value) => value & SETTABLE_FLAGS);

const nonce = z
  .union([z.string(), z.number().int()])
  .refine((value) => codePoints(String(value)) <= LIMITS.nonce && !String(value).includes("\0"), {
    message: `Must be ${LIMITS.nonce} or fewer in length.`,
    params: { code: "BASE_TYPE_BAD_LENGTH" },
  });

const allowedMentions = z
  .object({
    parse: z
      .array(z.enum(["users", "roles", "everyone"]))
      .max(3)
      .nullish(),
    users: z.array(snowflake).max(100).nullish(),
    roles: z.array(snowflake).max(100).nullish(),
    replied_user: z.boolean().nullish(),
  })
  .refine((value) => !(value.parse?.includes("users") && value.users && value.users.length > 0), {
    message: '"parse" with "users" and a list of "users" exclude each other.',
    path: ["users"],
    params: { code: "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE" },
  })
  .refine((value) => !(value.parse?.includes("roles") && value.roles && value.roles.length > 0), {
    message: '"parse" with "roles" and a list of "roles" exclude each other.',
    path: ["roles"],
    params: { code: "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE" },
  });

/** A file of this form (`id` is the n of `files[n]`), or, in an edit, one that stays. */
const attachment = z.object({
  id: z.union([snowflake, z.number().int().min(0).transform(String)]),
  filename: z.string().max(1024).nullish(),
  description: text(0, LIMITS.fileDescription, { lines: true }).nullish(),
  is_spoiler: z.boolean().nullish(),
});

const messageReference = z.object({
  type: z.literal(0, { message: "Messages cannot be forwarded here." }).nullish(),
  message_id: snowflake,
  channel_id: snowflake.nullish(),
  guild_id: snowflake.nullish(),
  fail_if_not_exists: z.boolean().nullish(),
});

const attachments = z.array(attachment).max(LIMITS.filesPerMessage);

export const createMessageBody = z.object({
  content: content.nullish(),
  nonce: nonce.nullish(),
  enforce_nonce: z.boolean().nullish(),
  tts: z.boolean().nullish(),
  embeds: embeds.nullish(),
  allowed_mentions: allowedMentions.nullish(),
  message_reference: messageReference.nullish(),
  flags: flags.nullish(),
  attachments: attachments.nullish(),
  sticker_ids: z
    .array(snowflake)
    .max(LIMITS.stickersPerMessage)
    .transform((ids) => [...new Set(ids)])
    .nullish(),
  components: messageComponents.nullish(),
  poll: pollBody.nullish(),
});
export type CreateMessageInput = z.output<typeof createMessageBody>;

export const editMessageBody = z.object({
  content: content.nullish(),
  embeds: embeds.nullish(),
  allowed_mentions: allowedMentions.nullish(),
  flags: flags.nullish(),
  attachments: attachments.nullish(),
  components: messageComponents.nullish(),
  /** Of an answer that was promised alone. */
  poll: pollBody.nullish(),
});
export type EditMessageInput = z.output<typeof editMessageBody>;
