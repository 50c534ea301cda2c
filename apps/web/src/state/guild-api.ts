import { createServerRest } from "@palabre/client";
import { api } from "./api.ts";

/** Calls for servers: apart from `api`, since nothing that a page fetches first makes one. */
export const guildApi = createServerRest(api.http);
