import type { RecipientRole, RelationshipType } from "@palabre/protocol";
import type { OverwriteType, StickerFormatType } from "discord-api-types/v10";
import type { ColumnType, Generated } from "kysely";

/**
 * The tables. Ids are snowflakes: 64-bit integers in the database, decimal strings in TypeScript.
 * Times are milliseconds since 1970. Booleans are 0 or 1. JSON is text.
 */
export interface Schema {
  users: UsersTable;
  user_settings: UserSettingsTable;
  auth_sessions: AuthSessionsTable;
  mail_tokens: MailTokensTable;
  instance_settings: { key: string; value: string };
  instance_invites: InstanceInvitesTable;
  relationships: RelationshipsTable;
  suggestion_dismissals: { user_id: Id; other_id: Id };
  channels: ChannelsTable;
  channel_recipients: ChannelRecipientsTable;
  messages: MessagesTable;
  message_mentions: MessageMentionsTable;
  attachments: AttachmentsTable;
  reactions: ReactionsTable;
  polls: PollsTable;
  poll_answers: PollAnswersTable;
  poll_votes: { message_id: Id; user_id: Id; answer_id: number };
  read_states: ReadStatesTable;
  drafts: { user_id: Id; channel_id: Id; content: string; updated_at: number };
  guilds: GuildsTable;
  roles: RolesTable;
  guild_members: GuildMembersTable;
  member_roles: { guild_id: Id; user_id: Id; role_id: Id };
  channel_overwrites: ChannelOverwritesTable;
  thread_members: ThreadMembersTable;
  bans: BansTable;
  guild_invites: GuildInvitesTable;
  /** For whom an invitation alone is. */
  invite_targets: { code: string; guild_id: Id; user_id: Id };
  /** JSON of the questions to those who are new, and of the guide that they find. */
  guild_entrances: { guild_id: Id; onboarding: string | null; guide: string | null };
  /** Which options of the questions a member chose: JSON, a list of ids. */
  onboarding_answers: { guild_id: Id; user_id: Id; responses: string; updated_at: number };
  join_requests: JoinRequestsTable;
  message_purges: MessagePurgesTable;
  user_guild_settings: UserGuildSettingsTable;
  slow_modes: { channel_id: Id; user_id: Id; last_at: number };
  /** Time-outs of those who left while one ran: whoever comes back has it again. */
  left_timeouts: { guild_id: Id; user_id: Id; until: number };
  voice_states: VoiceStatesTable;
  stage_instances: StageInstancesTable;
  /** What a voice channel says of itself. */
  voice_statuses: { channel_id: Id; guild_id: Id; status: string };
  audit_log: AuditLogTable;
  message_role_mentions: { message_id: Id; channel_id: Id; role_id: Id };
  guild_templates: GuildTemplatesTable;
  channel_followers: ChannelFollowersTable;
  /** A published message, and each of its copies in channels that follow. */
  crossposts: { source_id: Id; message_id: Id };
  automod_rules: AutomodRulesTable;
  reports: ReportsTable;
  scheduled_events: ScheduledEventsTable;
  scheduled_event_users: { event_id: Id; user_id: Id; guild_id: Id; created_at: number };
  instance_audit_log: InstanceAuditLogTable;
  instance_figures: InstanceFiguresTable;
  applications: ApplicationsTable;
  guild_integrations: GuildIntegrationsTable;
  webhooks: WebhooksTable;
  event_webhooks: EventWebhooksTable;
  event_deliveries: EventDeliveriesTable;
  event_announcements: EventAnnouncementsTable;
  event_claims: {
    /** An application's id, or that of a server's event webhook. */
    hook_id: Id;
    /** The node that alone posts to it. */
    node_id: number;
    until: number;
  };
  oauth2_codes: OAuth2CodesTable;
  oauth2_tokens: OAuth2TokensTable;
  webhook_pictures: WebhookPicturesTable;
  application_commands: ApplicationCommandsTable;
  application_command_permissions: {
    guild_id: Id;
    application_id: Id;
    /** The application's id: what holds for all its commands. */
    command_id: Id;
    /** JSON, a list of APIApplicationCommandPermission. */
    permissions: string;
  };
  interactions: InteractionsTable;
  ephemeral_messages: EphemeralMessagesTable;
  emojis: EmojisTable;
  stickers: StickersTable;
  soundboard_sounds: SoundboardSoundsTable;
}

