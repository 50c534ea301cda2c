import type { Body, Play } from "./play.ts";
import { emojis } from "./walk-emojis.ts";
import { entrance } from "./walk-entrance.ts";
import { eventWebhooks } from "./walk-event-webhooks.ts";
import { produceEvents } from "./walk-events.ts";
import { walkPolls } from "./walk-polls.ts";
import { stickersAndSounds } from "./walk-stickers.ts";
import { voice } from "./walk-voice.ts";

/** What the walk begins with, made over the API. */
export interface Fixtures {
  /** Tokens as `Authorization` carries them. */
  ada: string;
  bob: string;
  bobId: string;
  adaId: string;
  botId: string;
  guildId: string;
}

const PNG =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** Every family, one after the other: each asks its operations in an order in which they make sense. */
export async function walk(play: Play, given: Fixtures): Promise<void> {
  const general = await channels(play, given);
  await messages(play, given, general.id);
  await threads(play, given, general.id);
  await guild(play, given);
  await rolesAndMembers(play, given);
  await moderation(play, given);
  await invitations(play, given, general.id);
  await entrance(play, given, general.id);
  await templates(play, given);
  await events(play, given);
  await stickersAndSounds(play, given);
  await users(play, given);
  await oauth2(play, given);
  await webhooks(play, given, general.id);
  await eventWebhooks(play);
  await commands(play, given);
  await answers(play, given, general.id);
  await emojis(play, given);
  await walkPolls(play, given, general.id);
  await voice(play, given);
  await produceEvents(play, given);
  await leave(play, given);
}

async function channels({ ask }: Play, { guildId, bobId, ada }: Fixtures): Promise<Body> {
  const path = { guild_id: guildId };
  const general = await ask("POST /guilds/{guild_id}/channels", { path, body: { name: "general", type: 0 } });
  const at = { channel_id: general.id };
  await ask("GET /guilds/{guild_id}/channels", { path });
  await ask("GET /channels/{channel_id}", { path: at });
  await ask("PATCH /channels/{channel_id}", { path: at, body: { topic: "All of it" } });
  await ask("PATCH /guilds/{guild_id}/channels", { path, body: [{ id: general.id, position: 1 }] });
  const overwrite = { ...at, overwrite_id: bobId };
  await ask("PUT /channels/{channel_id}/permissions/{overwrite_id}", {
    path: overwrite,
    body: { type: 1, allow: "1024", deny: "0" },
  });
  await ask("DELETE /channels/{channel_id}/permissions/{overwrite_id}", { path: overwrite });
  await ask("POST /channels/{channel_id}/typing", { path: at });
  const news = await ask("POST /guilds/{guild_id}/channels", { path, body: { name: "news", type: 5 } });
  await ask("POST /channels/{channel_id}/followers", {
    path: { channel_id: news.id },
    body: { webhook_channel_id: general.id },
  });
  const said = await ask("POST /channels/{channel_id}/messages", {
    path: { channel_id: news.id },
    body: { content: "1.0 is out" },
  });
  await ask("POST /channels/{channel_id}/messages/{message_id}/crosspost", {
    path: { channel_id: news.id, message_id: said.id },
  });
  await ask("GET /channels/{channel_id}/webhooks", { path: at });
  const dm = await ask("POST /users/@me/channels", { body: { recipient_id: bobId } });
  await ask("GET /channels/{channel_id}", { path: { channel_id: dm.id } });
  await ask("DELETE /channels/{channel_id}", { path: { channel_id: news.id } });
  // A room is for people: Ada makes one with Bob, her friend.
  const room = await ask("POST /users/@me/channels", {
    as: ada,
    body: { recipients: [bobId], name: "room" },
  });
  const seat = { channel_id: room.id, user_id: bobId };
  await ask("DELETE /channels/{channel_id}/recipients/{user_id}", { as: ada, path: seat });
  await ask("PUT /channels/{channel_id}/recipients/{user_id}", { as: ada, path: seat });
  return general;
}

