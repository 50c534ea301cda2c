import type { RouteLimit } from "../../http/rate-limit.ts";

/** Of all that says whether there is a code, together: codes are not to be found by trying. */
export const INVITE_TRIES: RouteLimit = { bucket: "invite", max: 60, per: 60, by: "address" };
