import { Hono } from "hono";
import { z } from "zod";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env } from "../../http/env.ts";
import { limit, name, snowflake, storable, text } from "../../http/fields.ts";
import { baseUrl } from "../../http/origin.ts";
import { parseBody, parseId, parseQuery } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { deskOf } from "../accounts/from-request.ts";
import { writeReset } from "../accounts/letters.ts";
import { deleteImage } from "../images/store-image.ts";
import { announceToAll } from "../instance/announcement.ts";
import { noteInstanceAct } from "../instance/instance-audit.ts";
import { readLimits } from "../instance/limits.ts";
import { readInstanceSettings, writeInstanceSettings } from "../instance/settings.ts";
import { reportsQuery, settleBody } from "../reports/report.ts";
import { listInstanceReports, settleInstanceReport } from "../reports/settle-report.ts";
import { iso } from "../users/present.ts";
import { readInstanceAudit } from "./audit-log.ts";
import { readFigures } from "./figures.ts";
import { deleteGuildAsAdmin, disableGuild, giveGuild, searchGuilds } from "./guilds.ts";
import { createInvite, deleteInvite, listInvites } from "./invites.ts";
import { changeLimits, limitsBody } from "./limits.ts";
import { requireAdmin } from "./require-admin.ts";
import { createStats } from "./stats.ts";
import { changeUser, makeResetLink, searchUsers } from "./users.ts";

const search = z.object({
  query: text(0, 100).default(""),
  limit: limit(50, 100),
  before: snowflake.optional(),
});

const change = z.object({ disabled: z.boolean(), admin: z.boolean(), premium: z.boolean() }).partial();

const guildChange = z
  .object({ owner_id: snowflake.optional(), disabled: z.boolean().optional() })
  .refine((change) => change.owner_id !== undefined || change.disabled !== undefined, {
    path: ["owner_id"],
    message: "This field is required",
    params: { code: "BASE_TYPE_REQUIRED" },
  });

const settings = z
  .object({
    name: name(1, 50),
    description: text(0, 1_000, { lines: true }),
    contact: text(0, 200),
    registration: z.enum(["open", "invite", "closed"]),
  })
  .partial();

const announcement = z.object({ text: text(1, 1_000, { lines: true }) });
const auditQuery = z.object({ limit: limit(50, 100), before: snowflake.optional() });
const figuresQuery = z.object({
  from: z.iso
    .datetime({ offset: true })
    .optional()
    .transform((value) => (value === undefined ? Date.now() - 86_400_000 : Date.parse(value))),
});

const YEAR_S = 365 * 86_400;
const invitation = z.object({
  max_uses: z
    .union([z.int().min(1).max(10_000), z.null()])
    .optional()
    .transform((value) => value ?? null),
  expires_in: z
    .union([z.int().min(60).max(YEAR_S), z.null()])
    .optional()
    .transform((value) => value ?? null),
});

/**
 * What those who run the instance do. Everybody else is refused before anything is looked up.
 * @param channelsDeleted called when channels were left without a server
 */
