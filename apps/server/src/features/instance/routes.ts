import { Hono } from "hono";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env } from "../../http/env.ts";
import type { AppParts } from "../../parts.ts";
import { readInstance } from "./about.ts";

/** Needs no log-in. */
export function instanceRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { db, config } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, { "GET /instance": { does: "Read what this instance is and allows" } });
  return routes.get("/instance", async (c) => c.json(await readInstance(db.read, config)));
}
