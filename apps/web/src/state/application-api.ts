import { createApplicationRest } from "@palabre/client";
import { api } from "./api.ts";

/** Calls for applications and consent: apart from `api`, as those for servers are. */
export const applicationApi = createApplicationRest(api.http);
