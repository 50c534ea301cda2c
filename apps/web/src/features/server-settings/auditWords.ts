import { parsePermissions, permissionNames, type Snowflake } from "@palabre/protocol";
import type { APIAuditLog } from "discord-api-types/v10";
import { formatDateTime, formatDuration, formatList, formatNumber } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { nameOf } from "../../state/store.ts";
import type { State } from "../../state/types.ts";
import { permissionName } from "./permissionWords.ts";
import { hexOf } from "./RoleSwatch.tsx";

export type AuditEntry = APIAuditLog["audit_log_entries"][number];
type Users = APIAuditLog["users"];

type Sentence = (names: { who: string; what: string }) => string;

/** What was done, by its number in AuditLogEvent: "Ada changed the role Moderators". */
export const AUDIT_ACTIONS: ReadonlyMap<number, readonly [name: () => string, sentence: Sentence]> = new Map<
  number,
  readonly [() => string, Sentence]
>([
  [1, [m.audit_guild_update, m.audit_did_guild_update]],
  [10, [m.audit_channel_create, m.audit_did_channel_create]],
  [11, [m.audit_channel_update, m.audit_did_channel_update]],
  [12, [m.audit_channel_delete, m.audit_did_channel_delete]],
  [13, [m.audit_overwrite_create, m.audit_did_overwrite_create]],
  [14, [m.audit_overwrite_update, m.audit_did_overwrite_update]],
  [15, [m.audit_overwrite_delete, m.audit_did_overwrite_delete]],
  [20, [m.audit_kick, m.audit_did_kick]],
  [21, [m.audit_prune, m.audit_did_prune]],
  [22, [m.audit_ban, m.audit_did_ban]],
  [23, [m.audit_unban, m.audit_did_unban]],
  [24, [m.audit_member_update, m.audit_did_member_update]],
  [25, [m.audit_member_roles, m.audit_did_member_roles]],
  [26, [m.audit_member_move, m.audit_did_member_move]],
  [27, [m.audit_member_disconnect, m.audit_did_member_disconnect]],
  [30, [m.audit_role_create, m.audit_did_role_create]],
  [31, [m.audit_role_update, m.audit_did_role_update]],
  [32, [m.audit_role_delete, m.audit_did_role_delete]],
  [40, [m.audit_invite_create, m.audit_did_invite_create]],
  [42, [m.audit_invite_delete, m.audit_did_invite_delete]],
  [50, [m.audit_webhook_create, m.audit_did_webhook_create]],
  [51, [m.audit_webhook_update, m.audit_did_webhook_update]],
  [52, [m.audit_webhook_delete, m.audit_did_webhook_delete]],
  [60, [m.audit_emoji_create, m.audit_did_emoji_create]],
  [61, [m.audit_emoji_update, m.audit_did_emoji_update]],
  [62, [m.audit_emoji_delete, m.audit_did_emoji_delete]],
  [72, [m.audit_message_delete, m.audit_did_message_delete]],
  [73, [m.audit_message_bulk_delete, m.audit_did_message_bulk_delete]],
  [74, [m.audit_pin, m.audit_did_pin]],
  [75, [m.audit_unpin, m.audit_did_unpin]],
  [90, [m.audit_sticker_create, m.audit_did_sticker_create]],
  [91, [m.audit_sticker_update, m.audit_did_sticker_update]],
  [92, [m.audit_sticker_delete, m.audit_did_sticker_delete]],
  [83, [m.audit_stage_create, m.audit_did_stage_create]],
  [84, [m.audit_stage_update, m.audit_did_stage_update]],
  [85, [m.audit_stage_delete, m.audit_did_stage_delete]],
  [100, [m.audit_event_create, m.audit_did_event_create]],
  [101, [m.audit_event_update, m.audit_did_event_update]],
  [102, [m.audit_event_delete, m.audit_did_event_delete]],
  [110, [m.audit_thread_create, m.audit_did_thread_create]],
  [111, [m.audit_thread_update, m.audit_did_thread_update]],
  [112, [m.audit_thread_delete, m.audit_did_thread_delete]],
  [130, [m.audit_sound_create, m.audit_did_sound_create]],
  [131, [m.audit_sound_update, m.audit_did_sound_update]],
  [132, [m.audit_sound_delete, m.audit_did_sound_delete]],
  [140, [m.audit_rule_create, m.audit_did_rule_create]],
  [141, [m.audit_rule_update, m.audit_did_rule_update]],
  [142, [m.audit_rule_delete, m.audit_did_rule_delete]],
  [143, [m.audit_rule_block, m.audit_did_rule_block]],
  [144, [m.audit_rule_flag, m.audit_did_rule_flag]],
  [145, [m.audit_rule_timeout, m.audit_did_rule_timeout]],
  [146, [m.audit_rule_quarantine, m.audit_did_rule_quarantine]],
  [200, [m.audit_occurrence_create, m.audit_did_occurrence_create]],
  [201, [m.audit_occurrence_update, m.audit_did_occurrence_update]],
  [202, [m.audit_occurrence_delete, m.audit_did_occurrence_delete]],
  [192, [m.audit_status_set, m.audit_did_status_set]],
  [193, [m.audit_status_clear, m.audit_did_status_clear]],
]);

