import type {
  APIGuildMember,
  APIMessage,
  APIRole,
  APIUser,
  Channel,
  Draft,
  FriendSuggestion,
  GatewaySession,
  GuildChannel,
  GuildFields,
  InstanceAnnouncement,
  MemberAdd,
  MemberListItem,
  MemberListUpdate,
  MemberRemove,
  MessageAck,
  PollVoteChange,
  Presence,
  PrivateChannel,
  ReadState,
  ReadStateUpdate,
  ReadyGuild,
  RecipientRole,
  Relationship,
  ScheduledEvent,
  ScheduledEventUserChange,
  SelfUser,
  Snowflake,
  StageInstance,
  ThreadChannel,
  UnavailableGuild,
  UserGuildSettings,
  UserReady,
  UserSettings,
  VoiceChannelInfo,
  VoiceState,
} from "@palabre/protocol";
import type { APISoundboardSound, APISticker } from "discord-api-types/v10";

/** Most messages kept of one conversation, around what is seen. */
export const WINDOW_SIZE = 500;
/** Most messages kept that bots told oneself alone. */
export const TOLD_KEPT = 50;
/** Most conversations whose messages are kept. */
export const WINDOWS = 20;

export type Table<T> = Readonly<Record<Snowflake, T>>;

/**
 * A run of a conversation's messages without holes. `hasBefore` and `hasAfter` say whether the server has more
 * at either end; live messages are appended only while `hasAfter` is false.
 */
export interface MessageWindow {
  /** Oldest first. */
  readonly ids: readonly Snowflake[];
  readonly byId: Table<APIMessage>;
  readonly hasBefore: boolean;
  readonly hasAfter: boolean;
  /** The page that is on its way, if any. */
  readonly loading: PageDirection | null;
  /** Why the last page did not come; null once one came. */
  readonly error: Failure | null;
  /** A session began anew since: changes may have been missed, the window is to be loaded again. */
  readonly stale: boolean;
}

export type PageDirection = "latest" | "before" | "after" | "around";

/** Why something did not work; `message` as the server said it. */
export interface Failure {
  /** `network`: no answer came. `limit`: too large for this server. */
  readonly kind: "network" | "refused" | "limit";
  readonly code: number;
  readonly message: string;
}

/** A server without what has tables of its own. */
export type Guild = Omit<
  ReadyGuild,
  "members" | "channels" | "threads" | "roles" | "guild_scheduled_events" | "voice_states" | "stage_instances"
> & {
  /** The smallest id of what came after one joined: what is older counts as read. */
  readonly joinedId: Snowflake;
};

/**
 * Somebody in a server as far as one has heard of them. `roles` null: named by a message, and whether they are still
 * a member is not known.
 */
export interface KnownMember
  extends Partial<
    Pick<APIGuildMember, "nick" | "avatar" | "joined_at" | "communication_disabled_until" | "pending">
  > {
  readonly user: APIUser;
  readonly roles: readonly Snowflake[] | null;
}

/** Most people kept of one server; of the panel's rows only those that one subscribed to. */
export const MEMBERS_KEPT = 1_000;

/** Rows of a members panel that are kept around those that came last. */
export const ROWS_KEPT = 500;

/** The members panel of a server, as far as its rows were asked for. */
export interface MemberList {
  readonly id: string;
  readonly memberCount: number;
  readonly onlineCount: number;
  readonly groups: MemberListUpdate["groups"];
  /** Row number → row. */
  readonly rows: Readonly<Record<number, MemberListItem>>;
}

export interface PendingFile {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly data: Blob;
  readonly description?: string;
}

/** A message that the server has not confirmed. */
export interface PendingMessage {
  readonly nonce: string;
  readonly channelId: Snowflake;
  readonly content: string;
  readonly files: readonly PendingFile[];
  readonly replyTo: Snowflake | null;
  /** Whether the reply mentions its author. */
  readonly pingReply: boolean;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** `queued`: waits for earlier ones or for the network. */
  readonly status: "queued" | "sending" | "failed";
  /** 0 to 1 while files are on their way, else null. */
  readonly progress: number | null;
  readonly error: Failure | null;
}

type Connection =
  /** Before the first READY. */
  | { readonly state: "starting" }
  | { readonly state: "online"; readonly since: number }
  /** Times in milliseconds since 1970; `retryAt` null while an attempt runs. */
  | { readonly state: "offline"; readonly since: number; readonly retryAt: number | null }
  /** Not logged in. */
  | { readonly state: "out" };

