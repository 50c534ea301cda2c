import type { ScheduledEventUserChange } from "@palabre/protocol";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Tx } from "../../db/database.ts";

/** Whoever leaves a server is no longer interested in its events, with the transaction; the caller holds `guild:ID`. */
export async function leaveEvents(tx: Tx, bus: Bus, guildId: string, userId: string): Promise<void> {
  const { sql } = tx;
  const gone = await sql
    .deleteFrom("scheduled_event_users")
    .where("guild_id", "=", guildId)
    .where("user_id", "=", userId)
    .returning("event_id")
    .execute();
  if (gone.length === 0) return;
  const events = await sql
    .updateTable("scheduled_events")
    .set((e) => ({ user_count: e("user_count", "-", 1) }))
    .where(
      "id",
      "in",
      gone.map(({ event_id }) => event_id),
    )
    .returning(["id", "channel_id", "user_count"])
    .execute();
  for (const { id, channel_id, user_count } of events) {
    announce(tx, bus, `guild:${guildId}`, "GUILD_SCHEDULED_EVENT_USER_REMOVE", {
      guild_scheduled_event_id: id,
      user_id: userId,
      guild_id: guildId,
      user_count,
      ...(channel_id !== null && { channel_id }),
    } satisfies ScheduledEventUserChange);
  }
}
