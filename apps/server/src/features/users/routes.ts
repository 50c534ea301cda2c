import type { UserProfile } from "@palabre/protocol";
import { Hono } from "hono";
import { z } from "zod";
import type { Sql } from "../../db/database.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env } from "../../http/env.ts";
import { snowflake } from "../../http/fields.ts";
import { parseBody, parseId, parseQuery } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { serveImage } from "../images/serve-image.ts";
import { readProfile, readUser } from "./profile.ts";
import { readSelf } from "./self.ts";
import { readSettings, settingsPatch, updateSettings } from "./settings.ts";

const profileQuery = z.object({ guild_id: snowflake.optional() });

/** What servers know of somebody, for a profile. */
type InServers = (
  sql: Sql,
  viewerId: string,
  userId: string,
  guildId: string | undefined,
) => Promise<Pick<UserProfile, "mutual_guilds" | "guild_member" | "guild_member_profile">>;

/** Oneself, one's settings, and other people. */
export function userRoutes({ context }: Pick<AppParts, "context">, inServers: InServers): Hono<Env> {
  const { db, limiter } = context;
  const app = new Hono<Env>();
  describeRoutes(app, {
    "GET /users/@me": { does: "Read one's own account" },
    "GET /users/@me/connections": { does: "List accounts elsewhere: there are none" },
    "GET /users/@me/settings": { does: "Read one's settings" },
    "PATCH /users/@me/settings": { does: "Change one's settings", body: settingsPatch },
    "GET /users/:user_id": { does: "Read an account" },
    "GET /users/:user_id/profile": { does: "Read somebody's profile", query: profileQuery },
  });

  // Accounts elsewhere are not linked here: whoever asks is told so by an empty list.
  app.get("/users/@me/connections", (c) => c.json([]));

  app.get("/users/@me", async (c) => {
    const { userId, bearer } = c.get("actor");
    const self = await readSelf(db.read, userId);
    // An application learns the address when that was agreed to, and never who runs the instance.
    if (bearer) Object.assign(self, { admin: undefined, premium: undefined });
    if (bearer && !bearer.scopes.includes("email"))
      Object.assign(self, { email: undefined, verified: undefined });
    return c.json(self);
  });

  app.get("/users/@me/settings", async (c) => c.json(await readSettings(db.read, c.get("actor").userId)));

  app.patch(
    "/users/@me/settings",
    rateLimit(limiter, { bucket: "settings", max: 60, per: 60 }),
    async (c) => {
      const patch = await parseBody(c, settingsPatch);
      return c.json(await updateSettings(context, c.get("actor").userId, patch));
    },
  );

  // Ids can be guessed one after the other: that is to take its time.
  const looking = rateLimit(limiter, { bucket: "users", max: 50, per: 10 });

  app.get("/users/:user_id", looking, async (c) => c.json(await readUser(db.read, parseId(c, "user_id"))));

  app.get("/users/:user_id/profile", looking, async (c) => {
    const { userId } = c.get("actor");
    const id = c.req.param("user_id") === "@me" ? userId : parseId(c, "user_id");
    const { guild_id } = parseQuery(c, profileQuery);
    const profile = await readProfile(db.read, userId, id);
    return c.json({ ...profile, ...(await inServers(db.read, userId, id, guild_id)) });
  });

  return app;
}

/** Pictures of people, for everybody who knows the address. */
export function avatarRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  return new Hono<Env>().get("/avatars/:id/:file", serveImage(context.blobs, "avatars"));
}
