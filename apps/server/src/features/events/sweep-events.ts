import { GuildScheduledEventStatus as Status } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { type EventRow, toEvent } from "../guild-core/present-event.ts";
import { again, isCalledOff, timesOf } from "./occurrences.ts";
import { announceChange } from "./write-event.ts";

const DAY_MS = 86_400_000;
/** What is over is kept so long. */
const KEPT_MS = 30 * DAY_MS;
const AT_ONCE = 100;

/**
 * Lets events begin and end by the clock, one without an end after a day; one that repeats is to come again then. What lay
 * in a channel that is gone goes; what is over goes after a while.
 */
export async function sweepEvents({ db, bus }: { db: Database; bus: Bus }, now = Date.now()): Promise<void> {
  const due = await db.read
    .selectFrom("scheduled_events as e")
    .leftJoin("channels as c", (on) =>
      on.onRef("c.id", "=", "e.channel_id").onRef("c.guild_id", "=", "e.guild_id"),
    )
    .select(["e.id", "e.guild_id"])
    .where((is) => {
      const begins = is.fn.coalesce("e.moved_starts_at", "e.starts_at");
      const ends = is.fn.coalesce("e.moved_ends_at", "e.ends_at");
      return is.or([
        is.and([is("e.status", "=", Status.Scheduled), is(begins, "<=", now)]),
        is.and([is("e.status", "=", Status.Active), is(ends, "<=", now)]),
        is.and([is("e.status", "=", Status.Active), is(ends, "is", null), is(begins, "<=", now - DAY_MS)]),
        is.and([is("e.status", ">", Status.Active), is("e.starts_at", "<=", now - KEPT_MS)]),
        is.and([is("e.channel_id", "is not", null), is("c.id", "is", null)]),
      ]);
    })
    .limit(AT_ONCE)
    .execute();
  for (const { id, guild_id } of due) {
    await db.transaction(async (tx) => {
      await tx.lock(`guild:${guild_id}`);
      const before = await tx.sql
        .selectFrom("scheduled_events")
        .selectAll()
        .where("id", "=", id)
        .executeTakeFirst();
      if (!before) return;
      const channel =
        before.channel_id === null
          ? undefined
          : await tx.sql
              .selectFrom("channels")
              .select("id")
              .where("id", "=", before.channel_id)
              .where("guild_id", "=", guild_id)
              .executeTakeFirst();
      const status = statusAt(before, now);
      if (status === null || (before.channel_id !== null && !channel)) {
        await tx.sql.deleteFrom("scheduled_events").where("id", "=", id).execute();
        await tx.sql.deleteFrom("scheduled_event_users").where("event_id", "=", id).execute();
        if (before.status <= Status.Active) {
          announce(tx, bus, `guild:${guild_id}`, "GUILD_SCHEDULED_EVENT_DELETE", toEvent(before));
        }
        return;
      }
      if (status === before.status) return;
      const after = status === Status.Completed ? again(before, now) : { ...before, status };
      const { starts_at, ends_at, exceptions, moved_starts_at, moved_ends_at } = after;
      await tx.sql
        .updateTable("scheduled_events")
        .set({ status: after.status, starts_at, ends_at, exceptions, moved_starts_at, moved_ends_at })
        .where("id", "=", id)
        .execute();
      announceChange(tx, bus, before, after);
    });
  }
}

/** Null: it is over for long. */
function statusAt(row: EventRow, now: number): Status | null {
  const { status } = row;
  if (status > Status.Active) return row.starts_at <= now - KEPT_MS ? null : status;
  const { begins, ends } = timesOf(row);
  // What is called off is passed over when its time comes.
  if (status === Status.Scheduled && isCalledOff(row)) return begins <= now ? Status.Completed : status;
  if ((ends ?? begins + DAY_MS) <= now) return Status.Completed;
  return begins <= now ? Status.Active : status;
}
