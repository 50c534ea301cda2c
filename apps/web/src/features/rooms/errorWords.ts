import { knowErrors } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";

/** Refusals that rooms alone meet. Imported for its effect. */
knowErrors({ 30004: m.rooms_error_full }, {});
