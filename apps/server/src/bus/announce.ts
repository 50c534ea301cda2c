import type { Tx } from "../db/database.ts";
import type { Bus, DispatchMessage, Topic } from "./bus.ts";

/** A transaction, or what stands for one where nothing is changed. */
type Announcing = Pick<Tx, "afterCommit"> | Pick<Tx, "sql" | "beforeCommit" | "afterCommit">;

/**
 * Dispatches `t` with `d` to all who see `topic`, once `tx` is durable and in the order of the calls. With `needs`, the
 * members of a server (`guild:ID`) who hold these permissions in it.
 */
export function announce(
  tx: Announcing,
  bus: Bus,
  topic: Topic,
  t: string,
  d: unknown,
  needs?: bigint,
): void {
  announceMessage(tx, bus, {
    kind: "dispatch",
    topic,
    t,
    d,
    ...(needs !== undefined && { needs: needs.toString() }),
  });
}

/** The same of a message that is made already. */
export function announceMessage(tx: Announcing, bus: Bus, message: DispatchMessage): void {
  const record = "beforeCommit" in tx ? bus.recorder?.(tx, message) : undefined;
  tx.afterCommit(() => bus.publish(record === undefined ? message : { ...message, record }));
}
