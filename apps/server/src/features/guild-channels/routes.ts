import { compareSnowflakes } from "@palabre/protocol";
import { Hono } from "hono";
import { z } from "zod";
import { ApiError } from "../../errors.ts";
import { auditReason } from "../../http/audit-reason.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env, Http } from "../../http/env.ts";
import { parseBody, parseId } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { accessGuildChannel, findChannel } from "../channels/access.ts";
import { isThread } from "../guild-core/access-guild.ts";
import { readGuildFor } from "../guild-core/read-guilds.ts";
import { createBody, moveBody, overwriteFields, updateBody } from "./channel-body.ts";
import { createChannel } from "./create-channel.ts";
import { deleteChannel } from "./delete-channel.ts";
import { moveChannels } from "./move-channels.ts";
import { readChannel } from "./read-channel.ts";
import { deleteOverwrite, setOverwrite } from "./set-overwrite.ts";
import { updateChannel } from "./update-channel.ts";

const overwriteBody = z.object(overwriteFields);
const done = async () => {};

/**
 * Channels of servers. What of `/channels/{id}` is none of these is left to the routes that follow.
 * @param channelsDeleted called when a channel was left without a server
 */
export function guildChannelRoutes(
  { context }: Pick<AppParts, "context">,
  channelsDeleted: () => void,
): Hono<Env> {
  const { db, limiter } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "GET /guilds/:guild_id/channels": { does: "List the channels of a server" },
    "POST /guilds/:guild_id/channels": {
      does: "Make a channel",
      body: createBody,
      needs: ["MANAGE_CHANNELS"],
    },
    "PATCH /guilds/:guild_id/channels": { does: "Move channels", body: moveBody, needs: ["MANAGE_CHANNELS"] },
    "GET /channels/:channel_id": { does: "Read a channel, thread or conversation", needs: ["VIEW_CHANNEL"] },
    "PATCH /channels/:channel_id": {
      does: "Change a channel, thread or room",
      body: updateBody,
      needs: ["MANAGE_CHANNELS"],
    },
    "DELETE /channels/:channel_id": {
      does: "Delete a channel, or leave a conversation",
      needs: ["MANAGE_CHANNELS"],
    },
    "PUT /channels/:channel_id/permissions/:overwrite_id": {
      does: "Set what a role or member may in a channel",
      body: overwriteBody,
      needs: ["MANAGE_ROLES"],
    },
    "DELETE /channels/:channel_id/permissions/:overwrite_id": {
      does: "Take an overwrite away",
      needs: ["MANAGE_ROLES"],
    },
  });
  const updates = rateLimit(limiter, { bucket: "update-guild-channel", max: 10, per: 10 });
  const deletions = rateLimit(limiter, { bucket: "delete-guild-channel", max: 10, per: 10 });
  const overwrites = rateLimit(limiter, { bucket: "channel-overwrites", max: 20, per: 10 });

  routes.get("/guilds/:guild_id/channels", async (c) => {
    const guildId = parseId(c, "guild_id");
    const { userId } = c.get("actor");
    const guild = (await readGuildFor(db.read, guildId, [userId])).get(userId);
    if (!guild) throw new ApiError("unknown_guild");
    return c.json(
      guild.channels.toSorted((a, b) => a.position - b.position || compareSnowflakes(a.id, b.id)),
    );
  });

  routes.post(
    "/guilds/:guild_id/channels",
    rateLimit(limiter, { bucket: "create-guild-channel", max: 20, per: 30 }),
    async (c) => {
      const guildId = parseId(c, "guild_id");
      const body = await parseBody(c, createBody);
      return c.json(await createChannel(context, c.get("actor"), guildId, body, auditReason(c)), 201);
    },
  );

  routes.patch(
    "/guilds/:guild_id/channels",
    rateLimit(limiter, { bucket: "move-guild-channels", max: 10, per: 10 }),
    async (c) => {
      const guildId = parseId(c, "guild_id");
      const moves = await parseBody(c, moveBody);
      await moveChannels(context, c.get("actor"), guildId, moves, auditReason(c));
      return c.body(null, 204);
    },
  );

  routes.get("/channels/:channel_id", async (c, next) => {
    const place = await placeOf(c);
    if (place === null) return next();
    return c.json(await readChannel(db.read, place.channelId));
  });

  routes.patch("/channels/:channel_id", async (c, next) => {
    const place = await placeOf(c);
    if (place === null) return next();
    await updates(c, done);
    const body = await parseBody(c, updateBody);
    return c.json(await updateChannel(context, c.get("actor"), place, body, auditReason(c)));
  });

  routes.delete("/channels/:channel_id", async (c, next) => {
    const place = await placeOf(c);
    if (place === null) return next();
    await deletions(c, done);
    const gone = await deleteChannel(context, c.get("actor"), place, auditReason(c));
    channelsDeleted();
    return c.json(gone);
  });

  routes.put("/channels/:channel_id/permissions/:overwrite_id", overwrites, async (c) => {
    const id = parseId(c, "overwrite_id");
    const place = await placeOfOverwrites(c);
    const body = await parseBody(c, overwriteBody);
    await setOverwrite(context, c.get("actor"), place, { id, ...body }, auditReason(c));
    return c.body(null, 204);
  });

  routes.delete("/channels/:channel_id/permissions/:overwrite_id", overwrites, async (c) => {
    const id = parseId(c, "overwrite_id");
    const place = await placeOfOverwrites(c);
    await deleteOverwrite(context, c.get("actor"), place, id, auditReason(c));
    return c.body(null, 204);
  });

  /** Null for what is a chat of two, a room or a thread. @throws ApiError unknown_channel */
  /** Null for what others answer: threads, private channels, and what is not there, which is refused within its limit. */
  async function placeOf(c: Http) {
    const channel = await findChannel(db.read, c.get("actor"), parseId(c, "channel_id"));
    if (!channel || channel.guild_id === null || isThread(channel.type)) return null;
    return { guildId: channel.guild_id, channelId: channel.id };
  }

  async function placeOfOverwrites(c: Http) {
    const { guild_id, id, type } = await accessGuildChannel(
      db.read,
      c.get("actor"),
      parseId(c, "channel_id"),
    );
    if (isThread(type)) throw new ApiError("invalid_channel_type");
    return { guildId: guild_id, channelId: id };
  }

  return routes;
}
