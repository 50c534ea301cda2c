import type { GatewayActivity, Status } from "@palabre/protocol";
import type { Topic } from "../bus/bus.ts";

/** Whose log-in a token is. */
export interface Identity {
  userId: string;
  authSessionId: string;
  bot: boolean;
}

/** A status and the activities beside it, as one user chose them for the whole account. */
export interface SavedPresence {
  status: Status;
  activities: GatewayActivity[];
}

/** What the gateway asks of the application. Read while a session starts, never while events fan out. */
export interface GatewayHooks {
  /** Whose token it is; null when it is nobody's (any more). */
  authenticate(token: string): Promise<Identity | null>;
  /** Everything this user may be told about, `user:ID` aside. */
  visibleTopics(userId: string): Promise<Topic[]>;
  /** READY without v, session_id, resume_gateway_url, presences, sessions and shard; plus the saved presence. */
  snapshot(userId: string): Promise<{ ready: Record<string, unknown>; presence: SavedPresence }>;
  /** The privileged intents that this bot's application may use, as bits. Absent: all of them. */
  allowedIntents?(userId: string): Promise<number>;
}
