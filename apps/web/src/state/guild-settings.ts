import type { ChannelOverride, NotificationLevel, Snowflake, UserGuildSettings } from "@palabre/protocol";
import type { State } from "./types.ts";

const UNTOUCHED: Omit<UserGuildSettings, "guild_id"> = {
  message_notifications: 3,
  muted: false,
  mute_config: null,
  suppress_everyone: false,
  suppress_roles: false,
  hide_muted_channels: false,
  channel_overrides: [],
  highlight_words: [],
};

/** What one chose for a server, or what counts while nothing was chosen. */
export function guildSettingsOf(state: State, guildId: Snowflake): UserGuildSettings {
  return state.guildSettings[guildId] ?? { guild_id: guildId, ...UNTOUCHED };
}

export function overrideOf(
  settings: UserGuildSettings | undefined,
  channelId: Snowflake | null | undefined,
): ChannelOverride | undefined {
  return channelId ? settings?.channel_overrides.find((one) => one.channel_id === channelId) : undefined;
}

/** Whether the server, the channel, its category or a thread's channel is muted; `now` in milliseconds since 1970. */
export function isMuted(state: State, guildId: Snowflake, channelId: Snowflake, now = Date.now()): boolean {
  const settings = state.guildSettings[guildId];
  if (!settings) return false;
  return isOff(settings, now) || isChannelMuted(state, guildId, channelId, now);
}

/** The same without the server itself: what is dimmed in its list. */
export function isChannelMuted(
  state: State,
  guildId: Snowflake,
  channelId: Snowflake,
  now = Date.now(),
): boolean {
  const settings = state.guildSettings[guildId];
  if (!settings || settings.channel_overrides.length === 0) return false;
  return placesOf(state, guildId, channelId).some((id) => {
    const override = overrideOf(settings, id);
    return override !== undefined && isOff(override, now);
  });
}

export function isGuildMuted(state: State, guildId: Snowflake, now = Date.now()): boolean {
  const settings = state.guildSettings[guildId];
  return settings !== undefined && isOff(settings, now);
}

function isOff({ muted, mute_config }: Pick<ChannelOverride, "muted" | "mute_config">, now: number): boolean {
  return muted && (mute_config?.end_time == null || Date.parse(mute_config.end_time) > now);
}

/** Which messages there are worth a notification: the nearest that says so, else the server's default. */
export function notificationLevel(
  state: State,
  guildId: Snowflake,
  channelId: Snowflake,
): Exclude<NotificationLevel, 3> {
  const settings = state.guildSettings[guildId];
  for (const id of placesOf(state, guildId, channelId)) {
    const level = overrideOf(settings, id)?.message_notifications ?? 3;
    if (level !== 3) return level;
  }
  const level = settings?.message_notifications ?? 3;
  if (level !== 3) return level;
  return state.guilds[guildId]?.default_message_notifications === 1 ? 1 : 0;
}

/** The channel, what it hangs from, and what that hangs from. */
function placesOf(state: State, guildId: Snowflake, channelId: Snowflake): Snowflake[] {
  const places = [channelId];
  let at = state.guildChannels[guildId]?.[channelId]?.parent_id;
  while (at && places.length < 3) {
    places.push(at);
    at = state.guildChannels[guildId]?.[at]?.parent_id;
  }
  return places;
}
