import { createPollRest } from "@palabre/client";
import { api } from "../../state/api.ts";

/** Calls for polls: apart from `api`, since most conversations make none. */
export const pollApi = createPollRest(api.http);
