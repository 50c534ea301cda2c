import { createEventWebhookRest } from "@palabre/client";
import { api } from "./api.ts";

/** Calls for events that are posted elsewhere: only their pages make one. */
export const eventWebhookApi = createEventWebhookRest(api.http);
