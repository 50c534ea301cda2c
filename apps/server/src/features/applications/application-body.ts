import { APPLICATION_EVENTS, LIMITS } from "@palabre/protocol";
import { ApplicationFlags } from "discord-api-types/v10";
import { z } from "zod";
import { name, permissionBits, text } from "../../http/fields.ts";

/** What an owner may switch on: the privileged intents, in the form for applications that nobody has verified. */
const SETTABLE_FLAGS =
  ApplicationFlags.GatewayPresenceLimited |
  ApplicationFlags.GatewayGuildMembersLimited |
  ApplicationFlags.GatewayMessageContentLimited;

const address = (schemes: readonly string[]) =>
  z
    .string()
    .max(LIMITS.address)
    .refine((value) => schemes.includes(schemeOf(value)), {
      message: "Not a well formed URL.",
      params: { code: "URL_TYPE_INVALID_URL" },
    });

function schemeOf(value: string): string {
  try {
    return new URL(value).protocol;
  } catch {
    return "";
  }
}

const web = address(["https:", "http:"])
  .or(z.literal("").transform(() => null))
  .nullable();

/** Where one returns to after consent: a page, or an application's own scheme; never script. */
const redirect = z
  .string()
  .max(LIMITS.address)
  .refine((value) => /^[a-z][a-z0-9+.-]*:$/i.test(schemeOf(value)) && !FORBIDDEN.has(schemeOf(value)), {
    message: "Not a well formed URL.",
    params: { code: "URL_TYPE_INVALID_URL" },
  })
  .refine((value) => !value.includes("#"), {
    message: "A redirect address has no fragment.",
    params: { code: "URL_TYPE_INVALID_URL" },
  });
const FORBIDDEN = new Set(["javascript:", "data:", "vbscript:", "file:", "blob:", "about:"]);

const installParams = z
  .object({
    scopes: z.array(z.string().max(50)).max(10),
    permissions: permissionBits.transform(String),
  })
  .nullable();

const icon = z.union([z.string(), z.null()]).transform((value) => value || null);

export const createApplicationBody = z.object({
  name: name(1, LIMITS.applicationName),
  description: text(0, LIMITS.applicationDescription, { lines: true }).optional(),
  icon: icon.optional(),
});

/** Fields that are absent stay. */
export const editApplicationBody = z
  .object({
    name: name(1, LIMITS.applicationName),
    description: text(0, LIMITS.applicationDescription, { lines: true })
      .nullable()
      .transform((value) => value ?? ""),
    icon,
    flags: z
      .number()
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .transform((value) => value & SETTABLE_FLAGS),
    bot_public: z.boolean(),
    redirect_uris: z.array(redirect).max(LIMITS.redirects),
    interactions_endpoint_url: web,
    event_webhooks_url: web,
    event_webhooks_status: z.union([z.literal(1), z.literal(2)]),
    event_webhooks_types: z
      .array(z.enum(APPLICATION_EVENTS))
      .max(APPLICATION_EVENTS.length)
      .transform((types) => [...new Set(types)]),
    install_params: installParams,
    custom_install_url: web,
    terms_of_service_url: web,
    privacy_policy_url: web,
    tags: z.array(name(1, 20)).max(5),
  })
  .partial();
export type EditApplicationInput = z.output<typeof editApplicationBody>;
