import type { GatewayActivity } from "@palabre/protocol";
import { GatewayCloseCodes, GatewayOpcodes } from "discord-api-types/v10";
import type { Fields } from "./fields.ts";
import type { DeviceStatus, Platform } from "./session.ts";

export interface DevicePresence {
  status: DeviceStatus;
  activities: GatewayActivity[];
}

export interface IdentifyData {
  /** Empty when the cookie speaks for the client. */
  token: string;
  /** As it came; only a bot's counts. */
  intents: unknown;
  shard: unknown;
  compress: boolean;
  presence: DevicePresence | undefined;
  platform: Platform;
  client: { os: string; client: string };
}

/** Members that a client asks for: by id, by the beginning of their name, or all of them. */
export interface MembersRequest {
  guildId: string;
  wanted: { userIds: string[] } | { query: string; limit: number } | "all";
  presences: boolean;
  nonce: string | undefined;
}

/** The rows of a channel's list of members that a client shows. */
export interface ListRequest {
  guildId: string;
  /** Undefined: none any more. */
  channelId: string | undefined;
  /** First and last row. */
  ranges: (readonly [number, number])[];
}

/** Where in voice a session wants to be. */
export interface VoiceWish {
  guildId: string;
  /** Null: nowhere in that server. */
  channelId: string | null;
  selfMute: boolean;
  selfDeaf: boolean;
  selfVideo: boolean;
}

/** What a session asks of a server's voice channels. */
export interface ChannelInfoRequest {
  guildId: string;
  fields: ("status" | "voice_start_time")[];
}

export type Frame =
  | { op: "heartbeat" }
  | { op: "identify"; data: IdentifyData }
  | { op: "resume"; token: string; sessionId: string; sequence: number }
  | { op: "presence"; data: DevicePresence }
  | { op: "members"; data: MembersRequest }
  | { op: "list"; data: ListRequest }
  | { op: "voice"; data: VoiceWish }
  | { op: "info"; data: ChannelInfoRequest }
  | { op: "sounds"; guildIds: string[] }
  /** Understood, and nothing to answer: it concerns guilds that this session is not in. */
  | { op: "ignored" };

/** Why a frame was not understood; carries the close code. */
export class FrameError extends Error {
  readonly code: GatewayCloseCodes;

  constructor(code: GatewayCloseCodes, message: string) {
    super(message);
    this.code = code;
  }
}

const malformed = (message: string) => new FrameError(GatewayCloseCodes.DecodeError, message);

/** What clients of people ask a list of members with; only bots' opcodes are documented. */
const LAZY_LIST = 14;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An absent and a null field are the same to every library. */
const absent = (value: unknown): value is undefined | null => value === undefined || value === null;

function parseFields(value: unknown, name: string): Fields {
  if (!isFields(value)) throw malformed(`${name} must be an object`);
  return value;
}

/** Reads a frame; throws {@link FrameError}. What libraries send beyond what is read here is left alone. */
export function parseFrame(text: string): Frame {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed("not JSON");
  }
  const frame = parseFields(value, "the payload");
  if (!Number.isInteger(frame.op)) throw malformed("op must be an integer");
  switch (frame.op) {
    case GatewayOpcodes.Heartbeat:
      if (!absent(frame.d) && !isSequence(frame.d)) throw malformed("d must be a sequence number or null");
      return { op: "heartbeat" };
    case GatewayOpcodes.Identify:
      return { op: "identify", data: parseIdentify(parseFields(frame.d, "d")) };
    case GatewayOpcodes.Resume:
      return parseResume(parseFields(frame.d, "d"));
    case GatewayOpcodes.PresenceUpdate:
      return { op: "presence", data: parseDevicePresence(frame.d) };
    case GatewayOpcodes.VoiceStateUpdate:
      return parseVoiceState(parseFields(frame.d, "d"));
    case GatewayOpcodes.RequestGuildMembers:
      return { op: "members", data: parseMembersRequest(parseFields(frame.d, "d")) };
    case LAZY_LIST:
      return { op: "list", data: parseListRequest(parseFields(frame.d, "d")) };
    case GatewayOpcodes.RequestSoundboardSounds:
      return { op: "sounds", guildIds: parseSoundsRequest(parseFields(frame.d, "d")) };
    case GatewayOpcodes.RequestChannelInfo:
      return { op: "info", data: parseInfoRequest(parseFields(frame.d, "d")) };
    default:
      throw new FrameError(GatewayCloseCodes.UnknownOpcode, "unknown opcode");
  }
}

