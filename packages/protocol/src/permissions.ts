import { ChannelType, OverwriteType, PermissionFlagsBits as P } from "discord-api-types/v10";
import {
  ALL_PERMISSIONS,
  CHANNEL_BITS,
  type PermissionName,
  STAGE_BITS,
  TEXT_BITS,
  VOICE_BITS,
} from "./permissions-bits.ts";

/*
 * What a member may do. Source: "Permissions" of Discord's public documentation (overwrites, implicit permissions,
 * inherited permissions of threads, timed out members); docs/protocol.md numbers the rules, PERM1 and on.
 * One implementation computes and, where it is given a list, tells its steps.
 */

export interface PermissionRole {
  id: string;
  permissions: bigint;
}

export interface PermissionGuild {
  id: string;
  ownerId: string;
  /** By id; @everyone has the guild's. */
  roles: ReadonlyMap<string, PermissionRole>;
}

export interface PermissionMember {
  userId: string;
  /** @everyone may be among them or not. Ids of roles that are gone count for nothing. */
  roleIds: readonly string[];
  /** Whether a time-out runs at this moment. */
  timedOut?: boolean;
  /** Whether they have yet to accept the server's rules. */
  pending?: boolean;
}

/** A channel has at most one of each type and id. */
export interface PermissionOverwrite {
  id: string;
  type: OverwriteType;
  allow: bigint;
  deny: bigint;
}

export interface PermissionThread {
  isPrivate: boolean;
  /** Whether the member in question has joined the thread or was added to it. */
  isMember: boolean;
}

/** Where permissions are asked for: in a channel of that type, or in a thread. */
export type PermissionPlace = { type: ChannelType } | { thread: PermissionThread };

/** One thing that gave or took permissions. */
export interface PermissionStep {
  /**
   * - `owner`, `administrator`: they hold everything, and nothing else counts
   * - `everyone`, `role`: what a role gives in the whole server
   * - `overwrite_…`: what the channel says of @everyone, of a role, of the member
   * - `implicit`: what goes because they lack `needs`
   * - `private_thread`: they are not in it; `thread`: Send Messages becomes what Send Messages in Threads is
   * - `timeout`, `pending`: what is not left to them until that is over
   */
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
  id?: string;
  needs?: PermissionName;
  /** For roles and overwrites what they say, held already or not; otherwise what changed. */
  allowed: bigint;
  denied: bigint;
  /** What is held after it. */
  after: bigint;
}

/** What is left to a member in time-out, and to one who has not accepted the rules. */
const RESTRICTED = P.ViewChannel | P.ReadMessageHistory;

/** Pointless for whoever may not send: the four that are documented, and the two kinds of messages added since. */
const NEEDS_SEND =
  P.MentionEveryone | P.SendTTSMessages | P.AttachFiles | P.EmbedLinks | P.SendVoiceMessages | P.SendPolls;

/** What goes without Connect, in voice channels and on stages alone: all of voice, and changing the channel. */
const NEEDS_CONNECT = ((VOICE_BITS | STAGE_BITS) & ~TEXT_BITS) | P.ManageChannels | P.ManageRoles;

const ADMINISTRATOR = Number(P.Administrator);
const VIEW_CHANNEL = Number(P.ViewChannel);

/** What a member holds in the whole server. */
export function computeBasePermissions(guild: PermissionGuild, member: PermissionMember): bigint {
  return restrict(member, basePermissions(guild, member, null), null);
}

/** What a member holds in a channel or category of that type, by the overwrites it has itself. */
export function computeChannelPermissions(
  guild: PermissionGuild,
  member: PermissionMember,
  overwrites: readonly PermissionOverwrite[],
  type: ChannelType,
): bigint {
  return placePermissions(guild, member, overwrites, type, null, null);
}

/** What a member holds in a thread. The bit SendMessages tells whether they may send there. */
export function computeThreadPermissions(
  guild: PermissionGuild,
  member: PermissionMember,
  parentOverwrites: readonly PermissionOverwrite[],
  thread: PermissionThread,
): bigint {
  return placePermissions(guild, member, parentOverwrites, null, thread, null);
}

/** How {@link computeBasePermissions} comes to its result, which is `after` of the last step; there is one at least. */
export function explainBasePermissions(guild: PermissionGuild, member: PermissionMember): PermissionStep[] {
  const steps: PermissionStep[] = [];
  restrict(member, basePermissions(guild, member, steps), steps);
  return steps;
}

