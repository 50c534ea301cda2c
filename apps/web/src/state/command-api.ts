import { createCommandRest } from "@palabre/client";
import { api } from "./api.ts";

/** Calls for the commands of bots: apart from `api`, as those for servers are. */
export const commandApi = createCommandRest(api.http);
