import { PermissionFlagsBits } from "discord-api-types/v10";

/** Every permission of API v10 by its name; a name that is only the old one of another is left out. */
export type PermissionName = Exclude<keyof typeof PermissionFlagsBits, "ManageEmojisAndStickers">;

/** All names, from the lowest bit to the highest. */
export const PERMISSION_NAMES = Object.keys(PermissionFlagsBits).filter(isName);

export const ALL_PERMISSIONS = union(PERMISSION_NAMES);

/** What @everyone of a new server may do, as Discord has it. */
export const DEFAULT_PERMISSIONS = union([
  "ViewChannel",
  "CreateGuildExpressions",
  "CreateInstantInvite",
  "ChangeNickname",
  "SendMessages",
  "SendMessagesInThreads",
  "CreatePublicThreads",
  "CreatePrivateThreads",
  "EmbedLinks",
  "AttachFiles",
  "AddReactions",
  "UseExternalEmojis",
  "UseExternalStickers",
  "MentionEveryone",
  "ReadMessageHistory",
  "SendVoiceMessages",
  "SendPolls",
  "Connect",
  "Speak",
  "Stream",
  "UseSoundboard",
  "UseExternalSounds",
  "UseVAD",
  "SetVoiceChannelStatus",
  "RequestToSpeak",
  "UseApplicationCommands",
  "UseEmbeddedActivities",
  "UseExternalApps",
  "CreateEvents",
]);

/*
 * Where a bit matters. Source: the column "Channel Type" of "Bitwise Permission Flags" in Discord's public
 * documentation: T for text, announcement, forum and media channels, V for voice channels, S for stages.
 */

const EVERYWHERE: readonly PermissionName[] = [
  "CreateInstantInvite",
  "ManageChannels",
  "AddReactions",
  "ViewChannel",
  "SendMessages",
  "SendTTSMessages",
  "ManageMessages",
  "EmbedLinks",
  "AttachFiles",
  "ReadMessageHistory",
  "MentionEveryone",
  "UseExternalEmojis",
  "ManageRoles",
  "ManageWebhooks",
  "UseApplicationCommands",
  "UseExternalStickers",
  "SendVoiceMessages",
  "SendPolls",
  "UseExternalApps",
  "BypassSlowmode",
];

const VOICE_AND_STAGE: readonly PermissionName[] = [
  "Stream",
  "Connect",
  "MuteMembers",
  "MoveMembers",
  "ManageEvents",
  "CreateEvents",
];

/** What matters in text, announcement, forum and media channels, and so in their threads. */
export const TEXT_BITS = union([
  ...EVERYWHERE,
  "ManageThreads",
  "CreatePublicThreads",
  "CreatePrivateThreads",
  "SendMessagesInThreads",
  "UseEmbeddedActivities",
  "PinMessages",
]);

/** What matters in voice channels. */
export const VOICE_BITS = union([
  ...EVERYWHERE,
  ...VOICE_AND_STAGE,
  "PrioritySpeaker",
  "Speak",
  "DeafenMembers",
  "UseVAD",
  "UseEmbeddedActivities",
  "UseSoundboard",
  "UseExternalSounds",
  "SetVoiceChannelStatus",
]);

/** What matters on stages. */
export const STAGE_BITS = union([...EVERYWHERE, ...VOICE_AND_STAGE, "RequestToSpeak"]);

/** What matters in some channel: the bits an overwrite can give and take, and those a category offers. */
export const CHANNEL_BITS = TEXT_BITS | VOICE_BITS | STAGE_BITS;

/** What only roles give. */
export const GUILD_ONLY_BITS = ALL_PERMISSIONS & ~CHANNEL_BITS;

/** Digits of the largest 64-bit number. */
const MAX_DIGITS = 20;

/**
 * Reads permissions as they come in: decimal digits, or a non-negative safe integer. Unknown bits are dropped.
 * Null means that it is neither.
 */
export function parsePermissions(text: string | number): bigint | null {
  if (typeof text === "number") {
    return Number.isSafeInteger(text) && text >= 0 ? BigInt(text) & ALL_PERMISSIONS : null;
  }
  if (text.length > MAX_DIGITS || !/^\d+$/.test(text)) return null;
  return BigInt(text) & ALL_PERMISSIONS;
}

/** The names of the known bits in `bits`, from the lowest to the highest. */
export function permissionNames(bits: bigint): PermissionName[] {
  return PERMISSION_NAMES.filter((name) => (bits & PermissionFlagsBits[name]) !== 0n);
}

function isName(key: string): key is PermissionName {
  return key !== "ManageEmojisAndStickers";
}

function union(names: readonly PermissionName[]): bigint {
  return names.reduce((bits, name) => bits | PermissionFlagsBits[name], 0n);
}
