import { knowErrors } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import "../server-settings/errorWords.ts";

/** Refusals that only coming in can meet. Imported for its effect. */
knowErrors(
  {
    900040: m.entrance_error_application,
    900041: m.entrance_error_unknown,
    900042: m.entrance_error_closed,
    900043: m.entrance_error_max,
    900044: m.entrance_error_not_for_you,
    900045: m.entrance_error_no_onboarding,
    350000: m.entrance_error_requirements,
    350001: m.entrance_error_requirements,
  },
  {
    FORM_CHANGED: m.entrance_error_changed,
    ONBOARDING_REQUIRED: m.entrance_error_required,
    ROLE_INVALID: m.entrance_error_role,
  },
);
