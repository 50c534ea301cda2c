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
  type InteractionRequest,
  type OwnApplication,
} from "./rest-applications.ts";
export { type Asked, createBotRest } from "./rest-bots.ts";
export {
  type CommandIndex,
  type CommandPermission,
  type CommandUse,
  createCommandRest,
  type OfferedChoice,
  type OfferedCommand,
  type OfferedOption,
  type UsedOption,
} from "./rest-commands.ts";
export { createEventWebhookRest, type EventLogPlace } from "./rest-event-webhooks.ts";
export { createPollRest } from "./rest-polls.ts";
export {
  type AuditLogPage,
  createServerRest,
  type EventAttendee,
  type EventBody,
  type Follower,
  type NewGuild,
  type OccurrenceChange,
  type OnboardingDraft,
  type Reasoned,
  type Secret,
  type SoundFields,
  type StickerWords,
  type ThreadPage,
  type WidgetSettings,
} from "./rest-servers.ts";
export { xhrUpload } from "./upload.ts";
export { createWebhook, type Webhook } from "./webhook.ts";
