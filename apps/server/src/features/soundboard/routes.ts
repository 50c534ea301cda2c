import { Hono } from "hono";
import { z } from "zod";
import { ApiError } from "../../errors.ts";
import { auditReason } from "../../http/audit-reason.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env } from "../../http/env.ts";
import { snowflake } from "../../http/fields.ts";
import { parseBody, parseId } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { parseRange } from "../files/range.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { createWithFile, requireCreates } from "../guild-core/expressions.ts";
import { soundsOf } from "../guild-core/present-sound.ts";
import { accessSound, presentSounds } from "./access-sound.ts";
import { defaultSound, listDefaultSounds } from "./default-sounds.ts";
import { sendSound } from "./send-sound.ts";
import {
  createSound,
  createSoundBody,
  deleteSound,
  readSound,
  updateSound,
  updateSoundBody,
} from "./write-sound.ts";

const SOUNDS = "/guilds/:guild_id/soundboard-sounds";
const SOUND = `${SOUNDS}/:sound_id`;

const sendSoundBody = z.object({ sound_id: snowflake, source_guild_id: snowflake.nullish() });

/** Short sounds of a server, and the few that all have. */
export function soundboardRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { db, blobs, limiter, newId } = context;
  const routes = new Hono<Env>();
  const mine = ["CREATE_GUILD_EXPRESSIONS"];
  describeRoutes(routes, {
    "GET /soundboard-default-sounds": { does: "List the sounds that every server has" },
    "GET /guilds/:guild_id/soundboard-sounds": { does: "List the sounds of a server" },
    "POST /guilds/:guild_id/soundboard-sounds": { does: "Add a sound", body: createSoundBody, needs: mine },
    "GET /guilds/:guild_id/soundboard-sounds/:sound_id": { does: "Look at a sound of a server" },
    "PATCH /guilds/:guild_id/soundboard-sounds/:sound_id": {
      does: "Change a sound's name, volume or emoji",
      body: updateSoundBody,
      needs: mine,
    },
    "POST /channels/:channel_id/send-soundboard-sound": {
      does: "Have everybody in a voice channel hear a sound",
      body: sendSoundBody,
      needs: ["SPEAK", "USE_SOUNDBOARD"],
    },
    "DELETE /guilds/:guild_id/soundboard-sounds/:sound_id": { does: "Delete a sound", needs: mine },
  });
  const changing = rateLimit(limiter, { bucket: "soundboard", max: 20, per: 60 });
  const playing = rateLimit(limiter, { bucket: "play-sound", max: 5, per: 5 });

  routes.post("/channels/:channel_id/send-soundboard-sound", playing, async (c) => {
    const channelId = parseId(c, "channel_id");
    await sendSound(context, c.get("actor"), channelId, await parseBody(c, sendSoundBody));
    return c.body(null, 204);
  });

  routes.get("/soundboard-default-sounds", (c) => c.json(listDefaultSounds()));

  routes.get(SOUNDS, async (c) => {
    const guildId = parseId(c, "guild_id");
    const member = await accessGuild(db.read, c.get("actor"), guildId);
    const rows = await soundsOf(db.read).where("guild_id", "=", guildId).execute();
    return c.json({ items: await presentSounds(db.read, member, rows) });
  });

  routes.post(SOUNDS, changing, async (c) => {
    const actor = c.get("actor");
    const guildId = parseId(c, "guild_id");
    requireCreates(await accessGuild(db.read, actor, guildId));
    const { sound: uri, ...input } = await parseBody(c, createSoundBody);
    const { bytes } = readSound(uri);
    const id = newId();
    const sound = await createWithFile(blobs, { key: `soundboard-sounds/${id}`, bytes }, () =>
      createSound(context, actor, guildId, id, input, auditReason(c)),
    );
    return c.json(sound, 201);
  });

  routes.get(SOUND, async (c) => {
    const id = parseId(c, "sound_id");
    const { member, sound } = await accessSound(db.read, c.get("actor"), parseId(c, "guild_id"), id);
    const [shown] = await presentSounds(db.read, member, [sound]);
    return c.json(shown);
  });

  routes.patch(SOUND, changing, async (c) => {
    const guildId = parseId(c, "guild_id");
    const id = parseId(c, "sound_id");
    const input = await parseBody(c, updateSoundBody);
    return c.json(await updateSound(context, c.get("actor"), guildId, id, input, auditReason(c)));
  });

  routes.delete(SOUND, changing, async (c) => {
    const guildId = parseId(c, "guild_id");
    const id = parseId(c, "sound_id");
    await deleteSound(context, c.get("actor"), guildId, id, auditReason(c));
    await blobs.delete(`soundboard-sounds/${id}`);
    return c.body(null, 204);
  });

  return routes;
}

/** At the root, like pictures: `/soundboard-sounds/ID`, in parts too, since some browsers play nothing else. */
export function soundFileRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  return new Hono<Env>().get("/soundboard-sounds/:id", async (c) => {
    const id = c.req.param("id");
    if (!/^\d{1,20}$/.test(id)) throw new ApiError("not_found");
    const made = defaultSound(id);
    const sound = made ? new Blob([made]) : await context.blobs.get(`soundboard-sounds/${id}`);
    if (!sound) throw new ApiError("not_found");
    const isOgg = !made && (await sound.slice(0, 4).text()) === "OggS";
    const headers: Record<string, string> = {
      "Content-Type": made ? "audio/wav" : isOgg ? "audio/ogg" : "audio/mpeg",
      "Cache-Control": "public, max-age=31536000, immutable",
      ETag: `"${id}"`,
      "Accept-Ranges": "bytes",
      "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Cross-Origin-Resource-Policy": "cross-origin",
    };
    if (c.req.header("if-none-match") === headers.ETag) return c.body(null, 304, headers);
    const range = parseRange(c.req.header("range"), sound.size);
    if (range === "unsatisfiable") {
      return c.body(null, 416, { ...headers, "Content-Range": `bytes */${sound.size}` });
    }
    const isHead = c.req.method === "HEAD";
    if (range === null) return new Response(isHead ? null : sound, { headers });
    const part = sound.slice(range.start, range.end);
    headers["Content-Range"] = `bytes ${range.start}-${range.end - 1}/${sound.size}`;
    return new Response(isHead ? null : part, { status: 206, headers });
  });
}
