import { Hono } from "hono";
import { z } from "zod";
import { ApiError, fieldError } from "../../errors.ts";
import { networkOf } from "../../http/address.ts";
import { auditReason } from "../../http/audit-reason.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env, Http } from "../../http/env.ts";
import { storable } from "../../http/fields.ts";
import { baseUrl } from "../../http/origin.ts";
import { parseBody, parseId, parseQuery } from "../../http/parse.ts";
import { globalLimit, rateLimit, spendLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { imageKey } from "../images/store-image.ts";
import { INVITE_TRIES } from "../invites/tries.ts";
import { type RulesChange, setRules } from "../members/rules.ts";
import { answerOnboarding, answersBody } from "./answer-onboarding.ts";
import { handIn, withdraw } from "./apply.ts";
import { decideRequest } from "./decide-request.ts";
import { findForm } from "./find-form.ts";
import { applyBody, decisionBody, formBody, formQuery, requestsQuery } from "./form-fields.ts";
import { guideBody, readGuide, updateGuide } from "./guide.ts";
import { listOwnRequests, listRequests, readOwnRequest } from "./list-requests.ts";
import { readOnboarding, updateOnboarding } from "./onboarding.ts";
import { onboardingBody } from "./onboarding-config.ts";
import { createWidgetCache, requireWidget, type Widget } from "./widget.ts";
import { createWidgetAvatars } from "./widget-avatars.ts";
import { drawBadge, NOBODY } from "./widget-badge.ts";
import { drawWidget, STYLES, type WidgetStyle } from "./widget-picture/draw-widget.ts";
import { readIcon } from "./widget-picture/read-icon.ts";
import { readWidgetSettings, updateWidget, widgetBody } from "./widget-settings.ts";

const MINUTE = "public, max-age=60";
const DRAWN = {
  "Content-Type": "image/svg+xml; charset=utf-8",
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  "Cross-Origin-Resource-Policy": "cross-origin",
};

const pictureQuery = z.object({ style: z.enum(STYLES).optional() });

/** What servers show of themselves on pages elsewhere, for everybody. */
export function openWidgetRoutes({ context, gateway }: Pick<AppParts, "context" | "gateway">): Hono<Env> {
  const { blobs, config, db, limiter, secret } = context;
  const widgets = createWidgetCache({
    sql: db.read,
    onlineIn: (id) => gateway.onlineIn(id),
    onlineMembers: (id, most) => gateway.onlineMembers(id, most),
    presencesOf: (ids) => gateway.presencesOf(ids),
    avatars: createWidgetAvatars(secret),
  });
  const looking = rateLimit(limiter, { bucket: "widget", max: 60, per: 60, by: "address" });
  const read = (c: Http) => widgets.read(parseId(c, "guild_id"), baseUrl(config.publicUrl, c.req.raw));
  /** Each is drawn once, while its widget is remembered. */
  const pictures = new WeakMap<Widget, Map<WidgetStyle, Promise<Uint8Array<ArrayBuffer>>>>();
  async function paint(widget: Widget, guildId: string, style: WidgetStyle) {
    const { icon } = await requireWidget(db.read, guildId);
    const { name, presence_count: online } = widget;
    return drawWidget(style, { name, online, icon: await readIcon(blobs, guildId, icon) });
  }
  function paintOnce(widget: Widget, guildId: string, style: WidgetStyle) {
    const known = pictures.get(widget) ?? new Map<WidgetStyle, Promise<Uint8Array<ArrayBuffer>>>();
    pictures.set(widget, known);
    const picture = known.get(style) ?? paint(widget, guildId, style);
    known.set(style, picture);
    picture.catch(() => known.delete(style));
    return picture;
  }
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "GET /guilds/:guild_id/widget.json": { does: "Read what a server shows on pages elsewhere" },
    "GET /guilds/:guild_id/widget.svg": { does: "Draw a badge with how many are online" },
    "GET /guilds/:guild_id/widget.png": {
      does: "Draw a picture of a server with how many are online",
      query: pictureQuery,
    },
  });
  return routes
    .get("/guilds/:guild_id/widget.json", globalLimit(limiter), looking, async (c) => {
      const widget = await read(c);
      c.header("Cache-Control", MINUTE);
      return c.json(widget);
    })
    .get("/guilds/:guild_id/widget.svg", globalLimit(limiter), looking, async (c) => {
      const badge = drawBadge(await read(c));
      c.header("Cache-Control", MINUTE);
      return c.body(badge, 200, DRAWN);
    })
    .get("/guilds/:guild_id/widget.png", globalLimit(limiter), looking, async (c) => {
      const { style = "shield" } = parseQuery(c, pictureQuery);
      const picture = await paintOnce(await read(c), parseId(c, "guild_id"), style);
      c.header("Cache-Control", MINUTE);
      return c.body(picture, 200, { ...DRAWN, "Content-Type": "image/png" });
    });
}

