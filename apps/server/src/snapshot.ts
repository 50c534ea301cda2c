import type { APIUser, PrivateChannel, ReadyGuild, Relationship, UserReady } from "@palabre/protocol";
import type { Topic } from "./bus/bus.ts";
import type { Sql } from "./db/database.ts";
import { findApplication } from "./features/applications/find-application.ts";
import { readPrivateChannels } from "./features/channels/present.ts";
import { readChannelTopics } from "./features/channels/ready.ts";
import { readDrafts, readGuildDrafts } from "./features/drafts/ready.ts";
import { readRelationships } from "./features/friends/ready.ts";
import { readPeopleInSight } from "./features/friends/sight.ts";
import { readGuilds, readUnavailableGuilds } from "./features/guild-core/read-guilds.ts";
import { readAnnouncement } from "./features/instance/announcement.ts";
import { readAllGuildSettings } from "./features/notifications/guild-settings.ts";
import { readGuildReadStates } from "./features/read-states/guild-mentions.ts";
import { readReadStates } from "./features/read-states/ready.ts";
import { readSelf } from "./features/users/self.ts";
import { readSavedPresence, readSettings } from "./features/users/settings.ts";
import type { SavedPresence } from "./gateway/hooks.ts";

/** What the gateway itself knows and adds. */
type OfTheGateway = "v" | "session_id" | "resume_gateway_url" | "presences" | "sessions";

/**
 * READY for one person, put together from what each feature knows: a fixed number of queries, whose cost grows with
 * their conversations and friends, not with what was written.
 */
export async function readSnapshot(
  sql: Sql,
  userId: string,
): Promise<{ ready: Omit<UserReady, OfTheGateway>; presence: SavedPresence }> {
  const [
    user,
    user_settings,
    presence,
    relationships,
    private_channels,
    guilds,
    unavailable_guilds,
    read_state,
    drafts,
    announcement,
  ] = await Promise.all([
    readSelf(sql, userId),
    readSettings(sql, userId),
    readSavedPresence(sql, userId),
    readRelationships(sql, userId),
    readPrivateChannels(sql, userId),
    readGuilds(sql, userId),
    readUnavailableGuilds(sql, userId),
    readReadStates(sql, userId),
    readDrafts(sql, userId),
    readAnnouncement(sql),
  ]);
  const inGuilds = guilds.length > 0 ? await readInGuilds(sql, userId, guilds) : NOTHING;
  const users = peopleOf(relationships, private_channels);
  return {
    ready: {
      user,
      users,
      relationships: relationships.map((one) => ({ ...one, user_id: one.id })),
      private_channels,
      guilds,
      unavailable_guilds,
      user_guild_settings: inGuilds.settings,
      read_state: [...read_state, ...inGuilds.readStates],
      user_settings,
      drafts: [...drafts, ...inGuilds.drafts],
      instance: { announcement },
    },
    presence,
  };
}

const NOTHING = { readStates: [], drafts: [], settings: [] };

/** READY for a bot: what is documented; its servers follow one by one. */
export async function readBotSnapshot(
  sql: Sql,
  userId: string,
): Promise<{ ready: Record<string, unknown>; presence: SavedPresence }> {
  const [user, guilds, presence, application] = await Promise.all([
    readSelf(sql, userId),
    readGuilds(sql, userId),
    readSavedPresence(sql, userId),
    findApplication(sql, userId),
  ]);
  const flags = application?.flags ?? 0;
  const ready = {
    user,
    guilds,
    application: { id: userId, flags, flags_new: String(flags) },
    // Not documented, and yet there: Eris does without a session when it is missing.
    private_channels: [],
  };
  return { ready, presence };
}

/** What is one's own in the channels of servers that one sees. */
async function readInGuilds(sql: Sql, userId: string, guilds: readonly ReadyGuild[]) {
  const visible = new Set(
    guilds.flatMap(({ channels, threads }) => [...channels, ...threads]).map(({ id }) => id),
  );
  const [readStates, drafts, settings] = await Promise.all([
    readGuildReadStates(sql, userId, visible),
    readGuildDrafts(sql, userId, visible),
    readAllGuildSettings(sql, userId),
  ]);
  return { readStates, drafts, settings };
}

/** Everybody who is named, each once. */
function peopleOf(relationships: readonly Relationship[], channels: readonly PrivateChannel[]): APIUser[] {
  const people = new Map<string, APIUser>();
  for (const { user } of relationships) people.set(user.id, user);
  for (const { recipients } of channels) for (const user of recipients) people.set(user.id, user);
  return [...people.values()];
}

/** What one person may see: their conversations, the presence of friends and room mates. */
export async function readVisibleTopics(sql: Sql, userId: string): Promise<Topic[]> {
  const [channels, people] = await Promise.all([
    readChannelTopics(sql, userId),
    readPeopleInSight(sql, userId),
  ]);
  return [...channels, ...people.map((id) => `presence:${id}` as const)];
}
