import { Hono } from "hono";
import { z } from "zod";
import { auditReason } from "../../http/audit-reason.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env } from "../../http/env.ts";
import { snowflake, text } from "../../http/fields.ts";
import { parseBody, parseId } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { changeSpeaking, readVoiceState } from "./moderate-voice.ts";
import { closeStage, openStage, readStage, renameStage } from "./stage-instances.ts";
import { setVoiceStatus } from "./voice-status.ts";

const speaking = {
  channel_id: snowflake.nullish(),
  suppress: z.boolean().optional(),
};
const ownSpeaking = z.object({
  ...speaking,
  request_to_speak_timestamp: z.iso
    .datetime({ offset: true })
    .transform((value) => Date.parse(value))
    .nullish(),
});
const othersSpeaking = z.object(speaking);

/** Only this server's members see a stage: the level for everybody is not taken. */
const privacy = z.literal(2).optional();
const topic = text(1, 120);
const openBody = z.object({
  channel_id: snowflake,
  topic,
  privacy_level: privacy,
  send_start_notification: z.boolean().nullish(),
  guild_scheduled_event_id: snowflake.nullish(),
});
const renameBody = z.object({ topic: topic.optional(), privacy_level: privacy });
const statusBody = z.object({ status: text(0, 500).nullish() });

const STATES = "/guilds/:guild_id/voice-states";
const STAGE = "/stage-instances/:channel_id";

/** Who is in voice, who speaks on stages, and what voice channels say of themselves. One gets there by the gateway. */
export function voiceRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { db, limiter } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "GET /guilds/:guild_id/voice-states/@me": { does: "Read where one is in voice" },
    "PATCH /guilds/:guild_id/voice-states/@me": {
      does: "Speak on a stage, or ask to",
      body: ownSpeaking,
    },
    "GET /guilds/:guild_id/voice-states/:user_id": { does: "Read where somebody is in voice" },
    "PATCH /guilds/:guild_id/voice-states/:user_id": {
      does: "Let somebody speak on a stage, or not",
      body: othersSpeaking,
      needs: ["MUTE_MEMBERS"],
    },
    "POST /stage-instances": { does: "Open a stage", body: openBody },
    "GET /stage-instances/:channel_id": { does: "Read what a stage is about" },
    "PATCH /stage-instances/:channel_id": { does: "Change what a stage is about", body: renameBody },
    "DELETE /stage-instances/:channel_id": { does: "Close a stage" },
    "PUT /channels/:channel_id/voice-status": {
      does: "Say what a voice channel is about",
      body: statusBody,
    },
  });
  const changing = rateLimit(limiter, { bucket: "voice-states", max: 20, per: 10 });
  const staging = rateLimit(limiter, { bucket: "stages", max: 10, per: 60 });

  routes.get(`${STATES}/@me`, async (c) => {
    const actor = c.get("actor");
    return c.json(await readVoiceState(db.read, actor, parseId(c, "guild_id"), actor.userId));
  });
  routes.patch(`${STATES}/@me`, changing, async (c) => {
    const actor = c.get("actor");
    const guildId = parseId(c, "guild_id");
    const { request_to_speak_timestamp, ...change } = await parseBody(c, ownSpeaking);
    const asks = request_to_speak_timestamp === undefined ? undefined : request_to_speak_timestamp !== null;
    await changeSpeaking(context, actor, guildId, actor.userId, { ...change, asks });
    return c.body(null, 204);
  });
  routes.get(`${STATES}/:user_id`, async (c) =>
    c.json(await readVoiceState(db.read, c.get("actor"), parseId(c, "guild_id"), parseId(c, "user_id"))),
  );
  routes.patch(`${STATES}/:user_id`, changing, async (c) => {
    const [guildId, userId] = [parseId(c, "guild_id"), parseId(c, "user_id")];
    await changeSpeaking(context, c.get("actor"), guildId, userId, await parseBody(c, othersSpeaking));
    return c.body(null, 204);
  });

  routes.post("/stage-instances", staging, async (c) =>
    c.json(await openStage(context, c.get("actor"), await parseBody(c, openBody), auditReason(c))),
  );
  routes.get(STAGE, async (c) => c.json(await readStage(db.read, c.get("actor"), parseId(c, "channel_id"))));
  routes.patch(STAGE, staging, async (c) => {
    const channelId = parseId(c, "channel_id");
    const { topic } = await parseBody(c, renameBody);
    return c.json(await renameStage(context, c.get("actor"), channelId, topic, auditReason(c)));
  });
  routes.delete(STAGE, staging, async (c) => {
    await closeStage(context, c.get("actor"), parseId(c, "channel_id"), auditReason(c));
    return c.body(null, 204);
  });

  routes.put("/channels/:channel_id/voice-status", changing, async (c) => {
    const channelId = parseId(c, "channel_id");
    const { status } = await parseBody(c, statusBody);
    await setVoiceStatus(context, c.get("actor"), channelId, status || null, auditReason(c));
    return c.body(null, 204);
  });

  return routes;
}
