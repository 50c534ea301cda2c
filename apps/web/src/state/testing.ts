import {
  type APIMessage,
  type APIUser,
  DEFAULT_SETTINGS,
  type SelfUser,
  type Snowflake,
  type UserReady,
} from "@palabre/protocol";
import type { DispatchEvent } from "./types.ts";

/** Things to build a state from. Times and ids are the same in every run. */

export function userOf(n: number, name = `user${n}`): APIUser {
  return {
    id: String(1000 + n),
    username: name,
    discriminator: "0",
    global_name: null,
    avatar: null,
  } as APIUser;
}

export const self: SelfUser = {
  ...userOf(0, "me"),
  email: "me@example.org",
  verified: true,
  bio: "",
  pronouns: "",
  admin: false,
  premium: false,
};

export function messageOf(
  id: Snowflake,
  channelId: Snowflake,
  author: APIUser,
  change: Partial<APIMessage> = {},
): APIMessage {
  return {
    id,
    channel_id: channelId,
    author,
    content: `message ${id}`,
    timestamp: "2030-01-01T00:00:00.000Z",
    edited_timestamp: null,
    tts: false,
    mention_everyone: false,
    mentions: [],
    mention_roles: [],
    attachments: [],
    embeds: [],
    pinned: false,
    type: 0,
    ...change,
  } as APIMessage;
}

export function readyOf(change: Partial<UserReady> = {}): UserReady {
  return {
    v: 10,
    session_id: "session",
    resume_gateway_url: "",
    user: self,
    users: [],
    relationships: [],
    private_channels: [],
    guilds: [],
    unavailable_guilds: [],
    user_guild_settings: [],
    read_state: [],
    presences: [],
    user_settings: DEFAULT_SETTINGS,
    drafts: [],
    sessions: [],
    ...change,
  };
}

export function dispatch<T extends DispatchEvent["t"]>(
  t: T,
  d: Extract<DispatchEvent, { t: T }>["d"],
  at = 0,
): DispatchEvent {
  return { type: "dispatch", t, d, at } as DispatchEvent;
}