/** A conversation in sight. */
interface Viewing {
  /** Whether the present is in sight: arriving messages then count as read and old ones may be dropped. */
  readonly atBottom: boolean;
  /** Where "New" stood when the channel was entered: what came after this id is new. Null: all read then. */
  readonly newAfter: Snowflake | null;
}

/** `unsent`: typed here and not yet saved on the server; wins over what the server says. */
export type LocalDraft = Draft & { readonly unsent?: true };

export interface State {
  readonly connection: Connection;
  readonly sessionId: string | null;
  readonly self: SelfUser | null;
  readonly users: Table<APIUser>;
  readonly relationships: Table<Relationship>;
  /** 1:1 chats and rooms. */
  readonly privateChannels: Table<PrivateChannel>;
  /** Server → channel → what one may see there: channels, categories, threads. */
  readonly guildChannels: Table<Table<GuildChannel | ThreadChannel>>;
  /** Channel → its server. */
  readonly guildOf: Table<Snowflake>;
  readonly guilds: Table<Guild>;
  /** Servers one is in that those who run the instance have closed. */
  readonly unavailableGuilds: Table<UnavailableGuild>;
  /** Server → role. */
  readonly roles: Table<Table<APIRole>>;
  /** Server → oneself there. */
  readonly ownMembers: Table<APIGuildMember>;
  /** Server → what is planned there or under way. */
  readonly events: Table<Table<ScheduledEvent>>;
  /** Events that one is interested in. What is gone may stay: it may come back. */
  readonly interests: Table<true>;
  /** Server → person → where in voice they are. */
  readonly voices: Table<Table<VoiceState>>;
  /** Channel → what the stage is about; closed ones have none. */
  readonly stages: Table<StageInstance>;
  /** Voice channel → what it says of itself, and since when people are in it; known once it was asked for. */
  readonly voiceInfo: Table<VoiceChannelInfo>;
  /** Server → person, the one heard of last at the end; at most MEMBERS_KEPT. Oneself stands above. */
  readonly members: Table<Table<KnownMember>>;
  /** Server → the list that one looks at. */
  readonly memberLists: Table<MemberList>;
  /** Server → what one wants to hear of it; a server without follows its own defaults. */
  readonly guildSettings: Table<UserGuildSettings>;
  readonly readStates: Table<ReadState>;
  /**
   * The channel's last message in READY. A dispatch of a message up to it only repeats what READY told, so it
   * counts no mention a second time. Channels that came later have none: all their messages come as dispatches.
   */
  readonly toldUpTo: Table<Snowflake | null>;
  /** Messages counted in a channel's `mention_count` since READY, so that their deletion takes them out again. */
  readonly counted: Table<readonly Snowflake[]>;
  readonly presences: Table<Presence>;
  readonly settings: UserSettings;
  readonly drafts: Table<LocalDraft>;
  readonly sessions: readonly GatewaySession[];
  readonly windows: Table<MessageWindow>;
  /** Channels of `windows`, the one used last at the end. */
  readonly windowOrder: readonly Snowflake[];
  /** Messages deleted lately: a page that was read before must not bring them back. Bounded. */
  readonly deleted: readonly Snowflake[];
  /** What bots told oneself alone, oldest first: in no history, and gone with the page. At most TOLD_KEPT. */
  readonly told: readonly APIMessage[];
  /** In the order they were written. */
  readonly outbox: readonly PendingMessage[];
  /** Channel → user → when it runs out, milliseconds since 1970. */
  readonly typing: Readonly<Record<Snowflake, Table<number>>>;
  /** Best first; null before they were asked for. */
  readonly suggestions: readonly FriendSuggestion[] | null;
  /** Newest first; null before they were asked for. Read ones too. */
  readonly mentions: readonly APIMessage[] | null;
  /** What is in sight, by channel: a thread may stand beside its channel. */
  readonly viewing: Table<Viewing>;
  /** What those who run the instance say to everybody. */
  readonly announcement: InstanceAnnouncement | null;
}

/** A message of a server carries its author's membership, and that of who is mentioned. */
export type ReceivedMessage = APIMessage & {
  guild_id?: Snowflake;
  member?: Partial<Omit<APIGuildMember, "user">>;
};

