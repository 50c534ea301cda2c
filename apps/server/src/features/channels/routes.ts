import { LIMITS } from "@palabre/protocol";
import { Hono } from "hono";
import { z } from "zod";
import { ApiError, fieldError } from "../../errors.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env, Http } from "../../http/env.ts";
import { name, snowflake } from "../../http/fields.ts";
import { parseBody, parseId } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { serveImage } from "../images/serve-image.ts";
import { deleteImage, IMAGE_BODY, storeImage } from "../images/store-image.ts";
import { accessChannel } from "./access.ts";
import { addRecipient } from "./add-recipient.ts";
import { createRoom } from "./create-room.ts";
import { openChat } from "./open-chat.ts";
import { readPrivateChannel, readPrivateChannels } from "./present.ts";
import { leaveChannel, removeRecipient } from "./remove-recipient.ts";
import { setRole } from "./set-role.ts";
import { startTyping } from "./start-typing.ts";
import { accessRoomToChange, updateRoom } from "./update-room.ts";

/** An empty name is none: the room is called by its people. */
const roomName = name(0, LIMITS.channelName).transform((given) => given || null);
const openBody = z.object({
  recipient_id: snowflake.nullish(),
  recipients: z.array(snowflake).max(LIMITS.roomSize).nullish(),
  name: roomName.nullish(),
  icon: z.string().nullish(),
});
const updateBody = z.object({
  name: roomName.nullable().optional(),
  icon: z.string().nullable().optional(),
  owner: snowflake.optional(),
});
const roleBody = z.object({ role: z.enum(["admin", "member"]) });

/**
 * Chats of two and rooms.
 * @param roomEmptied called when the last person has left a room
 */
export function channelRoutes({ context }: Pick<AppParts, "context">, roomEmptied: () => void): Hono<Env> {
  const { db, blobs, limiter, newId } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "GET /users/@me/channels": { does: "List one's conversations" },
    "POST /users/@me/channels": {
      does: "Open a conversation with a person, or a room with several",
      body: openBody,
    },
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
    "PUT /channels/:channel_id/recipients/:user_id": { does: "Add somebody to a room" },
    "PATCH /channels/:channel_id/recipients/:user_id": {
      does: "Change somebody's part in a room",
      body: roleBody,
    },
    "DELETE /channels/:channel_id/recipients/:user_id": { does: "Remove somebody from a room" },
    "POST /channels/:channel_id/typing": { does: "Show that one is typing", needs: ["SEND_MESSAGES"] },
  });
  const membership = rateLimit(limiter, { bucket: "recipients", max: 20, per: 10 });

  routes.get("/users/@me/channels", async (c) =>
    c.json(await readPrivateChannels(db.read, c.get("actor").userId)),
  );

  routes.post(
    "/users/@me/channels",
    rateLimit(limiter, { bucket: "open-channels", max: 20, per: 30 }),
    async (c) => {
      const actor = c.get("actor");
      const body = await parseBody(c, openBody, IMAGE_BODY);
      if (!body.recipients && !body.recipient_id) {
        throw fieldError("recipients", "BASE_TYPE_REQUIRED", "This field is required");
      }
      const asked = [...new Set(body.recipients ?? []), ...(body.recipient_id ? [body.recipient_id] : [])];
      const recipients = [...new Set(asked)].filter((id) => id !== actor.userId);
      const [first] = recipients;
      if (first === undefined) {
        throw fieldError("recipients", "INVALID_RECIPIENT", "Name somebody else than yourself.");
      }
      if (recipients.length === 1 && !body.name) return c.json(await openChat(context, actor, first));
      if (actor.bot) throw new ApiError("invalid_account_type");

      const id = newId();
      const room = { id, recipients, name: body.name ?? null };
      if (!body.icon) return c.json(await createRoom(context, actor, { ...room, icon: null }));
      const icon = await storeImage(blobs, "channel-icons", id, body.icon, "icon");
      try {
        return c.json(await createRoom(context, actor, { ...room, icon }));
      } catch (error) {
        await deleteImage(blobs, "channel-icons", id, icon);
        throw error;
      }
    },
  );

  routes.get("/channels/:channel_id", async (c) => answerChannel(c, parseId(c, "channel_id")));

  routes.patch(
    "/channels/:channel_id",
    rateLimit(limiter, { bucket: "update-channel", max: 10, per: 30 }),
    async (c) => {
      const actor = c.get("actor");
      const channelId = parseId(c, "channel_id");
      // A body with an image is large: it is read for those who see the room.
      await accessChannel(db.read, actor, channelId);
      const { name, icon: image, owner } = await parseBody(c, updateBody, IMAGE_BODY);
      const before = await accessRoomToChange(db.read, actor, channelId, { owner });
      const icon = image
        ? await storeImage(blobs, "channel-icons", channelId, image, "icon")
        : image === ""
          ? null
          : image;
      const kept = await updateRoom(context, actor, channelId, { name, icon, owner }).catch(async (error) => {
        if (icon && icon !== before.icon) await deleteImage(blobs, "channel-icons", channelId, icon);
        throw error;
      });
      if (before.icon !== null && kept.icon !== before.icon) {
        await deleteImage(blobs, "channel-icons", channelId, before.icon);
      }
      return c.json(kept);
    },
  );

  routes.delete("/channels/:channel_id", membership, async (c) => {
    const actor = c.get("actor");
    const channelId = parseId(c, "channel_id");
    await accessChannel(db.read, actor, channelId);
    const last = await readPrivateChannel(db.read, actor.userId, channelId);
    const empty = await leaveChannel(context, actor, channelId);
    if (empty) roomEmptied();
    return c.json(last);
  });

  routes.put("/channels/:channel_id/recipients/:user_id", membership, async (c) => {
    const channelId = parseId(c, "channel_id");
    await addRecipient(context, c.get("actor"), channelId, parseId(c, "user_id"));
    return c.body(null, 204);
  });

  routes.patch("/channels/:channel_id/recipients/:user_id", membership, async (c) => {
    const channelId = parseId(c, "channel_id");
    const userId = parseId(c, "user_id");
    const { role } = await parseBody(c, roleBody);
    await setRole(context, c.get("actor"), channelId, userId, role);
    return c.body(null, 204);
  });

  routes.delete("/channels/:channel_id/recipients/:user_id", membership, async (c) => {
    const channelId = parseId(c, "channel_id");
    const empty = await removeRecipient(context, c.get("actor"), channelId, parseId(c, "user_id"));
    if (empty) roomEmptied();
    return c.body(null, 204);
  });

  routes.post(
    "/channels/:channel_id/typing",
    rateLimit(limiter, { bucket: "typing", max: 5, per: 5 }),
    async (c) => {
      await startTyping(context, c.get("actor"), parseId(c, "channel_id"));
      return c.body(null, 204);
    },
  );

  async function answerChannel(c: Http, channelId: string): Promise<Response> {
    const channel = await readPrivateChannel(db.read, c.get("actor").userId, channelId);
    if (!channel) throw new ApiError("unknown_channel");
    return c.json(channel);
  }

  return routes;
}

/** Pictures of rooms. */
export function channelIconRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  return new Hono<Env>().get("/channel-icons/:id/:file", serveImage(context.blobs, "channel-icons"));
}
