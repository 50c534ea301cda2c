export { ApiError, NetworkError } from "./error.ts";
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
export type { CallOptions, HttpOptions, RequestOptions, Uploader, UploadRequest } from "./http.ts";
export {
  createRest,
  type LoginResult,
  type NewGuild,
  type Page,
  type PatchSelf,
  type Reasoned,
  type Rest,
  type RestOptions,
  type SendOptions,
  type UploadFile,
} from "./rest.ts";
export { xhrUpload } from "./upload.ts";
