import type { Play } from "./play.ts";
import type { Fixtures } from "./walk.ts";

const PNG =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** Custom emojis of the server and of the bot's application. */
export async function emojis({ ask }: Play, { guildId, botId }: Fixtures): Promise<void> {
  const guild = { guild_id: guildId };
  const party = await ask("POST /guilds/{guild_id}/emojis", {
    path: guild,
    body: { name: "party", image: PNG, roles: [] },
  });
  const one = { ...guild, emoji_id: party.id };
  await ask("GET /guilds/{guild_id}/emojis", { path: guild });
  await ask("GET /guilds/{guild_id}/emojis/{emoji_id}", { path: one });
  await ask("PATCH /guilds/{guild_id}/emojis/{emoji_id}", { path: one, body: { name: "fiesta" } });
  await ask("DELETE /guilds/{guild_id}/emojis/{emoji_id}", { path: one });

  const application = { application_id: botId };
  const logo = await ask("POST /applications/{application_id}/emojis", {
    path: application,
    body: { name: "logo", image: PNG },
  });
  const sign = { ...application, emoji_id: logo.id };
  await ask("GET /applications/{application_id}/emojis", { path: application });
  await ask("GET /applications/{application_id}/emojis/{emoji_id}", { path: sign });
  await ask("PATCH /applications/{application_id}/emojis/{emoji_id}", {
    path: sign,
    body: { name: "sign" },
  });
  await ask("DELETE /applications/{application_id}/emojis/{emoji_id}", { path: sign });
}
