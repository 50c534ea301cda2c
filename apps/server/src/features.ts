import type { Hono } from "hono";
import type { Context } from "./context.ts";
import { sweepAuthSessions } from "./features/accounts/list-sessions.ts";
import { sweepMailTokens } from "./features/accounts/mail-tokens.ts";
import { accountRoutes, authRoutes } from "./features/accounts/routes.ts";
import { adminRoutes } from "./features/admin/routes.ts";
import { attachmentRoutes, fileRoutes } from "./features/files/routes.ts";
import { instanceRoutes } from "./features/instance/routes.ts";
import { messageRoutes } from "./features/messages/routes.ts";
import { reactionRoutes } from "./features/reactions/routes.ts";
import { avatarRoutes, userRoutes } from "./features/users/routes.ts";
import { sweepCustomStatuses } from "./features/users/settings.ts";
import type { Env } from "./http/env.ts";
import { requireActor } from "./http/guard.ts";
import type { AppParts } from "./parts.ts";
import type { Sweep } from "./sweeper.ts";

/**
 * Mounts every feature, in the order in which they may import each other: instance < users < accounts < friends <
 * channels < files < messages < reactions < admin. Routes before the guard need no log-in; after it everything does.
 * `root` is for what lies outside /api: uploaded files.
 */
export function mountFeatures(api: Hono<Env>, root: Hono<Env>, parts: AppParts): void {
  root.route("/", avatarRoutes(parts));
  root.route("/", attachmentRoutes(parts));

  api.route("/", instanceRoutes(parts));
  api.route("/", authRoutes(parts));
  api.use("*", requireActor(parts.authenticate, parts.isOwnOrigin));
  api.route("/", userRoutes(parts));
  api.route("/", accountRoutes(parts, []));
  api.route("/", fileRoutes(parts));
  api.route("/", messageRoutes(parts));
  api.route("/", reactionRoutes(parts));
  api.route("/", adminRoutes(parts));
}

const MINUTE = 60_000;

/** What time alone brings about. */
export function sweepsOf(context: Context): Sweep[] {
  const { db } = context;
  return [
    { name: "custom statuses", everyMs: 2_000, run: () => sweepCustomStatuses(context) },
    {
      name: "log-ins and links",
      everyMs: 10 * MINUTE,
      run: () =>
        db.transaction(async ({ sql }) => {
          await sweepMailTokens(sql);
          await sweepAuthSessions(sql);
        }),
    },
  ];
}
