import type { GatewayActivity, Status } from "@palabre/protocol";
import type { Tx } from "../db/database.ts";

/**
 * What a gateway session can be told about. `user:` topics reach all sessions of that user and need no tap; `everyone`
 * reaches all sessions of all people.
 */
export type Topic =
  | "everyone"
  | `user:${string}`
  | `channel:${string}`
  | `presence:${string}`
  | `guild:${string}`;

export type BusMessage =
  /**
   * A durable change, told to all who may see `topic`. `d` must not be changed once published. With `needs`, decimal
   * permission bits, a dispatch on `guild:ID` reaches only members who hold all of them in the whole server. `record` is
   * the one that was written with the change, see {@link Recorder}.
   */
  | { kind: "dispatch"; topic: Topic; t: string; d: unknown; needs?: string; record?: string }
  /** Who sees what changed. */
  | { kind: "tap"; userId: string; topic: Topic; open: boolean }
  /** The account-wide status of a user changed in the settings. */
  | { kind: "presence"; userId: string; status: Status; activities: GatewayActivity[] }
  /** Log-ins were revoked: their gateway sessions end for good, all of the user's without `authSessionIds`. */
  | { kind: "end"; userId: string; authSessionIds?: string[]; code: number };

export type DispatchMessage = Extract<BusMessage, { kind: "dispatch" }>;

/**
 * Writes down, at the end of the transaction that makes the change, what must be told although this process may die
 * between the commit and the announcement; gives the record's id. Undefined when nobody needs that of the message. It is
 * asked for every announcement, so it decides from memory alone.
 */
export type Recorder = (tx: Pick<Tx, "sql" | "beforeCommit">, message: DispatchMessage) => string | undefined;

/**
 * Carries what happened from the features to the gateways, on this node and on others.
 *
 * Order: each listener gets the messages of one publisher in the order they were published, those that a listener
 * publishes meanwhile included. Each message is handed to the listeners in the order in which they subscribed.
 * Duplication: none; a message reaches each listener that is subscribed at its turn once.
 * Loss: none while the process lives. Nothing is stored: who subscribes later has missed what came before.
 * Failure: a listener that throws neither stops the others nor reaches the publisher.
 */
export interface Bus {
  publish(message: BusMessage): void;
  /** Returns the function that ends the subscription; calling it twice is harmless. */
  subscribe(listener: (message: BusMessage) => void): () => void;
  /** Of this node; there is one at most. Whoever announces within a transaction asks it. */
  recorder?: Recorder | undefined;
}
