/**
 * Every error the API answers with, by code: Discord's documented code, HTTP status and message.
 * Source: "JSON Error Codes" of Discord's public documentation; codes of 900,000 and above are Palabre's own.
 */
export const API_ERRORS = {
  unauthorized: [0, 401, "401: Unauthorized"],
  not_found: [0, 404, "404: Not Found"],
  rate_limited: [0, 429, "You are being rate limited."],
  internal: [0, 500, "500: Internal Server Error"],
  unknown_channel: [10003, 404, "Unknown Channel"],
  unknown_guild: [10004, 404, "Unknown Guild"],
  unknown_application: [10002, 404, "Unknown Application"],
  unknown_integration: [10005, 404, "Unknown Integration"],
  unknown_invite: [10006, 404, "Unknown Invite"],
  unknown_member: [10007, 404, "Unknown Member"],
  unknown_message: [10008, 404, "Unknown Message"],
  unknown_overwrite: [10009, 404, "Unknown Overwrite"],
  unknown_role: [10011, 404, "Unknown Role"],
  unknown_token: [10012, 404, "Unknown Token"],
  unknown_user: [10013, 404, "Unknown User"],
  unknown_webhook: [10015, 404, "Unknown Webhook"],
  unknown_emoji: [10014, 400, "Unknown Emoji"],
  /** The same where an emoji is asked for by its id. */
  no_such_emoji: [10014, 404, "Unknown Emoji"],
  unknown_interaction: [10062, 404, "Unknown interaction"],
  unknown_command: [10063, 404, "Unknown application command"],
  unknown_command_permissions: [10066, 404, "Unknown application command permissions"],
  unknown_ban: [10026, 404, "Unknown Ban"],
  unknown_automod_rule: [10066, 404, "Unknown Auto Moderation Rule"],
  unknown_template: [10057, 404, "Unknown Guild Template"],
  unknown_welcome_screen: [10069, 404, "Unknown Guild Welcome Screen"],
  unknown_event: [10070, 404, "Unknown Guild Scheduled Event"],
  unknown_voice_state: [10065, 404, "Unknown Voice State"],
  unknown_stage_instance: [10067, 404, "Unknown Stage Instance"],
  target_not_in_voice: [40032, 400, "Target user is not connected to voice."],
  stage_already_open: [150006, 400, "The Stage is already open"],
  unknown_event_webhook: [900_030, 404, "Unknown Event Webhook"],
  unknown_delivery: [900_031, 404, "Unknown Delivery"],
  event_webhooks_off: [900_032, 403, "This server does not post events to other places"],
  max_event_webhooks: [900_033, 400, "Maximum number of event webhooks reached"],
  unknown_sticker: [10060, 404, "Unknown sticker"],
  unknown_sticker_pack: [10061, 404, "Unknown sticker pack"],
  unknown_sound: [10097, 404, "Unknown sound"],
  unknown_event_exception: [10070, 404, "Unknown Guild Scheduled Event Exception"],
  unknown_report: [900_010, 404, "Unknown Report"],
  people_only: [20001, 403, "Bots cannot use this endpoint"],
  bot_not_public: [20018, 403, "Only the owner of this account can perform this action"],
  account_disabled: [20013, 403, "This account is disabled. Ask the people who run this server"],
  slow_mode: [20016, 429, "This action cannot be performed due to slowmode rate limit."],
  max_guilds: [30001, 400, "Maximum number of guilds reached"],
  max_friends: [30002, 400, "Maximum number of friends reached"],
  max_pins: [30003, 400, "Maximum number of pins reached for the channel"],
  max_pinned_threads: [30047, 400, "Maximum number of pinned threads in a forum channel has been reached"],
  max_recipients: [30004, 400, "Maximum number of recipients reached"],
  max_roles: [30005, 400, "Maximum number of guild roles reached"],
  max_webhooks: [30007, 400, "Maximum number of webhooks reached"],
  max_guild_webhooks: [30058, 400, "Maximum number of webhooks per guild reached (1000)"],
  max_conversations: [30007, 400, "Maximum number of conversations reached"],
  max_emojis: [30008, 400, "Maximum number of emojis reached"],
  max_animated_emojis: [30018, 400, "Maximum number of animated emojis reached"],
  max_reactions: [30010, 400, "Maximum number of reactions reached"],
  max_channels: [30013, 400, "Maximum number of guild channels reached"],
  max_attachments: [30015, 400, "Maximum number of attachments in a message reached"],
  max_invites: [30016, 400, "Maximum number of invites reached"],
  max_thread_members: [30033, 400, "Maximum number of thread participants has been reached (1000)"],
  max_pending_requests: [30049, 400, "Maximum number of outgoing friend requests reached"],
  max_blocked: [30056, 400, "Maximum number of blocked users reached"],
  max_members: [30019, 400, "Maximum number of server members reached"],
  max_applications: [30053, 400, "Maximum number of applications reached"],
  max_commands: [30032, 400, "Maximum number of application commands reached"],
  max_template: [30031, 400, "Guild already has template"],
  max_events: [30038, 400, "Maximum number of uncompleted guild scheduled events reached"],
  max_stickers: [30039, 400, "Maximum number of stickers reached"],
  max_sounds: [30045, 400, "Maximum number of soundboard sounds reached"],
  max_bans: [30035, 400, "Maximum number of bans for non-guild members have been exceeded"],
  max_automod_rules: [30050, 400, "Maximum number of rules of this kind reached"],
  max_overwrites: [30060, 400, "Maximum number of channel permission overwrites reached"],
  unverified: [40002, 403, "You need to verify your account in order to perform this action"],
  verification_wait: [50009, 403, "Channel verification level is too high for you to gain access"],
  banned: [40007, 403, "The user is banned from this guild"],
  payload_too_large: [40005, 413, "Request entity too large. Try sending something smaller in size"],
  already_crossposted: [40033, 400, "This message has already been crossposted"],
  already_acknowledged: [40060, 400, "Interaction has already been acknowledged."],
  tag_required: [40067, 400, "A tag is required to create a forum post in this channel"],
  missing_access: [50001, 403, "Missing Access"],
  invalid_account_type: [50002, 403, "Invalid account type"],
  cannot_act_on_dm: [50003, 403, "Cannot execute action on a DM channel"],
  cannot_edit_other: [50005, 403, "Cannot edit a message authored by another user"],
  empty_message: [50006, 400, "Cannot send an empty message"],
  cannot_message_user: [50007, 403, "Cannot send messages to this user"],
  missing_permissions: [50013, 403, "You lack permissions to perform that action"],
  missing_scope: [50026, 403, "Missing required OAuth2 scope"],
  invalid_access_token: [50025, 403, "Invalid OAuth2 access token"],
  code_taken: [50020, 400, "Invite code is either invalid or taken."],
  system_message: [50021, 403, "Cannot execute action on a system message"],
  invalid_recipients: [50033, 400, "Invalid Recipient(s)"],
  invalid_webhook_token: [50027, 401, "Invalid Webhook Token"],
  invalid_form_body: [50035, 400, "Invalid Form Body"],
  unsupported_media_type: [
    50035,
    415,
    "Unsupported media type: send application/json or multipart/form-data",
  ],
  owner_cannot_leave: [50055, 400, "The owner of a server cannot leave it: hand it over or delete it"],
  invalid_channel_type: [50024, 400, "Cannot execute action on this channel type"],
  too_old_to_bulk_delete: [50034, 400, "A message provided was too old to bulk delete"],
  invalid_role: [50028, 400, "Invalid Role"],
  cannot_delete_required_channel: [50074, 400, "Cannot delete a channel required for Community guilds"],
  invalid_sticker: [50081, 400, "Invalid sticker sent"],
  thread_archived: [50083, 400, "Thread is archived"],
  invalid_json: [50109, 400, "The request body contains invalid JSON"],
  incoming_requests_disabled: [80000, 400, "Incoming friend requests are disabled"],
  cannot_befriend_bot: [80002, 400, "Cannot send a friend request to a bot"],
  cannot_befriend_self: [80003, 400, "Cannot send a friend request to yourself"],
  no_such_user: [80004, 400, "No user with that username exists"],
  already_friends: [80007, 400, "You are already friends with that user"],
  sticker_not_allowed: [50600, 403, "You do not have permission to send this sticker"],
  reaction_blocked: [90001, 403, "Reaction was blocked"],
  poll_voting_blocked: [520_000, 403, "Poll voting was blocked"],
  poll_expired: [520_001, 400, "Poll expired"],
  poll_message: [520_003, 400, "Cannot edit a poll message"],
  not_a_poll: [520_006, 400, "Cannot expire a non-poll message"],
  unavailable: [130000, 503, "API resource is currently overloaded. Try again a little later"],
  ban_failed: [500_000, 400, "Failed to ban users"],
  thread_exists: [160004, 400, "A thread has already been created for this message"],
  thread_locked: [160005, 400, "Thread is locked"],
  max_threads: [160006, 400, "Maximum number of active threads reached"],
  automod_blocked: [200000, 400, "Message was blocked by automatic moderation"],
  webhook_forum_thread: [
    220001,
    400,
    "Webhooks posted to forum channels must have a thread_name or thread_id",
  ],
  webhook_two_threads: [
    220002,
    400,
    "Webhooks posted to forum channels cannot have both a thread_name and thread_id",
  ],
  webhook_no_forum: [220003, 400, "Webhooks can only create threads in forum channels"],
  registration_closed: [900_001, 403, "This server does not take new accounts"],
  invite_needed: [
    900_002,
    403,
    "This server takes new accounts by invitation: a valid invite code is needed",
  ],
  rules_not_accepted: [900_006, 400, "Everything has to be accepted"],
  unknown_onboarding: [900_045, 404, "This server asks its new members nothing"],
  application_required: [900_040, 403, "This server takes people in by application"],
  unknown_join_request: [900_041, 404, "Unknown Join Request"],
  join_request_closed: [900_042, 400, "This application has been decided on already"],
  max_join_requests: [900_043, 400, "Maximum number of open applications reached"],
  invite_not_for_you: [900_044, 403, "This invitation is for other people"],
  widget_disabled: [50004, 403, "Guild widget disabled"],
  onboarding_requirements: [350000, 400, "Cannot enable onboarding, requirements are not met"],
  onboarding_below_requirements: [350001, 400, "Cannot update onboarding while below requirements"],
  invites_paused: [900_005, 403, "This server takes nobody in for now"],
  max_storage: [900_020, 400, "Your files take up all the room that they may have here"],
  max_storage_application: [
    900_020,
    400,
    "The files of this application's owner take up all the room that they may have here",
  ],
  max_storage_webhook: [
    900_020,
    400,
    "The files of whoever made this webhook take up all the room that they may have here",
  ],
  max_storage_guild: [
    900_020,
    400,
    "The files of this server's owner, who answers for this webhook, take up all the room that they may have here",
  ],
  instance_full: [900_021, 400, "There is no room for more files here"],
  guild_creation_restricted: [900_022, 403, "Only those who run this instance create servers here"],
  poll_not_published: [900_034, 400, "A poll is asked in one channel alone: it cannot be published"],
  cross_site: [900_003, 403, "A request with this cookie must come from this server's own pages"],
} as const satisfies Record<string, readonly [code: number, status: number, message: string]>;

export type ApiErrorName = keyof typeof API_ERRORS;

/** One reason why a field was refused; `code` as in Discord's documentation (`BASE_TYPE_REQUIRED`). */
export interface FieldError {
  code: string;
  message: string;
}

/** Errors by field, nested as the body is: `{ recipients: { 0: { _errors: […] } } }`. */
export type FieldErrors = { [key: string]: FieldErrors | FieldError[] };

/** What every refusal looks like on the wire. */
export interface ApiErrorBody {
  code: number;
  message: string;
  errors?: FieldErrors;
}

/** The body of a 429; `retry_after` in seconds. */
export interface RateLimitBody {
  message: string;
  retry_after: number;
  global: boolean;
  code?: number;
}
