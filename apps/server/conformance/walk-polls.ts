import type { Play } from "./play.ts";
import type { Fixtures } from "./walk.ts";

const POLL = "/channels/{channel_id}/polls/{message_id}";
const EVENT = "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}";

/** Polls; occurrences of events that are called off or moved; bringing somebody in; regions. */
export async function walkPolls(play: Play, given: Fixtures, channelId: string): Promise<void> {
  await polls(play, given, channelId);
  await occurrences(play, given);
  await bringIn(play, given);
  await play.ask("GET /voice/regions");
  await play.ask("GET /guilds/{guild_id}/regions", { path: { guild_id: given.guildId } });
  await play.ask("GET /users/@me/connections");
}

async function polls({ ask, request }: Play, { ada }: Fixtures, channelId: string): Promise<void> {
  const path = { channel_id: channelId };
  const said = await ask("POST /channels/{channel_id}/messages", {
    path,
    body: {
      poll: {
        question: { text: "Tabs or spaces?" },
        answers: [
          { poll_media: { text: "Tabs", emoji: { name: "🪵" } } },
          { poll_media: { text: "Spaces" } },
        ],
        duration: 1,
        allow_multiselect: true,
      },
    },
  });
  const at = { ...path, message_id: said.id };
  // Bots do not vote.
  for (const answer_ids of [[1, 2], [2]]) {
    await request("PUT", `/channels/${channelId}/polls/${said.id}/answers/@me`, {
      as: ada,
      body: { answer_ids },
    });
  }
  await ask(`GET ${POLL}/answers/{answer_id}`, { path: { ...at, answer_id: "2" } });
  await ask(`POST ${POLL}/expire`, { path: at });
  // What came out stands in the channel.
  await ask("GET /channels/{channel_id}/messages", { path });
}

async function occurrences({ ask }: Play, { guildId }: Fixtures): Promise<void> {
  const start = Math.ceil(Date.now() / 60_000) * 60_000 + 3_600_000;
  const iso = (ms: number) => new Date(start + ms).toISOString();
  const DAY = 86_400_000;
  const event = await ask("POST /guilds/{guild_id}/scheduled-events", {
    path: { guild_id: guildId },
    body: {
      name: "Stand-up",
      privacy_level: 2,
      entity_type: 3,
      scheduled_start_time: iso(0),
      scheduled_end_time: iso(900_000),
      entity_metadata: { location: "here" },
      recurrence_rule: { start: iso(0), frequency: 3, interval: 1 },
    },
  });
  const path = { guild_id: guildId, guild_scheduled_event_id: event.id };
  const made = await ask(`POST ${EVENT}/exceptions`, {
    path,
    body: { original_scheduled_start_time: iso(DAY), scheduled_start_time: iso(DAY + 3_600_000) },
  });
  const at = { ...path, exception_id: made.event_exception_id };
  await ask(`PATCH ${EVENT}/exceptions/{exception_id}`, { path: at, body: { is_canceled: true } });
  await ask(`GET ${EVENT}`, { path });
  await ask(`GET ${EVENT}/users/counts`, {
    path,
    query: { guild_scheduled_event_exception_ids: made.event_exception_id },
  });
  await ask(`GET ${EVENT}/{guild_scheduled_event_exception_id}/users`, {
    path: { ...path, guild_scheduled_event_exception_id: made.event_exception_id },
  });
  await ask(`DELETE ${EVENT}/exceptions/{exception_id}`, { path: at });
  await ask("GET /guilds/{guild_id}/audit-logs", { path: { guild_id: guildId } });
  await ask(`DELETE ${EVENT}`, { path });
}

/** Bob agrees that the bot may bring him in. */
async function bringIn({ ask, request }: Play, { ada, bob, bobId, botId, guildId }: Fixtures): Promise<void> {
  const redirect_uri = "https://wiki.example.org/back";
  await request("PATCH", `/applications/${botId}`, { as: ada, body: { redirect_uris: [redirect_uri] } });
  const { body: app } = await request("POST", `/applications/${botId}/reset`, { as: ada });
  const { body: agreed } = await request("POST", "/oauth2/authorize", {
    as: bob,
    query: { client_id: botId, response_type: "code", scope: "guilds.join", redirect_uri },
    body: { authorize: true },
  });
  const code = new URL(agreed.location).searchParams.get("code");
  const { body: token } = await request("POST", "/oauth2/token", {
    as: null,
    body: {
      grant_type: "authorization_code",
      code,
      redirect_uri,
      client_id: botId,
      client_secret: app.secret,
    },
  });
  const path = { guild_id: guildId, user_id: bobId };
  const body = { access_token: token.access_token };
  await ask("PUT /guilds/{guild_id}/members/{user_id}", { path, body });
}
