// Written by `npm run conformance`, from the official API document.

/** Operations that Discord documents: the id of each, and the names of its answers' schemas by status. */
export const OFFICIAL: Readonly<
  Record<string, readonly [id: string, answers: Readonly<Record<number, string>>]>
> = {
  "GET /applications/@me": [
    "get_my_application",
    {
      "200": "PrivateApplicationResponse",
    },
  ],
  "PATCH /applications/@me": [
    "update_my_application",
    {
      "200": "PrivateApplicationResponse",
    },
  ],
  "GET /applications/{}": [
    "get_application",
    {
      "200": "PrivateApplicationResponse",
    },
  ],
  "PATCH /applications/{}": [
    "update_application",
    {
      "200": "PrivateApplicationResponse",
    },
  ],
  "POST /applications/{}/attachment": [
    "upload_application_attachment",
    {
      "200": "ActivitiesAttachmentResponse",
    },
  ],
  "GET /applications/{}/commands": [
    "list_application_commands",
    {
      "200": "ApplicationCommandResponse[] | null",
    },
  ],
  "PUT /applications/{}/commands": [
    "bulk_set_application_commands",
    {
      "200": "ApplicationCommandResponse[] | null",
    },
  ],
  "POST /applications/{}/commands": [
    "create_application_command",
    {
      "200": "ApplicationCommandResponse",
      "201": "ApplicationCommandResponse",
    },
  ],
  "GET /applications/{}/commands/{}": [
    "get_application_command",
    {
      "200": "ApplicationCommandResponse",
    },
  ],
  "DELETE /applications/{}/commands/{}": [
    "delete_application_command",
    {
      "204": "unknown",
    },
  ],
  "PATCH /applications/{}/commands/{}": [
    "update_application_command",
    {
      "200": "ApplicationCommandResponse",
    },
  ],
  "GET /applications/{}/emojis": [
    "list_application_emojis",
    {
      "200": "ListApplicationEmojisResponse",
    },
  ],
  "POST /applications/{}/emojis": [
    "create_application_emoji",
    {
      "201": "EmojiResponse",
    },
  ],
  "GET /applications/{}/emojis/{}": [
    "get_application_emoji",
    {
      "200": "EmojiResponse",
    },
  ],
  "DELETE /applications/{}/emojis/{}": [
    "delete_application_emoji",
    {
      "204": "unknown",
    },
  ],
  "PATCH /applications/{}/emojis/{}": [
    "update_application_emoji",
    {
      "200": "EmojiResponse",
    },
  ],
  "GET /applications/{}/entitlements": [
    "get_entitlements",
    {
      "200": "EntitlementResponse[]",
    },
  ],
  "POST /applications/{}/entitlements": [
    "create_entitlement",
    {
      "200": "EntitlementResponse",
    },
  ],
  "GET /applications/{}/entitlements/{}": [
    "get_entitlement",
    {
      "200": "EntitlementResponse",
    },
  ],
  "DELETE /applications/{}/entitlements/{}": [
    "delete_entitlement",
    {
      "204": "unknown",
    },
  ],
  "POST /applications/{}/entitlements/{}/consume": [
    "consume_entitlement",
    {
      "204": "unknown",
    },
  ],
  "GET /applications/{}/guilds/{}/commands": [
    "list_guild_application_commands",
    {
      "200": "ApplicationCommandResponse[] | null",
    },
  ],
  "PUT /applications/{}/guilds/{}/commands": [
    "bulk_set_guild_application_commands",
    {
      "200": "ApplicationCommandResponse[] | null",
    },
  ],
  "POST /applications/{}/guilds/{}/commands": [
    "create_guild_application_command",
    {
      "200": "ApplicationCommandResponse",
      "201": "ApplicationCommandResponse",
    },
  ],
  "GET /applications/{}/guilds/{}/commands/permissions": [
    "list_guild_application_command_permissions",
    {
      "200": "CommandPermissionsResponse[]",
    },
  ],
  "GET /applications/{}/guilds/{}/commands/{}": [
    "get_guild_application_command",
    {
      "200": "ApplicationCommandResponse",
    },
  ],
  "DELETE /applications/{}/guilds/{}/commands/{}": [
    "delete_guild_application_command",
    {
      "204": "unknown",
    },
  ],
  "PATCH /applications/{}/guilds/{}/commands/{}": [
    "update_guild_application_command",
    {
      "200": "ApplicationCommandResponse",
    },
  ],
  "GET /applications/{}/guilds/{}/commands/{}/permissions": [
    "get_guild_application_command_permissions",
    {
      "200": "CommandPermissionsResponse",
    },
  ],
  "PUT /applications/{}/guilds/{}/commands/{}/permissions": [
    "set_guild_application_command_permissions",
    {
      "200": "CommandPermissionsResponse",
    },
  ],
  "GET /channels/{}": [
    "get_channel",
    {
      "200": "| GuildChannelResponse | PrivateChannelResponse | PrivateGroupChannelResponse | ThreadResponse",
    },
  ],
  "DELETE /channels/{}": [
    "delete_channel",
    {
      "200": "| GuildChannelResponse | PrivateChannelResponse | PrivateGroupChannelResponse | ThreadResponse",
    },
  ],
  "PATCH /channels/{}": [
    "update_channel",
    {
      "200": "| GuildChannelResponse | PrivateChannelResponse | PrivateGroupChannelResponse | ThreadResponse",
    },
  ],
  "POST /channels/{}/followers": [
    "follow_channel",
    {
      "200": "ChannelFollowerResponse",
    },
  ],
  "GET /channels/{}/invites": [
    "list_channel_invites",
    {
      "200": "(FriendInviteResponse | GroupDMInviteResponse | GuildInviteResponse | null)[] | null",
    },
  ],
  "POST /channels/{}/invites": [
    "create_channel_invite",
    {
      "200": "FriendInviteResponse | GroupDMInviteResponse | GuildInviteResponse",
      "204": "unknown",
    },
  ],
  "GET /channels/{}/messages": [
    "list_messages",
    {
      "200": "MessageResponse[] | null",
    },
  ],
  "POST /channels/{}/messages": [
    "create_message",
    {
      "200": "MessageResponse",
    },
  ],
  "POST /channels/{}/messages/bulk-delete": [
    "bulk_delete_messages",
    {
      "204": "unknown",
    },
  ],
  "GET /channels/{}/messages/pins": [
    "list_pins",
    {
      "200": "PinnedMessagesResponse",
    },
  ],
  "PUT /channels/{}/messages/pins/{}": [
    "create_pin",
    {
      "204": "unknown",
    },
  ],
  "DELETE /channels/{}/messages/pins/{}": [
    "delete_pin",
    {
      "204": "unknown",
    },
  ],
  "GET /channels/{}/messages/{}": [
    "get_message",
    {
      "200": "MessageResponse",
    },
  ],
  "DELETE /channels/{}/messages/{}": [
    "delete_message",
    {
      "204": "unknown",
    },
  ],
  "PATCH /channels/{}/messages/{}": [
    "update_message",
    {
      "200": "MessageResponse",
    },
  ],
  "POST /channels/{}/messages/{}/crosspost": [
    "crosspost_message",
    {
      "200": "MessageResponse",
    },
  ],
  "DELETE /channels/{}/messages/{}/reactions": [
    "delete_all_message_reactions",
    {
      "204": "unknown",
    },
  ],
  "GET /channels/{}/messages/{}/reactions/{}": [
    "list_message_reactions_by_emoji",
    {
      "200": "UserResponse[]",
    },
  ],
  "DELETE /channels/{}/messages/{}/reactions/{}": [
    "delete_all_message_reactions_by_emoji",
    {
      "204": "unknown",
    },
  ],
  "PUT /channels/{}/messages/{}/reactions/{}/@me": [
    "add_my_message_reaction",
    {
      "204": "unknown",
    },
  ],
  "DELETE /channels/{}/messages/{}/reactions/{}/@me": [
    "delete_my_message_reaction",
    {
      "204": "unknown",
    },
  ],
  "DELETE /channels/{}/messages/{}/reactions/{}/{}": [
    "delete_user_message_reaction",
    {
      "204": "unknown",
    },
  ],
  "POST /channels/{}/messages/{}/threads": [
    "create_thread_from_message",
    {
      "201": "ThreadResponse",
    },
  ],
  "PUT /channels/{}/permissions/{}": [
    "set_channel_permission_overwrite",
    {
      "204": "unknown",
    },
  ],
  "DELETE /channels/{}/permissions/{}": [
    "delete_channel_permission_overwrite",
    {
      "204": "unknown",
    },
  ],
  "GET /channels/{}/pins": [
    "deprecated_list_pins",
    {
      "200": "MessageResponse[] | null",
    },
  ],
  "PUT /channels/{}/pins/{}": [
    "deprecated_create_pin",
    {
      "204": "unknown",
    },
  ],
  "DELETE /channels/{}/pins/{}": [
    "deprecated_delete_pin",
    {
      "204": "unknown",
    },
  ],
  "GET /channels/{}/polls/{}/answers/{}": [
    "get_answer_voters",
    {
      "200": "PollAnswerDetailsResponse",
    },
  ],
  "POST /channels/{}/polls/{}/expire": [
    "poll_expire",
    {
      "200": "MessageResponse",
    },
  ],
  "PUT /channels/{}/recipients/{}": [
    "add_group_dm_user",
    {
      "201": "PrivateChannelResponse | PrivateGroupChannelResponse",
      "204": "unknown",
    },
  ],
  "DELETE /channels/{}/recipients/{}": [
    "delete_group_dm_user",
    {
      "204": "unknown",
    },
  ],
  "POST /channels/{}/send-soundboard-sound": [
    "send_soundboard_sound",
    {
      "204": "unknown",
    },
  ],
  "GET /channels/{}/thread-members": [
    "list_thread_members",
    {
      "200": "ThreadMemberResponse[]",
    },
  ],
  "PUT /channels/{}/thread-members/@me": [
    "join_thread",
    {
      "204": "unknown",
    },
  ],
  "DELETE /channels/{}/thread-members/@me": [
    "leave_thread",
    {
      "204": "unknown",
    },
  ],
  "GET /channels/{}/thread-members/{}": [
    "get_thread_member",
    {
      "200": "ThreadMemberResponse",
    },
  ],
  "PUT /channels/{}/thread-members/{}": [
    "add_thread_member",
    {
      "204": "unknown",
    },
  ],
  "DELETE /channels/{}/thread-members/{}": [
    "delete_thread_member",
    {
      "204": "unknown",
    },
  ],
  "POST /channels/{}/threads": [
    "create_thread",
    {
      "201": "CreatedThreadResponse",
    },
  ],
  "GET /channels/{}/threads/archived/private": [
    "list_private_archived_threads",
    {
      "200": "ThreadsResponse",
    },
  ],
  "GET /channels/{}/threads/archived/public": [
    "list_public_archived_threads",
    {
      "200": "ThreadsResponse",
    },
  ],
  "GET /channels/{}/threads/search": [
    "thread_search",
    {
      "200": "ThreadSearchResponse",
      "202": "SearchIndexNotReadyResponse",
    },
  ],
  "POST /channels/{}/typing": [
    "trigger_typing_indicator",
    {
      "200": "TypingIndicatorResponse",
      "204": "unknown",
    },
  ],
  "GET /channels/{}/users/@me/threads/archived/private": [
    "list_my_private_archived_threads",
    {
      "200": "ThreadsResponse",
    },
  ],
  "PUT /channels/{}/voice-status": [
    "update_voice_channel_status",
    {
      "204": "unknown",
    },
  ],
  "GET /channels/{}/webhooks": [
    "list_channel_webhooks",
    {
      "200":
        "| ( | ApplicationIncomingWebhookResponse | ChannelFollowerWebhookResponse | GuildIncomingWebhookResponse )[] | null",
    },
  ],
  "POST /channels/{}/webhooks": [
    "create_webhook",
    {
      "200": "GuildIncomingWebhookResponse",
    },
  ],
  "GET /gateway": [
    "get_gateway",
    {
      "200": "GatewayResponse",
    },
  ],
  "GET /gateway/bot": [
    "get_bot_gateway",
    {
      "200": "GatewayBotResponse",
    },
  ],
  "GET /guilds/templates/{}": [
    "get_guild_template",
    {
      "200": "GuildTemplateResponse",
    },
  ],
  "GET /guilds/{}": [
    "get_guild",
    {
      "200": "GuildWithCountsResponse",
    },
  ],
  "PATCH /guilds/{}": [
    "update_guild",
    {
      "200": "GuildResponse",
    },
  ],
  "GET /guilds/{}/audit-logs": [
    "list_guild_audit_log_entries",
    {
      "200": "GuildAuditLogResponse",
    },
  ],
  "GET /guilds/{}/auto-moderation/rules": [
    "list_auto_moderation_rules",
    {
      "200":
        "| ( | DefaultKeywordRuleResponse | KeywordRuleResponse | MLSpamRuleResponse | MentionSpamRuleResponse | UserProfileRuleResponse | null )[] | null",
    },
  ],
  "POST /guilds/{}/auto-moderation/rules": [
    "create_auto_moderation_rule",
    {
      "200":
        "| DefaultKeywordRuleResponse | KeywordRuleResponse | MLSpamRuleResponse | MentionSpamRuleResponse | UserProfileRuleResponse",
    },
  ],
  "GET /guilds/{}/auto-moderation/rules/{}": [
    "get_auto_moderation_rule",
    {
      "200":
        "| DefaultKeywordRuleResponse | KeywordRuleResponse | MLSpamRuleResponse | MentionSpamRuleResponse | UserProfileRuleResponse",
    },
  ],
  "DELETE /guilds/{}/auto-moderation/rules/{}": [
    "delete_auto_moderation_rule",
    {
      "204": "unknown",
    },
  ],
  "PATCH /guilds/{}/auto-moderation/rules/{}": [
    "update_auto_moderation_rule",
    {
      "200":
        "| DefaultKeywordRuleResponse | KeywordRuleResponse | MLSpamRuleResponse | MentionSpamRuleResponse | UserProfileRuleResponse",
    },
  ],
  "GET /guilds/{}/bans": [
    "list_guild_bans",
    {
      "200": "GuildBanResponse[] | null",
    },
  ],
  "GET /guilds/{}/bans/{}": [
    "get_guild_ban",
    {
      "200": "GuildBanResponse",
    },
  ],
  "PUT /guilds/{}/bans/{}": [
    "ban_user_from_guild",
    {
      "204": "unknown",
    },
  ],
  "DELETE /guilds/{}/bans/{}": [
    "unban_user_from_guild",
    {
      "204": "unknown",
    },
  ],
  "POST /guilds/{}/bulk-ban": [
    "bulk_ban_users_from_guild",
    {
      "200": "BulkBanUsersResponse",
    },
  ],
  "GET /guilds/{}/channels": [
    "list_guild_channels",
    {
      "200":
        "| ( | GuildChannelResponse | PrivateChannelResponse | PrivateGroupChannelResponse | ThreadResponse )[] | null",
    },
  ],
  "POST /guilds/{}/channels": [
    "create_guild_channel",
    {
      "201": "GuildChannelResponse",
    },
  ],
  "PATCH /guilds/{}/channels": [
    "bulk_update_guild_channels",
    {
      "204": "unknown",
    },
  ],
  "GET /guilds/{}/emojis": [
    "list_guild_emojis",
    {
      "200": "EmojiResponse[] | null",
    },
  ],
  "POST /guilds/{}/emojis": [
    "create_guild_emoji",
    {
      "201": "EmojiResponse",
    },
  ],
  "GET /guilds/{}/emojis/{}": [
    "get_guild_emoji",
    {
      "200": "EmojiResponse",
    },
  ],
  "DELETE /guilds/{}/emojis/{}": [
    "delete_guild_emoji",
    {
      "204": "unknown",
    },
  ],
  "PATCH /guilds/{}/emojis/{}": [
    "update_guild_emoji",
    {
      "200": "EmojiResponse",
    },
  ],
  "PUT /guilds/{}/incident-actions": [
    "update_guild_incident_actions",
    {
      "200": "GuildIncidentsDataResponse",
    },
  ],
  "GET /guilds/{}/integrations": [
    "list_guild_integrations",
    {
      "200":
        "| ( | DiscordIntegrationResponse | ExternalConnectionIntegrationResponse | GuildSubscriptionIntegrationResponse )[] | null",
    },
  ],
  "DELETE /guilds/{}/integrations/{}": [
    "delete_guild_integration",
    {
      "204": "unknown",
    },
  ],
  "GET /guilds/{}/invites": [
    "list_guild_invites",
    {
      "200": "(FriendInviteResponse | GroupDMInviteResponse | GuildInviteResponse | null)[] | null",
    },
  ],
  "GET /guilds/{}/members": [
    "list_guild_members",
    {
      "200": "GuildMemberResponse[]",
    },
  ],
  "PATCH /guilds/{}/members/@me": [
    "update_my_guild_member",
    {
      "200": "PrivateGuildMemberResponse",
    },
  ],
  "GET /guilds/{}/members/search": [
    "search_guild_members",
    {
      "200": "GuildMemberResponse[]",
    },
  ],
  "GET /guilds/{}/members/{}": [
    "get_guild_member",
    {
      "200": "GuildMemberResponse",
    },
  ],
  "PUT /guilds/{}/members/{}": [
    "add_guild_member",
    {
      "201": "GuildMemberResponse",
      "204": "unknown",
    },
  ],
  "DELETE /guilds/{}/members/{}": [
    "delete_guild_member",
    {
      "204": "unknown",
    },
  ],
  "PATCH /guilds/{}/members/{}": [
    "update_guild_member",
    {
      "200": "GuildMemberResponse",
      "204": "unknown",
    },
  ],
  "PUT /guilds/{}/members/{}/roles/{}": [
    "add_guild_member_role",
    {
      "204": "unknown",
    },
  ],
  "DELETE /guilds/{}/members/{}/roles/{}": [
    "delete_guild_member_role",
    {
      "204": "unknown",
    },
  ],
  "GET /guilds/{}/messages/search": [
    "guild_search",
    {
      "200": "GuildSearchResponse",
      "202": "SearchIndexNotReadyResponse",
    },
  ],
  "GET /guilds/{}/new-member-welcome": [
    "get_guild_new_member_welcome",
    {
      "200": "GuildHomeSettingsResponse",
      "204": "unknown",
    },
  ],
  "GET /guilds/{}/onboarding": [
    "get_guilds_onboarding",
    {
      "200": "UserGuildOnboardingResponse",
    },
  ],
  "PUT /guilds/{}/onboarding": [
    "put_guilds_onboarding",
    {
      "200": "GuildOnboardingResponse",
    },
  ],
  "GET /guilds/{}/preview": [
    "get_guild_preview",
    {
      "200": "GuildPreviewResponse",
    },
  ],
  "GET /guilds/{}/prune": [
    "preview_prune_guild",
    {
      "200": "GuildPruneResponse",
    },
  ],
  "POST /guilds/{}/prune": [
    "prune_guild",
    {
      "200": "GuildPruneResponse",
    },
  ],
  "GET /guilds/{}/regions": [
    "list_guild_voice_regions",
    {
      "200": "VoiceRegionResponse[] | null",
    },
  ],
  "GET /guilds/{}/requests": [
    "get_guild_join_requests",
    {
      "200": "GuildJoinRequestsListResponse",
    },
  ],
  "PATCH /guilds/{}/requests/{}": [
    "action_guild_join_request",
    {
      "200": "GuildJoinRequestResponse",
    },
  ],
  "GET /guilds/{}/roles": [
    "list_guild_roles",
    {
      "200": "GuildRoleResponse[]",
    },
  ],
  "POST /guilds/{}/roles": [
    "create_guild_role",
    {
      "200": "GuildRoleResponse",
    },
  ],
  "PATCH /guilds/{}/roles": [
    "bulk_update_guild_roles",
    {
      "200": "GuildRoleResponse[]",
    },
  ],
  "GET /guilds/{}/roles/member-counts": [
    "guild_role_member_counts",
    {
      "200": "{",
    },
  ],
  "GET /guilds/{}/roles/{}": [
    "get_guild_role",
    {
      "200": "GuildRoleResponse",
    },
  ],
  "DELETE /guilds/{}/roles/{}": [
    "delete_guild_role",
    {
      "204": "unknown",
    },
  ],
  "PATCH /guilds/{}/roles/{}": [
    "update_guild_role",
    {
      "200": "GuildRoleResponse",
    },
  ],
  "GET /guilds/{}/scheduled-events": [
    "list_guild_scheduled_events",
    {
      "200":
        "| ( | ExternalScheduledEventResponse | StageScheduledEventResponse | VoiceScheduledEventResponse )[] | null",
    },
  ],
  "POST /guilds/{}/scheduled-events": [
    "create_guild_scheduled_event",
    {
      "200": "| ExternalScheduledEventResponse | StageScheduledEventResponse | VoiceScheduledEventResponse",
    },
  ],
  "GET /guilds/{}/scheduled-events/{}": [
    "get_guild_scheduled_event",
    {
      "200": "| ExternalScheduledEventResponse | StageScheduledEventResponse | VoiceScheduledEventResponse",
    },
  ],
  "DELETE /guilds/{}/scheduled-events/{}": [
    "delete_guild_scheduled_event",
    {
      "204": "unknown",
    },
  ],
  "PATCH /guilds/{}/scheduled-events/{}": [
    "update_guild_scheduled_event",
    {
      "200": "| ExternalScheduledEventResponse | StageScheduledEventResponse | VoiceScheduledEventResponse",
    },
  ],
  "POST /guilds/{}/scheduled-events/{}/exceptions": [
    "create_guild_scheduled_event_exception",
    {
      "200": "GuildScheduledEventExceptionResponse",
    },
  ],
  "DELETE /guilds/{}/scheduled-events/{}/exceptions/{}": [
    "delete_guild_scheduled_event_exception",
    {
      "204": "unknown",
    },
  ],
  "PATCH /guilds/{}/scheduled-events/{}/exceptions/{}": [
    "update_guild_scheduled_event_exception",
    {
      "200": "GuildScheduledEventExceptionResponse",
    },
  ],
  "GET /guilds/{}/scheduled-events/{}/users": [
    "list_guild_scheduled_event_users",
    {
      "200": "ScheduledEventUserResponse[] | null",
    },
  ],
  "GET /guilds/{}/scheduled-events/{}/users/counts": [
    "count_guild_scheduled_event_users",
    {
      "200": "ScheduledEventUserCountResponse",
    },
  ],
  "GET /guilds/{}/scheduled-events/{}/{}/users": [
    "list_guild_scheduled_event_exception_users",
    {
      "200": "ScheduledEventUserResponse[] | null",
    },
  ],
  "GET /guilds/{}/soundboard-sounds": [
    "list_guild_soundboard_sounds",
    {
      "200": "ListGuildSoundboardSoundsResponse",
    },
  ],
  "POST /guilds/{}/soundboard-sounds": [
    "create_guild_soundboard_sound",
    {
      "201": "SoundboardSoundResponse",
    },
  ],
  "GET /guilds/{}/soundboard-sounds/{}": [
    "get_guild_soundboard_sound",
    {
      "200": "SoundboardSoundResponse",
    },
  ],
  "DELETE /guilds/{}/soundboard-sounds/{}": [
    "delete_guild_soundboard_sound",
    {
      "204": "unknown",
    },
  ],
  "PATCH /guilds/{}/soundboard-sounds/{}": [
    "update_guild_soundboard_sound",
    {
      "200": "SoundboardSoundResponse",
    },
  ],
  "GET /guilds/{}/stickers": [
    "list_guild_stickers",
    {
      "200": "GuildStickerResponse[]",
    },
  ],
  "POST /guilds/{}/stickers": [
    "create_guild_sticker",
    {
      "201": "GuildStickerResponse",
    },
  ],
  "GET /guilds/{}/stickers/{}": [
    "get_guild_sticker",
    {
      "200": "GuildStickerResponse",
    },
  ],
  "DELETE /guilds/{}/stickers/{}": [
    "delete_guild_sticker",
    {
      "204": "unknown",
    },
  ],
  "PATCH /guilds/{}/stickers/{}": [
    "update_guild_sticker",
    {
      "200": "GuildStickerResponse",
    },
  ],
  "GET /guilds/{}/templates": [
    "list_guild_templates",
    {
      "200": "GuildTemplateResponse[] | null",
    },
  ],
  "POST /guilds/{}/templates": [
    "create_guild_template",
    {
      "200": "GuildTemplateResponse",
    },
  ],
  "PUT /guilds/{}/templates/{}": [
    "sync_guild_template",
    {
      "200": "GuildTemplateResponse",
    },
  ],
  "DELETE /guilds/{}/templates/{}": [
    "delete_guild_template",
    {
      "200": "GuildTemplateResponse",
    },
  ],
  "PATCH /guilds/{}/templates/{}": [
    "update_guild_template",
    {
      "200": "GuildTemplateResponse",
    },
  ],
  "GET /guilds/{}/threads/active": [
    "get_active_guild_threads",
    {
      "200": "ThreadsResponse",
    },
  ],
  "GET /guilds/{}/vanity-url": [
    "get_guild_vanity_url",
    {
      "200": "VanityURLResponse",
    },
  ],
  "GET /guilds/{}/voice-states/@me": [
    "get_self_voice_state",
    {
      "200": "VoiceStateResponse",
    },
  ],
  "PATCH /guilds/{}/voice-states/@me": [
    "update_self_voice_state",
    {
      "204": "unknown",
    },
  ],
  "GET /guilds/{}/voice-states/{}": [
    "get_voice_state",
    {
      "200": "VoiceStateResponse",
    },
  ],
  "PATCH /guilds/{}/voice-states/{}": [
    "update_voice_state",
    {
      "204": "unknown",
    },
  ],
  "GET /guilds/{}/webhooks": [
    "get_guild_webhooks",
    {
      "200":
        "| ( | ApplicationIncomingWebhookResponse | ChannelFollowerWebhookResponse | GuildIncomingWebhookResponse )[] | null",
    },
  ],
  "GET /guilds/{}/welcome-screen": [
    "get_guild_welcome_screen",
    {
      "200": "GuildWelcomeScreenResponse",
    },
  ],
  "PATCH /guilds/{}/welcome-screen": [
    "update_guild_welcome_screen",
    {
      "200": "GuildWelcomeScreenResponse",
    },
  ],
  "GET /guilds/{}/widget": [
    "get_guild_widget_settings",
    {
      "200": "WidgetSettingsResponse",
    },
  ],
  "PATCH /guilds/{}/widget": [
    "update_guild_widget_settings",
    {
      "200": "WidgetSettingsResponse",
    },
  ],
  "GET /guilds/{}/widget.json": [
    "get_guild_widget",
    {
      "200": "WidgetResponse",
    },
  ],
  "GET /guilds/{}/widget.png": [
    "get_guild_widget_png",
    {
      "200": "string",
    },
  ],
  "POST /interactions/{}/{}/callback": [
    "create_interaction_response",
    {
      "200": "InteractionCallbackResponse",
      "204": "unknown",
    },
  ],
  "GET /invites/{}": [
    "invite_resolve",
    {
      "200": "FriendInviteResponse | GroupDMInviteResponse | GuildInviteResponse",
    },
  ],
  "DELETE /invites/{}": [
    "invite_revoke",
    {
      "200": "FriendInviteResponse | GroupDMInviteResponse | GuildInviteResponse",
    },
  ],
  "GET /invites/{}/target-users": [
    "get_invite_target_users",
    {
      "200": "string",
    },
  ],
  "PUT /invites/{}/target-users": [
    "update_invite_target_users",
    {
      "204": "unknown",
    },
  ],
  "POST /invites/{}/target-users/bulk-add": [
    "bulk_add_invite_target_users",
    {
      "204": "unknown",
    },
  ],
  "POST /invites/{}/target-users/bulk-delete": [
    "bulk_remove_invite_target_users",
    {
      "204": "unknown",
    },
  ],
  "GET /invites/{}/target-users/job-status": [
    "get_invite_target_users_job_status",
    {
      "200": "TargetUsersJobStatusResponse",
    },
  ],
  "PUT /invites/{}/target-users/{}": [
    "add_invite_target_user",
    {
      "204": "unknown",
    },
  ],
  "DELETE /invites/{}/target-users/{}": [
    "remove_invite_target_user",
    {
      "204": "unknown",
    },
  ],
  "GET /oauth2/@me": [
    "get_my_oauth2_authorization",
    {
      "200": "OAuth2GetAuthorizationResponse",
    },
  ],
  "GET /oauth2/applications/@me": [
    "get_my_oauth2_application",
    {
      "200": "PrivateApplicationResponse",
    },
  ],
  "GET /oauth2/keys": [
    "get_public_keys",
    {
      "200": "OAuth2GetKeys",
    },
  ],
  "GET /oauth2/userinfo": [
    "get_openid_connect_userinfo",
    {
      "200": "OAuth2GetOpenIDConnectUserInfoResponse",
    },
  ],
  "GET /soundboard-default-sounds": [
    "get_soundboard_default_sounds",
    {
      "200": "SoundboardSoundResponse[]",
    },
  ],
  "POST /stage-instances": [
    "create_stage_instance",
    {
      "200": "StageInstanceResponse",
    },
  ],
  "GET /stage-instances/{}": [
    "get_stage_instance",
    {
      "200": "StageInstanceResponse",
    },
  ],
  "DELETE /stage-instances/{}": [
    "delete_stage_instance",
    {
      "204": "unknown",
    },
  ],
  "PATCH /stage-instances/{}": [
    "update_stage_instance",
    {
      "200": "StageInstanceResponse",
    },
  ],
  "GET /sticker-packs": [
    "list_sticker_packs",
    {
      "200": "StickerPackCollectionResponse",
    },
  ],
  "GET /sticker-packs/{}": [
    "get_sticker_pack",
    {
      "200": "StickerPackResponse",
    },
  ],
  "GET /stickers/{}": [
    "get_sticker",
    {
      "200": "GuildStickerResponse | StandardStickerResponse",
    },
  ],
  "GET /users/@me": [
    "get_my_user",
    {
      "200": "UserPIIResponse",
    },
  ],
  "PATCH /users/@me": [
    "update_my_user",
    {
      "200": "UserPIIResponse",
    },
  ],
  "GET /users/@me/applications/{}/entitlements": [
    "get_current_user_application_entitlements",
    {
      "200": "EntitlementResponse[]",
    },
  ],
  "GET /users/@me/applications/{}/role-connection": [
    "get_application_user_role_connection",
    {
      "200": "ApplicationUserRoleConnectionResponse",
    },
  ],
  "PUT /users/@me/applications/{}/role-connection": [
    "update_application_user_role_connection",
    {
      "200": "ApplicationUserRoleConnectionResponse",
    },
  ],
  "DELETE /users/@me/applications/{}/role-connection": [
    "delete_application_user_role_connection",
    {
      "204": "unknown",
    },
  ],
  "POST /users/@me/channels": [
    "create_dm",
    {
      "200": "PrivateChannelResponse | PrivateGroupChannelResponse",
    },
  ],
  "GET /users/@me/connections": [
    "list_my_connections",
    {
      "200": "ConnectedAccountResponse[] | null",
    },
  ],
  "GET /users/@me/guilds": [
    "list_my_guilds",
    {
      "200": "MyGuildResponse[] | null",
    },
  ],
  "DELETE /users/@me/guilds/{}": [
    "leave_guild",
    {
      "204": "unknown",
    },
  ],
  "GET /users/@me/guilds/{}/member": [
    "get_my_guild_member",
    {
      "200": "PrivateGuildMemberResponse",
    },
  ],
  "GET /users/{}": [
    "get_user",
    {
      "200": "UserResponse",
    },
  ],
  "GET /voice/regions": [
    "list_voice_regions",
    {
      "200": "VoiceRegionResponse[] | null",
    },
  ],
  "GET /webhooks/{}": [
    "get_webhook",
    {
      "200":
        "| ApplicationIncomingWebhookResponse | ChannelFollowerWebhookResponse | GuildIncomingWebhookResponse",
    },
  ],
  "DELETE /webhooks/{}": [
    "delete_webhook",
    {
      "204": "unknown",
    },
  ],
  "PATCH /webhooks/{}": [
    "update_webhook",
    {
      "200":
        "| ApplicationIncomingWebhookResponse | ChannelFollowerWebhookResponse | GuildIncomingWebhookResponse",
    },
  ],
  "GET /webhooks/{}/{}": [
    "get_webhook_by_token",
    {
      "200":
        "| ApplicationIncomingWebhookResponse | ChannelFollowerWebhookResponse | GuildIncomingWebhookResponse",
    },
  ],
  "POST /webhooks/{}/{}": [
    "execute_webhook",
    {
      "200": "MessageResponse",
      "204": "unknown",
    },
  ],
  "DELETE /webhooks/{}/{}": [
    "delete_webhook_by_token",
    {
      "204": "unknown",
    },
  ],
  "PATCH /webhooks/{}/{}": [
    "update_webhook_by_token",
    {
      "200":
        "| ApplicationIncomingWebhookResponse | ChannelFollowerWebhookResponse | GuildIncomingWebhookResponse",
    },
  ],
  "POST /webhooks/{}/{}/github": [
    "execute_github_compatible_webhook",
    {
      "204": "unknown",
    },
  ],
  "GET /webhooks/{}/{}/messages/@original": [
    "get_original_webhook_message",
    {
      "200": "MessageResponse",
    },
  ],
  "DELETE /webhooks/{}/{}/messages/@original": [
    "delete_original_webhook_message",
    {
      "204": "unknown",
    },
  ],
  "PATCH /webhooks/{}/{}/messages/@original": [
    "update_original_webhook_message",
    {
      "200": "MessageResponse",
    },
  ],
  "GET /webhooks/{}/{}/messages/{}": [
    "get_webhook_message",
    {
      "200": "MessageResponse",
    },
  ],
  "DELETE /webhooks/{}/{}/messages/{}": [
    "delete_webhook_message",
    {
      "204": "unknown",
    },
  ],
  "PATCH /webhooks/{}/{}/messages/{}": [
    "update_webhook_message",
    {
      "200": "MessageResponse",
    },
  ],
  "POST /webhooks/{}/{}/slack": [
    "execute_slack_compatible_webhook",
    {
      "200": "string | null",
    },
  ],
};
