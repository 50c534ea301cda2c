import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GatewayOpcodes } from "discord-api-types/v10";
import type { Play } from "./play.ts";
import type { Fixtures } from "./walk.ts";

const PICTURE = join(import.meta.dirname, "../assets/stickers/bug.png");

/** Stickers and sounds: those of a server, and those that every server has. */
export async function stickersAndSounds({ ask, hear, send }: Play, { guildId }: Fixtures): Promise<void> {
  const path = { guild_id: guildId };
  const form = new FormData();
  for (const [key, value] of Object.entries({ name: "Bug", description: "A beetle", tags: "insect" }))
    form.append(key, value);
  form.append("file", new Blob([readFileSync(PICTURE)]), "bug.png");
  const sticker = await ask("POST /guilds/{guild_id}/stickers", { path, body: form });
  const one = { ...path, sticker_id: sticker.id };
  await ask("GET /guilds/{guild_id}/stickers", { path });
  await ask("GET /guilds/{guild_id}/stickers/{sticker_id}", { path: one });
  await ask("PATCH /guilds/{guild_id}/stickers/{sticker_id}", { path: one, body: { name: "Beetle" } });
  await ask("GET /stickers/{sticker_id}", { path: { sticker_id: sticker.id } });
  await ask("DELETE /guilds/{guild_id}/stickers/{sticker_id}", { path: one });
  const { sticker_packs } = await ask("GET /sticker-packs");
  const [pack] = sticker_packs;
  await ask("GET /sticker-packs/{pack_id}", { path: { pack_id: pack.id } });
  await ask("GET /stickers/{sticker_id}", { path: { sticker_id: pack.stickers[0].id } });

  // Ten frames of MPEG audio, each 24 ms of silence.
  const frame = Buffer.alloc(192);
  frame.writeUInt32BE(0xfffb5400);
  const recording = Buffer.concat(Array.from({ length: 10 }, () => frame));
  const sound = await ask("POST /guilds/{guild_id}/soundboard-sounds", {
    path,
    body: { name: "Horn", sound: `data:audio/mpeg;base64,${recording.toString("base64")}`, emoji_name: "📯" },
  });
  const its = { ...path, sound_id: sound.sound_id };
  await ask("GET /guilds/{guild_id}/soundboard-sounds", { path });
  await ask("GET /guilds/{guild_id}/soundboard-sounds/{sound_id}", { path: its });
  await ask("PATCH /guilds/{guild_id}/soundboard-sounds/{sound_id}", { path: its, body: { volume: 0.5 } });
  send(GatewayOpcodes.RequestSoundboardSounds, { guild_ids: [guildId] });
  await hear("SOUNDBOARD_SOUNDS");
  await ask("DELETE /guilds/{guild_id}/soundboard-sounds/{sound_id}", { path: its });
  await ask("GET /soundboard-default-sounds");
}
