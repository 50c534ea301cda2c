import { type ScheduledEventUserChange, snowflakeAt } from "@palabre/protocol";
import type { APIGuildMember, APIUser } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { memberQuery, presentMembers } from "../guild-core/members.ts";
import { occurrenceChanges } from "../guild-core/present-event.ts";
import { accessEvent } from "./access-event.ts";
import { requireException } from "./write-exception.ts";

/** Says that one is interested, or no longer is. @throws ApiError unknown_guild, unknown_event, invalid_form_body when it is over */
export async function attend(
  { db, bus }: { db: Database; bus: Bus },
  actor: Actor,
  guildId: string,
  eventId: string,
  comes: boolean,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const { event } = await accessEvent(tx.sql, actor, guildId, eventId);
    const key = { event_id: eventId, user_id: actor.userId };
    if (comes) {
      if (event.status > 2) throw fieldError("status", "INVALID_STATUS", "This event is over.");
      const { numInsertedOrUpdatedRows } = await tx.sql
        .insertInto("scheduled_event_users")
        .values({ ...key, guild_id: guildId, created_at: Date.now() })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows !== 1n) return;
    } else {
      const { numDeletedRows } = await tx.sql
        .deleteFrom("scheduled_event_users")
        .where("event_id", "=", eventId)
        .where("user_id", "=", actor.userId)
        .executeTakeFirst();
      if (numDeletedRows === 0n) return;
    }
    const { user_count } = await tx.sql
      .updateTable("scheduled_events")
      .set((e) => ({ user_count: e("user_count", comes ? "+" : "-", 1) }))
      .where("id", "=", eventId)
      .returning("user_count")
      .executeTakeFirstOrThrow();
    const t = `GUILD_SCHEDULED_EVENT_USER_${comes ? "ADD" : "REMOVE"}`;
    announce(tx, bus, `guild:${guildId}`, t, {
      guild_scheduled_event_id: eventId,
      user_id: actor.userId,
      guild_id: guildId,
      user_count,
      // Only those who see the event may know.
      ...(event.channel_id !== null && { channel_id: event.channel_id }),
    } satisfies ScheduledEventUserChange);
  });
}

interface Attendee {
  guild_scheduled_event_id: string;
  user_id: string;
  user: APIUser | undefined;
  member?: APIGuildMember;
  response: 1;
  guild_scheduled_event_exception_id?: string;
}

interface Page {
  limit: number;
  with_member?: boolean | undefined;
  before?: string | undefined;
  after?: string | undefined;
}

/**
 * Who comes, by id. With `exceptionId`, to one occurrence that was changed: to one that was moved come those who come to the
 * event, since one is interested in it as a whole; to one that is called off nobody does.
 * @throws ApiError unknown_guild, unknown_event, unknown_event_exception
 */
export async function listAttendees(
  sql: Sql,
  actor: Actor,
  guildId: string,
  eventId: string,
  { limit, with_member = false, before, after }: Page,
  exceptionId?: string,
): Promise<Attendee[]> {
  const { event } = await accessEvent(sql, actor, guildId, eventId);
  if (exceptionId !== undefined && requireException(event, exceptionId).canceled) return [];
  let query = memberQuery(sql, guildId)
    .innerJoin("scheduled_event_users as s", (on) =>
      on.onRef("s.user_id", "=", "m.user_id").on("s.event_id", "=", eventId),
    )
    .limit(limit);
  if (after !== undefined) query = query.where("m.user_id", ">", after);
  if (before !== undefined) query = query.where("m.user_id", "<", before);
  const backwards = before !== undefined && after === undefined;
  const rows = await query.orderBy("m.user_id", backwards ? "desc" : "asc").execute();
  if (backwards) rows.reverse();
  const members = await presentMembers(sql, guildId, rows);
  return members.map((member) => ({
    guild_scheduled_event_id: eventId,
    user_id: member.user.id,
    user: member.user,
    ...(with_member && { member }),
    response: 1,
    ...(exceptionId !== undefined && { guild_scheduled_event_exception_id: exceptionId }),
  }));
}

/** How many come: to the event, and to each of these occurrences that were changed. @throws ApiError unknown_guild, unknown_event */
export async function countAttendees(
  sql: Sql,
  actor: Actor,
  guildId: string,
  eventId: string,
  exceptionIds: readonly string[],
) {
  const { event } = await accessEvent(sql, actor, guildId, eventId);
  const counted = occurrenceChanges(event)
    .map(({ at, canceled }) => [snowflakeAt(at), canceled ? 0 : event.user_count] as const)
    .filter(([id]) => exceptionIds.includes(id));
  return {
    guild_scheduled_event_count: event.user_count,
    guild_scheduled_event_exception_counts: Object.fromEntries(counted),
  };
}

/** Of these events, those that the actor said they are interested in. */
export async function interestsOf(
  sql: Sql,
  actor: Pick<Actor, "userId">,
  eventIds: readonly string[],
): Promise<Set<string>> {
  if (eventIds.length === 0) return new Set();
  const rows = await sql
    .selectFrom("scheduled_event_users")
    .select("event_id")
    .where("user_id", "=", actor.userId)
    .where("event_id", "in", eventIds)
    .execute();
  return new Set(rows.map(({ event_id }) => event_id));
}
