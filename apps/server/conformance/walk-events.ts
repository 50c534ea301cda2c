import { GatewayOpcodes } from "discord-api-types/v10";
import type { Play } from "./play.ts";
import type { Fixtures } from "./walk.ts";

/** What makes the events that no documented operation makes: people do it, or time, or the gateway itself. */
export async function produceEvents(play: Play, { ada, bob, guildId }: Fixtures): Promise<void> {
  const { ask, request, hear, send } = play;
  const guild = `/guilds/${guildId}`;
  const general = (await request("POST", `${guild}/channels`, { body: { name: "events", type: 0 } })).body;
  const channel = `/channels/${general.id}`;

  const { body: invite } = await request("POST", `${channel}/invites`, { body: {} });
  await request("POST", `/invites/${invite.code}`, { as: bob, body: {} });

  const said = (await request("POST", `${channel}/messages`, { body: { content: "react" } })).body;
  const reactions = `${channel}/messages/${said.id}/reactions`;
  for (const emoji of ["👍", "🎉"]) {
    await request("PUT", `${reactions}/${encodeURIComponent(emoji)}/@me`, { as: ada });
  }
  await request("DELETE", `${reactions}/${encodeURIComponent("👍")}`);
  await request("DELETE", reactions);

  await request("POST", `${guild}/auto-moderation/rules`, {
    body: {
      name: "words",
      event_type: 1,
      trigger_type: 1,
      trigger_metadata: { keyword_filter: ["buynow"] },
      actions: [{ type: 1, metadata: {} }],
      enabled: true,
    },
  });
  // Of Bob: owners are not held to rules.
  await request("POST", `${channel}/messages`, { as: bob, body: { content: "buynow" } });
  await hear("AUTO_MODERATION_ACTION_EXECUTION");

  const soon = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const event = await request("POST", `${guild}/scheduled-events`, {
    body: {
      name: "Meet",
      privacy_level: 2,
      entity_type: 3,
      scheduled_start_time: soon(1),
      scheduled_end_time: soon(2),
      entity_metadata: { location: "here" },
    },
  });
  const attendance = `${guild}/scheduled-events/${event.body.id}/users/@me`;
  await request("PUT", attendance, { as: ada, body: {} });
  await request("DELETE", attendance, { as: ada });

  const thread = (await request("POST", `${channel}/threads`, { body: { name: "gone", type: 11 } })).body;
  const secret = (await request("POST", `${channel}/threads`, { body: { name: "secret", type: 12 } })).body;
  await request("PUT", `/channels/${secret.id}/thread-members/@me`);
  await request("DELETE", `/channels/${thread.id}`);

  const second = (await request("POST", "/applications", { as: ada, body: { name: "Second" } })).body;
  const { token } = (await request("POST", `/applications/${second.id}/bot`, { as: ada })).body;
  await request("POST", `/oauth2/authorize?client_id=${second.id}&scope=bot`, {
    as: ada,
    body: { authorize: true, guild_id: guildId, permissions: "0" },
  });
  await request("PATCH", `/applications/${second.id}`, { as: ada, body: { name: "Second to none" } });
  await hear("INTEGRATION_UPDATE");

  // A channel with a thread, which the second bot begins to see.
  const other = await play.listenAs(`Bot ${token}`);
  const hidden = await request("POST", `${guild}/channels`, {
    body: { name: "hidden", type: 0, permission_overwrites: [{ id: guildId, type: 0, deny: "1024" }] },
  });
  const within = `/channels/${hidden.body.id}`;
  await request("POST", `${within}/threads`, { body: { name: "within", type: 11 } });
  await request("PUT", `${within}/permissions/${second.id}`, { body: { type: 1, allow: "1024", deny: "0" } });
  await other.next("THREAD_LIST_SYNC");

  // All members more often than a bot may ask.
  for (let times = 0; times < 12; times++) {
    send(GatewayOpcodes.RequestGuildMembers, { guild_id: guildId, query: "", limit: 0 });
  }
  await hear("RATE_LIMITED");
  await ask("GET /guilds/{guild_id}", { path: { guild_id: guildId } });
}
