import type { Hono } from "hono";
import type { AppParts } from "./parts.ts";
import { authRoutes } from "./features/accounts/routes.ts";
import type { Env } from "./http/env.ts";
import { requireActor } from "./http/guard.ts";

/**
 * Mounts every feature, in the order in which they may import each other. Routes of `open` need no log-in; after the
 * guard everything does. `root` is for what lies outside /api: uploaded files.
 */
export function mountFeatures(api: Hono<Env>, root: Hono<Env>, parts: AppParts): void {
  const { context } = parts;
  void root;
  api.route("/", authRoutes(parts));
  api.use("*", requireActor(parts.authenticate, parts.isOwnOrigin));
  void context;
}
