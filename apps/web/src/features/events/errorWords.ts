import { knowErrors } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";

/** Refusals that only events know. Imported for its effect. */
knowErrors(
  { 30038: m.events_max, 10070: m.events_gone },
  {
    GUILD_SCHEDULED_EVENT_SCHEDULE_PAST: m.events_past,
    GUILD_SCHEDULED_EVENT_END_BEFORE_START: m.events_end_before,
    GUILD_SCHEDULED_EVENT_EXCEPTION_ORDER: m.events_date_order,
    GUILD_SCHEDULED_EVENT_NO_OCCURRENCE: m.events_date_gone,
    GUILD_SCHEDULED_EVENT_EXCEPTION_EXISTS: m.events_date_gone,
    CHANNEL_INVALID: m.events_no_channels,
  },
);
