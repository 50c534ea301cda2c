import { knowErrors } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";

/** Refusals that emoji alone know. Imported for its effect by the pages that may meet them. */
knowErrors(
  { 30008: m.emoji_full, 30018: m.emoji_full, 10014: m.emoji_error_unknown },
  { APPLICATION_EMOJI_NAME_ALREADY_TAKEN: m.emoji_error_taken, IMAGE_INVALID: m.emoji_error_picture },
);
