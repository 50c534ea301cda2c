import { Hono } from "hono";
import { z } from "zod";
import { auditReason } from "../../http/audit-reason.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env, Http } from "../../http/env.ts";
import { storable } from "../../http/fields.ts";
import { parseBody, parseId, parseQuery } from "../../http/parse.ts";
import { globalLimit, rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { acceptInvite } from "./accept-invite.ts";
import { createInvite } from "./create-invite.ts";
import { deleteInvite } from "./delete-invite.ts";
import { looksLikeInvite } from "./invite-code.ts";
import { listChannelInvites, listGuildInvites, previewInvite } from "./list-invites.ts";
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

const codeOf = (c: Http): string => storable(c.req.param("code") ?? "").slice(0, 100);

/** What an invitation leads to, for everybody who holds its code. Codes are not to be found by trying. */
export function openInviteRoutes({ context, gateway }: Pick<AppParts, "context" | "gateway">): Hono<Env> {
  const { db, limiter } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, { "GET /invites/:code": { does: "Look at an invitation", query: previewQuery } });
  return routes.get(
    "/invites/:code",
    globalLimit(limiter),
    rateLimit(limiter, { bucket: "invite", max: 60, per: 60, by: "address" }),
    async (c) => {
      const { with_counts } = parseQuery(c, previewQuery);
      const { invite, guildId, memberCount } = await previewInvite(db.read, codeOf(c));
      if (!with_counts) return c.json(invite);
      return c.json({
        ...invite,
        approximate_member_count: memberCount,
        approximate_presence_count: gateway.onlineIn(guildId),
      });
    },
  );
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
      const body = await parseBody(c, wish);
      const invite = await createInvite(
        context,
        c.get("actor"),
        channelId,
        {
          max_age: body.max_age ?? 86_400,
          max_uses: body.max_uses ?? 0,
          temporary: body.temporary ?? false,
          unique: body.unique ?? false,
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
