import type { Context as HonoContext } from "hono";
import type { Held } from "./describe-routes.ts";
import type { Spent } from "./rate-limit.ts";

/** Who asks: the account behind a token, and the log-in the token belongs to. */
export interface Actor {
  userId: string;
  /** Id of the row in auth_sessions. */
  authSessionId: string;
  bot: boolean;
  /** Present when an application asks in somebody's name, and then how far it may. */
  bearer?: { applicationId: string; scopes: readonly string[]; expires: number };
}

export interface Env {
  /** What the listener knows of a request; `address` is the client's, after the proxies one trusts. */
  Bindings: { requestId: string; address: string };
  Variables: {
    actor: Actor;
    requestId: string;
    description?: Held;
    /** The limit that headers tell of, once one was spent. */
    spent?: Spent;
  };
}

export type Http = HonoContext<Env>;
