import { LIMITS } from "@palabre/protocol";
import { Hono } from "hono";
import { z } from "zod";
import { ApiError } from "../../errors.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env, Http } from "../../http/env.ts";
import { name, storable, text } from "../../http/fields.ts";
import { parseBody, parseId } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { createGuild } from "../guilds/create-guild.ts";
import { deleteImage, IMAGE_BODY, storeImage } from "../images/store-image.ts";
import { planFrom } from "./plan-from.ts";
import type { SerializedGuild } from "./serialize-guild.ts";
import {
  createTemplate,
  deleteTemplate,
  findTemplate,
  listTemplates,
  readTemplate,
  updateTemplate,
} from "./templates.ts";

const useBody = z.object({ name: name(2, LIMITS.guildName), icon: z.string().nullish() });
const description = text(0, 120)
  .nullable()
  .transform((value) => value || null)
  .optional();
const createBody = z.object({ name: name(1, 100), description });
const updateBody = z.object({ name: name(1, 100).optional(), description });

const codeOf = (c: Http) => storable(c.req.param("code") ?? "").slice(0, 50);

/** Servers to make servers from. */
export function templateRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { db, blobs, limiter, newId } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "GET /guilds/templates/:code": { does: "Look at a template" },
    "POST /guilds/templates/:code": { does: "Make a server from a template", body: useBody },
    "GET /guilds/:guild_id/templates": { does: "List the templates of a server", needs: ["MANAGE_GUILD"] },
    "POST /guilds/:guild_id/templates": {
      does: "Make a template of a server",
      body: createBody,
      needs: ["MANAGE_GUILD"],
    },
    "PUT /guilds/:guild_id/templates/:code": { does: "Bring a template up to date", needs: ["MANAGE_GUILD"] },
    "PATCH /guilds/:guild_id/templates/:code": {
      does: "Change a template's name or description",
      body: updateBody,
      needs: ["MANAGE_GUILD"],
    },
    "DELETE /guilds/:guild_id/templates/:code": { does: "Delete a template", needs: ["MANAGE_GUILD"] },
  });
  const changing = rateLimit(limiter, { bucket: "templates", max: 10, per: 60 });

  routes.get(
    "/guilds/templates/:code",
    rateLimit(limiter, { bucket: "template", max: 30, per: 60 }),
    async (c) => c.json(await readTemplate(db.read, codeOf(c))),
  );

  routes.post(
    "/guilds/templates/:code",
    rateLimit(limiter, { bucket: "create-guild", max: 10, per: 300 }),
    async (c) => {
      const actor = c.get("actor");
      if (actor.bot) throw new ApiError("invalid_account_type");
      const template = await findTemplate(db.read, codeOf(c));
      const body = await parseBody(c, useBody, IMAGE_BODY);
      const id = newId();
      const icon = body.icon ? await storeImage(blobs, "icons", id, body.icon, "icon") : null;
      const serialized = JSON.parse(template.serialized) as SerializedGuild;
      try {
        const guild = await createGuild(
          context,
          actor,
          planFrom(serialized, { id, name: body.name, icon, newId }),
        );
        await db.transaction(({ sql }) =>
          sql
            .updateTable("guild_templates")
            .set((e) => ({ usage_count: e("usage_count", "+", 1) }))
            .where("code", "=", template.code)
            .execute(),
        );
        return c.json(guild, 201);
      } catch (error) {
        if (icon && error instanceof ApiError) await deleteImage(blobs, "icons", id, icon);
        throw error;
      }
    },
  );

  routes.get("/guilds/:guild_id/templates", async (c) =>
    c.json(await listTemplates(db.read, c.get("actor"), parseId(c, "guild_id"))),
  );

  routes.post("/guilds/:guild_id/templates", changing, async (c) => {
    const guildId = parseId(c, "guild_id");
    const { name, description = null } = await parseBody(c, createBody);
    return c.json(await createTemplate(context, c.get("actor"), guildId, { name, description }));
  });

  routes.put("/guilds/:guild_id/templates/:code", changing, async (c) =>
    c.json(await updateTemplate(context, c.get("actor"), parseId(c, "guild_id"), codeOf(c), "sync")),
  );

  routes.patch("/guilds/:guild_id/templates/:code", changing, async (c) => {
    const guildId = parseId(c, "guild_id");
    const change = await parseBody(c, updateBody);
    return c.json(await updateTemplate(context, c.get("actor"), guildId, codeOf(c), change));
  });

  routes.delete("/guilds/:guild_id/templates/:code", changing, async (c) =>
    c.json(await deleteTemplate(context, c.get("actor"), parseId(c, "guild_id"), codeOf(c))),
  );

  return routes;
}
