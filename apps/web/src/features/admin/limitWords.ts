import type { AdminLimit, AdminNumberLimit } from "@palabre/protocol";
import { formatBytes, formatNumber } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";

export const LIMIT_NAMES: Record<AdminLimit["name"], () => string> = {
  guild_creation: m.admin_limit_creation,
  guilds: m.admin_limit_guilds,
  guild_channels: m.admin_limit_channels,
  roles: m.admin_limit_roles,
  guild_members: m.admin_limit_members,
  guild_invites: m.admin_limit_invites,
  scheduled_events: m.admin_limit_events,
  event_webhooks: m.admin_limit_event_webhooks,
  event_backlog: m.admin_limit_event_backlog,
  event_log: m.admin_limit_event_log,
  event_log_days: m.admin_limit_event_log_days,
  emojis: m.admin_limit_emojis,
  animated_emojis: m.admin_limit_animated_emojis,
  stickers: m.admin_limit_stickers,
  soundboard_sounds: m.admin_limit_sounds,
  room_size: m.admin_limit_room,
  file_size: m.admin_limit_file,
  user_storage: m.admin_limit_user_storage,
  instance_storage: m.admin_limit_instance_storage,
};

export const CREATION = { everyone: m.admin_limit_everyone, admins: m.admin_limit_admins };

/** "200", "25 MB", "no limit". */
export function limitText(unit: AdminNumberLimit["unit"], value: number | null): string {
  if (value === null) return m.admin_limit_none();
  return unit === "bytes" ? formatBytes(value) : formatNumber(value);
}
