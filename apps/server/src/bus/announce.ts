import type { Tx } from "../db/database.ts";
import type { Bus, Topic } from "./bus.ts";

/**
 * Dispatches `t` with `d` to all who see `topic`, once `tx` is durable and in the order of the calls. With `needs`, the
 * members of a server (`guild:ID`) who hold these permissions in it.
 */
export function announce(
  tx: Pick<Tx, "afterCommit">,
  bus: Bus,
  topic: Topic,
  t: string,
  d: unknown,
  needs?: bigint,
): void {
  tx.afterCommit(() =>
    bus.publish({
      kind: "dispatch",
      topic,
      t,
      d,
      ...(needs !== undefined && { needs: needs.toString() }),
    }),
  );
}
