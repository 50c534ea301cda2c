import { LIMITS } from "@palabre/protocol";
import { z } from "zod";
import { snowflake, text } from "../../http/fields.ts";

/** Bodies and queries of the routes about rules and applications. */

const question = {
  label: text(1, 300),
  description: text(0, 300)
    .nullish()
    .transform((value) => value || undefined),
  required: z.boolean().nullish(),
};

const placeholder = text(0, 100)
  .nullish()
  .transform((value) => value || undefined);

const MOST_QUESTIONS = 5;

const field = z.discriminatedUnion("field_type", [
  z.object({
    field_type: z.literal("TERMS"),
    label: text(1, 300),
    values: z.array(text(1, 300)).min(1).max(16),
    required: z.boolean().nullish(),
  }),
  z.object({ field_type: z.literal("TEXT_INPUT"), ...question, placeholder }),
  z.object({ field_type: z.literal("PARAGRAPH"), ...question, placeholder }),
  z.object({
    field_type: z.literal("MULTIPLE_CHOICE"),
    ...question,
    choices: z.array(text(1, 150)).min(2).max(10),
  }),
]);

export const formBody = z.object({
  enabled: z.boolean().nullish(),
  manual_approval: z.boolean().nullish(),
  description: text(0, LIMITS.guildDescription, { lines: true }).nullish(),
  form_fields: z
    .array(field)
    .max(MOST_QUESTIONS + 1)
    .refine((fields) => fields.filter(({ field_type }) => field_type === "TERMS").length <= 1, {
      message: "There is one list of rules.",
    })
    .refine((fields) => fields.filter(({ field_type }) => field_type !== "TERMS").length <= MOST_QUESTIONS, {
      message: `There are ${MOST_QUESTIONS} questions at most.`,
      params: { code: "BASE_TYPE_BAD_LENGTH" },
    })
    .nullish(),
});

export const applyBody = z.object({
  version: z.string().max(50).nullish(),
  /** By which one who is no member yet came to the form. */
  invite_code: z.string().max(100).nullish(),
  form_fields: z
    .array(z.looseObject({ field_type: z.string().max(30).optional(), response: z.unknown().optional() }))
    .max(MOST_QUESTIONS + 1)
    .nullish(),
});

export const formQuery = z.object({ invite_code: z.string().max(100).optional() });

const STATUSES = ["STARTED", "SUBMITTED", "REJECTED", "APPROVED"] as const;

export const requestsQuery = z.object({
  status: z.enum(STATUSES).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(100),
  before: snowflake.optional(),
  after: snowflake.optional(),
});

export const decisionBody = z.object({
  action: z.enum(["APPROVED", "REJECTED"]),
  rejection_reason: text(0, LIMITS.rejectionReason, { lines: true })
    .nullish()
    .transform((value) => value || null),
});
