import { EVENT_WEBHOOK_STATUS, GUILD_HOOK_EVENTS, LIMITS } from "@palabre/protocol";
import { z } from "zod";
import { limit, name, snowflake } from "../../http/fields.ts";

const url = z
  .string()
  .max(LIMITS.address)
  .refine(isWebAddress, {
    message: "Not a well formed URL.",
    params: { code: "URL_TYPE_INVALID_URL" },
  });

/** Without a name and password: they would stand in every log. */
function isWebAddress(value: string): boolean {
  const parsed = URL.parse(value);
  return (
    parsed !== null &&
    (parsed.protocol === "https:" || parsed.protocol === "http:") &&
    parsed.username === "" &&
    parsed.password === ""
  );
}

const types = z
  .array(z.enum(GUILD_HOOK_EVENTS))
  .min(1)
  .max(GUILD_HOOK_EVENTS.length)
  .transform((list) => [...new Set(list)]);

export const createEventWebhookBody = z.object({
  name: name(1, LIMITS.webhookName),
  url,
  types,
  /** Absent or null: the channels that everybody sees. */
  channel_id: snowflake.nullish().transform((id) => id ?? null),
});
export type CreateEventWebhookInput = z.output<typeof createEventWebhookBody>;

/** Fields that are absent stay. Where it hears stays always. */
export const updateEventWebhookBody = z
  .object({
    name: name(1, LIMITS.webhookName),
    url,
    types,
    status: z.union([z.literal(EVENT_WEBHOOK_STATUS.off), z.literal(EVENT_WEBHOOK_STATUS.on)]),
  })
  .partial();
export type UpdateEventWebhookInput = z.output<typeof updateEventWebhookBody>;

export const deliveriesQuery = z.object({ before: snowflake.optional(), limit: limit(25, 50) });
