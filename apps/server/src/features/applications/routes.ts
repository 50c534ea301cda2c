import { Hono } from "hono";
import { auditReason } from "../../http/audit-reason.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env, Http } from "../../http/env.ts";
import { parseBody, parseId } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { serveImage } from "../images/serve-image.ts";
import { IMAGE_BODY } from "../images/store-image.ts";
import { createApplicationBody, editApplicationBody } from "./application-body.ts";
import { createApplication } from "./create-application.ts";
import { deleteApplication } from "./delete-application.ts";
import { editApplication } from "./edit-application.ts";
import { accessApplication, listApplications, presentApplication } from "./find-application.ts";
import { deleteIntegration, listIntegrations } from "./integrations.ts";
import { resetBotToken, resetSecret } from "./reset-token.ts";

/** Applications, their bots, and where these are. `changed` resolves once what listens for one has followed. */
export function applicationRoutes(
  { context, gateway }: Pick<AppParts, "context" | "gateway">,
  changed: (applicationId: string) => Promise<void>,
): Hono<Env> {
  const { config, db, bus, blobs, limiter, newId } = context;
  const endpoints = { allowPrivate: config.allowPrivateEndpoints };
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "GET /applications": { does: "List one's applications" },
    "POST /applications": { does: "Make an application", body: createApplicationBody },
    "GET /applications/:application_id": { does: "Read an application" },
    "GET /oauth2/applications/:application_id": { does: "Read an application, as libraries ask" },
    "PATCH /applications/:application_id": { does: "Change an application", body: editApplicationBody },
    "DELETE /applications/:application_id": { does: "Delete an application" },
    "POST /applications/:application_id/bot": { does: "Give an application its bot" },
    "POST /applications/:application_id/bot/reset": { does: "Make a new token for the bot" },
    "POST /applications/:application_id/reset": { does: "Make a new client secret" },
    "GET /guilds/:guild_id/integrations": { does: "List the bots of a server", needs: ["MANAGE_GUILD"] },
    "DELETE /guilds/:guild_id/integrations/:integration_id": {
      does: "Remove a bot from a server",
      needs: ["MANAGE_GUILD"],
    },
  });
  const presencesOf = (ids: Iterable<string>) => gateway.presencesOf(ids);
  const changing = rateLimit(limiter, { bucket: "applications", max: 30, per: 60 });
  const making = rateLimit(limiter, { bucket: "create-application", max: 10, per: 3_600 });
  const tokens = rateLimit(limiter, { bucket: "bot-token", max: 10, per: 600 });

  /** A bot's own application has its id. */
  const idOf = (c: Http) =>
    c.req.param("application_id") === "@me" ? c.get("actor").userId : parseId(c, "application_id");

  routes.get("/applications", async (c) => c.json(await listApplications(db.read, c.get("actor").userId)));

  routes.post("/applications", making, async (c) => {
    const body = await parseBody(c, createApplicationBody, IMAGE_BODY);
    return c.json(await createApplication(context, c.get("actor"), body), 201);
  });

  for (const path of ["/applications/:application_id", "/oauth2/applications/:application_id"]) {
    routes.get(path, async (c) => {
      const row = await accessApplication(db.read, c.get("actor"), idOf(c));
      return c.json(await presentApplication(db.read, row));
    });
  }

  routes.patch("/applications/:application_id", changing, async (c) => {
    const id = idOf(c);
    const body = await parseBody(c, editApplicationBody, IMAGE_BODY);
    const deps = { db, bus, blobs, presencesOf, newId, endpoints, config };
    const application = await editApplication(deps, c.get("actor"), id, body);
    await changed(id);
    return c.json(application);
  });

  routes.delete("/applications/:application_id", changing, async (c) => {
    const id = idOf(c);
    await deleteApplication({ db, bus, blobs, presencesOf }, c.get("actor"), id);
    await changed(id);
    return c.body(null, 204);
  });

  for (const path of ["/applications/:application_id/bot", "/applications/:application_id/bot/reset"]) {
    routes.post(path, tokens, async (c) => c.json(await resetBotToken(context, c.get("actor"), idOf(c))));
  }

  routes.post("/applications/:application_id/reset", tokens, async (c) =>
    c.json(await resetSecret(context, c.get("actor"), idOf(c))),
  );

  routes.get("/guilds/:guild_id/integrations", async (c) =>
    c.json(await listIntegrations(db.read, c.get("actor"), parseId(c, "guild_id"))),
  );

  routes.delete("/guilds/:guild_id/integrations/:integration_id", changing, async (c) => {
    const [guildId, id] = [parseId(c, "guild_id"), parseId(c, "integration_id")];
    await deleteIntegration(context, c.get("actor"), guildId, id, auditReason(c));
    return c.body(null, 204);
  });

  return routes;
}

/** Pictures of applications, for everybody who knows the address. */
export function applicationIconRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  return new Hono<Env>().get("/app-icons/:id/:file", serveImage(context.blobs, "app-icons"));
}
