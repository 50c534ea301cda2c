export * from "./entrance.ts";
export {
  API_ERRORS,
  type ApiErrorBody,
  type ApiErrorName,
  type FieldError,
  type FieldErrors,
  type RateLimitBody,
} from "./errors.ts";
export {
  APPLICATION_EVENTS,
  AUTHORIZATION_EVENTS,
  CHANNEL_HOOK_EVENTS,
  EVENT_WEBHOOK_STATUS,
  type EventDelivery,
  type EventWebhook,
  GUILD_HOOK_EVENTS,
  SERVER_EVENTS,
} from "./event-webhooks.ts";
export { LIMITS, USERNAME_PATTERN } from "./limits.ts";
export {
  canView,
  computeBasePermissions,
  computeChannelPermissions,
  computeThreadPermissions,
  explainBasePermissions,
  explainPermission,
  explainPermissions,
  type PermissionGuild,
  type PermissionMember,
  type PermissionOverwrite,
  type PermissionPlace,
  type PermissionRole,
  type PermissionStep,
  type PermissionThread,
} from "./permissions.ts";
export {
  ALL_PERMISSIONS,
  CHANNEL_BITS,
  DEFAULT_PERMISSIONS,
  GUILD_ONLY_BITS,
  PERMISSION_NAMES,
  type PermissionName,
  parsePermissions,
  permissionNames,
  STAGE_BITS,
  TEXT_BITS,
  VOICE_BITS,
} from "./permissions-bits.ts";
export { PERMISSION_GROUPS, type PermissionGroup } from "./permissions-groups.ts";
export {
  compareRoles,
  highestRole,
  isAboveMember,
  isAboveRole,
  type RankedGuild,
  type RankedRole,
} from "./permissions-hierarchy.ts";
export { nextStart } from "./recurrence.ts";
export {
  compareSnowflakes,
  createSnowflakes,
  isSnowflake,
  SNOWFLAKE_EPOCH,
  snowflakeAt,
  snowflakeTime,
} from "./snowflake.ts";
export { isTrusted, waitsUntil } from "./verification.ts";
export * from "./wire.ts";
export * from "./wire-instance.ts";