/** The same for a channel, or a thread by the overwrites of its parent. */
export function explainPermissions(
  guild: PermissionGuild,
  member: PermissionMember,
  overwrites: readonly PermissionOverwrite[],
  place: PermissionPlace,
): PermissionStep[] {
  const steps: PermissionStep[] = [];
  const [type, thread] = "thread" in place ? [null, place.thread] : [place.type, null];
  placePermissions(guild, member, overwrites, type, thread, steps);
  return steps;
}

/**
 * Whether `bit` is held in the end, and the step that decided it: the last that named it. None did if nobody ever
 * gave it.
 */
export function explainPermission(
  steps: readonly PermissionStep[],
  bit: bigint,
): { held: boolean; decidedBy: PermissionStep | null } {
  const held = ((steps.at(-1)?.after ?? 0n) & bit) === bit;
  return { held, decidedBy: steps.findLast((step) => ((step.allowed | step.denied) & bit) !== 0n) ?? null };
}

/**
 * Whether somebody with `roles` (ids) and `base` ({@link computeBasePermissions}; time-outs do not matter here) sees a
 * channel. Overwrites of members count if `userId` is given. For fan-out: it allocates nothing.
 */
export function canView(
  guild: PermissionGuild,
  base: bigint,
  roles: ReadonlySet<string>,
  overwrites: readonly PermissionOverwrite[],
  userId?: string,
): boolean {
  if (holds(base, ADMINISTRATOR)) return true;
  let everyone = holds(base, VIEW_CHANNEL);
  let allowed = false;
  let denied = false;
  for (let index = 0; index < overwrites.length; index++) {
    const overwrite = overwrites[index];
    if (overwrite === undefined) continue;
    const { id } = overwrite;
    if (overwrite.type === OverwriteType.Member) {
      if (id !== userId) continue;
      // The member's own has the last word.
      if (holds(overwrite.allow, VIEW_CHANNEL)) return true;
      if (holds(overwrite.deny, VIEW_CHANNEL)) return false;
    } else if (id === guild.id) {
      if (holds(overwrite.allow, VIEW_CHANNEL)) everyone = true;
      else if (holds(overwrite.deny, VIEW_CHANNEL)) everyone = false;
    } else if (roles.has(id) && guild.roles.has(id)) {
      if (holds(overwrite.allow, VIEW_CHANNEL)) allowed = true;
      else if (holds(overwrite.deny, VIEW_CHANNEL)) denied = true;
    }
  }
  return allowed || (everyone && !denied);
}

/** Whether `bits` has `flag`, one of the lowest 31. An `&` of bigints would allocate its result. */
function holds(bits: bigint, flag: number): boolean {
  if (bits === 0n) return false;
  const low = Number(bits);
  // Beyond 53 bits a number rounds the low ones away.
  if (low > Number.MAX_SAFE_INTEGER) return (bits & BigInt(flag)) !== 0n;
  return (low & flag) !== 0;
}

type Steps = PermissionStep[] | null;

function basePermissions(guild: PermissionGuild, member: PermissionMember, steps: Steps): bigint {
  if (member.userId === guild.ownerId) return change(steps, "owner", undefined, 0n, ALL_PERMISSIONS, 0n);
  const everyone = guild.roles.get(guild.id)?.permissions ?? 0n;
  let permissions = change(steps, "everyone", guild.id, 0n, everyone, 0n);
  let administrator = holds(everyone, ADMINISTRATOR) ? guild.id : undefined;
  for (const id of member.roleIds) {
    const role = id === guild.id ? undefined : guild.roles.get(id);
    if (role === undefined) continue;
    permissions = change(steps, "role", id, permissions, role.permissions, 0n);
    if (holds(role.permissions, ADMINISTRATOR)) administrator ??= id;
  }
  permissions &= ALL_PERMISSIONS;
  if (administrator === undefined) return permissions;
  return change(steps, "administrator", administrator, permissions, ALL_PERMISSIONS, 0n);
}