/** A snowflake. */
type Id = string;
export type Flag = 0 | 1;

interface UsersTable {
  id: Id;
  /** Lower case; `deleted_user_ID` once deleted. */
  username: string;
  /** As typed; compared by `email_key`. Null once deleted, and for bots. */
  email: string | null;
  /** Lower case; several accounts may claim an address until one proves it (`email_verified`), then it is unique. */
  email_key: string | null;
  email_verified: Generated<Flag>;
  password_hash: string | null;
  global_name: string | null;
  /** Hash that names the image below /avatars/ID/. */
  avatar: string | null;
  bio: Generated<string>;
  pronouns: Generated<string>;
  is_admin: Generated<Flag>;
  is_premium: Generated<Flag>;
  is_bot: Generated<Flag>;
  disabled_at: number | null;
  deleted_at: number | null;
  created_at: number;
}

interface UserSettingsTable {
  user_id: Id;
  data: string;
  /** When the custom status in `data` ends by itself. */
  status_expires_at: number | null;
}

interface AuthSessionsTable {
  id: Id;
  user_id: Id;
  /** SHA-256 of the token, hexadecimal; the token itself is kept nowhere. */
  token_hash: string;
  user_agent: string;
  created_at: number;
  last_used_at: number;
}

interface MailTokensTable {
  /** SHA-256 of the token, hexadecimal. */
  token_hash: string;
  user_id: Id;
  purpose: "verify" | "reset";
  /** The address that the token proves, for "verify". */
  email: string | null;
  expires_at: number;
}

interface InstanceInvitesTable {
  code: string;
  created_by: Id;
  uses: Generated<number>;
  max_uses: number | null;
  expires_at: number | null;
  created_at: number;
}

/** One row for each end: what `user_id` has with `other_id`. */
interface RelationshipsTable {
  user_id: Id;
  other_id: Id;
  type: RelationshipType;
  nickname: string | null;
  since: number;
}

interface ChannelsTable {
  id: Id;
  /** ChannelType of discord-api-types: 1 a chat of two, 3 a room, 0, 2, 4, 5, 10 to 12, 15 those of a server. */
  type: number;
  name: string | null;
  icon: string | null;
  /** Of a room; whoever began a thread. */
  owner_id: Id | null;
  guild_id: ColumnType<Id | null, Id | null | undefined, Id | null>;
  /** The category of a channel, the channel of a thread. */
  parent_id: ColumnType<Id | null, Id | null | undefined, Id | null>;
  /** Order among the channels of the server. */
  position: Generated<number>;
  topic: ColumnType<string | null, string | null | undefined, string | null>;
  nsfw: Generated<Flag>;
  /** Slow mode, in seconds. */
  rate_limit_per_user: Generated<number>;
  flags: Generated<number>;
  /** JSON of what only some kinds have: bitrate, tags of a forum, metadata of a thread (ChannelExtra). */
  extra: ColumnType<string | null, string | null | undefined, string | null>;
  /** A thread that is put away; null for what is no thread. */
  archived: ColumnType<Flag | null, Flag | null | undefined, Flag | null>;
  /** When a thread was last archived or brought back, and by what it is ordered once archived. */
  archived_at: ColumnType<number | null, number | null | undefined, number | null>;
  /** When silence will archive a thread. */
  archives_at: ColumnType<number | null, number | null | undefined, number | null>;
  /** Messages of a thread: kept ones, and all that were ever sent. */
  message_count: Generated<number>;
  total_message_sent: Generated<number>;
  /** People who joined a thread. */
  member_count: Generated<number>;
  /** `SMALLER:LARGER` user id of a chat of two, unique. */
  dm_key: string | null;
  last_message_id: Id | null;
  last_pin_at: number | null;
  created_at: number;
}

