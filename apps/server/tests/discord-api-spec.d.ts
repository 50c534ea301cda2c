/** The package has no types for its schemas; here stand those that tests use. */
declare module "discord-api-spec/zod" {
  import type { ZodType } from "zod";

  export const MessageResponseSchema: ZodType;
  export const TargetUsersJobStatusResponseSchema: ZodType;
  export const GuildJoinRequestResponseSchema: ZodType;
  export const GuildJoinRequestsListResponseSchema: ZodType;
  export const GuildHomeSettingsResponseSchema: ZodType;
  export const GuildOnboardingResponseSchema: ZodType;
  export const UserGuildOnboardingResponseSchema: ZodType;
  export const WidgetResponseSchema: ZodType;
  export const WidgetSettingsResponseSchema: ZodType;
  export const EmojiResponseSchema: ZodType;
  export const GuildIncomingWebhookResponseSchema: ZodType;
  export const ChannelFollowerWebhookResponseSchema: ZodType;
  export const PinnedMessagesResponseSchema: ZodType;
  export const UserPIIResponseSchema: ZodType;
  export const PrivateChannelResponseSchema: ZodType;
  export const PrivateGroupChannelResponseSchema: ZodType;
  export const UserResponseSchema: ZodType;
  export const GuildMemberResponseSchema: ZodType;
  export const GuildChannelResponseSchema: ZodType;
  export const GuildRoleResponseSchema: ZodType;
  export const GuildResponseSchema: ZodType;
  export const MyGuildResponseSchema: ZodType;
  export const KeywordRuleResponseSchema: ZodType;
  export const DefaultKeywordRuleResponseSchema: ZodType;
  export const GuildInviteResponseSchema: ZodType;
  export const VanityURLResponseSchema: ZodType;
  export const GuildPreviewResponseSchema: ZodType;
  export const GuildWelcomeScreenResponseSchema: ZodType;
  export const PrivateGuildMemberResponseSchema: ZodType;
  export const GuildBanResponseSchema: ZodType;
  export const BulkBanUsersResponseSchema: ZodType;
  export const GuildAuditLogResponseSchema: ZodType;
  export const GuildTemplateResponseSchema: ZodType;
  export const ScheduledEventResponseSchema: ZodType;
  export const OAuth2GetAuthorizationResponseSchema: ZodType;
  export const OAuth2GetKeysSchema: ZodType;
  export const OAuth2GetOpenIDConnectUserInfoResponseSchema: ZodType;
  export const PrivateApplicationResponseSchema: ZodType;
  export const ApplicationCommandResponseSchema: ZodType;
  export const CommandPermissionsResponseSchema: ZodType;
  export const InteractionCallbackResponseSchema: ZodType;
  export const ExternalScheduledEventResponseSchema: ZodType;
  export const ScheduledEventUserResponseSchema: ZodType;
}
