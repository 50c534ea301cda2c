import { Hono } from "hono";
import { z } from "zod";
import { auditReason } from "../../http/audit-reason.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env } from "../../http/env.ts";
import { limit, text } from "../../http/fields.ts";
import { parseBody, parseId, parseQuery } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { joinDiscoverable } from "./join-discoverable.ts";
import { listDiscoverable, readPreview } from "./list-discoverable.ts";
import { readWelcomeScreen, updateWelcomeScreen, welcomeBody } from "./welcome-screen.ts";

const search = z.object({
  query: text(0, 100).default(""),
  limit: limit(24, 50),
  offset: z.coerce.number().int().min(0).max(10_000).default(0),
});

/** Servers that show themselves, and what greets those who come. */
export function discoveryRoutes({ context, gateway }: Pick<AppParts, "context" | "gateway">): Hono<Env> {
  const onlineIn = (guildId: string) => gateway.onlineIn(guildId);
  const { db, limiter } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "GET /discovery/guilds": { does: "Look for public servers", query: search },
    "POST /discovery/guilds/:guild_id/join": { does: "Join a public server" },
    "GET /guilds/:guild_id/preview": { does: "Look at a public server" },
    "GET /guilds/:guild_id/welcome-screen": { does: "Read the welcome screen" },
    "PATCH /guilds/:guild_id/welcome-screen": {
      does: "Change the welcome screen",
      body: welcomeBody,
      needs: ["MANAGE_GUILD"],
    },
  });

  routes.get("/discovery/guilds", rateLimit(limiter, { bucket: "discovery", max: 60, per: 60 }), async (c) =>
    c.json(await listDiscoverable(db.read, onlineIn, c.get("actor").userId, parseQuery(c, search))),
  );

  routes.post(
    "/discovery/guilds/:guild_id/join",
    rateLimit(limiter, { bucket: "discovery-join", max: 10, per: 60 }),
    async (c) => c.json(await joinDiscoverable(context, c.get("actor"), parseId(c, "guild_id"))),
  );

  routes.get("/guilds/:guild_id/preview", async (c) =>
    c.json(await readPreview(db.read, onlineIn, c.get("actor").userId, parseId(c, "guild_id"))),
  );

  routes.get("/guilds/:guild_id/welcome-screen", async (c) =>
    c.json(await readWelcomeScreen(db.read, c.get("actor"), parseId(c, "guild_id"))),
  );

  routes.patch(
    "/guilds/:guild_id/welcome-screen",
    rateLimit(limiter, { bucket: "welcome-screen", max: 10, per: 60 }),
    async (c) => {
      const guildId = parseId(c, "guild_id");
      const input = await parseBody(c, welcomeBody);
      return c.json(await updateWelcomeScreen(context, c.get("actor"), guildId, input, auditReason(c)));
    },
  );

  return routes;
}
