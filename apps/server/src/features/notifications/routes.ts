import { Hono } from "hono";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env } from "../../http/env.ts";
import { parseBody, parseId } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { guildSettingsPatch, readGuildSettings, updateGuildSettings } from "./guild-settings.ts";

/** What one wants to hear of one's servers. */
export function notificationRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { db, limiter } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "GET /users/@me/guilds/:guild_id/settings": { does: "Read what one hears of a server" },
    "PATCH /users/@me/guilds/:guild_id/settings": {
      does: "Change what one hears of a server",
      body: guildSettingsPatch,
    },
  });
  const path = "/users/@me/guilds/:guild_id/settings";

  routes.get(path, async (c) =>
    c.json(await readGuildSettings(db.read, c.get("actor"), parseId(c, "guild_id"))),
  );
  routes.patch(path, rateLimit(limiter, { bucket: "guild-settings", max: 30, per: 30 }), async (c) => {
    const guildId = parseId(c, "guild_id");
    const patch = await parseBody(c, guildSettingsPatch);
    return c.json(await updateGuildSettings(context, c.get("actor"), guildId, patch));
  });
  return routes;
}
