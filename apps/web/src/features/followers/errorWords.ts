import { knowErrors } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";

/** Refusals that only those meet who follow and publish. Imported for its effect. */
knowErrors({ 30007: m.followers_error_full, 40033: m.followers_error_done }, {});
