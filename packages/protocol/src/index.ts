export {
  API_ERRORS,
  type ApiErrorBody,
  type ApiErrorName,
  type FieldError,
  type FieldErrors,
  type RateLimitBody,
} from "./errors.ts";
export { LIMITS, USERNAME_PATTERN } from "./limits.ts";
export {
  compareSnowflakes,
  createSnowflakes,
  isSnowflake,
  SNOWFLAKE_EPOCH,
  snowflakeAt,
  snowflakeTime,
} from "./snowflake.ts";
export * from "./wire.ts";
