import { createHttp, createMessengerRest, xhrUpload } from "@palabre/client";

/** This page's server, with the session's cookie. What servers ("guilds") need besides is in `guild-api.ts`. */
export const api = createMessengerRest(
  createHttp({ baseUrl: "/api/v10", credentials: "same-origin", upload: xhrUpload }),
);