interface ChannelRecipientsTable {
  channel_id: Id;
  user_id: Id;
  role: RecipientRole;
  joined_at: number;
  /** When the role was given; the longest-standing admin inherits a room. */
  role_since: number;
  /** A chat of two that this person has put away. */
  hidden: Generated<Flag>;
}

interface MessagesTable {
  id: Id;
  channel_id: Id;
  author_id: Id;
  /** MessageType of discord-api-types. */
  type: number;
  content: string;
  nonce: string | null;
  edited_at: number | null;
  pinned_at: number | null;
  flags: Generated<number>;
  mention_everyone: Generated<Flag>;
  /** The message replied to, or the one a system message speaks of. */
  reference_id: Id | null;
  /** JSON of whatever else the wire form carries (embeds, components). */
  extra: string | null;
}

interface MessageMentionsTable {
  message_id: Id;
  user_id: Id;
  channel_id: Id;
  /** Not named, but the message said `@everyone`. */
  everyone: Generated<Flag>;
  /** Put away in the inbox. */
  dismissed: Generated<Flag>;
}

interface AttachmentsTable {
  id: Id;
  message_id: Id;
  channel_id: Id;
  uploader_id: Id;
  /** Whose room it takes: see payer.ts. */
  charged_to: Id;
  /** Order within the message. */
  position: number;
  filename: string;
  description: string | null;
  content_type: string;
  /** Bytes. */
  size: number;
  width: number | null;
  height: number | null;
  placeholder: string | null;
  /** Where blobs/ holds it. */
  blob_key: string;
  spoiler: Generated<Flag>;
}

interface ReactionsTable {
  message_id: Id;
  user_id: Id;
  emoji: string;
  created_at: number;
}

interface ReadStatesTable {
  user_id: Id;
  channel_id: Id;
  last_message_id: ColumnType<Id | null, Id | null | undefined, Id | null>;
  mention_count: Generated<number>;
}

interface GuildsTable {
  id: Id;
  name: string;
  description: string | null;
  /** Hashes of images below /icons/ID/ and /banners/ID/. */
  icon: string | null;
  banner: Generated<string | null>;
  owner_id: Id;
  /** 0 all messages, 1 mentions. */
  default_message_notifications: Generated<number>;
  verification_level: Generated<number>;
  explicit_content_filter: Generated<number>;
  preferred_locale: Generated<string>;
  afk_channel_id: ColumnType<Id | null, Id | null | undefined, Id | null>;
  /** Seconds. */
  afk_timeout: Generated<number>;
  system_channel_id: ColumnType<Id | null, Id | null | undefined, Id | null>;
  system_channel_flags: Generated<number>;
  rules_channel_id: ColumnType<Id | null, Id | null | undefined, Id | null>;
  public_updates_channel_id: ColumnType<Id | null, Id | null | undefined, Id | null>;
  /** JSON list of GuildFeature that were chosen (COMMUNITY, DISCOVERABLE, INVITES_DISABLED). */
  features: Generated<string>;
  /** Stands in the directory of this instance. */
  discoverable: Generated<Flag>;
  member_count: Generated<number>;
  vanity_code: ColumnType<string | null, string | null | undefined, string | null>;
  vanity_uses: Generated<number>;
  /** JSON of the welcome screen, of the rules to accept, of the raid mode (incidents_data). */
  welcome: ColumnType<string | null, string | null | undefined, string | null>;
  rules: ColumnType<string | null, string | null | undefined, string | null>;
  incidents: ColumnType<string | null, string | null | undefined, string | null>;
  /** How one comes in; bits of Entrance of the protocol. */
  entrance: Generated<number>;
  widget_enabled: Generated<Flag>;
  widget_channel_id: ColumnType<Id | null, Id | null | undefined, Id | null>;
  /** The invitation that the widget shows. */
  widget_invite: ColumnType<string | null, string | null | undefined, string | null>;
  /** Since when those who run the instance have closed it. */
  disabled_at: ColumnType<number | null, number | null | undefined, number | null>;
  created_at: number;
}

