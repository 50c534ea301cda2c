import type {
  AdminAuditEntry,
  AdminFigure,
  AdminGuild,
  AdminInvite,
  AdminLimit,
  AdminSettings,
  AdminStats,
  AdminUser,
  InstanceAnnouncement,
  Report,
  Snowflake,
} from "@palabre/protocol";
import type { CallOptions, Http } from "./http.ts";

/** What those who run the instance do. */
export function admin({ request }: Http) {
  return {
    users: (query: { query?: string; limit?: number; before?: Snowflake } = {}, call?: CallOptions) =>
      request<{ users: AdminUser[]; total: number }>("GET", "/admin/users", { query, ...call }),
    updateUser: (id: Snowflake, body: { disabled?: boolean; admin?: boolean; premium?: boolean }) =>
      request<AdminUser>("PATCH", `/admin/users/${id}`, { body }),
    resetPassword: (id: Snowflake) =>
      request<{ url: string; expires_at: string }>("POST", `/admin/users/${id}/password-reset`, { body: {} }),
    settings: (call?: CallOptions) => request<AdminSettings>("GET", "/admin/settings", call),
    updateSettings: (body: Partial<AdminSettings>) =>
      request<AdminSettings>("PATCH", "/admin/settings", { body }),
    limits: (call?: CallOptions) => request<AdminLimit[]>("GET", "/admin/limits", call),
    /** null: back to the default. */
    updateLimits: (body: Partial<Record<AdminLimit["name"], string | number | null>>) =>
      request<AdminLimit[]>("PATCH", "/admin/limits", { body }),
    invites: (call?: CallOptions) => request<AdminInvite[]>("GET", "/admin/invites", call),
    /** `expires_in` in seconds; neither limit: good until deleted. */
    createInvite: (body: { max_uses?: number; expires_in?: number } = {}) =>
      request<AdminInvite>("POST", "/admin/invites", { body }),
    removeInvite: (code: string) => request<void>("DELETE", `/admin/invites/${encodeURIComponent(code)}`),
    stats: (call?: CallOptions) => request<AdminStats>("GET", "/admin/stats", call),
    guilds: (query: { query?: string; limit?: number; before?: Snowflake } = {}, call?: CallOptions) =>
      request<{ guilds: AdminGuild[]; total: number }>("GET", "/admin/guilds", { query, ...call }),
    /** Closes a server, or opens it again. */
    disableGuild: (id: Snowflake, disabled: boolean) =>
      request<AdminGuild>("PATCH", `/admin/guilds/${id}`, { body: { disabled } }),
    /** To one of its members. */
    giveGuild: (id: Snowflake, owner_id: Snowflake) =>
      request<AdminGuild>("PATCH", `/admin/guilds/${id}`, { body: { owner_id } }),
    removeGuild: (id: Snowflake) => request<void>("DELETE", `/admin/guilds/${id}`),
    /** Newest first. */
    reports: (
      query: { status?: Report["status"]; limit?: number; before?: Snowflake } = {},
      call?: CallOptions,
    ) => request<Report[]>("GET", "/admin/reports", { query, ...call }),
    settleReport: (id: Snowflake, body: { status?: Report["status"]; outcome?: string | null }) =>
      request<Report>("PATCH", `/admin/reports/${id}`, { body }),
    announce: (text: string) =>
      request<InstanceAnnouncement>("POST", "/admin/announcements", { body: { text } }),
    withdrawAnnouncement: () => request<void>("DELETE", "/admin/announcements"),
    /** Newest first. */
    auditLog: (query: { limit?: number; before?: Snowflake } = {}, call?: CallOptions) =>
      request<AdminAuditEntry[]>("GET", "/admin/audit-log", { query, ...call }),
    /** Oldest first; `from` an ISO time. */
    figures: (query: { from?: string } = {}, call?: CallOptions) =>
      request<AdminFigure[]>("GET", "/admin/figures", { query, ...call }),
  };
}
