import type { Play } from "./play.ts";
import type { Fixtures } from "./walk.ts";

/** How people come into servers: the widget, questions to those who are new, applications, invitations for some alone. */
export async function entrance(
  { ask, request }: Play,
  { guildId, bob, bobId, adaId }: Fixtures,
  channelId: string,
): Promise<void> {
  const path = { guild_id: guildId };
  await ask("GET /guilds/{guild_id}/widget", { path });
  await ask("PATCH /guilds/{guild_id}/widget", { path, body: { enabled: true, channel_id: channelId } });
  await ask("GET /guilds/{guild_id}/widget.json", { path, as: null });
  await ask("GET /guilds/{guild_id}/widget.png", { path, as: null, query: { style: "banner2" } });

  const role = await request("POST", `/guilds/${guildId}/roles`, {
    body: { name: "Readers", permissions: "0" },
  });
  const open = await request("GET", `/guilds/${guildId}/channels`);
  const everywhere = open.body
    .filter(({ type }: { type: number }) => type !== 4)
    .map(({ id }: { id: string }) => id);
  await ask("PUT /guilds/{guild_id}/onboarding", {
    path,
    body: {
      enabled: true,
      mode: 1,
      default_channel_ids: everywhere,
      prompts: [
        {
          id: "0",
          type: 0,
          title: "What do you like?",
          options: [{ title: "Books", emoji_name: "📚", role_ids: [role.body.id], channel_ids: [channelId] }],
        },
      ],
    },
  });
  await ask("GET /guilds/{guild_id}/onboarding", { path });
  await request("PUT", `/guilds/${guildId}/onboarding`, { body: { enabled: false } });

  await request("PATCH", `/guilds/${guildId}/new-member-welcome`, {
    body: {
      welcome_message: { author_ids: [adaId], message: "Good to have you" },
      new_member_actions: [
        { channel_id: channelId, action_type: 1, title: "Say hello", description: "", emoji: { name: "👋" } },
      ],
      resource_channels: [{ channel_id: channelId, title: "Where to begin", description: "" }],
    },
  });
  await ask("GET /guilds/{guild_id}/new-member-welcome", { path });

  const made = await request("POST", `/channels/${channelId}/invites`, {
    body: { max_age: 0, unique: true },
  });
  const { code } = made.body;
  await request("PUT", `/guilds/${guildId}/member-verification`, {
    body: { manual_approval: true, form_fields: [{ field_type: "TEXT_INPUT", label: "Who are you?" }] },
  });
  const asked = await request("PUT", `/guilds/${guildId}/requests/@me`, {
    as: bob,
    body: { invite_code: code, form_fields: [{ response: "Bob" }] },
  });
  await ask("GET /guilds/{guild_id}/requests", { path, query: { status: "SUBMITTED", limit: "10" } });
  await ask("PATCH /guilds/{guild_id}/requests/{request_id}", {
    path: { ...path, request_id: asked.body.id },
    body: { action: "REJECTED", rejection_reason: "Not now" },
  });
  await request("PUT", `/guilds/${guildId}/member-verification`, { body: {} });

  const at = { code };
  const file = new FormData();
  file.set("target_users_file", new File([`user_id\n${bobId}\n`], "people.csv", { type: "text/csv" }));
  await ask("PUT /invites/{code}/target-users", { path: at, body: file });
  await ask("GET /invites/{code}/target-users", { path: at });
  await ask("GET /invites/{code}/target-users/job-status", { path: at });
  await ask("POST /invites/{code}/target-users/bulk-add", { path: at, body: { user_ids: [adaId] } });
  await ask("POST /invites/{code}/target-users/bulk-delete", { path: at, body: { user_ids: [adaId] } });
  await ask("PUT /invites/{code}/target-users/{user_id}", { path: { ...at, user_id: adaId } });
  await ask("DELETE /invites/{code}/target-users/{user_id}", { path: { ...at, user_id: adaId } });
  await request("DELETE", `/invites/${code}`);
}
