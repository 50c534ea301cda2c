import { Hono } from "hono";
import { z } from "zod";
import { fieldError } from "../../errors.ts";
import { auditReason } from "../../http/audit-reason.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Actor, Env, Http } from "../../http/env.ts";
import { limit, snowflake } from "../../http/fields.ts";
import { parseBody, parseId, parseQuery } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { findMembers } from "../guild-core/find-members.ts";
import { readMember } from "../guild-core/members.ts";
import { serveImage } from "../images/serve-image.ts";
import { deleteImage, IMAGE_BODY, storeImage } from "../images/store-image.ts";
import { listAuditLog } from "./audit-logs.ts";
import { banMember, bulkBan, unbanMember } from "./ban-member.ts";
import { setRole } from "./change-roles.ts";
import { auditQuery, banBody, bulkBanBody, memberBody, pruneBody, pruneQuery, selfBody } from "./fields.ts";
import { findKnownPeople } from "./find-people.ts";
import { kickMember } from "./kick-member.ts";
import { listBans, readBan } from "./list-bans.ts";
import { countPrune, pruneMembers } from "./prune-members.ts";
import { type MemberChange, updateMember } from "./update-member.ts";

/** Members on a page of the list: bots read whole servers, people never need to. */
const PAGE = { bot: 1_000, person: 100 };
const BANS_PAGE = 1_000;

const membersQuery = z.object({
  limit: limit(1, PAGE.bot),
  after: snowflake.default("0"),
  role_id: snowflake.optional(),
});
const peopleSearch = z.object({ limit: limit(10, 25), query: z.string().trim().min(1).max(100) });
const memberSearch = z.object({ limit: limit(1, PAGE.bot), query: z.string().min(1).max(100) });

/** @throws ApiError invalid_form_body naming limit */
function requirePage(wanted: number, { bot }: Actor): void {
  if (bot || wanted <= PAGE.person) return;
  throw fieldError("limit", "NUMBER_TYPE_MAX", `Too big: expected number to be <=${PAGE.person}`);
}

const bansQuery = z.object({
  limit: limit(BANS_PAGE, BANS_PAGE),
  before: snowflake.optional(),
  after: snowflake.optional(),
});

/**
 * Members, bans and the audit log of servers.
 * @param purgePlanned called when messages of somebody who was banned are to go
 */
