import { Hono } from "hono";
import { z } from "zod";
import type { Env } from "../../http/env.ts";
import { permissionBits, snowflake } from "../../http/fields.ts";
import { parseBody, parseQuery } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { agreeToBot, findForConsent, readConsent } from "./consent.ts";

const scopes = z
  .string()
  .max(200)
  .transform((value) => value.split(/[\s+]+/).filter(Boolean))
  .refine((list) => list.length > 0 && list.every((one) => SCOPES.includes(one)), {
    message: `Scopes are ${"bot, applications.commands"}.`,
    params: { code: "BASE_TYPE_CHOICES" },
  });
const SCOPES = ["bot", "applications.commands"];

const consentQuery = z.object({ client_id: snowflake, scope: scopes.default(SCOPES) });

const consentBody = z.object({
  authorize: z.literal(true),
  guild_id: snowflake.nullish(),
  permissions: permissionBits.default(0n),
});

/** Consent: who is asked agrees that an application acts, or comes into a server. */
export function oauth2Routes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { db, limiter } = context;
  const routes = new Hono<Env>();

  routes.get("/oauth2/authorize", async (c) => {
    const { client_id, scope } = parseQuery(c, consentQuery);
    const actor = c.get("actor");
    const application = await findForConsent(db.read, actor, client_id);
    return c.json({ ...(await readConsent(db.read, actor, application)), scopes: scope });
  });

  routes.post(
    "/oauth2/authorize",
    rateLimit(limiter, { bucket: "authorize", max: 10, per: 60 }),
    async (c) => {
      const { client_id } = parseQuery(c, consentQuery);
      const { guild_id, permissions } = await parseBody(c, consentBody);
      const actor = c.get("actor");
      const application = await findForConsent(db.read, actor, client_id);
      await agreeToBot(context, actor, application, { guildId: guild_id ?? undefined, permissions });
      return c.json({ location: "" });
    },
  );

  return routes;
}