interface OwnThreadMember {
  id?: Snowflake;
  user_id?: Snowflake;
  join_timestamp?: string;
  flags?: number;
}

/** What the gateway dispatches to a person. */
export interface Dispatches {
  READY: UserReady;
  RESUMED: null;
  USER_UPDATE: SelfUser;
  USER_SETTINGS_UPDATE: Partial<UserSettings>;
  SESSIONS_REPLACE: GatewaySession[];
  RELATIONSHIP_ADD: Relationship;
  RELATIONSHIP_UPDATE: Partial<Relationship> & { id: Snowflake };
  RELATIONSHIP_REMOVE: { id: Snowflake };
  SUGGESTION_REMOVE: { user_id: Snowflake };
  PRESENCE_UPDATE: Presence;
  CHANNEL_CREATE: Channel;
  CHANNEL_UPDATE: Partial<Channel> & { id: Snowflake };
  CHANNEL_DELETE: { id: Snowflake };
  CHANNEL_RECIPIENT_ADD: { channel_id: Snowflake; user: APIUser; role?: RecipientRole };
  CHANNEL_RECIPIENT_REMOVE: { channel_id: Snowflake; user: { id: Snowflake } };
  CHANNEL_PINS_UPDATE: { channel_id: Snowflake; last_pin_timestamp?: string | null };
  GUILD_CREATE: ReadyGuild;
  GUILD_UPDATE: GuildFields;
  GUILD_EMOJIS_UPDATE: { guild_id: Snowflake; emojis: GuildFields["emojis"] };
  GUILD_DELETE: { id: Snowflake; unavailable?: boolean };
  GUILD_ROLE_CREATE: { guild_id: Snowflake; role: APIRole };
  GUILD_ROLE_UPDATE: { guild_id: Snowflake; role: APIRole };
  GUILD_ROLE_DELETE: { guild_id: Snowflake; role_id: Snowflake };
  GUILD_MEMBER_ADD: MemberAdd;
  GUILD_MEMBER_UPDATE: Partial<APIGuildMember> & { guild_id: Snowflake; user: APIUser };
  GUILD_MEMBER_REMOVE: MemberRemove;
  GUILD_MEMBERS_CHUNK: { guild_id: Snowflake; members: APIGuildMember[]; nonce?: string };
  GUILD_MEMBER_LIST_UPDATE: MemberListUpdate;
  USER_GUILD_SETTINGS_UPDATE: UserGuildSettings;
  GUILD_STICKERS_UPDATE: { guild_id: Snowflake; stickers: APISticker[] };
  GUILD_SOUNDBOARD_SOUND_CREATE: APISoundboardSound;
  GUILD_SOUNDBOARD_SOUND_UPDATE: APISoundboardSound;
  GUILD_SOUNDBOARD_SOUND_DELETE: { sound_id: Snowflake; guild_id: Snowflake };
  GUILD_SCHEDULED_EVENT_CREATE: ScheduledEvent;
  GUILD_SCHEDULED_EVENT_UPDATE: ScheduledEvent;
  GUILD_SCHEDULED_EVENT_DELETE: { id: Snowflake; guild_id: Snowflake };
  GUILD_SCHEDULED_EVENT_USER_ADD: ScheduledEventUserChange;
  GUILD_SCHEDULED_EVENT_USER_REMOVE: ScheduledEventUserChange;
  VOICE_STATE_UPDATE: VoiceState;
  STAGE_INSTANCE_CREATE: StageInstance;
  STAGE_INSTANCE_UPDATE: StageInstance;
  STAGE_INSTANCE_DELETE: StageInstance;
  VOICE_CHANNEL_STATUS_UPDATE: VoiceChannelInfo & { guild_id: Snowflake };
  VOICE_CHANNEL_START_TIME_UPDATE: VoiceChannelInfo & { guild_id: Snowflake };
  CHANNEL_INFO: { guild_id: Snowflake; channels: VoiceChannelInfo[] };
  THREAD_CREATE: ThreadChannel;
  THREAD_UPDATE: Partial<ThreadChannel> & { id: Snowflake };
  THREAD_DELETE: { id: Snowflake };
  THREAD_LIST_SYNC: {
    guild_id: Snowflake;
    /** Parents whose threads these are all of; absent: of the whole server. */
    channel_ids?: Snowflake[];
    threads: ThreadChannel[];
    members?: OwnThreadMember[];
  };
  THREAD_MEMBER_UPDATE: OwnThreadMember & { id: Snowflake; guild_id: Snowflake };
  THREAD_MEMBERS_UPDATE: {
    id: Snowflake;
    guild_id: Snowflake;
    member_count: number;
    added_members?: OwnThreadMember[];
    removed_member_ids?: Snowflake[];
  };
  TYPING_START: {
    channel_id: Snowflake;
    user_id: Snowflake;
    timestamp: number;
    guild_id?: Snowflake;
    member?: APIGuildMember;
  };
  MESSAGE_CREATE: ReceivedMessage;
  MESSAGE_UPDATE: Partial<APIMessage> & { id: Snowflake; channel_id: Snowflake };
  MESSAGE_DELETE: { id: Snowflake; channel_id: Snowflake };
  MESSAGE_DELETE_BULK: { ids: Snowflake[]; channel_id: Snowflake };
  MESSAGE_REACTION_ADD: ReactionEvent;
  MESSAGE_REACTION_REMOVE: ReactionEvent;
  MESSAGE_REACTION_REMOVE_ALL: { channel_id: Snowflake; message_id: Snowflake };
  MESSAGE_REACTION_REMOVE_EMOJI: Omit<ReactionEvent, "user_id">;
  MESSAGE_POLL_VOTE_ADD: PollVoteChange;
  MESSAGE_POLL_VOTE_REMOVE: PollVoteChange;
  MESSAGE_ACK: MessageAck;
  READ_STATE_UPDATE: ReadStateUpdate;
  DRAFT_UPDATE: Draft;
  INSTANCE_ANNOUNCEMENT: { announcement: InstanceAnnouncement | null };
}

