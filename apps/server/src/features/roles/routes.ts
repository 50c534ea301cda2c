import { Hono } from "hono";
import { auditReason } from "../../http/audit-reason.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env, Http } from "../../http/env.ts";
import { parseBody, parseId, parseQuery } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { toRole } from "../guild-core/present-guild.ts";
import { countMembers } from "./count-members.ts";
import { createRole } from "./create-role.ts";
import { deleteRole } from "./delete-role.ts";
import { explain, explainQuery } from "./explain.ts";
import { moveRoles } from "./move-roles.ts";
import { moveBody, roleBody } from "./role-body.ts";
import { findRole, readRoles } from "./role-list.ts";
import { updateRole } from "./update-role.ts";

/** Roles of servers. Who has which is the members' affair. */
export function roleRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { db, limiter } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "GET /guilds/:guild_id/roles": { does: "List the roles of a server" },
    "GET /guilds/:guild_id/roles/member-counts": { does: "Count the members of each role" },
    "GET /guilds/:guild_id/roles/:role_id": { does: "Read a role" },
    "POST /guilds/:guild_id/roles": { does: "Make a role", body: roleBody, needs: ["MANAGE_ROLES"] },
    "PATCH /guilds/:guild_id/roles": { does: "Move roles", body: moveBody, needs: ["MANAGE_ROLES"] },
    "PATCH /guilds/:guild_id/roles/:role_id": {
      does: "Change a role",
      body: roleBody,
      needs: ["MANAGE_ROLES"],
    },
    "DELETE /guilds/:guild_id/roles/:role_id": { does: "Delete a role", needs: ["MANAGE_ROLES"] },
    "GET /guilds/:guild_id/permissions/explain": {
      does: "Explain why somebody may or may not",
      query: explainQuery,
    },
  });
  const changes = rateLimit(limiter, { bucket: "update-roles", max: 20, per: 30 });
  const placeOf = (c: Http) => ({ guildId: parseId(c, "guild_id"), roleId: parseId(c, "role_id") });

  routes.get("/guilds/:guild_id/roles", async (c) => {
    const { guildId } = await accessGuild(db.read, c.get("actor"), parseId(c, "guild_id"));
    return c.json((await readRoles(db.read, guildId)).map(toRole));
  });

  routes.get(
    "/guilds/:guild_id/roles/member-counts",
    rateLimit(limiter, { bucket: "role-member-counts", max: 10, per: 10 }),
    async (c) => {
      const { guildId } = await accessGuild(db.read, c.get("actor"), parseId(c, "guild_id"));
      return c.json(await countMembers(db.read, guildId));
    },
  );

  routes.get("/guilds/:guild_id/roles/:role_id", async (c) => {
    const { guildId, roleId } = placeOf(c);
    await accessGuild(db.read, c.get("actor"), guildId);
    return c.json(toRole(await findRole(db.read, guildId, roleId)));
  });

  routes.post(
    "/guilds/:guild_id/roles",
    rateLimit(limiter, { bucket: "create-role", max: 20, per: 60 }),
    async (c) => {
      const guildId = parseId(c, "guild_id");
      const body = await parseBody(c, roleBody);
      return c.json(await createRole(context, c.get("actor"), guildId, body, auditReason(c)));
    },
  );

  routes.patch("/guilds/:guild_id/roles", changes, async (c) => {
    const guildId = parseId(c, "guild_id");
    const moves = await parseBody(c, moveBody);
    return c.json(await moveRoles(context, c.get("actor"), guildId, moves, auditReason(c)));
  });

  routes.patch("/guilds/:guild_id/roles/:role_id", changes, async (c) => {
    const place = placeOf(c);
    const body = await parseBody(c, roleBody);
    return c.json(await updateRole(context, c.get("actor"), place, body, auditReason(c)));
  });

  routes.delete("/guilds/:guild_id/roles/:role_id", changes, async (c) => {
    await deleteRole(context, c.get("actor"), placeOf(c), auditReason(c));
    return c.body(null, 204);
  });

  routes.get("/guilds/:guild_id/permissions/explain", async (c) => {
    const guildId = parseId(c, "guild_id");
    return c.json(await explain(db.read, c.get("actor"), guildId, parseQuery(c, explainQuery)));
  });

  return routes;
}
