import { API_ERRORS } from "@palabre/protocol";
import { knowErrors } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";

/** Refusals that only servers know, in the reader's language. Imported for its effect by the pages that may meet them. */
knowErrors(
  {
    [API_ERRORS.max_roles[0]]: m.server_error_max_roles,
    [API_ERRORS.max_invites[0]]: m.server_error_max_invites,
    [API_ERRORS.max_overwrites[0]]: m.server_error_max_overwrites,
    [API_ERRORS.max_members[0]]: m.server_error_max_members,
    [API_ERRORS.max_guilds[0]]: m.server_error_max_guilds,
    [API_ERRORS.max_bans[0]]: m.server_error_max_bans,
    [API_ERRORS.max_automod_rules[0]]: m.server_error_max_rules,
    [API_ERRORS.max_template[0]]: m.server_error_max_template,
    [API_ERRORS.banned[0]]: m.server_error_banned,
    [API_ERRORS.unknown_invite[0]]: m.server_error_unknown_invite,
    [API_ERRORS.unknown_member[0]]: m.server_error_unknown_member,
    [API_ERRORS.unknown_role[0]]: m.server_error_unknown_role,
    [API_ERRORS.unknown_template[0]]: m.server_error_unknown_template,
    [API_ERRORS.unknown_guild[0]]: m.servers_gone,
    [API_ERRORS.unknown_channel[0]]: m.servers_channel_gone,
    [API_ERRORS.owner_cannot_leave[0]]: m.server_error_owner_leaves,
    [API_ERRORS.code_taken[0]]: m.server_error_code_taken,
    [API_ERRORS.invalid_role[0]]: m.server_error_invalid_role,
  },
  {
    VANITY_URL_TAKEN: m.server_error_code_taken,
    CHANNEL_INVALID: m.server_error_channel,
    AUTO_MODERATION_INVALID_REGEX: m.server_error_regex,
    BASE_TYPE_INVALID: m.server_error_invalid,
  },
);