async function messages({ ask }: Play, { bobId, bob }: Fixtures, channelId: string): Promise<void> {
  const path = { channel_id: channelId };
  const said = await ask("POST /channels/{channel_id}/messages", {
    path,
    body: {
      content: "hello",
      embeds: [
        { title: "Build", description: "green", color: 0x336699, fields: [{ name: "a", value: "b" }] },
      ],
    },
  });
  const form = new FormData();
  form.set("payload_json", JSON.stringify({ content: "with a file" }));
  form.set("files[0]", new File(["log"], "build.log"));
  await ask("POST /channels/{channel_id}/messages", { path, body: form });
  const at = { ...path, message_id: said.id };
  await ask("GET /channels/{channel_id}/messages", { path });
  await ask("GET /channels/{channel_id}/messages/{message_id}", { path: at });
  await ask("PATCH /channels/{channel_id}/messages/{message_id}", { path: at, body: { content: "edited" } });
  const emoji = { ...at, emoji_name: "👍" };
  await ask("PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me", { path: emoji });
  await ask("GET /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}", { path: emoji });
  await ask("DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me", {
    path: emoji,
  });
  await ask("PUT /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/@me", {
    path: emoji,
    as: bob,
  });
  await ask("DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}/{user_id}", {
    path: { ...emoji, user_id: bobId },
  });
  await ask("DELETE /channels/{channel_id}/messages/{message_id}/reactions/{emoji_name}", { path: emoji });
  await ask("DELETE /channels/{channel_id}/messages/{message_id}/reactions", { path: at });
  await ask("PUT /channels/{channel_id}/messages/pins/{message_id}", { path: at });
  await ask("GET /channels/{channel_id}/messages/pins", { path });
  await ask("GET /channels/{channel_id}/pins", { path });
  await ask("DELETE /channels/{channel_id}/messages/pins/{message_id}", { path: at });
  await ask("PUT /channels/{channel_id}/pins/{message_id}", { path: at });
  await ask("DELETE /channels/{channel_id}/pins/{message_id}", { path: at });
  const more = [];
  for (const content of ["one", "two"]) {
    more.push(await ask("POST /channels/{channel_id}/messages", { path, body: { content } }));
  }
  await ask("POST /channels/{channel_id}/messages/bulk-delete", {
    path,
    body: { messages: more.map(({ id }) => id) },
  });
  await ask("DELETE /channels/{channel_id}/messages/{message_id}", { path: at });
}

async function threads({ ask }: Play, { guildId, bobId }: Fixtures, channelId: string): Promise<void> {
  const path = { channel_id: channelId };
  const said = await ask("POST /channels/{channel_id}/messages", {
    path,
    body: { content: "about threads" },
  });
  const thread = await ask("POST /channels/{channel_id}/messages/{message_id}/threads", {
    path: { ...path, message_id: said.id },
    body: { name: "about it" },
  });
  const at = { channel_id: thread.id };
  await ask("PUT /channels/{channel_id}/thread-members/{user_id}", { path: { ...at, user_id: bobId } });
  await ask("GET /channels/{channel_id}/thread-members", { path: at });
  await ask("GET /channels/{channel_id}/thread-members/{user_id}", { path: { ...at, user_id: bobId } });
  await ask("DELETE /channels/{channel_id}/thread-members/{user_id}", { path: { ...at, user_id: bobId } });
  await ask("DELETE /channels/{channel_id}/thread-members/@me", { path: at });
  await ask("PUT /channels/{channel_id}/thread-members/@me", { path: at });
  await ask("GET /guilds/{guild_id}/threads/active", { path: { guild_id: guildId } });
  const secret = await ask("POST /channels/{channel_id}/threads", {
    path,
    body: { name: "between us", type: 12 },
  });
  for (const { id } of [thread, secret]) {
    await ask("PATCH /channels/{channel_id}", { path: { channel_id: id }, body: { archived: true } });
  }
  await ask("GET /channels/{channel_id}/threads/archived/public", { path });
  await ask("GET /channels/{channel_id}/threads/archived/private", { path });
  await ask("GET /channels/{channel_id}/users/@me/threads/archived/private", { path });
  const forum = await ask("POST /guilds/{guild_id}/channels", {
    path: { guild_id: guildId },
    body: { name: "help", type: 15, available_tags: [{ name: "bug" }] },
  });
  await ask("POST /channels/{channel_id}/threads", {
    path: { channel_id: forum.id },
    body: { name: "how?", message: { content: "like this" } },
  });
  await ask("GET /channels/{channel_id}/threads/search", { path: { channel_id: forum.id } });
}

async function guild({ ask }: Play, { guildId }: Fixtures): Promise<void> {
  const path = { guild_id: guildId };
  await ask("GET /guilds/{guild_id}", { path, query: { with_counts: "true" } });
  await ask("PATCH /guilds/{guild_id}", { path, body: { description: "A place" } });
  await ask("GET /guilds/{guild_id}/preview", { path });
  await ask("GET /guilds/{guild_id}/integrations", { path });
  await ask("PATCH /guilds/{guild_id}/welcome-screen", {
    path,
    body: { description: "Welcome", enabled: true },
  });
  await ask("GET /guilds/{guild_id}/welcome-screen", { path });
  await ask("GET /guilds/{guild_id}/vanity-url", { path });
  await ask("PUT /guilds/{guild_id}/incident-actions", { path, body: { invites_disabled_until: null } });
}