export function adminRoutes(parts: AppParts, channelsDeleted: () => void): Hono<Env> {
  const { context } = parts;
  const { db, blobs, config, limiter, log, newId, postbox } = context;
  const app = new Hono<Env>();
  const limits = limitsBody(config);
  describeRoutes(app, {
    "GET /admin/users": { does: "Search accounts", query: search },
    "PATCH /admin/users/:user_id": { does: "Change an account", body: change },
    "POST /admin/users/:user_id/password-reset": { does: "Make a link that resets somebody's password" },
    "GET /admin/settings": { does: "Read the settings of this instance" },
    "PATCH /admin/settings": { does: "Change the settings of this instance", body: settings },
    "GET /admin/limits": { does: "Read how much room files may take" },
    "PATCH /admin/limits": { does: "Change how much room files may take", body: limits },
    "GET /admin/invites": { does: "List invitations to this instance" },
    "POST /admin/invites": { does: "Make an invitation to this instance", body: invitation },
    "DELETE /admin/invites/:code": { does: "Take such an invitation back" },
    "GET /admin/reports": { does: "List reports that reached this instance", query: reportsQuery },
    "PATCH /admin/reports/:report_id": { does: "Settle such a report", body: settleBody },
    "GET /admin/guilds": { does: "Search servers", query: search },
    "PATCH /admin/guilds/:guild_id": { does: "Change a server as the instance", body: guildChange },
    "DELETE /admin/guilds/:guild_id": { does: "Delete a server as the instance" },
    "POST /admin/announcements": { does: "Announce something to everybody", body: announcement },
    "DELETE /admin/announcements": { does: "End the announcement" },
    "GET /admin/audit-log": { does: "Read what those who run the instance did", query: auditQuery },
    "GET /admin/figures": { does: "Read how this instance has done", query: figuresQuery },
    "GET /admin/stats": { does: "Read how this instance does now" },
  });
  const readStats = createStats(parts);
  const changing = rateLimit(limiter, { bucket: "admin", max: 60, per: 60 });

  app.use("/admin/*", requireAdmin(db));

  app.get("/admin/users", async (c) => c.json(await searchUsers(db.read, parseQuery(c, search))));

  app.patch("/admin/users/:user_id", changing, async (c) => {
    const id = parseId(c, "user_id");
    const changes = await parseBody(c, change);
    const user = await changeUser(context, c.get("actor").userId, id, changes);
    log.info({ admin: c.get("actor").userId, user: id, changes }, "an admin changed an account");
    return c.json(user);
  });

  app.post("/admin/users/:user_id/password-reset", changing, async (c) => {
    const id = parseId(c, "user_id");
    const { username, email, token, expiresAt } = await makeResetLink(context, c.get("actor").userId, id);
    log.info({ admin: c.get("actor").userId, user: id }, "an admin made a link to reset a password");
    const desk = await deskOf(c, context);
    if (email) postbox.later(async () => [await writeReset(desk, { id, username }, email, token)]);
    const base = baseUrl(config.publicUrl, c.req.raw);
    return c.json({ url: `${base}/reset#token=${token}`, expires_at: iso(expiresAt) });
  });

  app.get("/admin/settings", async (c) => c.json(await readInstanceSettings(db.read, config)));

  app.patch("/admin/settings", changing, async (c) => {
    const changes = await parseBody(c, settings);
    const userId = c.get("actor").userId;
    const now = await db.transaction(async (tx) => {
      await writeInstanceSettings(tx.sql, changes);
      await noteInstanceAct(tx, newId, { userId, action: "settings.change", detail: changes });
      return readInstanceSettings(tx.sql, config);
    });
    log.info(
      { admin: c.get("actor").userId, registration: now.registration },
      "an admin changed the instance",
    );
    return c.json(now);
  });

  app.get("/admin/limits", async (c) => c.json(await readLimits(db.read, config)));

  app.patch("/admin/limits", changing, async (c) => {
    const changes = await parseBody(c, limits);
    log.info({ admin: c.get("actor").userId, changes }, "an admin changed limits");
    return c.json(await changeLimits(context, c.get("actor").userId, changes));
  });

  app.get("/admin/invites", async (c) =>
    c.json(await listInvites(db.read, baseUrl(config.publicUrl, c.req.raw))),
  );

  app.post("/admin/invites", changing, async (c) => {
    const input = await parseBody(c, invitation);
    const base = baseUrl(config.publicUrl, c.req.raw);
    return c.json(await createInvite(context, c.get("actor").userId, input, base), 201);
  });

  app.delete("/admin/invites/:code", changing, async (c) => {
    await deleteInvite(context, c.get("actor").userId, storable(c.req.param("code")).slice(0, 100));
    return c.body(null, 204);
  });

  app.get("/admin/reports", async (c) =>
    c.json(await listInstanceReports(db.read, c.get("actor").userId, parseQuery(c, reportsQuery))),
  );

  app.patch("/admin/reports/:report_id", changing, async (c) => {
    const id = parseId(c, "report_id");
    const settling = await parseBody(c, settleBody);
    return c.json(await settleInstanceReport(context, c.get("actor").userId, id, settling));
  });

  app.get("/admin/guilds", async (c) => c.json(await searchGuilds(db.read, parseQuery(c, search))));

  app.patch("/admin/guilds/:guild_id", changing, async (c) => {
    const id = parseId(c, "guild_id");
    const { owner_id, disabled } = await parseBody(c, guildChange);
    const admin = c.get("actor").userId;
    const given = owner_id === undefined ? null : await giveGuild(context, admin, id, owner_id);
    const closed = disabled === undefined ? null : await disableGuild(context, admin, id, disabled);
    return c.json(closed ?? given);
  });

  app.delete("/admin/guilds/:guild_id", changing, async (c) => {
    const id = parseId(c, "guild_id");
    const { icon, banner } = await deleteGuildAsAdmin(context, c.get("actor").userId, id);
    channelsDeleted();
    if (icon) await deleteImage(blobs, "icons", id, icon);
    if (banner) await deleteImage(blobs, "banners", id, banner);
    return c.body(null, 204);
  });

  app.post("/admin/announcements", changing, async (c) => {
    const { text } = await parseBody(c, announcement);
    return c.json(await announceToAll(context, c.get("actor").userId, text), 201);
  });

  app.delete("/admin/announcements", changing, async (c) => {
    await announceToAll(context, c.get("actor").userId, null);
    return c.body(null, 204);
  });

  app.get("/admin/audit-log", async (c) =>
    c.json(await readInstanceAudit(db.read, parseQuery(c, auditQuery))),
  );

  app.get("/admin/figures", async (c) => {
    const { from } = parseQuery(c, figuresQuery);
    return c.json(await readFigures(db.read, from));
  });

  app.get("/admin/stats", async (c) => c.json(await readStats()));

  return app;
}
