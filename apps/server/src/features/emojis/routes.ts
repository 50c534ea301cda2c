import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { Hono } from "hono";
import { auditReason } from "../../http/audit-reason.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env, Http } from "../../http/env.ts";
import { parseBody, parseId } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { accessApplication } from "../applications/find-application.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { IMAGE_BODY } from "../images/store-image.ts";
import {
  createApplicationEmoji,
  deleteApplicationEmoji,
  listApplicationEmojis,
  readApplicationEmoji,
  renameApplicationEmoji,
} from "./application-emojis.ts";
import {
  createApplicationEmojiBody,
  createEmojiBody,
  updateApplicationEmojiBody,
  updateEmojiBody,
} from "./emoji-body.ts";
import {
  createGuildEmoji,
  deleteGuildEmoji,
  listGuildEmojis,
  readGuildEmoji,
  updateGuildEmoji,
} from "./guild-emojis.ts";
import { readPicture, serveEmoji } from "./pictures.ts";

const OF_GUILD = "/guilds/:guild_id/emojis";
const OF_APPLICATION = "/applications/:application_id/emojis";

/** Custom emojis of servers and of applications. */
export function emojiRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { db, limiter } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "GET /guilds/:guild_id/emojis": { does: "List a server's emojis" },
    "POST /guilds/:guild_id/emojis": {
      does: "Add an emoji to a server",
      body: createEmojiBody,
      needs: ["CREATE_GUILD_EXPRESSIONS"],
    },
    "GET /guilds/:guild_id/emojis/:emoji_id": { does: "Read a server's emoji" },
    "PATCH /guilds/:guild_id/emojis/:emoji_id": {
      does: "Rename a server's emoji, or say which roles may use it",
      body: updateEmojiBody,
      needs: ["CREATE_GUILD_EXPRESSIONS", "MANAGE_GUILD_EXPRESSIONS"],
    },
    "DELETE /guilds/:guild_id/emojis/:emoji_id": {
      does: "Delete a server's emoji",
      needs: ["CREATE_GUILD_EXPRESSIONS", "MANAGE_GUILD_EXPRESSIONS"],
    },
    "GET /applications/:application_id/emojis": { does: "List an application's emojis" },
    "POST /applications/:application_id/emojis": {
      does: "Add an emoji to an application",
      body: createApplicationEmojiBody,
    },
    "GET /applications/:application_id/emojis/:emoji_id": { does: "Read an application's emoji" },
    "PATCH /applications/:application_id/emojis/:emoji_id": {
      does: "Rename an application's emoji",
      body: updateApplicationEmojiBody,
    },
    "DELETE /applications/:application_id/emojis/:emoji_id": { does: "Delete an application's emoji" },
  });
  const adding = rateLimit(limiter, { bucket: "create-emoji", max: 60, per: 60 });
  const changing = rateLimit(limiter, { bucket: "emojis", max: 30, per: 30 });

  routes.get(OF_GUILD, async (c) =>
    c.json(await listGuildEmojis(db.read, c.get("actor"), parseId(c, "guild_id"))),
  );

  routes.post(OF_GUILD, adding, async (c) => {
    const actor = c.get("actor");
    const guildId = parseId(c, "guild_id");
    // A stranger's picture is not worked on.
    await accessGuild(db.read, actor, guildId, P.CreateGuildExpressions);
    const { image, ...input } = await parseBody(c, createEmojiBody, IMAGE_BODY);
    const given = { ...input, picture: await readPicture(actor.userId, image) };
    return c.json(await createGuildEmoji(context, actor, guildId, given, auditReason(c)), 201);
  });

  const ofGuild = (c: Http) => ({ guildId: parseId(c, "guild_id"), id: parseId(c, "emoji_id") });

  routes.get(`${OF_GUILD}/:emoji_id`, async (c) => {
    const { guildId, id } = ofGuild(c);
    return c.json(await readGuildEmoji(db.read, c.get("actor"), guildId, id));
  });

  routes.patch(`${OF_GUILD}/:emoji_id`, changing, async (c) => {
    const at = ofGuild(c);
    const input = await parseBody(c, updateEmojiBody);
    return c.json(await updateGuildEmoji(context, c.get("actor"), at, input, auditReason(c)));
  });

  routes.delete(`${OF_GUILD}/:emoji_id`, changing, async (c) => {
    await deleteGuildEmoji(context, c.get("actor"), ofGuild(c), auditReason(c));
    return c.body(null, 204);
  });

  /** A bot's own application has its id. */
  const applicationOf = (c: Http) =>
    c.req.param("application_id") === "@me" ? c.get("actor").userId : parseId(c, "application_id");

  routes.get(OF_APPLICATION, async (c) =>
    c.json(await listApplicationEmojis(db.read, c.get("actor"), applicationOf(c))),
  );

  routes.post(OF_APPLICATION, adding, async (c) => {
    const actor = c.get("actor");
    const id = applicationOf(c);
    await accessApplication(db.read, actor, id);
    const { name, image } = await parseBody(c, createApplicationEmojiBody, IMAGE_BODY);
    const given = { name, picture: await readPicture(actor.userId, image) };
    return c.json(await createApplicationEmoji(context, actor, id, given), 201);
  });

  routes.get(`${OF_APPLICATION}/:emoji_id`, async (c) =>
    c.json(await readApplicationEmoji(db.read, c.get("actor"), applicationOf(c), parseId(c, "emoji_id"))),
  );

  routes.patch(`${OF_APPLICATION}/:emoji_id`, changing, async (c) => {
    const at = { applicationId: applicationOf(c), id: parseId(c, "emoji_id") };
    const { name } = await parseBody(c, updateApplicationEmojiBody);
    return c.json(await renameApplicationEmoji(context, c.get("actor"), at, name));
  });

  routes.delete(`${OF_APPLICATION}/:emoji_id`, changing, async (c) => {
    await deleteApplicationEmoji(context, c.get("actor"), applicationOf(c), parseId(c, "emoji_id"));
    return c.body(null, 204);
  });

  return routes;
}

/** At the root, like other pictures. */
export function emojiPictureRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  return new Hono<Env>().get("/emojis/:file", serveEmoji(context.blobs));
}