export function memberRoutes({ context }: Pick<AppParts, "context">, purgePlanned: () => void): Hono<Env> {
  const { db, blobs, limiter } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "GET /guilds/:guild_id/members": { does: "List the members of a server", query: membersQuery },
    "GET /users/@me/people": { does: "Search people one may know, by name", query: peopleSearch },
    "GET /guilds/:guild_id/members/search": { does: "Search members by name", query: memberSearch },
    "GET /users/@me/guilds/:guild_id/member": { does: "Read oneself as a member" },
    "PATCH /guilds/:guild_id/members/@me": {
      does: "Change oneself as a member",
      body: selfBody,
      needs: ["CHANGE_NICKNAME"],
    },
    "GET /guilds/:guild_id/members/:user_id": { does: "Read a member" },
    "PATCH /guilds/:guild_id/members/:user_id": {
      does: "Change a member: nickname, roles, timeout",
      body: memberBody,
      needs: ["MANAGE_NICKNAMES", "MANAGE_ROLES", "MODERATE_MEMBERS"],
    },
    "DELETE /guilds/:guild_id/members/:user_id": { does: "Remove a member", needs: ["KICK_MEMBERS"] },
    "PUT /guilds/:guild_id/members/:user_id/roles/:role_id": {
      does: "Give a member a role",
      needs: ["MANAGE_ROLES"],
    },
    "DELETE /guilds/:guild_id/members/:user_id/roles/:role_id": {
      does: "Take a role from a member",
      needs: ["MANAGE_ROLES"],
    },
    "GET /guilds/:guild_id/bans": { does: "List bans", query: bansQuery, needs: ["BAN_MEMBERS"] },
    "GET /guilds/:guild_id/bans/:user_id": { does: "Read a ban", needs: ["BAN_MEMBERS"] },
    "PUT /guilds/:guild_id/bans/:user_id": { does: "Ban somebody", body: banBody, needs: ["BAN_MEMBERS"] },
    "DELETE /guilds/:guild_id/bans/:user_id": { does: "Lift a ban", needs: ["BAN_MEMBERS"] },
    "POST /guilds/:guild_id/bulk-ban": {
      does: "Ban up to two hundred at once",
      body: bulkBanBody,
      needs: ["BAN_MEMBERS", "MANAGE_GUILD"],
    },
    "GET /guilds/:guild_id/prune": {
      does: "Count who has been away for long",
      query: pruneQuery,
      needs: ["KICK_MEMBERS", "MANAGE_GUILD"],
    },
    "POST /guilds/:guild_id/prune": {
      does: "Remove who has been away for long",
      body: pruneBody,
      needs: ["KICK_MEMBERS", "MANAGE_GUILD"],
    },
    "GET /guilds/:guild_id/audit-logs": {
      does: "Read the audit log",
      query: auditQuery,
      needs: ["VIEW_AUDIT_LOG"],
    },
  });
  const ids = (c: Http) => ({ guildId: parseId(c, "guild_id"), userId: parseId(c, "user_id") });

  const looking = rateLimit(limiter, { bucket: "members", max: 20, per: 10 });

  routes.get("/guilds/:guild_id/members", looking, async (c) => {
    const guildId = parseId(c, "guild_id");
    const actor = c.get("actor");
    await accessGuild(db.read, actor, guildId);
    const { role_id: roleId, ...page } = parseQuery(c, membersQuery);
    requirePage(page.limit, actor);
    return c.json(await findMembers(db.read, guildId, { ...page, roleId }));
  });

  routes.get("/guilds/:guild_id/members/search", looking, async (c) => {
    const guildId = parseId(c, "guild_id");
    const actor = c.get("actor");
    await accessGuild(db.read, actor, guildId);
    const page = parseQuery(c, memberSearch);
    requirePage(page.limit, actor);
    return c.json(await findMembers(db.read, guildId, page));
  });

  routes.get(
    "/users/@me/people",
    // Exact names can be guessed, and every server one is in is looked through.
    rateLimit(limiter, { bucket: "people", max: 20, per: 10 }),
    async (c) => c.json(await findKnownPeople(db.read, c.get("actor").userId, parseQuery(c, peopleSearch))),
  );

  routes.get("/users/@me/guilds/:guild_id/member", async (c) => {
    const guildId = parseId(c, "guild_id");
    const { userId } = c.get("actor");
    await accessGuild(db.read, { userId }, guildId);
    return c.json(await readMember(db.read, guildId, userId));
  });

  const updating = rateLimit(limiter, { bucket: "update-member", max: 30, per: 30 });

  routes.patch("/guilds/:guild_id/members/@me", updating, async (c) => {
    const guildId = parseId(c, "guild_id");
    const actor = c.get("actor");
    const { userId } = actor;
    await accessGuild(db.read, actor, guildId);
    const { nick, avatar, bio } = await parseBody(c, selfBody, IMAGE_BODY);
    const owner = `${guildId}/${userId}`;
    const change: MemberChange = { ...(nick !== undefined && { nick }), ...(bio !== undefined && { bio }) };
    if (avatar !== undefined) {
      change.avatar = avatar ? await storeImage(blobs, "member-avatars", owner, avatar, "avatar") : null;
    }
    const { avatar: before } = await readMember(db.read, guildId, userId);
    const forget = async (hash: string | null | undefined, kept: string | null | undefined) => {
      if (hash && hash !== kept) await deleteImage(blobs, "member-avatars", owner, hash);
    };
    try {
      const after = await updateMember(context, actor, guildId, userId, change, auditReason(c));
      await forget(before, after.avatar);
      return c.json(after);
    } catch (error) {
      await forget(change.avatar, before);
      throw error;
    }
  });

  routes.get("/guilds/:guild_id/members/:user_id", looking, async (c) => {
    const { guildId, userId } = ids(c);
    await accessGuild(db.read, c.get("actor"), guildId);
    return c.json(await readMember(db.read, guildId, userId));
  });

  routes.patch("/guilds/:guild_id/members/:user_id", updating, async (c) => {
    const { guildId, userId } = ids(c);
    const body = await parseBody(c, memberBody);
    const change: MemberChange = {
      ...(body.nick !== undefined && { nick: body.nick }),
      ...(body.roles && { roles: body.roles }),
      ...(body.mute !== undefined && { mute: body.mute }),
      ...(body.deaf !== undefined && { deaf: body.deaf }),
      ...(body.channel_id !== undefined && { channel_id: body.channel_id }),
      ...(body.communication_disabled_until !== undefined && {
        timed_out_until: body.communication_disabled_until,
      }),
      ...(typeof body.flags === "number" && { flags: body.flags }),
    };
    return c.json(await updateMember(context, c.get("actor"), guildId, userId, change, auditReason(c)));
  });

  routes.delete(
    "/guilds/:guild_id/members/:user_id",
    rateLimit(limiter, { bucket: "kick", max: 30, per: 30 }),
    async (c) => {
      const { guildId, userId } = ids(c);
      await kickMember(context, c.get("actor"), guildId, userId, auditReason(c));
      return c.body(null, 204);
    },
  );

  const roles = rateLimit(limiter, { bucket: "member-roles", max: 60, per: 30 });
  for (const [method, given] of [
    ["PUT", true],
    ["DELETE", false],
  ] as const) {
    routes.on(method, "/guilds/:guild_id/members/:user_id/roles/:role_id", roles, async (c) => {
      const role = { ...ids(c), roleId: parseId(c, "role_id"), given };
      await setRole(context, c.get("actor"), role, auditReason(c));
      return c.body(null, 204);
    });
  }

  routes.get("/guilds/:guild_id/bans", async (c) => {
    const guildId = parseId(c, "guild_id");
    const page = parseQuery(c, bansQuery);
    return c.json(await listBans(db.read, c.get("actor"), guildId, page));
  });

  routes.get("/guilds/:guild_id/bans/:user_id", async (c) => {
    const { guildId, userId } = ids(c);
    return c.json(await readBan(db.read, c.get("actor"), guildId, userId));
  });

  const banning = rateLimit(limiter, { bucket: "bans", max: 30, per: 30 });

  routes.put("/guilds/:guild_id/bans/:user_id", banning, async (c) => {
    const { guildId, userId } = ids(c);
    const deleteSeconds = await parseBody(c, banBody);
    await banMember(context, c.get("actor"), { guildId, userId, deleteSeconds }, auditReason(c));
    if (deleteSeconds > 0) purgePlanned();
    return c.body(null, 204);
  });

  routes.delete("/guilds/:guild_id/bans/:user_id", banning, async (c) => {
    const { guildId, userId } = ids(c);
    await unbanMember(context, c.get("actor"), guildId, userId, auditReason(c));
    return c.body(null, 204);
  });

  routes.post(
    "/guilds/:guild_id/bulk-ban",
    rateLimit(limiter, { bucket: "bulk-ban", max: 5, per: 60 }),
    async (c) => {
      const guildId = parseId(c, "guild_id");
      const { user_ids: userIds, delete_message_seconds } = await parseBody(c, bulkBanBody);
      const wish = { guildId, userIds, deleteSeconds: delete_message_seconds ?? 0 };
      const answer = await bulkBan(context, c.get("actor"), wish, auditReason(c));
      if (wish.deleteSeconds > 0) purgePlanned();
      return c.json(answer);
    },
  );

  const pruning = rateLimit(limiter, { bucket: "prune", max: 10, per: 60 });

  routes.get("/guilds/:guild_id/prune", pruning, async (c) => {
    const guildId = parseId(c, "guild_id");
    const { days, include_roles } = parseQuery(c, pruneQuery);
    const wish = { guildId, days, roleIds: include_roles };
    return c.json({ pruned: await countPrune(db.read, c.get("actor"), wish) });
  });

  routes.post("/guilds/:guild_id/prune", pruning, async (c) => {
    const guildId = parseId(c, "guild_id");
    const { days, include_roles, compute_prune_count } = await parseBody(c, pruneBody);
    const wish = { guildId, days: days ?? 7, roleIds: include_roles };
    const pruned = await pruneMembers(context, c.get("actor"), wish, auditReason(c));
    return c.json({ pruned: compute_prune_count === false ? null : pruned });
  });

  routes.get("/guilds/:guild_id/audit-logs", async (c) => {
    const guildId = parseId(c, "guild_id");
    return c.json(await listAuditLog(db.read, c.get("actor"), guildId, parseQuery(c, auditQuery)));
  });

  return routes;
}

/** Pictures that people chose for one server, for everybody who knows the address. */
export function memberAvatarRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  return new Hono<Env>().get(
    "/guilds/:id/users/:user_id/avatars/:file",
    serveImage(context.blobs, "member-avatars", (c) => `${c.req.param("id")}/${c.req.param("user_id")}`),
  );
}