async function rolesAndMembers({ ask }: Play, { guildId, bobId }: Fixtures): Promise<void> {
  const path = { guild_id: guildId };
  const role = await ask("POST /guilds/{guild_id}/roles", {
    path,
    body: { name: "deployer", color: 0x336699 },
  });
  const at = { ...path, role_id: role.id };
  await ask("GET /guilds/{guild_id}/roles", { path });
  await ask("GET /guilds/{guild_id}/roles/{role_id}", { path: at });
  await ask("GET /guilds/{guild_id}/roles/member-counts", { path });
  await ask("PATCH /guilds/{guild_id}/roles/{role_id}", { path: at, body: { hoist: true } });
  await ask("PATCH /guilds/{guild_id}/roles", { path, body: [{ id: role.id, position: 1 }] });
  const member = { ...path, user_id: bobId };
  await ask("GET /guilds/{guild_id}/members", { path, query: { limit: "10" } });
  await ask("GET /guilds/{guild_id}/members/search", { path, query: { query: "bo" } });
  await ask("GET /guilds/{guild_id}/members/{user_id}", { path: member });
  await ask("PATCH /guilds/{guild_id}/members/{user_id}", { path: member, body: { nick: "Bobby" } });
  await ask("PATCH /guilds/{guild_id}/members/@me", { path, body: { nick: "Walker" } });
  await ask("PUT /guilds/{guild_id}/members/{user_id}/roles/{role_id}", { path: { ...at, user_id: bobId } });
  await ask("DELETE /guilds/{guild_id}/members/{user_id}/roles/{role_id}", {
    path: { ...at, user_id: bobId },
  });
  await ask("DELETE /guilds/{guild_id}/roles/{role_id}", { path: at });
}

async function moderation({ ask }: Play, { guildId, bobId }: Fixtures): Promise<void> {
  const path = { guild_id: guildId };
  const rule = await ask("POST /guilds/{guild_id}/auto-moderation/rules", {
    path,
    body: {
      name: "words",
      event_type: 1,
      trigger_type: 1,
      trigger_metadata: { keyword_filter: ["spam"] },
      actions: [{ type: 1, metadata: {} }],
      enabled: true,
    },
  });
  const at = { ...path, rule_id: rule.id };
  await ask("GET /guilds/{guild_id}/auto-moderation/rules", { path });
  await ask("GET /guilds/{guild_id}/auto-moderation/rules/{rule_id}", { path: at });
  await ask("PATCH /guilds/{guild_id}/auto-moderation/rules/{rule_id}", { path: at, body: { name: "word" } });
  await ask("DELETE /guilds/{guild_id}/auto-moderation/rules/{rule_id}", { path: at });
  await ask("PUT /guilds/{guild_id}/bans/{user_id}", { path: { ...path, user_id: bobId }, body: {} });
  await ask("GET /guilds/{guild_id}/bans", { path });
  await ask("GET /guilds/{guild_id}/bans/{user_id}", { path: { ...path, user_id: bobId } });
  await ask("DELETE /guilds/{guild_id}/bans/{user_id}", { path: { ...path, user_id: bobId } });
  await ask("POST /guilds/{guild_id}/bulk-ban", { path, body: { user_ids: [bobId] } });
  await ask("DELETE /guilds/{guild_id}/bans/{user_id}", { path: { ...path, user_id: bobId } });
  await ask("GET /guilds/{guild_id}/prune", { path, query: { days: "7" } });
  await ask("POST /guilds/{guild_id}/prune", { path, body: { days: 30 } });
  await ask("GET /guilds/{guild_id}/audit-logs", { path });
}

async function invitations({ ask, request }: Play, { guildId, bob, bobId }: Fixtures, channelId: string) {
  const invite = await ask("POST /channels/{channel_id}/invites", {
    path: { channel_id: channelId },
    body: { max_age: 0 },
  });
  const path = { code: invite.code };
  await ask("GET /invites/{code}", { path, query: { with_counts: "true" } });
  await ask("GET /channels/{channel_id}/invites", { path: { channel_id: channelId } });
  await ask("GET /guilds/{guild_id}/invites", { path: { guild_id: guildId } });
  await request("POST", `/invites/${invite.code}`, { as: bob, body: {} });
  await ask("DELETE /users/@me/guilds/{guild_id}", { as: bob, path: { guild_id: guildId } });
  await request("POST", `/invites/${invite.code}`, { as: bob, body: {} });
  await ask("DELETE /invites/{code}", { path });
  await ask("DELETE /guilds/{guild_id}/members/{user_id}", { path: { guild_id: guildId, user_id: bobId } });
}

