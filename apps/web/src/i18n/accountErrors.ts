/** Words for what accounts and friendships are refused with: no conversation waits for them. */
import * as m from "../paraglide/messages.js";
import { knowErrors } from "./errors.ts";

knowErrors(
  {
    20013: m.common_error_account_disabled,
    900001: m.common_error_registration_closed,
    900002: m.common_error_invite_needed,
    10012: m.common_error_link_expired,
    80004: m.common_error_no_such_user,
    80007: m.common_error_already_friends,
    80003: m.common_error_befriend_self,
    80000: m.common_error_requests_disabled,
  },
  {
    EMAIL_ALREADY_REGISTERED: m.common_field_email_taken,
    EMAIL_TYPE_INVALID_EMAIL: m.common_field_email_invalid,
    USERNAME_ALREADY_TAKEN: m.common_field_username_taken,
    USERNAME_INVALID: m.common_field_username_invalid,
    USERNAME_TYPE_INVALID: m.common_field_username_invalid,
    INVALID_LOGIN: m.common_field_invalid_login,
    PASSWORD_DOES_NOT_MATCH: m.common_field_password_wrong,
    INVALID_PASSWORD: m.common_field_password_wrong,
    INVITE_INVALID: m.common_field_invite_invalid,
    TOKEN_INVALID: m.common_error_link_expired,
    AUTO_MODERATION_PROFILE: m.servers_name_blocked,
  },
);
