import { announceMessage } from "../../bus/announce.ts";
import type { Bus, BusMessage } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";

/** What another process wants said on the bus lies among the settings under such keys, until a server takes it. */
const PREFIX = "signal:";
/** The first key behind them. */
const BEHIND = "signal;";

/** Leaves messages for the servers that are running: the command line has no bus to them. */
export async function leaveSignals(
  { db, newId }: { db: Database; newId: () => string },
  messages: readonly BusMessage[],
): Promise<void> {
  if (messages.length === 0) return;
  await db.transaction(async ({ sql }) => {
    for (const message of messages) {
      await sql
        .insertInto("instance_settings")
        .values({ key: `${PREFIX}${newId().padStart(20, "0")}`, value: JSON.stringify(message) })
        .execute();
    }
  });
}

/** Publishes what was left, in its order. */
export async function takeSignals({ db, bus }: { db: Database; bus: Bus }): Promise<void> {
  const find = (sql: Database["read"]) =>
    sql
      .selectFrom("instance_settings")
      .selectAll()
      .where("key", ">", PREFIX)
      .where("key", "<", BEHIND)
      .orderBy("key");
  if (!(await find(db.read).limit(1).executeTakeFirst())) return;
  await db.transaction(async (tx) => {
    await tx.lock("signals");
    const rows = await find(tx.sql).limit(1_000).execute();
    const keys = rows.map(({ key }) => key);
    if (keys.length === 0) return;
    await tx.sql.deleteFrom("instance_settings").where("key", "in", keys).execute();
    for (const { value } of rows) {
      const message = JSON.parse(value) as BusMessage;
      if (message.kind === "dispatch") announceMessage(tx, bus, message);
      else tx.afterCommit(() => bus.publish(message));
    }
  });
}
