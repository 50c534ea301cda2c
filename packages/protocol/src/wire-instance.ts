import type { APIUser, Snowflake } from "discord-api-types/v10";

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
  /** Who makes servers here. */
  guild_creation: "everyone" | "admins";
}

/** A number that those who run the instance choose; null: no bound. */
export interface AdminNumberLimit {
  name:
    | "guilds"
    | "guild_channels"
    | "roles"
    | "guild_members"
    | "guild_invites"
    | "scheduled_events"
    | "event_webhooks"
    | "event_backlog"
    | "event_log"
    | "event_log_days"
    | "emojis"
    | "animated_emojis"
    | "stickers"
    | "soundboard_sounds"
    | "room_size"
    | "file_size"
    | "user_storage"
    | "instance_storage";
  unit: "count" | "bytes";
  value: number | null;
  default: number | null;
  min: number;
  max: number;
}

export interface AdminChoiceLimit {
  name: "guild_creation";
  unit: "choice";
  value: Instance["guild_creation"];
  default: Instance["guild_creation"];
  choices: Instance["guild_creation"][];
}

export type AdminLimit = AdminNumberLimit | AdminChoiceLimit;

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

/** What those who run the instance say to everybody. */
export interface InstanceAnnouncement {
  id: Snowflake;
  text: string;
  created_at: string;
}

/** A server, for those who run the instance: nothing of what is in it. */
export interface AdminGuild {
  id: Snowflake;
  name: string;
  icon: string | null;
  owner_id: Snowflake;
  owner: APIUser | null;
  member_count: number;
  discoverable: boolean;
  /** Closed by those who run the instance. */
  disabled: boolean;
  created_at: string;
}

/** What somebody did who runs the instance; `user` null: on the command line. */
export interface AdminAuditEntry {
  id: Snowflake;
  user: APIUser | null;
  /** `user.change`, `guild.delete`, … */
  action: string;
  target_id: string | null;
  detail: Record<string, unknown> | null;
  /** The accounts that `target_id` and `detail` name. */
  users: APIUser[];
  created_at: string;
}

/** How the instance did during `minutes` that were written down, from `at` on. */
export interface AdminFigure {
  at: string;
  minutes: number;
  sessions: number;
  users: number;
  messages: number;
  requests: number;
  lag_p99_ms: number;
  rss_bytes: number;
}
