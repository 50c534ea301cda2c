import { LIMITS } from "@palabre/protocol";
import {
  MessageFlags,
  InteractionResponseType as R,
  ApplicationCommandOptionType as T,
} from "discord-api-types/v10";
import { z } from "zod";
import { text } from "../../http/fields.ts";
import { opaque } from "../messages/component-schemas.ts";
import { createMessageBody, editMessageBody } from "../messages/message-body.ts";
import { modalBody } from "./modal.ts";

/** What a bot may set of an answer's flags. */
const SETTABLE =
  MessageFlags.Ephemeral |
  MessageFlags.SuppressEmbeds |
  MessageFlags.SuppressNotifications |
  MessageFlags.IsComponentsV2;

const flags = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1)
  .nullish()
  .transform((value) => (value ?? 0) & SETTABLE);

/** A message of an interaction. It answers no other, and is sent once. */
export const answerMessage = createMessageBody
  .omit({ message_reference: true, nonce: true, enforce_nonce: true, sticker_ids: true, flags: true })
  .extend({ flags });
export type AnswerMessage = z.output<typeof answerMessage>;

const choice = z.object({
  name: text(1, 100),
  name_localizations: z.record(z.string().max(10), z.string().max(100).nullable()).nullish(),
  value: z.union([opaque(0, 100), z.number()]),
});

/** The body of a callback: how a bot answers. */
export const answerBody = z.discriminatedUnion("type", [
  z.object({ type: z.literal(R.ChannelMessageWithSource), data: answerMessage }),
  z.object({
    type: z.literal(R.DeferredChannelMessageWithSource),
    data: z.object({ flags }).nullish(),
  }),
  z.object({ type: z.literal(R.DeferredMessageUpdate) }),
  z.object({ type: z.literal(R.UpdateMessage), data: editMessageBody.nullish() }),
  z.object({
    type: z.literal(R.ApplicationCommandAutocompleteResult),
    data: z.object({
      choices: z
        .array(choice)
        .max(LIMITS.choices)
        .nullish()
        .transform((list) => list ?? []),
    }),
  }),
  z.object({ type: z.literal(R.Modal), data: modalBody }),
]);
export type Answer = z.output<typeof answerBody>;
export type Choice = z.output<typeof choice>;

/** Whether a completion is of the type of what is being typed. */
export const fits = ({ value }: Choice, type: number | undefined): boolean =>
  type === T.String
    ? typeof value === "string"
    : typeof value === "number" && (type !== T.Integer || Number.isInteger(value));
