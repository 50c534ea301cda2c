import { DEFAULT_SETTINGS } from "@palabre/protocol";
import type { State } from "./types.ts";

export const initialState: State = {
  connection: { state: "starting" },
  sessionId: null,
  self: null,
  users: {},
  relationships: {},
  privateChannels: {},
  guildChannels: {},
  guildOf: {},
  readStates: {},
  toldUpTo: {},
  counted: {},
  presences: {},
  settings: DEFAULT_SETTINGS,
  drafts: {},
  sessions: [],
  windows: {},
  windowOrder: [],
  deleted: [],
  outbox: [],
  typing: {},
  suggestions: null,
  mentions: null,
  viewing: { channelId: null, atBottom: false, newAfter: null },
};