interface RolesTable {
  /** That of @everyone is the server's. */
  id: Id;
  guild_id: Id;
  name: string;
  color: Generated<number>;
  hoist: Generated<Flag>;
  position: number;
  /** Bits as a decimal number. */
  permissions: string;
  mentionable: Generated<Flag>;
  managed: Generated<Flag>;
  unicode_emoji: ColumnType<string | null, string | null | undefined, string | null>;
  /** JSON of APIRoleTags. */
  tags: ColumnType<string | null, string | null | undefined, string | null>;
}

interface GuildMembersTable {
  guild_id: Id;
  user_id: Id;
  nick: ColumnType<string | null, string | null | undefined, string | null>;
  /** Hash of an image below /guilds/ID/users/ID/avatars/. */
  avatar: ColumnType<string | null, string | null | undefined, string | null>;
  /** What they say of themselves there; "" as everywhere else. */
  bio: Generated<string>;
  joined_at: number;
  /** Has not accepted the rules yet. */
  pending: Generated<Flag>;
  flags: Generated<number>;
  /** In time-out until then. */
  timed_out_until: ColumnType<number | null, number | null | undefined, number | null>;
  /** Leaves with the last connection, unless a role was given: came by a temporary invitation. */
  temporary: Generated<Flag>;
  /** The invitation they came by. */
  invite_code: ColumnType<string | null, string | null | undefined, string | null>;
  /** Silenced and deafened in voice by a moderator. */
  mute: Generated<Flag>;
  deaf: Generated<Flag>;
}

interface ChannelOverwritesTable {
  channel_id: Id;
  target_id: Id;
  /** 0 a role, 1 a member. */
  type: OverwriteType;
  /** Bits as decimal numbers. */
  allow: string;
  deny: string;
}

interface ThreadMembersTable {
  thread_id: Id;
  user_id: Id;
  joined_at: number;
  flags: Generated<number>;
}

interface UserGuildSettingsTable {
  guild_id: Id;
  user_id: Id;
  data: string;
  /** Of `data`, for whoever counts mentions. */
  suppress_everyone: Generated<Flag>;
  suppress_roles: Generated<Flag>;
}

interface BansTable {
  guild_id: Id;
  user_id: Id;
  reason: string | null;
  created_at: number;
}

/** What somebody who was banned wrote and is to go: their messages of the server between two ids. */
interface MessagePurgesTable {
  id: Id;
  guild_id: Id;
  user_id: Id;
  since_id: Id;
  until_id: Id;
}

interface GuildInvitesTable {
  code: string;
  guild_id: Id;
  channel_id: Id;
  inviter_id: Id | null;
  /** Seconds; 0 for ever. */
  max_age: number;
  /** 0 for any number. */
  max_uses: number;
  uses: Generated<number>;
  temporary: Generated<Flag>;
  created_at: number;
  expires_at: number | null;
  /** Since when it is for those in invite_targets alone; null for everybody. */
  targets_at: ColumnType<number | null, number | null | undefined, number | null>;
}

/** Somebody asks to be let in. One for each person and server, the last. */
interface JoinRequestsTable {
  id: Id;
  guild_id: Id;
  user_id: Id;
  status: "SUBMITTED" | "APPROVED" | "REJECTED";
  /** JSON of the questions as they were, each with its answer. */
  responses: string;
  /** Why it was rejected. */
  reason: string | null;
  actioned_by: Id | null;
  /** The invitation it was handed in with, and whether that is for a while. */
  invite_code: string | null;
  temporary: Generated<Flag>;
  created_at: number;
  reviewed_at: number | null;
  /** When whoever was let in put the news away. */
  seen_at: ColumnType<number | null, number | null | undefined, number | null>;
}