async function templates({ ask }: Play, { guildId, ada }: Fixtures): Promise<void> {
  const path = { guild_id: guildId };
  const template = await ask("POST /guilds/{guild_id}/templates", { path, body: { name: "ours" } });
  const at = { ...path, code: template.code };
  await ask("GET /guilds/{guild_id}/templates", { path });
  await ask("GET /guilds/templates/{code}", { path: { code: template.code }, as: ada });
  await ask("PUT /guilds/{guild_id}/templates/{code}", { path: at });
  await ask("PATCH /guilds/{guild_id}/templates/{code}", { path: at, body: { name: "ours still" } });
  await ask("DELETE /guilds/{guild_id}/templates/{code}", { path: at });
}

async function events({ ask }: Play, { guildId }: Fixtures): Promise<void> {
  const path = { guild_id: guildId };
  const soon = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const event = await ask("POST /guilds/{guild_id}/scheduled-events", {
    path,
    body: {
      name: "Party",
      privacy_level: 2,
      entity_type: 3,
      scheduled_start_time: soon(1),
      scheduled_end_time: soon(2),
      entity_metadata: { location: "here" },
    },
  });
  const at = { ...path, guild_scheduled_event_id: event.id };
  await ask("GET /guilds/{guild_id}/scheduled-events", { path });
  await ask("GET /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}", { path: at });
  await ask("PATCH /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}", {
    path: at,
    body: { description: "with cake" },
  });
  await ask("GET /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}/users", { path: at });
  await ask("DELETE /guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}", { path: at });
}

async function users({ ask }: Play, { adaId, botId, guildId }: Fixtures): Promise<void> {
  await ask("GET /users/@me");
  await ask("PATCH /users/@me", { body: { avatar: PNG } });
  await ask("GET /users/{user_id}", { path: { user_id: adaId } });
  await ask("GET /users/@me/guilds");
  await ask("GET /users/@me/guilds/{guild_id}/member", { path: { guild_id: guildId } });
  await ask("GET /gateway", { as: null });
  await ask("GET /gateway/bot");
  await ask("GET /applications/@me");
  await ask("PATCH /applications/@me", { body: { tags: ["test"] } });
  await ask("GET /applications/{application_id}", { path: { application_id: botId } });
  await ask("PATCH /applications/{application_id}", { path: { application_id: botId }, body: { tags: [] } });
  await ask("GET /oauth2/applications/@me");
}

async function oauth2({ ask, request }: Play, { ada, botId }: Fixtures): Promise<void> {
  const { body } = await request("POST", `/applications/${botId}/reset`, { as: ada });
  const token = await request("POST", "/oauth2/token", {
    as: null,
    body: {
      grant_type: "client_credentials",
      scope: "identify openid",
      client_id: botId,
      client_secret: body.secret,
    },
  });
  const as = `Bearer ${token.body.access_token}`;
  await ask("GET /oauth2/@me", { as });
  await ask("GET /oauth2/userinfo", { as });
  await ask("GET /oauth2/keys", { as: null });
}

