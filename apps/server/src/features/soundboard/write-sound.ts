import { LIMITS } from "@palabre/protocol";
import { type APISoundboardSound, AuditLogEvent } from "discord-api-types/v10";
import { z } from "zod";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { name } from "../../http/fields.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { noteExpression, requireChanges, requireCreates } from "../guild-core/expressions.ts";
import { type SoundRow, soundsOf, toSound } from "../guild-core/present-sound.ts";
import { readLimit } from "../instance/limits.ts";
import { normaliseEmoji } from "../message-core/emoji.ts";
import { accessSound, presentSounds } from "./access-sound.ts";
import { type Measured, measureSound } from "./measure-sound.ts";

interface Parts {
  db: Database;
  bus: Bus;
  newId: () => string;
}

const emoji = z
  .string()
  .max(64)
  .transform((value, context) => {
    const known = value === "" ? null : normaliseEmoji(value);
    if (value !== "" && known === null) context.addIssue({ code: "custom", message: "Must be an emoji." });
    return known;
  })
  .nullish();

const fields = {
  name: name(2, 32),
  volume: z.number().min(0).max(1).nullish(),
  emoji_name: emoji,
  emoji_id: z.null({ message: "Sounds have emoji of Unicode alone." }).optional(),
};
export const createSoundBody = z.object({
  ...fields,
  /** A data URI. */
  sound: z.string(),
});
export const updateSoundBody = z.object({ ...fields, name: fields.name.optional() });

const NOTED = ["name", "volume", "emoji_name"] as const;

/** A data URI of the largest sound, in base64. */
const MAX_URI = Math.ceil(LIMITS.soundUpload / 3) * 4 + 100;

/**
 * A sound out of its data URI. Whatever type it says it has, the bytes decide.
 * @throws ApiError invalid_form_body naming `sound`
 */
export function readSound(uri: string): Measured {
  const comma = uri.indexOf(",");
  if (comma < 0 || !/^data:audio\/[\w.+-]+(;[\w="-]+)?;base64$/i.test(uri.slice(0, Math.min(comma, 100)))) {
    throw fieldError("sound", "SOUND_INVALID", "Must be a data URI of an MP3 or Ogg Opus sound, in base64.");
  }
  const bytes = uri.length > MAX_URI ? null : Buffer.from(uri.slice(comma + 1), "base64");
  if (bytes === null || bytes.length > LIMITS.soundUpload) {
    const message = `File cannot be larger than ${LIMITS.soundUpload / 1_024} KiB.`;
    throw fieldError("sound", "BASE_TYPE_MAX_LENGTH", message);
  }
  const sound = measureSound(bytes);
  if (!sound) throw fieldError("sound", "SOUND_INVALID", "Must be an MP3 or Ogg Opus sound.");
  if (sound.length > LIMITS.soundLength) {
    const message = `May play for ${LIMITS.soundLength / 1_000} seconds at most.`;
    throw fieldError("sound", "SOUND_TOO_LONG", message);
  }
  return sound;
}

/** @throws ApiError unknown_guild, missing_permissions, max_sounds */
export async function createSound(
  deps: Parts,
  actor: Actor,
  guildId: string,
  id: string,
  input: Omit<z.output<typeof createSoundBody>, "sound">,
  reason: string | null,
): Promise<APISoundboardSound> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId);
    requireCreates(member);
    const known = await soundsOf(tx.sql).where("guild_id", "=", guildId).execute();
    if (known.length >= (await readLimit(tx.sql, "soundboard_sounds"))) throw new ApiError("max_sounds");
    const row: SoundRow = {
      id,
      guild_id: guildId,
      user_id: actor.userId,
      name: input.name,
      volume: input.volume ?? 1,
      emoji_name: input.emoji_name ?? null,
    };
    await tx.sql.insertInto("soundboard_sounds").values(row).execute();
    const by = { guildId, actorId: actor.userId, action: AuditLogEvent.SoundboardSoundCreate, reason };
    await noteExpression(tx, deps, by, { before: null, after: row }, NOTED);
    announce(tx, deps.bus, `guild:${guildId}`, "GUILD_SOUNDBOARD_SOUND_CREATE", toSound(row));
    const [sound] = await presentSounds(tx.sql, member, [row]);
    return sound ?? toSound(row);
  });
}

/** What is absent stays. @throws ApiError unknown_guild, unknown_sound, missing_permissions */
export async function updateSound(
  deps: Parts,
  actor: Actor,
  guildId: string,
  soundId: string,
  input: z.output<typeof updateSoundBody>,
  reason: string | null,
): Promise<APISoundboardSound> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const { member, sound: before } = await accessSound(tx.sql, actor, guildId, soundId);
    requireChanges(member, before.user_id);
    const after: SoundRow = {
      ...before,
      name: input.name ?? before.name,
      volume: input.volume === undefined ? before.volume : (input.volume ?? 1),
      emoji_name: input.emoji_name === undefined ? before.emoji_name : input.emoji_name,
    };
    const { name, volume, emoji_name } = after;
    await tx.sql
      .updateTable("soundboard_sounds")
      .set({ name, volume, emoji_name })
      .where("id", "=", soundId)
      .execute();
    const by = { guildId, actorId: actor.userId, action: AuditLogEvent.SoundboardSoundUpdate, reason };
    if (await noteExpression(tx, deps, by, { before, after }, NOTED)) {
      announce(tx, deps.bus, `guild:${guildId}`, "GUILD_SOUNDBOARD_SOUND_UPDATE", toSound(after));
    }
    const [sound] = await presentSounds(tx.sql, member, [after]);
    return sound ?? toSound(after);
  });
}

/** @throws ApiError unknown_guild, unknown_sound, missing_permissions */
export async function deleteSound(
  deps: Parts,
  actor: Actor,
  guildId: string,
  soundId: string,
  reason: string | null,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const { member, sound } = await accessSound(tx.sql, actor, guildId, soundId);
    requireChanges(member, sound.user_id);
    await tx.sql.deleteFrom("soundboard_sounds").where("id", "=", soundId).execute();
    const by = { guildId, actorId: actor.userId, action: AuditLogEvent.SoundboardSoundDelete, reason };
    await noteExpression(tx, deps, by, { before: sound, after: null }, NOTED);
    const d = { sound_id: soundId, guild_id: guildId };
    announce(tx, deps.bus, `guild:${guildId}`, "GUILD_SOUNDBOARD_SOUND_DELETE", d);
  });
}