interface AuditLogTable {
  id: Id;
  guild_id: Id;
  /** Who did it; null for the server itself. */
  user_id: Id | null;
  target_id: string | null;
  /** The channel that it is about, or in which it happened; it is for those who see it. */
  channel_id: Id | null;
  /** AuditLogEvent of discord-api-types. */
  action_type: number;
  reason: string | null;
  /** JSON of APIAuditLogChange[], of APIAuditLogOptions. */
  changes: string | null;
  options: string | null;
}

interface GuildTemplatesTable {
  code: string;
  /** The server it was made from: one has one template. */
  guild_id: Id;
  name: string;
  description: string | null;
  usage_count: Generated<number>;
  creator_id: Id;
  created_at: number;
  updated_at: number;
  /** JSON of the serialized server. */
  serialized: string;
}

interface ChannelFollowersTable {
  /** The announcement channel. */
  source_id: Id;
  /** Where its published messages are posted, too. */
  target_id: Id;
  target_guild_id: Id;
  webhook_id: Id;
  created_at: number;
}

interface AutomodRulesTable {
  id: Id;
  guild_id: Id;
  name: string;
  creator_id: Id;
  event_type: number;
  trigger_type: number;
  /** JSON of the documented objects and lists. */
  trigger_metadata: string;
  actions: string;
  enabled: Flag;
  exempt_roles: string;
  exempt_channels: string;
}

interface ReportsTable {
  id: Id;
  /** Null: for those who run the instance. */
  guild_id: Id | null;
  reporter_id: Id;
  /** Whom it is about. */
  user_id: Id;
  channel_id: Id | null;
  message_id: Id | null;
  /** What the message said when it was reported. */
  content: string | null;
  reason: string;
  comment: string;
  status: "open" | "resolved" | "dismissed";
  outcome: string | null;
  /** For those who run the instance, besides the server. */
  escalated: Flag;
  handled_by: Id | null;
  handled_at: number | null;
  created_at: number;
}

interface ScheduledEventsTable {
  id: Id;
  guild_id: Id;
  channel_id: Id | null;
  creator_id: Id;
  name: string;
  description: string | null;
  image: string | null;
  starts_at: number;
  ends_at: number | null;
  status: number;
  entity_type: number;
  location: string | null;
  /** JSON of the recurrence rule. */
  recurrence: string | null;
  user_count: Generated<number>;
  /** JSON, a list of EventException: occurrences that are called off or moved. Null: none. */
  exceptions: string | null;
  /** When the occurrence that comes next begins and ends, where that was moved. */
  moved_starts_at: number | null;
  moved_ends_at: number | null;
}

/** What a message asks. Its words stay as they were: a poll is not edited. */
interface PollsTable {
  message_id: Id;
  channel_id: Id;
  question: string;
  multiselect: Flag;
  /** When it ends; once it has, when it did. */
  expires_at: number;
  /** Null while one may vote. */
  ended_at: number | null;
}

interface PollAnswersTable {
  message_id: Id;
  /** 1, 2, … */
  answer_id: number;
  text: string;
  /** JSON of a partial emoji. */
  emoji: string | null;
  /** How many rows of `poll_votes` name it. */
  votes: number;
  /** Grows with each change of `votes`. */
  version: number;
}

interface InstanceAuditLogTable {
  id: Id;
  user_id: Id | null;
  /** `user.disable`, `server.delete`, … */
  action: string;
  target_id: string | null;
  /** JSON of what was changed. */
  detail: string | null;
}

/** One row a minute, for the charts of the admin page. Kept for a while. */
interface InstanceFiguresTable {
  at: number;
  node: number;
  sessions: number;
  users: number;
  messages: number;
  requests: number;
  /** Microseconds. */
  lag_p99: number;
  rss: number;
}

