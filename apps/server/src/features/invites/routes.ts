import { LIMITS } from "@palabre/protocol";
import { Hono } from "hono";
import { z } from "zod";
import { auditReason } from "../../http/audit-reason.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env, Http } from "../../http/env.ts";
import { limit, snowflake, storable } from "../../http/fields.ts";
import { parseBody, parseId, parseJson, parsePart, parseQuery } from "../../http/parse.ts";
import { globalLimit, rateLimit } from "../../http/rate-limit.ts";
import { readForm } from "../../http/read-form.ts";
import type { AppParts } from "../../parts.ts";
import { acceptInvite } from "./accept-invite.ts";
import { createInvite } from "./create-invite.ts";
import { deleteInvite } from "./delete-invite.ts";
import { looksLikeInvite } from "./invite-code.ts";
import { listChannelInvites, listGuildInvites, previewInvite } from "./list-invites.ts";
import { changeTargets, listTargets, listTargetUsers, readTargets, readTargetsJob } from "./target-users.ts";
import { INVITE_TRIES } from "./tries.ts";
import { readVanity, setVanity } from "./vanity-code.ts";

const WEEK_S = 604_800;

const wish = z.object({
  max_age: z.number().int().min(0).max(WEEK_S).nullish(),
  max_uses: z.number().int().min(0).max(100).nullish(),
  temporary: z.boolean().nullish(),
  unique: z.boolean().nullish(),
});

const vanity = z.object({
  code: z
    .string()
    .max(100)
    .transform((code) => code.trim().toLowerCase())
    .refine((code) => code === "" || /^[a-z0-9-]{2,32}$/.test(code), {
      message: "Must be 2 to 32 of a-z, 0-9 and -.",
      params: { code: "BASE_TYPE_INVALID" },
    })
    .refine((code) => !looksLikeInvite(code), {
      message: "Looks like the code of an invitation.",
      params: { code: "BASE_TYPE_INVALID" },
    })
    .nullable()
    .transform((code) => code || null),
});

const previewQuery = z.object({
  with_counts: z.stringbool().optional(),
  with_expiration: z.stringbool().optional(),
  guild_scheduled_event_id: z.string().max(30).optional(),
});

const people = z.object({
  user_ids: z
    .array(snowflake)
    .min(1)
    .max(LIMITS.inviteTargets)
    .transform((ids) => [...new Set(ids)]),
});

const targetsQuery = z.object({
  format: z.enum(["csv", "json"]).default("csv"),
  limit: limit(100, 100),
  after: snowflake.optional(),
});

const targetsBody = z.object({ target_users_file: z.string() });

/** Bytes of a form with a list of people. */
const FORM_BYTES = 131_072;

/**
 * A form with a list of people and, when an invitation is made, what else is wished.
 * @throws ApiError payload_too_large, invalid_form_body
 */
async function readTargetsForm(c: Http): Promise<{ file: string | undefined; payload: unknown }> {
  const form = await readForm(c, FORM_BYTES);
  const given = form.get("target_users_file");
  const payload = form.get("payload_json");
  return {
    file: given === null ? undefined : typeof given === "string" ? given : await given.text(),
    payload: typeof payload === "string" ? parseJson(payload) : {},
  };
}

const isForm = (c: Http) => /^multipart\/form-data\b/i.test(c.req.header("content-type") ?? "");

const codeOf = (c: Http): string => storable(c.req.param("code") ?? "").slice(0, 100);

/** What an invitation leads to, for everybody who holds its code. */
export function openInviteRoutes({ context, gateway }: Pick<AppParts, "context" | "gateway">): Hono<Env> {
  const { db, limiter } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, { "GET /invites/:code": { does: "Look at an invitation", query: previewQuery } });
  return routes.get("/invites/:code", globalLimit(limiter), rateLimit(limiter, INVITE_TRIES), async (c) => {
    const { with_counts } = parseQuery(c, previewQuery);
    const { invite, guildId, memberCount } = await previewInvite(db.read, codeOf(c));
    if (!with_counts) return c.json(invite);
    return c.json({
      ...invite,
      approximate_member_count: memberCount,
      approximate_presence_count: gateway.onlineIn(guildId),
    });
  });
}

