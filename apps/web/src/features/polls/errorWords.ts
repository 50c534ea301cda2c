import { knowErrors } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";

/** Refusals that only those meet who vote. Imported for its effect. */
knowErrors({ 520000: m.poll_error_blocked, 520001: m.poll_error_expired }, {});
