import { GatewayOpcodes } from "discord-api-types/v10";
import type { Play } from "./play.ts";
import type { Fixtures } from "./walk.ts";

/** Voice channels and stages: one gets there by the gateway. */
export async function voice({ ask, hear, send }: Play, { guildId, botId }: Fixtures): Promise<void> {
  const path = { guild_id: guildId };
  const enter = async (channel_id: string | null) => {
    send(GatewayOpcodes.VoiceStateUpdate, {
      guild_id: guildId,
      channel_id,
      self_mute: false,
      self_deaf: false,
    });
    await hear("VOICE_STATE_UPDATE");
  };
  const lounge = await ask("POST /guilds/{guild_id}/channels", { path, body: { name: "lounge", type: 2 } });
  await enter(lounge.id);
  await hear("VOICE_SERVER_UPDATE");
  await ask("GET /guilds/{guild_id}/voice-states/@me", { path });
  await ask("GET /guilds/{guild_id}/voice-states/{user_id}", { path: { ...path, user_id: botId } });
  await ask("POST /channels/{channel_id}/send-soundboard-sound", {
    path: { channel_id: lounge.id },
    body: { sound_id: "1" },
  });
  await hear("VOICE_CHANNEL_EFFECT_SEND");
  await ask("PUT /channels/{channel_id}/voice-status", {
    path: { channel_id: lounge.id },
    body: { status: "pairing" },
  });
  send(GatewayOpcodes.RequestChannelInfo, { guild_id: guildId, fields: ["status", "voice_start_time"] });
  await hear("CHANNEL_INFO");
  const stage = await ask("POST /guilds/{guild_id}/channels", { path, body: { name: "talks", type: 13 } });
  const at = { channel_id: stage.id };
  await ask("POST /stage-instances", { body: { channel_id: stage.id, topic: "Release 2" } });
  await ask("GET /stage-instances/{channel_id}", { path: at });
  await ask("PATCH /stage-instances/{channel_id}", { path: at, body: { topic: "Release 3" } });
  await enter(stage.id);
  await ask("PATCH /guilds/{guild_id}/voice-states/@me", { path, body: { suppress: true } });
  await ask("PATCH /guilds/{guild_id}/voice-states/{user_id}", {
    path: { ...path, user_id: botId },
    body: { suppress: false },
  });
  await ask("DELETE /stage-instances/{channel_id}", { path: at });
  await enter(null);
}