const KEYS: Record<string, (() => string) | undefined> = {
  name: m.audit_key_name,
  description: m.audit_key_description,
  icon_hash: m.audit_key_icon,
  avatar_hash: m.audit_key_avatar,
  banner_hash: m.audit_key_banner,
  owner_id: m.server_owner,
  default_message_notifications: m.server_default_notifications,
  verification_level: m.server_verification,
  system_channel_id: m.server_system_channel,
  rules_channel_id: m.audit_key_rules_channel,
  vanity_url_code: m.server_vanity_head,
  discoverable: m.audit_key_discoverable,
  features: m.audit_key_features,
  topic: m.server_channel_topic,
  type: m.server_channel_kind,
  nsfw: m.server_channel_nsfw,
  rate_limit_per_user: m.server_channel_slow,
  parent_id: m.audit_key_category,
  position: m.audit_key_position,
  color: m.server_role_color,
  hoist: m.server_role_hoist,
  mentionable: m.server_role_mentionable,
  permissions: m.server_permissions,
  allow: m.server_answer_allow,
  deny: m.server_answer_deny,
  permission_overwrites: m.server_overwrites,
  nick: m.server_nick,
  communication_disabled_until: m.server_timeout,
  mute: m.audit_key_mute,
  deaf: m.audit_key_deaf,
  $add: m.audit_key_added,
  $remove: m.audit_key_removed,
  code: m.server_vanity,
  channel_id: m.audit_key_channel,
  max_age: m.server_invite_lasts,
  max_uses: m.server_invite_uses,
  uses: m.audit_key_uses,
  inviter_id: m.audit_key_inviter,
  temporary: m.server_invite_is_temporary,
  enabled: m.automod_enabled,
  actions: m.automod_actions,
  trigger_metadata: m.automod_looks_for,
  exempt_roles: m.automod_exempt_roles,
  exempt_channels: m.automod_exempt_channels,
  archived: m.audit_key_archived,
  locked: m.audit_key_locked,
  incidents_data: m.raid_mode,
  welcome_screen: m.server_welcome,
  rules: m.server_rules,
  image_hash: m.events_picture,
  recurrence_rule: m.events_repeat,
  scheduled_start_time: m.events_start_time,
  scheduled_end_time: m.events_end_time,
  location: m.events_place,
  status: m.events_status,
  roles: m.emoji_roles,
  tags: m.sticker_tags,
  volume: m.sound_volume,
  emoji_name: m.sound_emoji,
  is_canceled: m.events_date_cancelled,
};

/** Of an event's `status`. */
const STATUSES = new Map([
  [1, m.events_planned],
  [2, m.events_live],
  [3, m.events_over],
  [4, m.events_cancelled],
]);

/** The whole line; `users`: those that came with the page. */
export function auditSentence(state: State, guildId: Snowflake, entry: AuditEntry, users: Users): string {
  const who = entry.user_id ? userName(users, entry.user_id) : m.audit_system();
  const sentence = AUDIT_ACTIONS.get(entry.action_type)?.[1] ?? m.audit_did_other;
  return sentence({ who, what: targetName(state, guildId, entry, users) });
}

function userName(users: Users, id: Snowflake): string {
  const user = users.find((one) => one.id === id);
  return user ? nameOf(user) : m.common_deleted_user();
}

function targetName(state: State, guildId: Snowflake, entry: AuditEntry, users: Users): string {
  const { action_type: action, target_id: id, options } = entry;
  // A name that it had, for what is gone; a code, for invitations.
  const told = entry.changes?.find(({ key }) => key === "name" || key === "code");
  const named = [told?.new_value, told?.old_value].find((value) => typeof value === "string");
  const channel = state.guildChannels[guildId]?.[options?.channel_id ?? id ?? ""];
  const event = state.events[guildId]?.[id ?? ""];
  const user = id ? users.find((one) => one.id === id) : undefined;
  if (user) return nameOf(user);
  if (action >= 30 && action < 40 && id) return state.roles[guildId]?.[id]?.name ?? named ?? m.audit_gone();
  if (action >= 60 && action < 63 && !named) {
    return state.guilds[guildId]?.emojis?.find((one) => one.id === id)?.name ?? m.audit_gone();
  }
  if (options?.auto_moderation_rule_name) return options.auto_moderation_rule_name;
  if (named) return named;
  if (event) return event.name;
  if (channel) return `#${channel.name}`;
  return options?.members_removed ?? options?.count ?? m.audit_gone();
}

