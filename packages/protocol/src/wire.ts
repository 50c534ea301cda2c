import type {
  APIApplication,
  APIAttachment,
  APIChannel,
  APIGuild,
  APIGuildForumChannel,
  APIGuildMember,
  APIGuildPreview,
  APIGuildScheduledEventBase,
  APIMessage,
  APIModalInteractionResponseCallbackComponent,
  APIOverwrite,
  APIRole,
  APISoundboardSound,
  APIThreadMember,
  APIUser,
  APIVoiceState,
  APIWebhook,
  GatewayActivity,
  GuildScheduledEventEntityType,
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
  /** What the first of its stickers is called. */
  sticker?: string;
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
  /** Words that call me wherever somebody writes them; a server may add its own (UserGuildSettings). */
  highlight_words: string[];
  /** Whether "resume" in them finds "résumé" too, and the other way round. */
  highlight_ignores_accents: boolean;
  code_line_numbers: boolean;
  reduce_motion: "system" | "on";
  /** Order and folders of the servers in the rail. One that stands in none follows behind. */
  guild_folders: GuildFolder[];
}

/** Several servers in one place of the rail; `id` null: a single server, in no folder. */
export interface GuildFolder {
  id: string | null;
  name: string | null;
  /** 0xRRGGBB. */
  color: number | null;
  guild_ids: Snowflake[];
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
  highlight_words: [],
  highlight_ignores_accents: true,
  code_line_numbers: true,
  reduce_motion: "system",
  guild_folders: [],
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
  guilds: ReadyGuild[];
  unavailable_guilds: UnavailableGuild[];
  user_guild_settings: UserGuildSettings[];
  read_state: ReadState[];
  presences: Presence[];
  user_settings: UserSettings;
  drafts: Draft[];
  /** What is said to everybody. */
  instance?: { announcement: InstanceAnnouncement | null };
  sessions: GatewaySession[];
}

export interface MessageAck {
  channel_id: Snowflake;
  message_id: Snowflake;
  mention_count: number;
  manual?: boolean;
}

/** What calls one now in channels of a server, after one's roles there changed. */
export interface ReadStateUpdate {
  guild_id: Snowflake;
  /** `up_to`: the channel's last message when it was counted. */
  read_states: (ReadState & { up_to: Snowflake })[];
}

