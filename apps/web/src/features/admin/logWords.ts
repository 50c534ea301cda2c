import type { AdminAuditEntry, AdminLimit } from "@palabre/protocol";
import { formatDuration, formatNumber } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { nameOf } from "../../state/store.ts";
import { CREATION, LIMIT_NAMES, limitText } from "./limitWords.ts";

const KEYS: Record<string, (() => string) | undefined> = {
  ...LIMIT_NAMES,
  name: m.admin_name,
  description: m.admin_description,
  contact: m.admin_contact,
  registration: m.admin_mode,
  disabled: m.admin_log_key_disabled,
  admin: m.admin_role_admin,
  premium: m.admin_log_key_premium,
  owner_id: m.admin_owner,
  member_count: m.admin_members,
  max_uses: m.admin_invite_uses,
  expires_in: m.admin_invite_lasts,
  text: m.admin_announcement_text,
  status: m.admin_state,
};

const VALUES: Record<string, Record<string, (() => string) | undefined> | undefined> = {
  registration: { open: m.admin_mode_open, invite: m.admin_mode_invite, closed: m.admin_mode_closed },
  status: {
    open: m.admin_log_report_open,
    resolved: m.admin_log_report_resolved,
    dismissed: m.admin_log_report_dismissed,
  },
  guild_creation: CREATION,
};

const BYTES = new Set<string>([
  "file_size",
  "user_storage",
  "instance_storage",
] satisfies AdminLimit["name"][]);

export interface LogDetail {
  key: string;
  name: string;
  before: string | null;
  after: string;
}

/** What of an act was worth keeping, in words. */
export function logDetails({ action, detail, users }: AdminAuditEntry): LogDetail[] {
  if (detail === null) return [];
  const nameById = (id: unknown) => {
    const user = users.find((one) => one.id === id);
    return user ? nameOf(user) : m.common_deleted_user();
  };
  const write = (key: string, value: unknown): string => {
    if (key === "owner_id") return nameById(value);
    if (value === null || value === "") return emptyText(key);
    if (typeof value === "boolean") return value ? m.audit_yes() : m.audit_no();
    if (typeof value === "number") {
      if (key === "expires_in") return formatDuration(value * 1_000);
      return BYTES.has(key) ? limitText("bytes", value) : formatNumber(value);
    }
    return VALUES[key]?.[String(value)]?.() ?? String(value);
  };
  if (action === "guild.owner") {
    const { from, to, ...rest } = detail;
    return [
      ...logDetails({ action: "", detail: rest, users } as AdminAuditEntry),
      { key: "owner_id", name: m.admin_owner(), before: nameById(from), after: nameById(to) },
    ];
  }
  return Object.entries(detail).map(([key, value]) => {
    const name = KEYS[key]?.() ?? key;
    if (!isChange(value)) return { key, name, before: null, after: write(key, value) };
    return { key, name, before: write(key, value.from), after: write(key, value.to) };
  });
}

/** Whom or what an act was about, as people call it; null when only its id is known. */
export function logTarget({ target_id, users }: AdminAuditEntry): string | null {
  const user = users.find((one) => one.id === target_id);
  return user ? nameOf(user) : null;
}

function emptyText(key: string): string {
  if (key === "max_uses") return m.admin_uses_any();
  if (key === "expires_in") return m.admin_lasts_ever();
  return BYTES.has(key) ? m.admin_limit_none() : m.audit_nothing();
}

function isChange(value: unknown): value is { from: unknown; to: unknown } {
  return typeof value === "object" && value !== null && "from" in value && "to" in value;
}
