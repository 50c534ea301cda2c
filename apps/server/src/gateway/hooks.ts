import type { GatewayActivity, Status } from "@palabre/protocol";
import type { APIGuildMember, APISoundboardSound } from "discord-api-types/v10";
import type { Topic } from "../bus/bus.ts";
import type { VoiceWish } from "./frames.ts";

/** Whose log-in a token is. */
export interface Identity {
  userId: string;
  authSessionId: string;
  bot: boolean;
}

/** A status and the activities beside it, as one user chose them for the whole account. */
export interface SavedPresence {
  status: Status;
  activities: GatewayActivity[];
}

/** One's membership of one server. */
export interface Membership {
  guildId: string;
  /** Without @everyone's. */
  roleIds: readonly string[];
  /** Milliseconds since 1970, as all times here. */
  joinedAt: number;
  nick: string | null;
  /** Hash of the avatar in this server. */
  avatar: string | null;
  pending: boolean;
  timedOutUntil: number | null;
}

interface GuildRoleState {
  id: string;
  /** Decimal. */
  permissions: string;
  position: number;
  hoist: boolean;
}

/** A channel as CHANNEL_CREATE carries it: whoever begins to see it is told this. */
export interface GuildChannelWire {
  id: string;
  type: number;
  name?: string | undefined;
  position?: number | undefined;
  parent_id?: string | null | undefined;
  last_message_id?: string | null | undefined;
  permission_overwrites?: readonly { id: string; type: number; allow: string; deny: string }[] | undefined;
}

/** A thread as THREAD_CREATE carries it. */
export interface GuildThreadWire {
  id: string;
  type: number;
  parent_id?: string | null | undefined;
  owner_id?: string | undefined;
  last_message_id?: string | null | undefined;
}

/** An event in a channel, as GUILD_SCHEDULED_EVENT_CREATE carries it. */
export interface GuildEventWire {
  id: string;
  guild_id: string;
  channel_id: string | null;
}

/** Somebody in a voice channel, as VOICE_STATE_UPDATE carries it. */
export interface VoiceWire {
  user_id: string;
  session_id?: string;
  channel_id: string | null;
}

/** An open stage, as STAGE_INSTANCE_CREATE carries it. */
export interface StageWire {
  id: string;
  channel_id: string;
}

/** A voice channel, as CHANNEL_INFO carries it. */
export interface ChannelInfo {
  id: string;
  status: string | null;
  /** Seconds since 1970; null while nobody is there. */
  voice_start_time: number | null;
}

/** What decides who sees what of a server, and what those are told who begin to see it. */
export interface GuildState {
  ownerId: string;
  /** All of them, @everyone included. */
  roles: readonly GuildRoleState[];
  /** All of them, categories included. */
  channels: readonly GuildChannelWire[];
  /** Those that are not archived. */
  threads: readonly GuildThreadWire[];
  /** Who is in each private one of them. */
  privateThreadMembers: Readonly<Record<string, readonly string[]>>;
  /** Its members are told nothing until GUILD_CREATE is published for it. */
  unavailable?: boolean;
  /** Those to come and under way that are in a channel. */
  events: readonly GuildEventWire[];
  /** Who is in voice. */
  voices?: readonly VoiceWire[];
  /** Stages that are open. */
  stages?: readonly StageWire[];
  /** The voice channels that say something of themselves, or have somebody in them. */
  channelInfos?: readonly ChannelInfo[];
}

type WantedMembers =
  | { userIds: readonly string[] }
  /** Of user name, display name or nickname, in any case. An empty one fits everybody. */
  | { query: string; limit: number }
  | { after: string; limit: number };

/** What the gateway asks of the application. Read while a session starts, never while events fan out. */
export interface GatewayHooks {
  /** Whose token it is; null when it is nobody's (any more). */
  authenticate(token: string): Promise<Identity | null>;
  /** Everything this user may be told about, `user:ID` and what is of servers aside. */
  visibleTopics(userId: string): Promise<Topic[]>;
  /** The servers this user is in. */
  memberships(userId: string): Promise<readonly Membership[]>;
  /** Read when the first of a server's members connects; null when there is no such server. */
  guild(guildId: string): Promise<GuildState | null>;
  /** Members in wire form with their users: those that are named, those whose name begins so, or the next by id. */
  findMembers(guildId: string, wanted: WantedMembers): Promise<readonly APIGuildMember[]>;
  memberCount(guildId: string): Promise<number>;
  /** A server's sounds in wire form. */
  soundboardSounds(guildId: string): Promise<readonly APISoundboardSound[]>;
  /** READY without v, session_id, resume_gateway_url, presences, sessions and shard; plus the saved presence. */
  snapshot(
    userId: string,
    bot: boolean,
  ): Promise<{ ready: Record<string, unknown>; presence: SavedPresence }>;
  /**
   * A session says where in voice it is; one that may not be there stays where it was. Absent: nobody gets in.
   * @returns the channel it is in now, null for none
   */
  changeVoice?(
    who: { userId: string; bot: boolean; voiceId: string },
    wish: VoiceWish,
  ): Promise<string | null>;
  /** What was in voice by this session leaves: it is over. */
  endVoice?(voiceId: string): Promise<void>;
  /** The voice channels of a server that this user sees. */
  channelInfo?(userId: string, guildId: string): Promise<readonly ChannelInfo[]>;
  /** The privileged intents that this bot's application may use, as bits. Absent: all of them. */
  allowedIntents?(userId: string): Promise<number>;
}
