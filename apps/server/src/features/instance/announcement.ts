import type { InstanceAnnouncement } from "@palabre/protocol";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { noteInstanceAct } from "./instance-audit.ts";

const KEY = "announcement";

/** What those who run the instance say to everybody now; null when there is nothing. */
export async function readAnnouncement(sql: Sql): Promise<InstanceAnnouncement | null> {
  const row = await sql
    .selectFrom("instance_settings")
    .select("value")
    .where("key", "=", KEY)
    .executeTakeFirst();
  return row ? (JSON.parse(row.value) as InstanceAnnouncement) : null;
}

/** Says something to everybody, in place of what was said before; null says nothing any more. */
export async function announceToAll(
  { db, bus, newId }: { db: Database; bus: Bus; newId: () => string },
  userId: string | null,
  text: string | null,
): Promise<InstanceAnnouncement | null> {
  return db.transaction(async (tx) => {
    await tx.lock("announcement");
    const announcement = text === null ? null : { id: newId(), text, created_at: new Date().toISOString() };
    await tx.sql.deleteFrom("instance_settings").where("key", "=", KEY).execute();
    if (announcement) {
      await tx.sql
        .insertInto("instance_settings")
        .values({ key: KEY, value: JSON.stringify(announcement) })
        .execute();
    }
    const action = announcement ? "announcement.create" : "announcement.delete";
    await noteInstanceAct(tx, newId, { userId, action, ...(text !== null && { detail: { text } }) });
    announce(tx, bus, "everyone", "INSTANCE_ANNOUNCEMENT", { announcement });
    return announcement;
  });
}
