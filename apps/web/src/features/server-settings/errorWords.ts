import { knowErrors } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";

/** Refusals that only servers know, in the reader's language. Imported for its effect by the pages that may meet them. */
// By the codes in `API_ERRORS`: the table itself is long and stays out of what every page loads.
knowErrors(
  {
    30005: m.server_error_max_roles,
    30013: m.server_error_max_channels,
    30016: m.server_error_max_invites,
    30060: m.server_error_max_overwrites,
    30019: m.server_error_max_members,
    30001: m.server_error_max_guilds,
    30035: m.server_error_max_bans,
    30038: m.server_error_max_events,
    30050: m.server_error_max_rules,
    30031: m.server_error_max_template,
    900022: m.server_error_creation,
    40007: m.server_error_banned,
    10006: m.server_error_unknown_invite,
    10007: m.server_error_unknown_member,
    10011: m.server_error_unknown_role,
    10057: m.server_error_unknown_template,
    10004: m.servers_gone,
    10003: m.servers_channel_gone,
    40032: m.voice_error_gone,
    10065: m.voice_error_gone,
    150006: m.voice_error_stage_open,
    10067: m.voice_error_stage_closed,
    50055: m.server_error_owner_leaves,
    50020: m.server_error_code_taken,
    50028: m.server_error_invalid_role,
  },
  {
    VANITY_URL_TAKEN: m.server_error_code_taken,
    CHANNEL_INVALID: m.server_error_channel,
    AUTO_MODERATION_INVALID_REGEX: m.server_error_regex,
    BASE_TYPE_INVALID: m.server_error_invalid,
  },
);
