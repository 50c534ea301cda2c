import { knowErrors } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";

/** Refusals that only events know. Imported for its effect. */
knowErrors(
  { 30038: m.events_max, 10070: m.events_gone },
  {
    GUILD_SCHEDULED_EVENT_SCHEDULE_PAST: m.events_past,
    GUILD_SCHEDULED_EVENT_END_BEFORE_START: m.events_end_before,
    CHANNEL_INVALID: m.events_no_channels,
  },
);