const isSequence = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function parseToken(value: unknown): string {
  if (absent(value)) return "";
  if (typeof value !== "string" || value.length > 1_024) throw malformed("token must be a string");
  // Some clients send what they put into the Authorization header.
  return value.replace(/^Bot\s+/i, "").trim();
}

function parseIdentify(d: Fields): IdentifyData {
  const properties = absent(d.properties) ? {} : parseFields(d.properties, "properties");
  const os = words(properties.os ?? properties.$os);
  const browser = words(properties.browser ?? properties.$browser);
  const device = words(properties.device ?? properties.$device);
  if (!absent(d.compress) && typeof d.compress !== "boolean") throw malformed("compress must be a boolean");
  return {
    token: parseToken(d.token),
    intents: d.intents,
    shard: absent(d.shard) ? undefined : d.shard,
    compress: d.compress === true,
    presence: absent(d.presence) ? undefined : parseDevicePresence(d.presence),
    platform: /android|ios|iphone|mobile/i.test(`${os} ${browser} ${device}`)
      ? "mobile"
      : /desktop|client/i.test(browser)
        ? "desktop"
        : "web",
    client: { os, client: browser },
  };
}

/** Free text that a client says of itself. */
const words = (value: unknown): string => (typeof value === "string" ? value.slice(0, 64) : "");

function parseResume(d: Fields): Frame {
  if (typeof d.session_id !== "string" || d.session_id.length > 128)
    throw malformed("session_id must be a string");
  if (!isSequence(d.seq)) throw malformed("seq must be a sequence number");
  return { op: "resume", token: parseToken(d.token), sessionId: d.session_id, sequence: d.seq };
}

// A Map: an object would know "constructor", too.
const STATUSES: ReadonlyMap<unknown, DeviceStatus> = new Map<unknown, DeviceStatus>([
  ["online", "online"],
  ["idle", "idle"],
  ["dnd", "dnd"],
  ["invisible", "invisible"],
  ["offline", "invisible"],
]);

/** Activities that one device may show. */
const MAX_ACTIVITIES = 4;

function parseDevicePresence(value: unknown): DevicePresence {
  const d = parseFields(value, "presence");
  // Libraries leave the status out when they only set an activity.
  const status = absent(d.status) ? "online" : STATUSES.get(d.status);
  if (status === undefined) throw malformed("status must be online, idle, dnd, invisible or offline");
  if (!absent(d.activities) && !Array.isArray(d.activities)) throw malformed("activities must be a list");
  const activities = (d.activities ?? []) as unknown[];
  return { status, activities: activities.slice(0, MAX_ACTIVITIES).map(parseActivity) };
}

/** Keeps the fields that a device may set, each bounded: others will hold them in memory. */
function parseActivity(value: unknown): GatewayActivity {
  const d = parseFields(value, "an activity");
  if (typeof d.name !== "string") throw malformed("an activity needs a name");
  if (!absent(d.type) && !Number.isInteger(d.type)) throw malformed("an activity's type must be an integer");
  const activity: Fields = { name: d.name.slice(0, 128), type: d.type ?? 0, created_at: Date.now() };
  for (const field of ["state", "details", "url"]) {
    const text = d[field];
    if (typeof text === "string") activity[field] = text.slice(0, 256);
  }
  if (isFields(d.emoji) && typeof d.emoji.name === "string") {
    activity.emoji = {
      name: d.emoji.name.slice(0, 64),
      ...(typeof d.emoji.id === "string" && { id: d.emoji.id.slice(0, 20) }),
      ...(typeof d.emoji.animated === "boolean" && { animated: d.emoji.animated }),
    };
  }
  return activity as unknown as GatewayActivity;
}

const isId = (value: unknown): value is string => typeof value === "string" && /^\d{1,20}$/.test(value);

/** Without a server it is about a call between people, of which there are none. */
function parseVoiceState(d: Fields): Frame {
  if (!absent(d.guild_id) && !isId(d.guild_id)) throw malformed("guild_id must be a snowflake");
  if (!absent(d.channel_id) && !isId(d.channel_id)) throw malformed("channel_id must be a snowflake or null");
  if (!isId(d.guild_id)) return { op: "ignored" };
  const data = {
    guildId: d.guild_id,
    channelId: isId(d.channel_id) ? d.channel_id : null,
    selfMute: d.self_mute === true,
    selfDeaf: d.self_deaf === true,
    selfVideo: d.self_video === true,
  };
  return { op: "voice", data };
}

