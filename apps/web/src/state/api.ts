import { createRest, xhrUpload } from "@palabre/client";

/** This page's server, with the session's cookie. */
export const api = createRest({ baseUrl: "/api/v10", credentials: "same-origin", upload: xhrUpload });
