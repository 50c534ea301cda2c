import type { Context } from "./context.ts";
import type { Gateway } from "./gateway/gateway.ts";
import type { Authenticate } from "./http/guard.ts";
import type { Metrics } from "./metrics.ts";

/** What routes are made from. */
export interface AppParts {
  context: Context;
  authenticate: Authenticate;
  isOwnOrigin: (origin: string | null, request: Request) => boolean;
  gateway: Gateway;
  metrics: Metrics;
  /** False from SIGTERM on: no balancer should send anybody here. */
  isReady: () => boolean;
  /** Folder of the built web client. */
  webRoot: string;
}
