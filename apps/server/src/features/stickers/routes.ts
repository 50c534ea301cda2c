import { LIMITS } from "@palabre/protocol";
import { Hono } from "hono";
import { ApiError, fieldError } from "../../errors.ts";
import { auditReason } from "../../http/audit-reason.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env } from "../../http/env.ts";
import { parseBody, parseId, parsePart } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import { readForm } from "../../http/read-form.ts";
import type { AppParts } from "../../parts.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { createWithFile, requireCreates } from "../guild-core/expressions.ts";
import { endingOf, stickersOf } from "../guild-core/present-sticker.ts";
import { accessAnySticker, accessSticker, presentStickers } from "./access-sticker.ts";
import { findPack, listPacks, standardPicture } from "./pack.ts";
import { preparePicture } from "./prepare-picture.ts";
import {
  createSticker,
  createStickerBody,
  deleteSticker,
  STICKER_FORM,
  updateSticker,
  updateStickerBody,
} from "./write-sticker.ts";

const STICKERS = "/guilds/:guild_id/stickers";
const STICKER = `${STICKERS}/:sticker_id`;

/** Pictures that a server has to send, and the few that all have. */
export function stickerRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { db, blobs, limiter, newId } = context;
  const routes = new Hono<Env>();
  const mine = ["CREATE_GUILD_EXPRESSIONS"];
  describeRoutes(routes, {
    "GET /sticker-packs": { does: "List the stickers that every server has" },
    "GET /sticker-packs/:pack_id": { does: "Look at a pack of stickers" },
    "GET /stickers/:sticker_id": { does: "Look at a sticker" },
    "GET /guilds/:guild_id/stickers": { does: "List the stickers of a server" },
    "POST /guilds/:guild_id/stickers": {
      does: "Add a sticker, with its picture as `file`",
      body: createStickerBody,
      files: true,
      needs: mine,
    },
    "GET /guilds/:guild_id/stickers/:sticker_id": { does: "Look at a sticker of a server" },
    "PATCH /guilds/:guild_id/stickers/:sticker_id": {
      does: "Change what a sticker is called and found by",
      body: updateStickerBody,
      needs: mine,
    },
    "DELETE /guilds/:guild_id/stickers/:sticker_id": { does: "Delete a sticker", needs: mine },
  });
  const changing = rateLimit(limiter, { bucket: "stickers", max: 20, per: 60 });

  routes.get("/sticker-packs", (c) => c.json({ sticker_packs: listPacks() }));

  routes.get("/sticker-packs/:pack_id", (c) => {
    const pack = findPack(parseId(c, "pack_id"));
    if (!pack) throw new ApiError("unknown_sticker_pack");
    return c.json(pack);
  });

  routes.get("/stickers/:sticker_id", async (c) =>
    c.json(await accessAnySticker(db.read, c.get("actor"), parseId(c, "sticker_id"))),
  );

  routes.get(STICKERS, async (c) => {
    const guildId = parseId(c, "guild_id");
    const member = await accessGuild(db.read, c.get("actor"), guildId);
    const rows = await stickersOf(db.read).where("guild_id", "=", guildId).execute();
    return c.json(await presentStickers(db.read, member, rows));
  });

  routes.post(STICKERS, changing, async (c) => {
    const actor = c.get("actor");
    const guildId = parseId(c, "guild_id");
    requireCreates(await accessGuild(db.read, actor, guildId));
    const form = await readForm(c, STICKER_FORM);
    const input = parsePart(
      c,
      "body",
      createStickerBody,
      Object.fromEntries(["name", "description", "tags"].map((key) => [key, form.get(key) ?? undefined])),
    );
    const file = form.get("file");
    if (!(file instanceof Blob)) throw fieldError("file", "BASE_TYPE_REQUIRED", "This field is required");
    if (file.size > LIMITS.stickerUpload) {
      const message = `File cannot be larger than ${LIMITS.stickerUpload / 1_024} KiB.`;
      throw fieldError("file", "BASE_TYPE_MAX_LENGTH", message);
    }
    const { bytes, format } = await preparePicture(actor.userId, await file.bytes());
    const id = newId();
    const sticker = await createWithFile(blobs, { key: `stickers/${id}.${endingOf(format)}`, bytes }, () =>
      createSticker(context, actor, guildId, id, { ...input, format }, auditReason(c)),
    );
    return c.json(sticker, 201);
  });

  routes.get(STICKER, async (c) => {
    const id = parseId(c, "sticker_id");
    const { member, sticker } = await accessSticker(db.read, c.get("actor"), parseId(c, "guild_id"), id);
    const [shown] = await presentStickers(db.read, member, [sticker]);
    return c.json(shown);
  });

  routes.patch(STICKER, changing, async (c) => {
    const guildId = parseId(c, "guild_id");
    const id = parseId(c, "sticker_id");
    const input = await parseBody(c, updateStickerBody);
    return c.json(await updateSticker(context, c.get("actor"), guildId, id, input, auditReason(c)));
  });

  routes.delete(STICKER, changing, async (c) => {
    const guildId = parseId(c, "guild_id");
    const id = parseId(c, "sticker_id");
    const gone = await deleteSticker(context, c.get("actor"), guildId, id, auditReason(c));
    await blobs.delete(`stickers/${id}.${endingOf(gone.format_type)}`);
    return c.body(null, 204);
  });

  return routes;
}

/** At the root, like other pictures: `/stickers/ID.png`, or `.gif`. */
export function stickerPictureRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  return new Hono<Env>().get("/stickers/:file", async (c) => {
    const [, id = "", ending] = /^(\d{1,20})\.(png|gif)$/.exec(c.req.param("file")) ?? [];
    if (ending === undefined) throw new ApiError("not_found");
    const headers = {
      "Content-Type": `image/${ending}`,
      "Cache-Control": "public, max-age=31536000, immutable",
      ETag: `"${id}"`,
      "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Cross-Origin-Resource-Policy": "cross-origin",
    };
    const standard = ending === "png" ? standardPicture(id) : undefined;
    const picture = standard ? Bun.file(standard) : await context.blobs.get(`stickers/${id}.${ending}`);
    if (!picture) throw new ApiError("not_found");
    if (c.req.header("if-none-match") === headers.ETag) return c.body(null, 304, headers);
    return new Response(c.req.method === "HEAD" ? null : picture, { headers });
  });
}
