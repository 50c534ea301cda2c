import { ApiError } from "@palabre/client";
import { errorText, knowErrors } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";

knowErrors(
  {
    30047: m.forum_error_pinned,
    40067: m.forum_tag_needed,
    160006: m.forum_error_full,
  },
  {},
);

/** Imported by what changes posts, so that refusals which only forums know have words. */
export function postErrorText(error: unknown): string {
  // The rules may have words of their own for it.
  const isWordless = error instanceof ApiError && error.code === 200_000 && !error.errors;
  return isWordless ? m.forum_error_automod() : errorText(error);
}
