import { Hono } from "hono";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env } from "../../http/env.ts";
import { parseBody, parseId, parseQuery } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { fileBody, fileReport } from "./file-report.ts";
import { reportsQuery, settleBody } from "./report.ts";
import { listGuildReports, settleGuildReport } from "./settle-report.ts";

/** Telling those who can do something about it. */
export function reportRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { db, limiter } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "POST /reports": { does: "Report a message, person or server", body: fileBody },
    "GET /guilds/:guild_id/reports": { does: "List the reports of a server", query: reportsQuery },
    "PATCH /guilds/:guild_id/reports/:report_id": { does: "Settle a report of a server", body: settleBody },
  });

  routes.post("/reports", rateLimit(limiter, { bucket: "report", max: 10, per: 600 }), async (c) => {
    await fileReport(context, c.get("actor"), await parseBody(c, fileBody));
    return c.body(null, 204);
  });

  routes.get("/guilds/:guild_id/reports", async (c) =>
    c.json(
      await listGuildReports(db.read, c.get("actor"), parseId(c, "guild_id"), parseQuery(c, reportsQuery)),
    ),
  );

  routes.patch(
    "/guilds/:guild_id/reports/:report_id",
    rateLimit(limiter, { bucket: "settle-report", max: 60, per: 60 }),
    async (c) => {
      const guildId = parseId(c, "guild_id");
      const reportId = parseId(c, "report_id");
      const settling = await parseBody(c, settleBody);
      return c.json(await settleGuildReport(context, c.get("actor"), guildId, reportId, settling));
    },
  );

  return routes;
}
