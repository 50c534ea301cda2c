import type { APIUser } from "@palabre/protocol";
import { initialState } from "../initial.ts";
import { tableOf } from "../table.ts";
import type { LocalDraft } from "../types.ts";
import type { OnDispatch, OnLocal } from "./apply.ts";
import { guildTables, toldOf } from "./guilds.ts";

export const onDispatch: OnDispatch = {
  READY(state, ready, at) {
    const users: APIUser[] = [
      ...ready.users,
      ...ready.relationships.map((relationship) => relationship.user),
      ...ready.private_channels.flatMap((channel) => channel.recipients),
    ];
    const here = new Set([
      ...ready.private_channels.map((channel) => channel.id),
      ...ready.guilds.flatMap((guild) => [...guild.channels, ...guild.threads].map((channel) => channel.id)),
    ]);
    const unsent = Object.values(state.drafts).filter((draft) => draft.unsent);
    // Another account than before: nothing of the former one may stay.
    const kept = state.self === null || state.self.id === ready.user.id ? state : initialState;
    return {
      ...kept,
      connection: { state: "online", since: at },
      sessionId: ready.session_id,
      self: ready.user,
      users: tableOf(users, (user) => user.id),
      relationships: tableOf(ready.relationships, (relationship) => relationship.id),
      privateChannels: tableOf(ready.private_channels, (channel) => channel.id),
      readStates: tableOf(ready.read_state, (read) => read.id),
      ...guildTables(ready.guilds),
      // Asked for by those who look at it.
      voiceInfo: {},
      unavailableGuilds: tableOf(ready.unavailable_guilds, (guild) => guild.id),
      guildSettings: tableOf(ready.user_guild_settings, (settings) => settings.guild_id),
      // Roles and names may have changed: what is shown again brings them again.
      members: {},
      memberLists: {},
      toldUpTo: Object.fromEntries([
        ...ready.private_channels.map((channel) => [channel.id, channel.last_message_id]),
        ...ready.guilds.flatMap(toldOf),
      ]),
      counted: {},
      presences: tableOf(
        ready.presences
          .filter((presence) => presence.status !== "offline")
          .map((presence) => ({ ...presence, user: { id: presence.user.id } })),
        (presence) => presence.user.id,
      ),
      settings: { ...initialState.settings, ...ready.user_settings },
      drafts: tableOf<LocalDraft>(
        [...ready.drafts, ...(kept === state ? unsent : [])],
        (draft) => draft.channel_id,
      ),
      sessions: ready.sessions,
      announcement: ready.instance?.announcement ?? null,
      typing: {},
      // What happened between two sessions is unknown: these are shown, and loaded again when looked at.
      windows: Object.fromEntries(
        Object.entries(kept.windows)
          .filter(([id]) => here.has(id))
          .map(([id, window]) => [id, { ...window, stale: true, loading: null }]),
      ),
    };
  },
  RESUMED: (state, _, at) => ({ ...state, connection: { state: "online", since: at } }),
  USER_UPDATE: (state, user) => (state.self ? { ...state, self: { ...state.self, ...user } } : state),
  USER_SETTINGS_UPDATE: (state, change) => ({ ...state, settings: { ...state.settings, ...change } }),
  SESSIONS_REPLACE: (state, sessions) => ({ ...state, sessions }),
  INSTANCE_ANNOUNCEMENT: (state, { announcement }) => ({ ...state, announcement }),
};

export const onLocal: OnLocal = {
  connection: (state, { connection }) => ({ ...state, connection }),
  signed_out: () => ({ ...initialState, connection: { state: "out" } }),
  settings_changed: (state, { settings }) => ({ ...state, settings: { ...state.settings, ...settings } }),
};
