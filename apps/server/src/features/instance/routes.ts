import { Hono } from "hono";
import type { Env } from "../../http/env.ts";
import type { AppParts } from "../../parts.ts";
import { readInstance } from "./about.ts";

/** Needs no log-in. */
export function instanceRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { db, config } = context;
  return new Hono<Env>().get("/instance", async (c) => c.json(await readInstance(db.read, config)));
}