interface ApplicationsTable {
  /** Its bot's too. */
  id: Id;
  owner_id: Id;
  name: string;
  icon: string | null;
  description: Generated<string>;
  /** Others than the owner may add it. */
  is_public: Generated<Flag>;
  /** ApplicationFlags: which privileged intents are on. */
  flags: Generated<number>;
  /** JSON, a list of addresses. */
  redirect_uris: Generated<string>;
  interactions_endpoint_url: string | null;
  /** Where events are posted. */
  event_webhooks_url: string | null;
  /** ApplicationWebhookEventStatus: 1 off, 2 on, 3 stopped by the instance. */
  event_webhooks_status: Generated<number>;
  /** JSON, a list of names. */
  event_webhooks_types: Generated<string>;
  /** Since when nothing was taken. */
  event_webhooks_failing_since: number | null;
  /** Ed25519, hexadecimal: what is sent to its endpoint is signed with it. */
  verify_key: string;
  /** The other half, PKCS#8 in base64. */
  signing_key: string;
  secret_hash: string | null;
  /** JSON of scopes and permissions that its install link asks for. */
  install_params: string | null;
  custom_install_url: string | null;
  terms_of_service_url: string | null;
  privacy_policy_url: string | null;
  /** JSON, a list of words. */
  tags: Generated<string>;
  created_at: number;
}

/** An application in a server. */
interface GuildIntegrationsTable {
  id: Id;
  guild_id: Id;
  application_id: Id;
  added_by: Id;
  /** The role of its bot; null without a bot, or without permissions. */
  role_id: Id | null;
  /** JSON, a list. */
  scopes: string;
  created_at: number;
}

/** A server's own event webhook. */
interface EventWebhooksTable {
  id: Id;
  guild_id: Id;
  /** Null: the channels that everybody sees. */
  channel_id: Id | null;
  /** Who answers for it: it hears no more than they may. */
  creator_id: Id;
  name: string;
  url: string;
  /** `whsec_…`: what is posted is signed with it. */
  secret: string;
  /** JSON, a list of names. */
  types: string;
  /** As an application's `event_webhooks_status`. */
  status: number;
  failing_since: number | null;
  created_at: number;
}

/** A dispatch that is to be announced: there from the commit of the change until what it tells stands in the outbox. */
interface EventAnnouncementsTable {
  id: Id;
  /** The node that made the change. */
  node_id: number;
  created_at: number;
  guild_id: Id | null;
  /** The message whose content is in it, and the one that this answers. */
  message_id: Id | null;
  quoted_id: Id | null;
  /** JSON, a list: the accounts that listened. */
  audience: string;
  topic: string;
  type: string;
  /** JSON. */
  data: string;
  needs: string | null;
}

/** One event for one address: waiting for its turn, or what became of it. */
interface EventDeliveriesTable {
  id: Id;
  /** An application's id, or that of a server's event webhook. */
  hook_id: Id;
  application_id: Id | null;
  /** The server that it is of. */
  guild_id: Id | null;
  /** The channel or thread that it tells of, while that is there to be seen. */
  channel_id: Id | null;
  /** The message whose content is in it, and the one that this answers. */
  message_id: Id | null;
  quoted_id: Id | null;
  type: string;
  /** JSON, as it is sent; empty once nobody is to read it any more. */
  body: string;
  status: "pending" | "delivered" | "dropped";
  attempts: Generated<number>;
  /** When it is due; null once it is over. The same for all that wait for one address. */
  next_at: number | null;
  created_at: number;
  finished_at: number | null;
  response_status: number | null;
  duration_ms: number | null;
  response: string | null;
  note: string | null;
}

/** An incoming one. Those of channels that follow another stand in channel_followers. */
interface WebhooksTable {
  id: Id;
  guild_id: Id;
  channel_id: Id;
  creator_id: Id | null;
  application_id: Id | null;
  name: string;
  avatar: string | null;
  /** Whoever has it posts. */
  token: string;
  /** What those sign with who can; null when the address is enough. */
  secret: string | null;
}

/** A picture that messages of a webhook were signed with: it outlives the webhook, not the server. */
interface WebhookPicturesTable {
  webhook_id: Id;
  hash: string;
  guild_id: Id;
  added_at: number;
}

