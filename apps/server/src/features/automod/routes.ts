import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { Hono } from "hono";
import { auditReason } from "../../http/audit-reason.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env } from "../../http/env.ts";
import { baseUrl } from "../../http/origin.ts";
import { parseBody, parseId } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { incidentBody, setIncidentActions } from "./incidents.ts";
import { offeredRules } from "./offered.ts";
import { createRuleBody, toRule, updateRuleBody } from "./rule.ts";
import { createRule, deleteRule, listRules, readRule, updateRule } from "./rules.ts";

const RULES = "/guilds/:guild_id/auto-moderation/rules";

/** Rules of automatic moderation, and what closes a server for a while. */
export function automodRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { config, db, limiter } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "GET /guilds/:guild_id/auto-moderation/rules": {
      does: "List the rules of automatic moderation",
      needs: ["MANAGE_GUILD"],
    },
    "POST /guilds/:guild_id/auto-moderation/rules": {
      does: "Make a rule",
      body: createRuleBody,
      needs: ["MANAGE_GUILD"],
    },
    "GET /guilds/:guild_id/auto-moderation/rules/:rule_id": { does: "Read a rule", needs: ["MANAGE_GUILD"] },
    "PATCH /guilds/:guild_id/auto-moderation/rules/:rule_id": {
      does: "Change a rule",
      body: updateRuleBody,
      needs: ["MANAGE_GUILD"],
    },
    "DELETE /guilds/:guild_id/auto-moderation/rules/:rule_id": {
      does: "Delete a rule",
      needs: ["MANAGE_GUILD"],
    },
    "GET /guilds/:guild_id/auto-moderation/presets": { does: "Read the lists of words that come along" },
    "PUT /guilds/:guild_id/incident-actions": {
      does: "Pause invitations or conversations for a while",
      body: incidentBody,
      needs: ["MANAGE_GUILD"],
    },
  });
  const changing = rateLimit(limiter, { bucket: "automod", max: 20, per: 60 });

  routes.get(RULES, async (c) => {
    const guildId = parseId(c, "guild_id");
    await accessGuild(db.read, c.get("actor"), guildId, P.ManageGuild);
    return c.json(await listRules(db.read, guildId));
  });

  routes.post(RULES, changing, async (c) => {
    const guildId = parseId(c, "guild_id");
    await accessGuild(db.read, c.get("actor"), guildId, P.ManageGuild);
    const input = await parseBody(c, createRuleBody);
    return c.json(await createRule(context, c.get("actor"), guildId, input, auditReason(c)));
  });

  routes.get(`${RULES}/:rule_id`, async (c) => {
    const guildId = parseId(c, "guild_id");
    await accessGuild(db.read, c.get("actor"), guildId, P.ManageGuild);
    return c.json(toRule(await readRule(db.read, guildId, parseId(c, "rule_id"))));
  });

  routes.patch(`${RULES}/:rule_id`, changing, async (c) => {
    const guildId = parseId(c, "guild_id");
    const ruleId = parseId(c, "rule_id");
    await accessGuild(db.read, c.get("actor"), guildId, P.ManageGuild);
    const input = await parseBody(c, updateRuleBody);
    return c.json(await updateRule(context, c.get("actor"), guildId, ruleId, input, auditReason(c)));
  });

  routes.delete(`${RULES}/:rule_id`, changing, async (c) => {
    const guildId = parseId(c, "guild_id");
    await deleteRule(context, c.get("actor"), guildId, parseId(c, "rule_id"), auditReason(c));
    return c.body(null, 204);
  });

  routes.get("/guilds/:guild_id/auto-moderation/presets", async (c) => {
    await accessGuild(db.read, c.get("actor"), parseId(c, "guild_id"), P.ManageGuild);
    return c.json(offeredRules(new URL(baseUrl(config.publicUrl, c.req.raw)).host));
  });

  routes.put("/guilds/:guild_id/incident-actions", changing, async (c) => {
    const guildId = parseId(c, "guild_id");
    const input = await parseBody(c, incidentBody);
    return c.json(await setIncidentActions(context, c.get("actor"), guildId, input, auditReason(c)));
  });

  return routes;
}