/** Pictures of widgets, by addresses that say nothing of whose they are. */
export function widgetAvatarRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { blobs, db, secret } = context;
  const avatars = createWidgetAvatars(secret);
  return new Hono<Env>().get("/widget-avatars/:file", async (c) => {
    const headers = { ...DRAWN, "Cache-Control": "public, max-age=3600" };
    const [, token, extension] = /^([\w-]{4,400})\.(webp|svg)$/.exec(c.req.param("file")) ?? [];
    if (token === "none" && extension === "svg") return c.body(NOBODY, 200, headers);
    const picture = extension === "webp" ? avatars.open(token ?? "") : undefined;
    if (!picture) throw new ApiError("not_found");
    await requireWidget(db.read, picture.guildId);
    const image = await blobs.get(imageKey(picture.folder, picture.ownerId, picture.hash));
    if (!image) throw new ApiError("not_found");
    return new Response(image, { headers: { ...headers, "Content-Type": "image/webp" } });
  });
}

/** How people come into a server: its widget, questions to those who are new, and applications. */
export function entranceRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { db, limiter } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "GET /guilds/:guild_id/widget": { does: "Read whether a server has a widget", needs: ["MANAGE_GUILD"] },
    "PATCH /guilds/:guild_id/widget": {
      does: "Switch a server's widget on or off, and say where it leads",
      body: widgetBody,
      needs: ["MANAGE_GUILD"],
    },
    "GET /guilds/:guild_id/onboarding": { does: "Read what a server asks those who are new" },
    "PUT /guilds/:guild_id/onboarding": {
      does: "Say what a server asks those who are new",
      body: onboardingBody,
      needs: ["MANAGE_GUILD", "MANAGE_ROLES"],
    },
    "POST /guilds/:guild_id/onboarding-responses": {
      does: "Answer a server's questions for the first time",
      body: answersBody,
    },
    "PUT /guilds/:guild_id/onboarding-responses": {
      does: "Answer a server's questions anew",
      body: answersBody,
    },
    "GET /guilds/:guild_id/new-member-welcome": { does: "Read a server's guide; there may be none" },
    "PATCH /guilds/:guild_id/new-member-welcome": {
      does: "Write a server's guide for those who are new",
      body: guideBody,
      needs: ["MANAGE_GUILD"],
    },
    "GET /guilds/:guild_id/member-verification": {
      does: "Read a server's rules and what it asks those who apply",
      query: formQuery,
    },
    "PATCH /guilds/:guild_id/member-verification": {
      does: "Change a server's rules and what it asks those who apply",
      body: formBody,
      needs: ["MANAGE_GUILD"],
    },
    "PUT /guilds/:guild_id/member-verification": {
      does: "Replace a server's rules and what it asks those who apply",
      body: formBody,
      needs: ["MANAGE_GUILD"],
    },
    "GET /guilds/:guild_id/requests": {
      does: "List who applies to come into a server",
      query: requestsQuery,
      needs: ["KICK_MEMBERS"],
    },
    "GET /guilds/:guild_id/requests/@me": { does: "Read one's own application to a server" },
    "PUT /guilds/:guild_id/requests/@me": {
      does: "Accept a server's rules, or apply to come in",
      body: applyBody,
    },
    "DELETE /guilds/:guild_id/requests/@me": {
      does: "Take one's application back, or put away what was decided",
    },
    "PATCH /guilds/:guild_id/requests/:request_id": {
      does: "Let somebody who applies in, or turn them away",
      body: decisionBody,
      needs: ["KICK_MEMBERS"],
    },
    "GET /users/@me/join-requests": { does: "List the servers that one has applied to" },
  });
  const guildOf = (c: Http) => parseId(c, "guild_id");

  routes.get("/guilds/:guild_id/widget", async (c) =>
    c.json(await readWidgetSettings(db.read, c.get("actor"), guildOf(c))),
  );

  routes.patch(
    "/guilds/:guild_id/widget",
    rateLimit(limiter, { bucket: "widget-settings", max: 10, per: 60 }),
    async (c) => {
      const input = await parseBody(c, widgetBody);
      return c.json(await updateWidget(context, c.get("actor"), guildOf(c), input, auditReason(c)));
    },
  );

  routes.get("/guilds/:guild_id/onboarding", async (c) => {
    const actor = c.get("actor");
    const { responses, is_due, ...onboarding } = await readOnboarding(db.read, actor, guildOf(c));
    // Bots are asked nothing.
    return c.json(actor.bot ? onboarding : { ...onboarding, responses, is_due });
  });

  routes.put(
    "/guilds/:guild_id/onboarding",
    rateLimit(limiter, { bucket: "onboarding", max: 20, per: 60 }),
    async (c) => {
      const input = await parseBody(c, onboardingBody);
      return c.json(await updateOnboarding(context, c.get("actor"), guildOf(c), input, auditReason(c)));
    },
  );

  const answering = rateLimit(limiter, { bucket: "onboarding-responses", max: 20, per: 60 });
  // The first answers, and any later ones.
  for (const method of ["POST", "PUT"] as const) {
    routes.on(method, "/guilds/:guild_id/onboarding-responses", answering, async (c) => {
      const answers = await parseBody(c, answersBody);
      return c.json(await answerOnboarding(context, c.get("actor"), guildOf(c), answers));
    });
  }

  routes.get("/guilds/:guild_id/new-member-welcome", async (c) => {
    const guide = await readGuide(db.read, c.get("actor"), guildOf(c));
    return guide ? c.json(guide) : c.body(null, 204);
  });

  routes.patch(
    "/guilds/:guild_id/new-member-welcome",
    rateLimit(limiter, { bucket: "guide", max: 20, per: 60 }),
    async (c) => {
      const input = await parseBody(c, guideBody);
      return c.json(await updateGuide(context, c.get("actor"), guildOf(c), input, auditReason(c)));
    },
  );

  /** Where a code is given with a server, too, it counts as one more try, whichever server that is. */
  const readCode = (c: Http, given: string | null | undefined): string | undefined => {
    if (typeof given !== "string") return undefined;
    spendLimit(c, limiter, `:${networkOf(c.env.address)}`, INVITE_TRIES);
    return storable(given);
  };

  routes.get("/guilds/:guild_id/member-verification", async (c) => {
    const code = readCode(c, parseQuery(c, formQuery).invite_code);
    return c.json(await findForm(db.read, c.get("actor"), guildOf(c), code));
  });

  const ruling = rateLimit(limiter, { bucket: "rules", max: 10, per: 60 });
  for (const method of ["PATCH", "PUT"] as const) {
    routes.on(method, "/guilds/:guild_id/member-verification", ruling, async (c) => {
      const body = await parseBody(c, formBody);
      const change = (before: RulesChange) => changeForm(method === "PUT" ? EMPTY : before, body);
      return c.json(await setRules(context, c.get("actor"), guildOf(c), change, auditReason(c)));
    });
  }

  routes.get("/guilds/:guild_id/requests", async (c) =>
    c.json(await listRequests(db.read, c.get("actor"), guildOf(c), parseQuery(c, requestsQuery))),
  );

  routes.get("/guilds/:guild_id/requests/@me", async (c) =>
    c.json(await readOwnRequest(db.read, c.get("actor"), guildOf(c))),
  );

  const applying = rateLimit(limiter, { bucket: "join-request", max: 10, per: 60 });

  routes.put("/guilds/:guild_id/requests/@me", applying, async (c) => {
    const body = await parseBody(c, applyBody);
    const invite_code = readCode(c, body.invite_code);
    return c.json(await handIn(context, c.get("actor"), guildOf(c), { ...body, invite_code }));
  });

  routes.delete("/guilds/:guild_id/requests/@me", applying, async (c) => {
    await withdraw(context, c.get("actor"), guildOf(c));
    return c.body(null, 204);
  });

  routes.patch(
    "/guilds/:guild_id/requests/:request_id",
    rateLimit(limiter, { bucket: "decide-request", max: 60, per: 60 }),
    async (c) => {
      const where = { guildId: guildOf(c), requestId: parseId(c, "request_id") };
      const actor = c.get("actor");
      await accessGuild(db.read, actor, where.guildId);
      return c.json(await decideRequest(context, actor, where, await parseBody(c, decisionBody)));
    },
  );

  routes.get("/users/@me/join-requests", async (c) =>
    c.json({ guild_join_requests: await listOwnRequests(db.read, c.get("actor").userId) }),
  );

  return routes;
}

const EMPTY: RulesChange = { description: null, form_fields: [], manual_approval: false };

/** The form as it is to be; null for a server that asks nothing. @throws ApiError invalid_form_body */
function changeForm(before: RulesChange, body: z.output<typeof formBody>): RulesChange | null {
  const fields = body.form_fields?.map((field) => ({ ...field, required: field.required ?? true }));
  const after = {
    description: body.description === undefined ? before.description : body.description || null,
    form_fields: fields ?? before.form_fields,
    manual_approval: body.manual_approval ?? before.manual_approval,
  };
  if (body.enabled === false) return null;
  const isEmpty = after.form_fields.length === 0 && !after.manual_approval;
  if (body.enabled === true && isEmpty) {
    throw fieldError("form_fields", "BASE_TYPE_REQUIRED", "There are no rules to accept.");
  }
  return isEmpty ? null : after;
}
