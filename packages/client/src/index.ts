export { type Bot, type BotOptions, createBot, type DispatchData } from "./bot.ts";
export { ApiError, NetworkError } from "./error.ts";
export { errorName } from "./error-name.ts";
export {
  createGateway,
  type Dispatch,
  type Gateway,
  type GatewayEvents,
  type GatewayOptions,
  type GatewayPresence,
  type GatewayStatus,
  type MemberRanges,
  type MembersRequest,
} from "./gateway.ts";
export {
  type CallOptions,
  createHttp,
  type Http,
  type HttpOptions,
  type Reasoned,
  type RequestOptions,
  type Uploader,
  type UploadRequest,
} from "./http.ts";
export type { SendOptions, UploadFile } from "./message-form.ts";
export {
  createMessengerRest,
  createRest,
  type LoginResult,
  type Page,
  type PatchSelf,
  type Rest,
  type RestOptions,
} from "./rest.ts";
export {
  type Application,
  type ApplicationChange,
  type BotIntegration,
  type Consent,
  type ConsentGuild,
  createApplicationRest,
  type Grant,
  type OwnApplication,
} from "./rest-applications.ts";
export { type Asked, createBotRest } from "./rest-bots.ts";
export {
  type CommandIndex,
  type CommandPermission,
  type ComponentUse,
  createCommandRest,
  type InteractionRequest,
  type OfferedChoice,
  type OfferedCommand,
  type OfferedOption,
  type UsedOption,
} from "./rest-commands.ts";
export type { OnboardingDraft, WidgetSettings } from "./rest-entrance.ts";
export { createEventWebhookRest, type EventLogPlace } from "./rest-event-webhooks.ts";
export type { EventAttendee, EventBody, OccurrenceChange } from "./rest-events.ts";
export type { SoundFields, StickerWords } from "./rest-expressions.ts";
export type { NewGuild } from "./rest-guilds.ts";
export type { AuditLogPage } from "./rest-moderation.ts";
export { createPollRest } from "./rest-polls.ts";
export { createServerRest } from "./rest-servers.ts";
export type { Follower, ThreadPage } from "./rest-threads.ts";
export type { Secret } from "./rest-webhooks.ts";
export { xhrUpload } from "./upload.ts";
export { createWebhook, type Webhook } from "./webhook.ts";