/** Invitations. */
export function inviteRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { db, limiter } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "GET /channels/:channel_id/invites": {
      does: "List the invitations to a channel",
      needs: ["MANAGE_CHANNELS"],
    },
    "POST /channels/:channel_id/invites": {
      does: "Make an invitation",
      body: wish,
      needs: ["CREATE_INSTANT_INVITE"],
    },
    "GET /guilds/:guild_id/invites": { does: "List the invitations to a server", needs: ["MANAGE_GUILD"] },
    "POST /invites/:code": { does: "Accept an invitation" },
    "DELETE /invites/:code": { does: "Take an invitation back", needs: ["MANAGE_GUILD"] },
    "GET /invites/:code/target-users": {
      does: "Read whom an invitation is for, as CSV, or by pages with `format=json`",
      query: targetsQuery,
      needs: ["MANAGE_GUILD", "VIEW_AUDIT_LOG"],
    },
    "PUT /invites/:code/target-users": {
      does: "Say whom an invitation is for: CSV with an id on each line, in JSON or in a form",
      body: targetsBody,
      needs: ["MANAGE_GUILD"],
    },
    "GET /invites/:code/target-users/job-status": {
      does: "Read how far a list of people is taken in",
      needs: ["MANAGE_GUILD", "VIEW_AUDIT_LOG"],
    },
    "POST /invites/:code/target-users/bulk-add": {
      does: "Add people to those whom an invitation is for",
      body: people,
      needs: ["MANAGE_GUILD"],
    },
    "POST /invites/:code/target-users/bulk-delete": {
      does: "Take people away from those whom an invitation is for",
      body: people,
      needs: ["MANAGE_GUILD"],
    },
    "PUT /invites/:code/target-users/:user_id": {
      does: "Add one to those whom an invitation is for",
      needs: ["MANAGE_GUILD"],
    },
    "DELETE /invites/:code/target-users/:user_id": {
      does: "Take one away from those whom an invitation is for",
      needs: ["MANAGE_GUILD"],
    },
    "GET /guilds/:guild_id/vanity-url": { does: "Read a server's own address", needs: ["MANAGE_GUILD"] },
    "PATCH /guilds/:guild_id/vanity-url": {
      does: "Choose a server's own address",
      body: vanity,
      needs: ["MANAGE_GUILD"],
    },
  });

  routes.get("/channels/:channel_id/invites", async (c) =>
    c.json(await listChannelInvites(db.read, c.get("actor"), parseId(c, "channel_id"))),
  );

  routes.post(
    "/channels/:channel_id/invites",
    rateLimit(limiter, { bucket: "create-invite", max: 20, per: 60 }),
    async (c) => {
      const channelId = parseId(c, "channel_id");
      const form = isForm(c) ? await readTargetsForm(c) : undefined;
      const body = form ? parsePart(c, "body", wish, form.payload) : await parseBody(c, wish);
      const invite = await createInvite(
        context,
        c.get("actor"),
        channelId,
        {
          max_age: body.max_age ?? 86_400,
          max_uses: body.max_uses ?? 0,
          temporary: body.temporary ?? false,
          unique: body.unique ?? false,
          ...(form?.file !== undefined && { targets: readTargets(form.file) }),
        },
        auditReason(c),
      );
      return c.json(invite);
    },
  );

  routes.get("/guilds/:guild_id/invites", async (c) =>
    c.json(await listGuildInvites(db.read, c.get("actor"), parseId(c, "guild_id"))),
  );

  routes.post(
    "/invites/:code",
    rateLimit(limiter, { bucket: "accept-invite", max: 30, per: 60 }),
    async (c) => c.json(await acceptInvite(context, c.get("actor"), codeOf(c))),
  );

  routes.delete(
    "/invites/:code",
    rateLimit(limiter, { bucket: "delete-invite", max: 30, per: 60 }),
    async (c) => c.json(await deleteInvite(context, c.get("actor"), codeOf(c), auditReason(c))),
  );

  const trying = rateLimit(limiter, INVITE_TRIES);

  routes.get("/invites/:code/target-users", trying, async (c) => {
    const { format, ...page } = parseQuery(c, targetsQuery);
    if (format === "json") return c.json(await listTargetUsers(db.read, c.get("actor"), codeOf(c), page));
    return c.text(await listTargets(db.read, c.get("actor"), codeOf(c)), 200, {
      "Content-Type": "text/csv; charset=utf-8",
    });
  });

  routes.get("/invites/:code/target-users/job-status", trying, async (c) =>
    c.json(await readTargetsJob(db.read, c.get("actor"), codeOf(c))),
  );

  const naming = rateLimit(limiter, { bucket: "invite-targets", max: 30, per: 60 });

  routes.put("/invites/:code/target-users", naming, async (c) => {
    const { target_users_file } = isForm(c)
      ? parsePart(c, "body", targetsBody, { target_users_file: (await readTargetsForm(c)).file })
      : await parseBody(c, targetsBody);
    const change = { set: readTargets(target_users_file) };
    await changeTargets(context, c.get("actor"), codeOf(c), change, "target_users_file");
    return c.body(null, 204);
  });

  routes.post("/invites/:code/target-users/bulk-add", naming, async (c) => {
    const { user_ids } = await parseBody(c, people);
    await changeTargets(context, c.get("actor"), codeOf(c), { add: user_ids }, "user_ids");
    return c.body(null, 204);
  });

  routes.post("/invites/:code/target-users/bulk-delete", naming, async (c) => {
    const { user_ids } = await parseBody(c, people);
    await changeTargets(context, c.get("actor"), codeOf(c), { remove: user_ids }, "user_ids");
    return c.body(null, 204);
  });

  for (const [method, key] of [
    ["PUT", "add"],
    ["DELETE", "remove"],
  ] as const) {
    routes.on(method, "/invites/:code/target-users/:user_id", naming, async (c) => {
      const ids = [parseId(c, "user_id")];
      const change = key === "add" ? { add: ids } : { remove: ids };
      await changeTargets(context, c.get("actor"), codeOf(c), change, "user_id");
      return c.body(null, 204);
    });
  }

  routes.get("/guilds/:guild_id/vanity-url", async (c) =>
    c.json(await readVanity(db.read, c.get("actor"), parseId(c, "guild_id"))),
  );

  routes.patch(
    "/guilds/:guild_id/vanity-url",
    rateLimit(limiter, { bucket: "vanity-url", max: 10, per: 60 }),
    async (c) => {
      const guildId = parseId(c, "guild_id");
      const { code } = await parseBody(c, vanity);
      return c.json(await setVanity(context, c.get("actor"), guildId, code, auditReason(c)));
    },
  );

  return routes;
}
