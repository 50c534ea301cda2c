/** What went wrong, in the reader's language. The server's own words (English) are the last resort. */
import { ApiError, NetworkError } from "@palabre/client";
import * as m from "../paraglide/messages.js";
import { formatDuration } from "./format.ts";

/** One sentence for a toast, a banner, the head of a form. */
export function errorText(error: unknown): string {
  if (error instanceof NetworkError) return m.common_error_offline();
  if (!(error instanceof ApiError)) return m.common_error_unknown();
  if (error.status === 429) {
    return m.common_error_rate_limited({ delay: formatDuration(Math.ceil(error.retryAfter ?? 60) * 1000) });
  }
  const known = byNumber[error.code];
  if (known) return known();
  if (error.status >= 500) return m.common_error_server();
  const first = firstFieldError(error.errors);
  return first ? fieldText(first) : error.message;
}

/** What is wrong with one field of a form, or undefined when it is fine. */
export function fieldErrorText(error: unknown, field: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const [first] = error.fieldErrors(field);
  return first ? fieldText(first) : undefined;
}

/** Whether the error is told under fields alone, so that nothing more need be said above the form. */
export function isFieldError(error: unknown, fields: readonly string[]): boolean {
  return error instanceof ApiError && fields.some((field) => error.fieldErrors(field).length > 0);
}

/** By the code in `API_ERRORS` of packages/protocol; the table itself is long and stays out of the page. */
const byNumber: Record<number, (() => string) | undefined> = {
  50013: m.common_error_forbidden,
  50001: m.common_error_forbidden,
  40002: m.common_error_unverified,
  40005: m.common_error_too_large,
  50007: m.common_error_cannot_message,
  130000: m.common_error_server,
};

const byCode: Record<string, ((message: string) => string) | undefined> = {
  BASE_TYPE_REQUIRED: m.common_field_required,
  BASE_TYPE_BAD_LENGTH: (message) => {
    const [min, max] = message.match(/\d+/g) ?? [];
    if (min && max) return m.common_field_length({ min, max });
    return min ? m.common_field_too_long({ max: min }) : message;
  },
  BASE_TYPE_MIN_LENGTH: (message) => m.common_field_too_short({ min: message.match(/\d+/)?.[0] ?? "1" }),
  BASE_TYPE_MAX_LENGTH: (message) => m.common_field_too_long({ max: message.match(/\d+/)?.[0] ?? "" }),
};

/** Adds words for refusals that only some pages can meet: those load them. */
export function knowErrors(numbers: typeof byNumber, codes: typeof byCode): void {
  Object.assign(byNumber, numbers);
  Object.assign(byCode, codes);
}

function fieldText({ code, message }: { code: string; message: string }): string {
  return byCode[code]?.(message) ?? message;
}

function firstFieldError(errors: unknown): { code: string; message: string } | undefined {
  if (typeof errors !== "object" || errors === null) return undefined;
  for (const [key, value] of Object.entries(errors)) {
    if (key === "_errors" && Array.isArray(value)) return value[0];
    const found = firstFieldError(value);
    if (found) return found;
  }
  return undefined;
}