/** A consent that is yet to be exchanged for tokens. */
interface OAuth2CodesTable {
  /** SHA-256. */
  code_hash: string;
  application_id: Id;
  user_id: Id;
  /** With spaces between. */
  scopes: string;
  redirect_uri: string;
  /** Of PKCE (S256). */
  challenge: string | null;
  nonce: string | null;
  expires_at: number;
}

/** What an application acts in somebody's name with. */
interface OAuth2TokensTable {
  /** SHA-256. */
  token_hash: string;
  kind: "access" | "refresh";
  /** The consent it comes of; tokens of one consent end together. */
  grant_id: Id;
  application_id: Id;
  user_id: Id;
  scopes: string;
  created_at: number;
  expires_at: number;
}

interface ApplicationCommandsTable {
  id: Id;
  application_id: Id;
  /** 0 for every server. */
  guild_id: Id;
  /** ApplicationCommandType: 1 typed, 2 in a person's menu, 3 in a message's. */
  type: number;
  name: string;
  /** A snowflake, new with every change. */
  version: Id;
  /** JSON of all else it was registered with, checked then. */
  data: string;
}

/** Somebody uses a bot. Kept as long as its token is good. */
interface InteractionsTable {
  id: Id;
  application_id: Id;
  /** SHA-256 of the token. */
  token_hash: string;
  /** InteractionType: 2 to 5. */
  type: number;
  user_id: Id;
  guild_id: Id | null;
  channel_id: Id;
  /** The message whose component was used. */
  message_id: Id | null;
  /** By which the person's client knows it again. */
  nonce: string | null;
  /** JSON of what answers need of it (InteractionNotes). */
  data: string;
  /** Until when the first answer has to come; null once it came, or is too late. */
  answer_by: number | null;
  answer: "message" | "deferred" | "update" | "choices" | "modal" | "failed" | null;
  /** The message that answers it first; of an update the one updated. */
  response_id: Id | null;
  /** JSON of a form that was shown and not sent in yet. */
  modal: string | null;
  created_at: number;
}

/** An answer for one person alone. */
interface EphemeralMessagesTable {
  id: Id;
  interaction_id: Id;
  application_id: Id;
  /** Who sees it. */
  user_id: Id;
  channel_id: Id;
  /** JSON of what a row of messages would hold. */
  data: string;
  expires_at: number;
}

/** Who is in which voice channel: one place a server for each. */
interface VoiceStatesTable {
  guild_id: Id;
  user_id: Id;
  channel_id: Id;
  /** Of the gateway session that is there. */
  voice_id: string;
  /** The node that holds this session. */
  node_id: number;
  self_mute: Flag;
  self_deaf: Flag;
  self_video: Flag;
  /** Listens to a stage. */
  suppress: Flag;
  asked_to_speak_at: number | null;
  joined_at: number;
}

/** What a stage is about, while it is open. */
interface StageInstancesTable {
  id: Id;
  guild_id: Id;
  channel_id: Id;
  topic: string;
  scheduled_event_id: Id | null;
}

/** Of a server or of an application; of neither once that is gone, until its pictures are. */
interface EmojisTable {
  id: Id;
  guild_id: Id | null;
  application_id: Id | null;
  name: string;
  animated: Flag;
  /** JSON list of the roles that may use it; empty: everybody. */
  roles: string;
  /** Who uploaded it. */
  user_id: Id;
}

interface StickersTable {
  /** Names its picture, too, which never changes. */
  id: Id;
  guild_id: Id;
  /** Who brought it. */
  user_id: Id;
  name: string;
  description: string;
  tags: string;
  format_type: StickerFormatType;
}

interface SoundboardSoundsTable {
  /** Names its recording, too, which never changes. */
  id: Id;
  guild_id: Id;
  /** Who brought it. */
  user_id: Id;
  name: string;
  /** 0 to 1. */
  volume: number;
  emoji_name: string | null;
}
