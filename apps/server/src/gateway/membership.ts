import { type Fields, fields, text, texts } from "./fields.ts";
import type { Membership } from "./hooks.ts";

const time = (value: unknown): number => Date.parse(text(value) ?? "") || 0;

/** Reads a member as a dispatch carries it; what it leaves out is as `before`. Undefined when it is no member. */
export function membershipOf(guildId: string, data: Fields, before?: Membership): Membership | undefined {
  if (text(fields(data.user).id) === undefined) return undefined;
  const has = (field: string) => data[field] !== undefined;
  return {
    guildId,
    roleIds: Array.isArray(data.roles) ? texts(data.roles) : (before?.roleIds ?? []),
    joinedAt: has("joined_at") ? time(data.joined_at) : (before?.joinedAt ?? 0),
    nick: has("nick") ? (text(data.nick) ?? null) : (before?.nick ?? null),
    avatar: has("avatar") ? (text(data.avatar) ?? null) : (before?.avatar ?? null),
    pending: has("pending") ? data.pending === true : (before?.pending ?? false),
    timedOutUntil: has("communication_disabled_until")
      ? time(data.communication_disabled_until) || null
      : (before?.timedOutUntil ?? null),
  };
}