async function webhooks({ ask }: Play, { guildId }: Fixtures, channelId: string): Promise<void> {
  const hook = await ask("POST /channels/{channel_id}/webhooks", {
    path: { channel_id: channelId },
    body: { name: "builds" },
  });
  const at = { webhook_id: hook.id };
  await ask("GET /channels/{channel_id}/webhooks", { path: { channel_id: channelId } });
  await ask("GET /guilds/{guild_id}/webhooks", { path: { guild_id: guildId } });
  await ask("GET /webhooks/{webhook_id}", { path: at });
  await ask("PATCH /webhooks/{webhook_id}", { path: at, body: { name: "build" } });
  const held = { ...at, webhook_token: hook.token };
  await ask("GET /webhooks/{webhook_id}/{webhook_token}", { path: held, as: null });
  await ask("PATCH /webhooks/{webhook_id}/{webhook_token}", { path: held, as: null, body: { name: "ci" } });
  const said = await ask("POST /webhooks/{webhook_id}/{webhook_token}", {
    path: held,
    as: null,
    query: { wait: "true" },
    body: { content: "green", username: "CI", embeds: [{ title: "Build" }] },
  });
  const message = { ...held, message_id: said.id };
  await ask("GET /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", { path: message, as: null });
  await ask("PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", {
    path: message,
    as: null,
    body: { content: "red" },
  });
  await ask("DELETE /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}", {
    path: message,
    as: null,
  });
  await ask("POST /webhooks/{webhook_id}/{webhook_token}/slack", {
    path: held,
    as: null,
    body: { text: "from slack" },
  });
  await ask("POST /webhooks/{webhook_id}/{webhook_token}/github", {
    path: held,
    as: null,
    headers: { "X-GitHub-Event": "ping" },
    body: { zen: "Keep it logically awesome." },
  });
  await ask("DELETE /webhooks/{webhook_id}/{webhook_token}", { path: held, as: null });
  const second = await ask("POST /channels/{channel_id}/webhooks", {
    path: { channel_id: channelId },
    body: { name: "gone" },
  });
  await ask("DELETE /webhooks/{webhook_id}", { path: { webhook_id: second.id } });
}

async function commands({ ask }: Play, { botId, guildId, ada }: Fixtures): Promise<void> {
  const own = { application_id: botId };
  const body = {
    name: "deploy",
    description: "Ships it",
    options: [{ type: 3, name: "what", description: "What" }],
  };
  for (const [place, path] of [
    ["/applications/{application_id}", own],
    ["/applications/{application_id}/guilds/{guild_id}", { ...own, guild_id: guildId }],
  ] as const) {
    const made = await ask(`POST ${place}/commands`, { path, body });
    const at = { ...path, command_id: made.id };
    await ask(`GET ${place}/commands`, { path });
    await ask(`GET ${place}/commands/{command_id}`, { path: at });
    await ask(`PATCH ${place}/commands/{command_id}`, { path: at, body: { description: "Ships it now" } });
    await ask(`PUT ${place}/commands`, { path, body: [body] });
    if (!("guild_id" in path)) {
      await ask(`DELETE ${place}/commands/{command_id}`, { path: at });
      continue;
    }
    await ask(`PUT ${place}/commands/{command_id}/permissions`, {
      path: at,
      as: ada,
      body: { permissions: [{ id: guildId, type: 1, permission: true }] },
    });
    await ask(`GET ${place}/commands/{command_id}/permissions`, { path: at });
    await ask(`GET ${place}/commands/permissions`, { path });
    await ask(`DELETE ${place}/commands/{command_id}`, { path: at });
  }
}

/** Ada uses a button of the bot's; the bot answers, and writes on with the interaction's token. */
async function answers(
  { ask, request, hear }: Play,
  { botId, guildId, ada }: Fixtures,
  channelId: string,
): Promise<void> {
  const said = await ask("POST /channels/{channel_id}/messages", {
    path: { channel_id: channelId },
    body: {
      content: "Ship it?",
      components: [{ type: 1, components: [{ type: 2, style: 1, label: "Yes", custom_id: "yes" }] }],
    },
  });
  const asked = hear("INTERACTION_CREATE");
  await request("POST", "/interactions", {
    as: ada,
    body: {
      type: 3,
      application_id: botId,
      guild_id: guildId,
      channel_id: channelId,
      message_id: said.id,
      nonce: "1",
      data: { component_type: 2, custom_id: "yes" },
    },
  });
  const { id, token } = await asked;
  await ask("POST /interactions/{interaction_id}/{interaction_token}/callback", {
    path: { interaction_id: id, interaction_token: token },
    as: null,
    query: { with_response: "true" },
    body: { type: 4, data: { content: "Shipped" } },
  });
  const held = { webhook_id: botId, webhook_token: token };
  const original = "/webhooks/{webhook_id}/{webhook_token}/messages/@original";
  await ask(`GET ${original}`, { path: held, as: null });
  await ask(`PATCH ${original}`, { path: held, as: null, body: { content: "Shipped indeed" } });
  await ask(`DELETE ${original}`, { path: held, as: null });
}

/** Last of all: with its integration the bot goes. */
async function leave({ ask }: Play, { guildId, ada }: Fixtures): Promise<void> {
  const path = { guild_id: guildId };
  const [integration] = await ask("GET /guilds/{guild_id}/integrations", { path });
  await ask("DELETE /guilds/{guild_id}/integrations/{integration_id}", {
    path: { ...path, integration_id: integration.id },
    as: ada,
  });
}