function placePermissions(
  guild: PermissionGuild,
  member: PermissionMember,
  overwrites: readonly PermissionOverwrite[],
  type: ChannelType | null,
  thread: PermissionThread | null,
  steps: Steps,
): bigint {
  let permissions = basePermissions(guild, member, steps);
  if ((permissions & P.Administrator) !== 0n) return permissions;
  permissions = applyOverwrites(guild, member, overwrites, permissions, steps);

  if ((permissions & P.ViewChannel) === 0n) {
    return withhold(steps, "implicit", permissions, ALL_PERMISSIONS, "ViewChannel");
  }
  if (thread !== null) {
    // Before time-outs, which end by the clock with nobody told: they must not change what one sees.
    if (thread.isPrivate && !thread.isMember && (permissions & P.ManageThreads) === 0n) {
      return withhold(steps, "private_thread", permissions, ALL_PERMISSIONS);
    }
    permissions =
      (permissions & P.SendMessagesInThreads) === 0n
        ? withhold(steps, "thread", permissions, P.SendMessages)
        : change(steps, "thread", undefined, permissions, P.SendMessages, 0n);
  }
  if ((permissions & P.SendMessages) === 0n) {
    permissions = withhold(steps, "implicit", permissions, NEEDS_SEND, "SendMessages");
  }
  const voice = type === ChannelType.GuildVoice || type === ChannelType.GuildStageVoice;
  if (voice && (permissions & P.Connect) === 0n) {
    permissions = withhold(steps, "implicit", permissions, NEEDS_CONNECT, "Connect");
  }
  return restrict(member, permissions, steps);
}

/** Those of @everyone, then what any role denies, then what any role allows, then the member's. */
function applyOverwrites(
  guild: PermissionGuild,
  member: PermissionMember,
  overwrites: readonly PermissionOverwrite[],
  base: bigint,
  steps: Steps,
): bigint {
  let ofEveryone: PermissionOverwrite | undefined;
  let ofMember: PermissionOverwrite | undefined;
  const ofRoles: PermissionOverwrite[] = [];
  for (const overwrite of overwrites) {
    const { id } = overwrite;
    if (overwrite.type === OverwriteType.Member) {
      if (id === member.userId) ofMember = overwrite;
    } else if (id === guild.id) ofEveryone = overwrite;
    else if (member.roleIds.includes(id) && guild.roles.has(id)) ofRoles.push(overwrite);
  }

  // Only the bits of channels: an overwrite makes nobody an administrator, however it came to say so.
  let permissions = base;
  if (ofEveryone !== undefined) {
    const { id, allow, deny } = ofEveryone;
    permissions = change(
      steps,
      "overwrite_everyone",
      id,
      permissions,
      allow & CHANNEL_BITS,
      deny & CHANNEL_BITS,
    );
  }
  for (const { id, deny } of ofRoles) {
    permissions = change(steps, "overwrite_role", id, permissions, 0n, deny & CHANNEL_BITS);
  }
  for (const { id, allow } of ofRoles) {
    permissions = change(steps, "overwrite_role", id, permissions, allow & CHANNEL_BITS, 0n);
  }
  if (ofMember !== undefined) {
    const { id, allow, deny } = ofMember;
    permissions = change(
      steps,
      "overwrite_member",
      id,
      permissions,
      allow & CHANNEL_BITS,
      deny & CHANNEL_BITS,
    );
  }
  return permissions;
}

function restrict(member: PermissionMember, permissions: bigint, steps: Steps): bigint {
  if ((permissions & P.Administrator) !== 0n) return permissions;
  let left = permissions;
  if (member.timedOut === true) left = withhold(steps, "timeout", left, ~RESTRICTED);
  if (member.pending === true) left = withhold(steps, "pending", left, ~RESTRICTED);
  return left;
}

/** Denies, then allows. What says nothing is no step, unless it is @everyone's role, which comes first for all. */
function change(
  steps: Steps,
  kind: PermissionStep["kind"],
  id: string | undefined,
  before: bigint,
  allowed: bigint,
  denied: bigint,
): bigint {
  let after = before;
  if (denied !== 0n) after &= ~denied;
  if (allowed !== 0n) after |= allowed;
  if (steps !== null && (kind === "everyone" || (allowed | denied) !== 0n)) {
    steps.push({ kind, id, allowed: allowed & ALL_PERMISSIONS, denied, after: after & ALL_PERMISSIONS });
  }
  return after;
}

/** Takes what is held of `bits`; taking nothing is no step. */
function withhold(
  steps: Steps,
  kind: PermissionStep["kind"],
  before: bigint,
  bits: bigint,
  needs?: PermissionName,
): bigint {
  const after = before & ~bits;
  if (steps !== null && after !== before) {
    steps.push({ kind, needs, allowed: 0n, denied: before & bits, after });
  }
  return after;
}