function parseInfoRequest(d: Fields): ChannelInfoRequest {
  const wanted = Array.isArray(d.fields) ? d.fields : [];
  const fields = (["status", "voice_start_time"] as const).filter((field) => wanted.includes(field));
  return { guildId: parseId(d.guild_id, "guild_id"), fields };
}

const MAX_USER_IDS = 100;
const MAX_QUERY = 100;
const MAX_MEMBERS = 100;
/** Bytes; a longer one is left away, as documented. */
const MAX_NONCE_BYTES = 32;

function parseId(value: unknown, name: string): string {
  if (!isId(value)) throw malformed(`${name} must be a snowflake`);
  return value;
}

function parseMembersRequest(d: Fields): MembersRequest {
  // Old libraries send a list of one.
  const guildId = parseId(
    Array.isArray(d.guild_id) && d.guild_id.length === 1 ? d.guild_id[0] : d.guild_id,
    "guild_id",
  );
  if (!absent(d.query) && typeof d.query !== "string") throw malformed("query must be a string");
  if (!absent(d.limit) && !isSequence(d.limit)) throw malformed("limit must be a number");
  const nonce =
    typeof d.nonce === "string" && Buffer.byteLength(d.nonce) <= MAX_NONCE_BYTES ? d.nonce : undefined;
  return { guildId, wanted: parseWanted(d), presences: d.presences === true, nonce };
}

function parseWanted(d: Fields): MembersRequest["wanted"] {
  if (!absent(d.user_ids)) {
    const ids = (Array.isArray(d.user_ids) ? d.user_ids : [d.user_ids]) as unknown[];
    if (ids.length > MAX_USER_IDS) throw malformed(`user_ids may be ${MAX_USER_IDS} at most`);
    return { userIds: Array.from(new Set(ids.map((id) => parseId(id, "user_ids")))) };
  }
  const query = ((d.query ?? "") as string).slice(0, MAX_QUERY);
  const limit = (d.limit ?? 0) as number;
  if (query === "" && limit === 0) return "all";
  return { query, limit: limit === 0 ? MAX_MEMBERS : Math.min(limit, MAX_MEMBERS) };
}

/** As many servers as one may be in. */
const MAX_SOUND_GUILDS = 200;

function parseSoundsRequest(d: Fields): string[] {
  if (!Array.isArray(d.guild_ids) || d.guild_ids.length > MAX_SOUND_GUILDS) {
    throw malformed(`guild_ids must be a list of ${MAX_SOUND_GUILDS} at most`);
  }
  return Array.from(new Set((d.guild_ids as unknown[]).map((id) => parseId(id, "guild_ids"))));
}

const MAX_RANGES = 5;
const MAX_ROWS = 100;

function parseListRequest(d: Fields): ListRequest {
  const guildId = parseId(d.guild_id, "guild_id");
  const channels = Object.entries(parseFields(d.channels ?? {}, "channels"));
  if (channels.length > 1) throw malformed("one channel's list at a time");
  const [channel] = channels;
  if (channel === undefined) return { guildId, channelId: undefined, ranges: [] };
  const [channelId, ranges] = channel;
  if (!Array.isArray(ranges) || ranges.length > MAX_RANGES) {
    throw malformed(`ranges must be a list of ${MAX_RANGES} at most`);
  }
  return { guildId, channelId: parseId(channelId, "channels"), ranges: ranges.map(parseRange) };
}

function parseRange(value: unknown): readonly [number, number] {
  const [from, to, ...more] = (Array.isArray(value) ? value : []) as unknown[];
  if (!isSequence(from) || !isSequence(to) || more.length > 0 || to < from || to - from >= MAX_ROWS) {
    throw malformed(`a range is [from, to] and has ${MAX_ROWS} rows at most`);
  }
  return [from, to];
}

/** `shard` as [id, count]; undefined when it makes no sense. */
export function parseShard(value: unknown): readonly [number, number] | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [id, count] = value as unknown[];
  return isSequence(id) && isSequence(count) && id < count ? [id, count] : undefined;
}
