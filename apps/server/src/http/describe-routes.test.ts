import { expect, test } from "bun:test";
import { Hono } from "hono";
import { z } from "zod";
import { describeRoutes, holdDescriptions } from "./describe-routes.ts";
import type { Env } from "./env.ts";
import { parseQuery } from "./parse.ts";

// As the tests over HTTP do, whichever file runs first.
holdDescriptions();

const described = z.object({ limit: z.string().optional() });

/** How a route answers that checks its query as `check` says. */
async function answerOf(check: (routes: Hono<Env>) => void): Promise<number> {
  const routes = new Hono<Env>();
  describeRoutes(routes, { "GET /things": { does: "List things", query: described } });
  check(routes);
  routes.onError((_, c) => c.text("failed", 500));
  return (await routes.request("/things")).status;
}

test("a route that checks what it is described with answers", async () => {
  const status = await answerOf((routes) => routes.get("/things", (c) => c.json(parseQuery(c, described))));
  expect(status).toBe(200);
});

test("a route that checks against another schema than the described one fails", async () => {
  const other = z.object({});
  expect(await answerOf((routes) => routes.get("/things", (c) => c.json(parseQuery(c, other))))).toBe(500);
});

test("a route that is described with a query and checks none fails", async () => {
  expect(await answerOf((routes) => routes.get("/things", (c) => c.text("ok")))).toBe(500);
});
