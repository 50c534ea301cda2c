import type {
  APIAttachment,
  APIChannel,
  APIMessage,
  APIUser,
  GatewayActivity,
  Snowflake,
} from "discord-api-types/v10";

/** Accounts of people have no public shapes in discord-api-types; these are the de facto ones. */
export const RelationshipType = { Friend: 1, Blocked: 2, IncomingRequest: 3, OutgoingRequest: 4 } as const;
export type RelationshipType = (typeof RelationshipType)[keyof typeof RelationshipType];

export interface Relationship {
  /** The other person's id. */
  id: Snowflake;
  type: RelationshipType;
  nickname: string | null;
  user: APIUser;
  /** ISO 8601: when the request was sent or the friendship began. */
  since: string;
}

export interface FriendSuggestion {
  user: APIUser;
  mutual_friends: number;
  mutual_guilds: number;
  mutual_channels: number;
  /** Why one may know them, in the field's terms; the client words it. */
  reason: { type: "mutual_friends" | "mutual_channels"; names: string[] };
}

export type RecipientRole = "owner" | "admin" | "member";

/** The second line of a conversation in the list. `content` is cut at 120 code points. */
export interface LastMessage {
  id: Snowflake;
  author_id: Snowflake;
  content: string;
  attachments: number;
  type: number;
}

/** A 1:1 chat (type 1) or a room (type 3) as one of its people sees it. */
export interface PrivateChannel {
  id: Snowflake;
  type: 1 | 3;
  name: string | null;
  icon: string | null;
  owner_id?: Snowflake;
  last_message_id: Snowflake | null;
  last_pin_timestamp: string | null;
  /** Everyone but oneself. */
  recipients: APIUser[];
  /** Everyone, oneself included; rooms only. */
  recipient_roles?: Record<Snowflake, RecipientRole>;
  flags: number;
  last_message?: LastMessage | null;
}

export interface ReadState {
  /** The channel's id. */
  id: Snowflake;
  last_message_id: Snowflake | null;
  mention_count: number;
}

export type Status = "online" | "idle" | "dnd" | "invisible";

export interface CustomStatus {
  text: string;
  emoji_name: string | null;
  /** ISO 8601, or null for "until I clear it". */
  expires_at: string | null;
}

export interface UserSettings {
  theme: "system" | "encre" | "papier" | "contraste";
  locale: "system" | "en" | "fr";
  density: "compact" | "cosy" | "airy";
  status: Status;
  custom_status: CustomStatus | null;
  /** Who may open a 1:1 chat with me; "mates" are friends and people with a room or server in common. */
  allow_dms: "everyone" | "mates" | "friends";
  send_with: "enter" | "ctrl_enter";
  /** Keys that differ from the usual ones: action → combination. */
  keys: Record<string, string>;
  notifications: { desktop: boolean; sounds: boolean };
  code_line_numbers: boolean;
  reduce_motion: "system" | "on";
}

export const DEFAULT_SETTINGS: UserSettings = {
  theme: "system",
  locale: "system",
  density: "cosy",
  status: "online",
  custom_status: null,
  allow_dms: "mates",
  send_with: "enter",
  keys: {},
  notifications: { desktop: false, sounds: true },
  code_line_numbers: true,
  reduce_motion: "system",
};

export interface Presence {
  user: { id: Snowflake } & Partial<APIUser>;
  status: "online" | "idle" | "dnd" | "offline";
  activities: GatewayActivity[];
  client_status: Partial<Record<"desktop" | "mobile" | "web", string>>;
}

export interface GatewaySession {
  session_id: string;
  status: string;
  activities: GatewayActivity[];
  client_info: { os: string; client: string };
}

export interface Draft {
  channel_id: Snowflake;
  content: string;
  updated_at: string;
}

/** Oneself: what `GET /users/@me` and READY say, beyond APIUser. */
export interface SelfUser extends APIUser {
  email: string | null;
  verified: boolean;
  bio: string;
  pronouns: string;
  /** Whether this account runs the instance. */
  admin: boolean;
  premium: boolean;
}

/** READY as a person's client gets it. A bot's READY is Discord's documented one. */
export interface UserReady {
  v: number;
  session_id: string;
  resume_gateway_url: string;
  user: SelfUser;
  users: APIUser[];
  relationships: Relationship[];
  private_channels: PrivateChannel[];
  guilds: unknown[];
  read_state: ReadState[];
  presences: Presence[];
  user_settings: UserSettings;
  drafts: Draft[];
  sessions: GatewaySession[];
}

export interface MessageAck {
  channel_id: Snowflake;
  message_id: Snowflake;
  mention_count: number;
  manual?: boolean;
}

export interface UserProfile {
  user: APIUser;
  user_profile: { bio: string; pronouns: string };
  mutual_friends: APIUser[];
  mutual_channels: { id: Snowflake; name: string | null }[];
  /** What the viewer has with this person; absent when nothing. */
  relationship?: { type: RelationshipType };
}

export interface AuthSession {
  id_hash: string;
  approx_last_used_time: string;
  client_info: { os: string; platform: string; location: string | null };
  current: boolean;
}

/** What admins choose for the whole server. */
export interface AdminSettings {
  name: string;
  description: string;
  /** How to reach who runs it: an address or a sentence. */
  contact: string;
  registration: "open" | "invite" | "closed";
}

/** What everybody may know of the server. */
export interface Instance extends AdminSettings {
  version: string;
  license: string;
  source_url: string;
  /** No account exists yet: the next one runs the instance. */
  first_run: boolean;
  limits: { max_file_size: number; message_length: number; room_size: number; files_per_message: number };
}

export interface AdminUser {
  id: Snowflake;
  username: string;
  global_name: string | null;
  avatar: string | null;
  email: string | null;
  verified: boolean;
  admin: boolean;
  premium: boolean;
  disabled: boolean;
  deleted: boolean;
  created_at: string;
  last_used_at: string | null;
}

export interface AdminInvite {
  code: string;
  uses: number;
  max_uses: number | null;
  expires_at: string | null;
  created_at: string;
  created_by: Snowflake;
  url: string;
}

export interface AdminStats {
  users: { total: number; active_24h: number; disabled: number };
  messages: { total: number; last_24h: number };
  storage: { database_bytes: number; files_bytes: number; files_count: number };
  connections: { sockets: number; sessions: number; users: number; resumable: number };
  memory: { rss_bytes: number };
  event_loop: { lag_p99_ms: number };
  uptime_seconds: number;
  version: string;
  database: "sqlite" | "postgres";
}

export type { APIAttachment, APIChannel, APIMessage, APIUser, GatewayActivity, Snowflake };
