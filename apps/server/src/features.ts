import type { Hono } from "hono";
import { authRoutes } from "./features/accounts/routes.ts";
import { purgeRooms } from "./features/channels/purge-rooms.ts";
import { channelIcons, channelRoutes } from "./features/channels/routes.ts";
import { draftRoutes } from "./features/drafts/routes.ts";
import { thumbnailsOf } from "./features/files/delete-files.ts";
import { friendRoutes } from "./features/friends/routes.ts";
import { readStateRoutes } from "./features/read-states/routes.ts";
import { deleteImage } from "./features/users/images.ts";
import type { Env } from "./http/env.ts";
import { requireActor } from "./http/guard.ts";
import type { AppParts } from "./parts.ts";

/**
 * Mounts every feature, in the order in which they may import each other. Routes of `open` need no log-in; after the
 * guard everything does. `root` is for what lies outside /api: uploaded files.
 */
export function mountFeatures(api: Hono<Env>, root: Hono<Env>, parts: AppParts): void {
  const { context } = parts;
  const { blobs } = context;
  const purge = () =>
    void purgeRooms({
      ...context,
      forgetFile: async ({ id, blob_key }) => {
        await blobs.delete(blob_key);
        await blobs.deleteBelow(thumbnailsOf(id));
      },
      forgetIcon: (channelId, hash) => deleteImage(blobs, "channel-icons", channelId, hash),
    });
  root.get("/channel-icons/:id/:file", channelIcons(parts));
  api.route("/", authRoutes(parts));
  api.use("*", requireActor(parts.authenticate, parts.isOwnOrigin));
  api.route("/", friendRoutes(parts));
  api.route("/", channelRoutes(parts, purge));
  api.route("/", readStateRoutes(parts));
  api.route("/", draftRoutes(parts));
  // What a crash left over.
  purge();
}
