import { createHttp, createMessengerRest } from "@palabre/client";

/**
 * This server, for somebody who is not logged in yet. A rate limit is told at once: a log-in form that waits for
 * five minutes in silence looks broken.
 */
export const api = createMessengerRest(
  createHttp({ baseUrl: "/api/v10", credentials: "same-origin", rateLimitRetries: 0 }),
);