export interface ReactionEvent {
  channel_id: Snowflake;
  message_id: Snowflake;
  user_id: Snowflake;
  emoji: { id: string | null; name: string | null; animated?: boolean };
}

/** What happens at this side. Times (`at`, `now`) in milliseconds since 1970: `apply` reads no clock. */
export interface LocalEvents {
  connection: { connection: Connection };
  signed_out: object;
  page_requested: { channelId: Snowflake; direction: PageDirection };
  /** `messages` oldest first. `full`: as many came as were asked for, so that more may follow. */
  page_loaded: {
    channelId: Snowflake;
    direction: PageDirection;
    messages: readonly ReceivedMessage[];
    /** The id the page was asked around, before or after. */
    anchor: Snowflake | null;
    full: { before: boolean; after: boolean };
  };
  page_failed: { channelId: Snowflake; error: Failure };
  pending_added: { message: PendingMessage };
  pending_changed: { nonce: string; change: Partial<PendingMessage> };
  /** The server confirmed it. */
  pending_sent: { nonce: string; message: APIMessage };
  pending_removed: { nonce: string };
  draft_typed: { channelId: Snowflake; content: string; at: number };
  draft_saved: { channelId: Snowflake; content: string };
  viewing: { channelId: Snowflake; atBottom: boolean };
  left: { channelId: Snowflake };
  acked: { channelId: Snowflake; messageId: Snowflake; mentionCount: number };
  /** One's own reaction, before the server confirmed it; `add: false` takes it back. */
  reacted: { channelId: Snowflake; messageId: Snowflake; emoji: ReactionEvent["emoji"]; add: boolean };
  settings_changed: { settings: Partial<UserSettings> };
  /** One's own change, before the server confirmed it, or taken back. */
  guild_settings_changed: { settings: UserGuildSettings };
  /** Events that one is interested in, out of those that were read. */
  interests_loaded: { eventIds: readonly Snowflake[] };
  suggestions_loaded: { suggestions: readonly FriendSuggestion[] };
  suggestion_dismissed: { userId: Snowflake };
  mentions_loaded: { messages: readonly APIMessage[] };
  mention_dismissed: { messageId: Snowflake };
  /** Forgets who stopped typing. */
  clock: { now: number };
}

export type DispatchEvent = {
  [T in keyof Dispatches]: { type: "dispatch"; t: T; d: Dispatches[T]; at: number };
}[keyof Dispatches];

export type LocalEvent = { [T in keyof LocalEvents]: { type: T } & LocalEvents[T] }[keyof LocalEvents];

export type StateEvent = DispatchEvent | LocalEvent;
