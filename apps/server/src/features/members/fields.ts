import { LIMITS } from "@palabre/protocol";
import { z } from "zod";
import { name, snowflake, text } from "../../http/fields.ts";

/** Bodies and queries of the routes about members. `null` means "none", as libraries send it. */

const DAY_MS = 86_400_000;
const TIME_OUT_DAYS = 28;
/** Of a library's clock that is ahead of ours. */
const TOLERANCE_MS = 60_000;

const nick = name(0, LIMITS.nick)
  .nullable()
  .transform((value) => value || null)
  .optional();

const flag = z
  .boolean()
  .nullish()
  .transform((value): 0 | 1 | undefined =>
    value === null || value === undefined ? undefined : value ? 1 : 0,
  );

/** The end of a time-out; one that is over, like null, ends it. */
const until = z
  .string()
  .max(50)
  .nullable()
  .transform((value, context) => {
    if (value === null) return null;
    const time = Date.parse(value);
    const now = Date.now();
    if (Number.isNaN(time)) {
      context.addIssue({ code: "custom", message: "Must be an ISO 8601 time." });
    } else if (time > now + TIME_OUT_DAYS * DAY_MS + TOLERANCE_MS) {
      context.addIssue({ code: "custom", message: `Must be within ${TIME_OUT_DAYS} days.` });
    }
    return time > now ? time : null;
  })
  .optional();

export const memberBody = z.object({
  nick,
  roles: z.array(snowflake).max(LIMITS.roles).nullish(),
  mute: flag,
  deaf: flag,
  channel_id: snowflake.nullish(),
  communication_disabled_until: until,
  flags: z.number().int().min(0).max(0x7fffffff).nullish(),
});

export const selfBody = z.object({
  nick,
  avatar: z.string().nullable().optional(),
  bio: text(0, LIMITS.bio, { lines: true })
    .nullable()
    .transform((value) => value ?? "")
    .optional(),
});

const WEEK_S = 604_800;
const seconds = z.number().int().min(0).max(WEEK_S).nullish();

export const banBody = z
  .object({ delete_message_seconds: seconds, delete_message_days: z.number().int().min(0).max(7).nullish() })
  .transform((body) => body.delete_message_seconds ?? (body.delete_message_days ?? 0) * 86_400);

export const bulkBanBody = z.object({
  user_ids: z.array(snowflake).min(1).max(200),
  delete_message_seconds: seconds,
});

/** As a list, or joined by commas as a query has it. */
const roleIds = z
  .union([z.string().transform((value) => (value === "" ? [] : value.split(","))), z.array(z.unknown())])
  .pipe(z.array(snowflake).max(100))
  .nullish()
  .transform((value) => value ?? []);

export const pruneQuery = z.object({
  days: z.coerce.number().int().min(1).max(30).default(7),
  include_roles: roleIds,
});

export const pruneBody = z.object({
  days: z.number().int().min(1).max(30).nullish(),
  compute_prune_count: z.boolean().nullish(),
  include_roles: roleIds,
});

export const auditQuery = z.object({
  user_id: snowflake.optional(),
  target_id: snowflake.optional(),
  action_type: z.coerce.number().int().min(0).max(1_000).optional(),
  before: snowflake.optional(),
  after: snowflake.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
