import { knowErrors } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import "../server-settings/errorWords.ts";

/** Refusals that applications and consent know. Imported for its effect by the pages that may meet them. */
knowErrors(
  {
    10002: m.dev_error_unknown,
    10005: m.bots_error_unknown,
    30053: m.dev_error_max,
    20018: m.consent_error_not_public,
  },
  {
    URL_TYPE_INVALID_URL: m.dev_error_address,
    OAUTH2_INVALID_REDIRECT_URI: m.consent_error_redirect,
    OAUTH2_INVALID_SCOPE: m.consent_error_scope,
  },
);