export interface UserProfile {
  user: APIUser;
  user_profile: { bio: string; pronouns: string };
  mutual_friends: APIUser[];
  mutual_channels: { id: Snowflake; name: string | null }[];
  /** Servers that both are in, and what this person is called there. */
  mutual_guilds: { id: Snowflake; name: string; icon: string | null; nick: string | null }[];
  /** Who this person is in the server that `guild_id` asked about; absent unless both are in it. */
  guild_member?: APIGuildMember;
  /** What they say of themselves there; `bio` "" when nothing of its own. Comes with `guild_member`. */
  guild_member_profile?: { guild_id: Snowflake; bio: string; pronouns: string };
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

// Servers, as a person's client gets them.

/** The fields of a server itself, as READY, GUILD_CREATE and GUILD_UPDATE carry them. */
export type GuildFields = Pick<APIGuild, "id" | "name" | "icon" | "owner_id"> &
  Partial<Omit<APIGuild, "id" | "name" | "icon" | "owner_id" | "roles">> & {
    /** Bits of Entrance: how one comes in. */
    entrance?: number;
  };

/**
 * A server in READY, and in GUILD_CREATE: as its member sees it. `channels` and `threads` are those that this member
 * may see, threads the active ones only, with `member` where they joined.
 */
export interface ReadyGuild extends GuildFields {
  joined_at: string;
  large: boolean;
  member_count: number;
  /** Oneself, and nobody else: a server may have 100,000 members. */
  members: APIGuildMember[];
  channels: GuildChannel[];
  threads: ThreadChannel[];
  roles: APIRole[];
  guild_scheduled_events: ScheduledEvent[];
  soundboard_sounds: APISoundboardSound[];
  /** Who is in voice, in channels that one sees. */
  voice_states: Omit<VoiceState, "guild_id">[];
  /** Stages that are open, of those that one sees. */
  stage_instances: StageInstance[];
}

/** Where somebody is in voice; `channel_id` null in what is told when they left. */
export interface VoiceState extends APIVoiceState {
  guild_id: Snowflake;
}

/** What a stage is about, while it is open. */
export interface StageInstance {
  id: Snowflake;
  guild_id: Snowflake;
  channel_id: Snowflake;
  topic: string;
  guild_scheduled_event_id?: Snowflake | null;
}

/** What a voice channel says of itself, and since when people are in it, in seconds since 1970. */
export interface VoiceChannelInfo {
  id: Snowflake;
  status?: string | null;
  voice_start_time?: number | null;
}

/** What members of a server plan to do together, in a voice channel or elsewhere. */
export interface ScheduledEvent extends APIGuildScheduledEventBase<GuildScheduledEventEntityType> {
  creator_id: Snowflake;
  /** How many said that they are interested. */
  user_count: number;
  /** Of one that repeats: occurrences to come that are called off or moved, in their order. */
  guild_scheduled_event_exceptions: EventException[];
  /** There when one said so oneself; in READY, GUILD_CREATE and answers, never in what is told to all. */
  user_rsvp?: { guild_scheduled_event_id: Snowflake; user_id: Snowflake; response: 1 };
}

/** One occurrence of an event that repeats, called off or moved. Times are null where they stay as they were. */
export interface EventException {
  event_id: Snowflake;
  /** Made of the time at which the occurrence would begin: `snowflakeTime` says it. */
  event_exception_id: Snowflake;
  scheduled_start_time: string | null;
  scheduled_end_time: string | null;
  is_canceled: boolean;
}

/** GUILD_SCHEDULED_EVENT_USER_ADD and _REMOVE. */
export interface ScheduledEventUserChange {
  guild_scheduled_event_id: Snowflake;
  guild_id: Snowflake;
  user_id: Snowflake;
  /** How many are interested then. */
  user_count: number;
  channel_id?: Snowflake;
}

/** MESSAGE_POLL_VOTE_ADD and _REMOVE. */
export interface PollVoteChange {
  user_id: Snowflake;
  channel_id: Snowflake;
  message_id: Snowflake;
  guild_id?: Snowflake;
  answer_id: number;
  /** How many stand for that answer then. */
  count: number;
  /** Grows with each change of the answer: of two that were told, the greater one holds, in whichever order they came. */
  version: number;
}

/** A server that those who run the instance have closed, as its members are told of it. */
export interface UnavailableGuild {
  id: Snowflake;
  unavailable: true;
  name: string;
  icon: string | null;
}

/**
 * A channel or category of a server. 0 text, 2 voice, 4 category, 5 announcement, 13 stage, 15 forum, 16 media.
 * What one kind has and another has not is optional.
 */
export interface GuildChannel {
  id: Snowflake;
  type: 0 | 2 | 4 | 5 | 13 | 15 | 16;
  guild_id: Snowflake;
  name: string;
  position: number;
  /** The category. One that is hidden is named all the same. */
  parent_id: Snowflake | null;
  permission_overwrites: APIOverwrite[];
  flags?: number;
  topic?: string | null;
  nsfw?: boolean;
  /** Seconds of slow mode. */
  rate_limit_per_user?: number;
  last_message_id?: Snowflake | null;
  last_pin_timestamp?: string | null;
  default_auto_archive_duration?: number;
  default_thread_rate_limit_per_user?: number;
  bitrate?: number;
  user_limit?: number;
  rtc_region?: string | null;
  video_quality_mode?: number;
  available_tags?: APIGuildForumChannel["available_tags"];
  default_reaction_emoji?: APIGuildForumChannel["default_reaction_emoji"];
  default_sort_order?: 0 | 1 | null;
  default_forum_layout?: 0 | 1 | 2;
}

/** A thread or a forum's post. 10 of an announcement channel, 11 public, 12 private. */
export interface ThreadChannel {
  id: Snowflake;
  type: 10 | 11 | 12;
  guild_id: Snowflake;
  parent_id: Snowflake;
  owner_id: Snowflake;
  name: string;
  last_message_id?: Snowflake | null;
  last_pin_timestamp?: string | null;
  rate_limit_per_user?: number;
  message_count: number;
  member_count: number;
  total_message_sent?: number;
  applied_tags?: Snowflake[];
  flags?: number;
  thread_metadata: {
    archived: boolean;
    auto_archive_duration: number;
    archive_timestamp: string;
    locked: boolean;
    invitable?: boolean;
    create_timestamp?: string | null;
  };
  /** Oneself; absent when one has not joined. */
  member?: Partial<APIThreadMember>;
}

/** What one can be in to write and read: a private chat or room, a channel of a server, a thread. */
export type Channel = PrivateChannel | GuildChannel | ThreadChannel;

/** 0 every message, 1 what calls for me, 2 nothing, 3 as the level above says (category, server, server's default). */
export type NotificationLevel = 0 | 1 | 2 | 3;

/** `end_time` in ISO 8601, null: until one ends it. */
export interface MuteConfig {
  end_time: string | null;
}

export interface ChannelOverride {
  channel_id: Snowflake;
  message_notifications: NotificationLevel;
  muted: boolean;
  mute_config: MuteConfig | null;
  /** A category that one closed in the list. */
  collapsed: boolean;
}

/**
 * What one wants to hear of a server. `PATCH /users/@me/guilds/{id}/settings` takes any of it, lists whole, and answers
 * all; USER_GUILD_SETTINGS_UPDATE tells one's other devices.
 */
export interface UserGuildSettings {
  guild_id: Snowflake;
  message_notifications: NotificationLevel;
  muted: boolean;
  mute_config: MuteConfig | null;
  suppress_everyone: boolean;
  suppress_roles: boolean;
  hide_muted_channels: boolean;
  channel_overrides: ChannelOverride[];
  /** Words that call for me as a mention does. */
  highlight_words: string[];
}

/** One step of how permissions come about: PermissionStep, with its bits as decimal digits. */
export interface ExplainedStep {
  kind:
    | "owner"
    | "everyone"
    | "role"
    | "administrator"
    | "overwrite_everyone"
    | "overwrite_role"
    | "overwrite_member"
    | "implicit"
    | "private_thread"
    | "thread"
    | "timeout"
    | "pending";
  /** The role or member; for `administrator` the role that makes them one. */
  id?: Snowflake;
  /** Of `implicit`: the name of the permission whose absence takes what is in `denied`. */
  needs?: string;
  /** For roles and overwrites what they say, held already or not; otherwise what changed. */
  allowed: string;
  denied: string;
  after: string;
}

/**
 * Why somebody may, or may not, in a server or in a channel or thread of it: GET /guilds/{id}/permissions/explain.
 * `user_id` is null when it was asked for roles alone.
 */
export interface PermissionExplanation {
  guild_id: Snowflake;
  channel_id: Snowflake | null;
  user_id: Snowflake | null;
  /** Without @everyone. */
  role_ids: Snowflake[];
  steps: ExplainedStep[];
  /** What is held in the end: `after` of the last step. */
  permissions: string;
}

/** A row of the members panel: a group's head, or a member with presence. */
export type MemberListItem =
  | { group: { id: string; count: number } }
  | { member: APIGuildMember & { presence?: Presence } };

/** `groups` from the top: ids of hoisted roles, "online", "offline". Rows count heads and members alike. */
export interface MemberListUpdate {
  guild_id: Snowflake;
  /** Which list: channels that the same people see share one. */
  id: string;
  member_count: number;
  online_count: number;
  groups: { id: string; count: number }[];
  ops: { op: "SYNC"; range: [first: number, last: number]; items: MemberListItem[] }[];
}

/** `member_count` after it, so that what comes twice counts once; absent from what others than this server send. */
export type MemberAdd = APIGuildMember & { guild_id: Snowflake; member_count?: number };
export interface MemberRemove {
  guild_id: Snowflake;
  user: APIUser;
  member_count?: number;
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

/** A server in the directory. */
export interface DiscoverableGuild extends APIGuildPreview {
  banner: string | null;
  /** Bits of Entrance: how one comes in. */
  entrance?: number;
  /** Whether one is in it. */
  joined: boolean;
}

/** What somebody new accepts and is asked, a line of the form of a server. */
export type EntranceField = { label: string; required: boolean; description?: string | null } & (
  | { field_type: "TERMS"; values: string[] }
  | { field_type: "TEXT_INPUT" | "PARAGRAPH"; placeholder?: string | null }
  | { field_type: "MULTIPLE_CHOICE"; choices: string[] }
);

/** GET /guilds/ID/member-verification. */
export interface EntranceForm {
  /** ISO 8601; the form was last changed then. */
  version: string;
  enabled: boolean;
  /** One comes in once somebody has read what one filled in. */
  manual_approval: boolean;
  description: string | null;
  form_fields: EntranceField[];
}

/** Somebody's application to a server; a text, an index of `choices`, or true for rules stands in `response`. */
export interface JoinRequest {
  id: Snowflake;
  guild_id: Snowflake;
  user_id: Snowflake;
  created_at: string;
  reviewed_at: string | null;
  application_status: "SUBMITTED" | "APPROVED" | "REJECTED";
  rejection_reason: string | null;
  form_responses?: (EntranceField & { response?: string | number | boolean })[];
  /** For those who decide. */
  user?: APIUser | null;
  actioned_by_user?: APIUser | null;
  /** In the list of one's own. */
  guild?: { id: Snowflake; name: string; icon: string | null };
}

/** GUILD_JOIN_REQUEST_CREATE and _UPDATE. */
export interface JoinRequestEvent {
  guild_id: Snowflake;
  status: JoinRequest["application_status"];
  request: JoinRequest;
}

/** The questions to those who are new, with what the caller answered: GET /guilds/ID/onboarding. */
export interface GuildOnboarding {
  guild_id: Snowflake;
  prompts: {
    id: Snowflake;
    title: string;
    options: {
      id: Snowflake;
      title: string;
      description: string;
      emoji: { id: null; name: string | null; animated: boolean };
      role_ids: Snowflake[];
      channel_ids: Snowflake[];
    }[];
    single_select: boolean;
    required: boolean;
    in_onboarding: boolean;
    type: 0 | 1;
  }[];
  default_channel_ids: Snowflake[];
  enabled: boolean;
  /** 0: the default channels alone have to be enough; 1: those of the questions count, too. */
  mode: 0 | 1;
  /** Ids of options; null: they have not answered. */
  responses: Snowflake[] | null;
  /** They came after it was switched on, and have not answered. */
  is_due: boolean;
}

/** What those who are new to a server find: GET /guilds/ID/new-member-welcome. */
export interface ServerGuide {
  guild_id: Snowflake;
  enabled: boolean;
  welcome_message?: { author_ids: Snowflake[]; message: string };
  /** 0 to look at, 1 to talk in. */
  new_member_actions: GuideEntry<{ action_type: 0 | 1 }>[];
  resource_channels: GuideEntry<object>[];
}

type GuideEntry<More> = More & {
  channel_id: Snowflake;
  title: string;
  description: string;
  emoji?: { id: null; name: string | null; animated: boolean };
};

/** What somebody reported, as those see it who settle it. */
export interface Report {
  id: Snowflake;
  /** Null for what is not of a server. */
  guild_id: Snowflake | null;
  channel_id: Snowflake | null;
  message_id: Snowflake | null;
  user_id: Snowflake;
  /** Whom it is about. */
  user: APIUser | null;
  reporter: APIUser | null;
  /** What the message said when it was reported. */
  content: string | null;
  reason: "spam" | "harassment" | "illegal" | "other";
  comment: string;
  status: "open" | "resolved" | "dismissed";
  outcome: string | null;
  /** Those who run the instance have it, too. */
  escalated: boolean;
  handled_by: APIUser | null;
  handled_at: string | null;
  created_at: string;
  /** In REPORT_CREATE and REPORT_UPDATE: sent to somebody as one who runs the instance. */
  for_instance?: true;
}

/** INTERACTION_MODAL_CREATE: a form that a bot shows to whoever did something with it. `id` is that interaction's. */
export interface BotForm {
  id: Snowflake;
  nonce?: string;
  custom_id: string;
  title: string;
  components: APIModalInteractionResponseCallbackComponent[];
  channel_id: Snowflake;
  application?: Pick<APIApplication, "id" | "name" | "icon">;
}

export type {
  APIAttachment,
  APIChannel,
  APIGuildMember,
  APIMessage,
  APIOverwrite,
  APIRole,
  APIUser,
  GatewayActivity,
  Snowflake,
};

/** A webhook of either kind; see docs/webhooks.md. */
export interface Webhook extends APIWebhook {
  /** Whether only what is signed is posted. The secret itself is never told. */
  has_secret?: boolean;
}
