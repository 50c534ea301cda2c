import {
  type APIGuildMember,
  type Channel,
  isTrusted,
  type PrivateChannel,
  RelationshipType,
  type Snowflake,
  snowflakeTime,
  waitsUntil,
} from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { useEffect, useMemo, useState } from "react";
import { formatTime } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { isPrivate, isThread } from "../../state/channel.ts";
import { useOwnMember } from "../../state/guilds.ts";
import { hasBits, useGuildPermissions, usePermissions } from "../../state/permissions.ts";
import { nameOf, useRelationship, useSelector, useSelf } from "../../state/store.ts";

/** What one may do in a conversation. The server has the last word; this keeps out of sight what it would refuse. */
export interface Abilities {
  /** Why nothing can be written; null when one may write. */
  refusal: string | null;
  attach: boolean;
  /** Ask all a question. */
  poll: boolean;
  /** With an emoji that nobody used yet. */
  react: boolean;
  pin: boolean;
  /** Messages of others. */
  removeOthers: boolean;
  /** Start a thread from a message. */
  thread: boolean;
  mentionEveryone: boolean;
  /** Seconds between two messages of one's own; 0 for whoever it does not bind. */
  slowMode: number;
}

export function useAbilities(channel: Channel): Abilities {
  const ofPrivate = usePrivateAbilities(isPrivate(channel) ? channel : null);
  const ofGuild = useGuildAbilities(isPrivate(channel) ? null : channel);
  return ofGuild ?? ofPrivate;
}

function usePrivateAbilities(channel: PrivateChannel | null): Abilities {
  const self = useSelf();
  const other = channel?.type === 1 ? channel.recipients[0] : undefined;
  const isBlocked = useRelationship(other?.id ?? "0")?.type === RelationshipType.Blocked;
  const role = channel?.recipient_roles?.[self.id];
  const moderates = channel?.type === 3 && (role === "owner" || role === "admin");
  const refusal = other && isBlocked ? m.conversation_blocked({ name: nameOf(other) }) : null;
  return useMemo(
    () => ({
      refusal,
      attach: true,
      poll: true,
      react: true,
      pin: channel?.type === 1 || moderates,
      removeOthers: moderates,
      thread: false,
      mentionEveryone: channel?.type === 3,
      slowMode: 0,
    }),
    [refusal, channel?.type, moderates],
  );
}

/** GuildMemberFlags: automatic moderation found what they are called. */
const NAME_BLOCKED = 128;
const UNBOUND = P.BypassSlowmode | P.ManageMessages | P.ManageChannels;

function useGuildAbilities(channel: Exclude<Channel, PrivateChannel> | null): Abilities | null {
  const guildId = channel?.guild_id ?? "0";
  const refusal = useGuildRefusal(channel, guildId);
  const held = usePermissions(channel?.id ?? "0");
  const slow = channel?.rate_limit_per_user ?? 0;
  return useMemo(() => {
    if (!channel) return null;
    const has = (bit: bigint) => hasBits(held, bit);
    return {
      refusal,
      attach: has(P.AttachFiles),
      poll: has(P.SendPolls),
      react: has(P.AddReactions),
      pin: has(P.PinMessages) || has(P.ManageMessages),
      removeOthers: has(P.ManageMessages),
      thread: (channel.type === 0 || channel.type === 5) && has(P.CreatePublicThreads),
      mentionEveryone: has(P.MentionEveryone),
      slowMode: (held & UNBOUND) === 0n ? slow : 0,
    };
  }, [channel, refusal, held, slow]);
}

function useGuildRefusal(
  channel: Exclude<Channel, PrivateChannel> | null,
  guildId: Snowflake,
): string | null {
  const own = useOwnMember(guildId);
  const held = usePermissions(channel?.id ?? "0");
  const inGuild = useGuildPermissions(guildId);
  const until = own?.communication_disabled_until;
  const isOut = useBefore(until ? Date.parse(until) : 0) && !hasBits(inGuild, P.Administrator);
  const waits = useWaitsUntil(guildId, own);
  const isWaiting = useBefore(waits);
  if (!channel) return null;
  if (isOut && until) return m.servers_timed_out({ time: formatTime(until) });
  if (own?.pending) return m.servers_rules_first();
  if (isWaiting) return m.servers_wait({ time: formatTime(new Date(waits).toISOString()) });
  if (own && (own.flags & NAME_BLOCKED) !== 0) return m.servers_name_blocked();
  if (!hasBits(held, P.SendMessages)) return m.servers_no_write();
  const isLocked = isThread(channel) && channel.thread_metadata.locked;
  return isLocked && !hasBits(held, P.ManageThreads) ? m.servers_thread_locked() : null;
}

/** When a server lets one write who has just come, in milliseconds since 1970; 0 at once. */
function useWaitsUntil(guildId: Snowflake, own: APIGuildMember | undefined): number {
  const self = useSelf();
  const level = useSelector((state) => state.guilds[guildId]?.verification_level ?? 0);
  const isOwner = useSelector((state) => state.guilds[guildId]?.owner_id === self.id);
  if (!own || isTrusted({ isOwner, roleIds: own.roles, flags: own.flags })) return 0;
  return waitsUntil(level, snowflakeTime(self.id), Date.parse(own.joined_at ?? ""));
}

/** Whether `time` (milliseconds since 1970) is still to come; changes when it has. */
function useBefore(time: number): boolean {
  const [, again] = useState(0);
  const left = time - Date.now();
  useEffect(() => {
    // Longer than a timer can wait: whoever stays that long comes back to the page before.
    if (left <= 0 || left > 2 ** 31 - 1) return;
    const timer = setTimeout(() => again((count) => count + 1), left + 50);
    return () => clearTimeout(timer);
  });
  return left > 0;
}