export interface AuditChange {
  key: string;
  name: string;
  before: string | null;
  after: string | null;
}

/** What changed, in words; `before` null: it came, `after` null: it went. */
export function auditChanges(state: State, guildId: Snowflake, entry: AuditEntry): AuditChange[] {
  const isOverwrite = entry.action_type >= 13 && entry.action_type <= 15;
  const told = (entry.changes ?? []).filter(
    ({ key, old_value, new_value }) =>
      !SILENT.has(key) && !(isOverwrite && key === "type") && !(isEmpty(old_value) && isEmpty(new_value)),
  );
  return told.map(({ key, old_value, new_value }) => {
    const name = KEYS[key]?.() ?? key;
    if (isOverwrite && key === "id") {
      const text = (id: unknown) => (typeof id === "string" ? subjectName(state, guildId, id) : null);
      return { key, name: m.audit_key_for(), before: text(old_value), after: text(new_value) };
    }
    if (key in LONG) return { key, name, before: null, after: m.audit_changed() };
    if (key === "permissions" || key === "allow" || key === "deny") {
      const was = bitsOf(old_value);
      const is = bitsOf(new_value);
      return { key, name, before: namesOf(was & ~is), after: namesOf(is & ~was) };
    }
    return {
      key,
      name,
      before: valueText(state, guildId, key, old_value),
      after: valueText(state, guildId, key, new_value),
    };
  });
}

/** What says nothing to people. */
const SILENT = new Set(["event_type", "trigger_type", "version", "guild_id", "entity_type"]);
/** What is too long for a line. */
const LONG = {
  welcome_screen: true,
  rules: true,
  actions: true,
  trigger_metadata: true,
  permission_overwrites: true,
  incidents_data: true,
  recurrence_rule: true,
};

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

function subjectName(state: State, guildId: Snowflake, id: Snowflake): string {
  const role = state.roles[guildId]?.[id];
  const user = state.members[guildId]?.[id]?.user ?? state.users[id];
  return role?.name ?? (user ? nameOf(user) : m.server_member());
}

const bitsOf = (value: unknown): bigint =>
  typeof value === "string" || typeof value === "number" ? (parsePermissions(value) ?? 0n) : 0n;

function namesOf(bits: bigint): string | null {
  const names = permissionNames(bits).map(permissionName);
  return names.length > 0 ? formatList(names) : null;
}

/** Longest text of one value; a topic may be long. */
const SHOWN = 200;

function valueText(state: State, guildId: Snowflake, key: string, value: unknown): string | null {
  if (value === undefined || value === null || value === "") return null;
  // Kept as a number, meant as a word.
  if (key === "discoverable") return value ? m.audit_yes() : m.audit_no();
  if (typeof value === "boolean") return value ? m.audit_yes() : m.audit_no();
  if (key.endsWith("_hash")) return m.audit_picture();
  if (key === "color" && typeof value === "number")
    return value === 0 ? m.server_role_no_color() : hexOf(value);
  if (key === "communication_disabled_until" && typeof value === "string") return formatDateTime(value);
  if ((key === "rate_limit_per_user" || key === "max_age") && typeof value === "number") {
    return value === 0 ? m.audit_no() : formatDuration(value * 1000);
  }
  if (key.startsWith("scheduled_") && typeof value === "number") return formatDateTime(value);
  if (key === "status" && typeof value === "number") return STATUSES.get(value)?.() ?? formatNumber(value);
  if (typeof value === "number") return formatNumber(value);
  if ((key === "owner_id" || key === "inviter_id") && typeof value === "string") {
    const user = state.users[value] ?? state.members[guildId]?.[value]?.user;
    return user ? nameOf(user) : value;
  }
  if ((key.endsWith("channel_id") || key === "parent_id") && typeof value === "string") {
    const channel = state.guildChannels[guildId]?.[value];
    return channel ? `#${channel.name}` : m.audit_gone();
  }
  if (Array.isArray(value)) {
    const names = value.map((one) => nameIn(state, guildId, one)).filter((one) => one !== null);
    return names.length > 0 ? formatList(names).slice(0, SHOWN) : m.audit_changed();
  }
  return typeof value === "string" ? value.slice(0, SHOWN) : m.audit_changed();
}

/** A role in a list of changes, by its own name; an id by what it names. */
function nameIn(state: State, guildId: Snowflake, one: unknown): string | null {
  if (typeof one === "object" && one !== null && "name" in one && typeof one.name === "string")
    return one.name;
  if (typeof one !== "string") return null;
  const channel = state.guildChannels[guildId]?.[one];
  return state.roles[guildId]?.[one]?.name ?? (channel ? `#${channel.name}` : one);
}
