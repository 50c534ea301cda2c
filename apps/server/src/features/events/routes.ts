import type { APIGuildScheduledEvent } from "discord-api-types/v10";
import { Hono } from "hono";
import { z } from "zod";
import type { Sql } from "../../db/database.ts";
import { auditReason } from "../../http/audit-reason.ts";
import type { Env } from "../../http/env.ts";
import { limit, snowflake } from "../../http/fields.ts";
import { parseBody, parseId, parseQuery } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { type EventRow, toEvent, upcoming } from "../guild-core/present-event.ts";
import { loadUsers } from "../message-core/present.ts";
import { accessEvent, seesEvent } from "./access-event.ts";
import { attend, countAttendees, listAttendees } from "./attend.ts";
import { createEvent, createEventBody, deleteEvent, updateEvent, updateEventBody } from "./write-event.ts";

const EVENTS = "/guilds/:guild_id/scheduled-events";
const EVENT = `${EVENTS}/:event_id`;

const counted = z.object({ with_user_count: z.stringbool().default(false) });
const page = z.object({
  limit: limit(100, 100),
  with_member: z.stringbool().optional(),
  before: snowflake.optional(),
  after: snowflake.optional(),
});

/** What members of a server plan to do together. */
export function eventRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { db, limiter } = context;
  const routes = new Hono<Env>();
  const changing = rateLimit(limiter, { bucket: "events", max: 20, per: 60 });

  routes.get(EVENTS, async (c) => {
    const actor = c.get("actor");
    const guildId = parseId(c, "guild_id");
    await accessGuild(db.read, actor, guildId);
    const { with_user_count } = parseQuery(c, counted);
    const seen: EventRow[] = [];
    for (const row of await upcoming(db.read).where("guild_id", "=", guildId).execute()) {
      if (await seesEvent(db.read, actor, row)) seen.push(row);
    }
    return c.json(await presentEvents(db.read, seen, with_user_count));
  });

  routes.post(EVENTS, changing, async (c) => {
    const guildId = parseId(c, "guild_id");
    await accessGuild(db.read, c.get("actor"), guildId);
    const input = await parseBody(c, createEventBody);
    return c.json(await createEvent(context, c.get("actor"), guildId, input, auditReason(c)));
  });

  routes.get(EVENT, async (c) => {
    const { with_user_count } = parseQuery(c, counted);
    const { event } = await accessEvent(
      db.read,
      c.get("actor"),
      parseId(c, "guild_id"),
      parseId(c, "event_id"),
    );
    const [shown] = await presentEvents(db.read, [event], with_user_count);
    return c.json(shown);
  });

  routes.patch(EVENT, changing, async (c) => {
    const guildId = parseId(c, "guild_id");
    const eventId = parseId(c, "event_id");
    await accessEvent(db.read, c.get("actor"), guildId, eventId);
    const input = await parseBody(c, updateEventBody);
    return c.json(await updateEvent(context, c.get("actor"), guildId, eventId, input, auditReason(c)));
  });

  routes.delete(EVENT, changing, async (c) => {
    const guildId = parseId(c, "guild_id");
    await deleteEvent(context, c.get("actor"), guildId, parseId(c, "event_id"), auditReason(c));
    return c.body(null, 204);
  });

  routes.get(`${EVENT}/users`, async (c) =>
    c.json(
      await listAttendees(
        db.read,
        c.get("actor"),
        parseId(c, "guild_id"),
        parseId(c, "event_id"),
        parseQuery(c, page),
      ),
    ),
  );

  routes.put(`${EVENT}/users/@me`, changing, async (c) => {
    const eventId = parseId(c, "event_id");
    await attend(context, c.get("actor"), parseId(c, "guild_id"), eventId, true);
    return c.json({ guild_scheduled_event_id: eventId, user_id: c.get("actor").userId, response: 1 });
  });

  routes.delete(`${EVENT}/users/@me`, changing, async (c) => {
    await attend(context, c.get("actor"), parseId(c, "guild_id"), parseId(c, "event_id"), false);
    return c.body(null, 204);
  });

  return routes;
}

async function presentEvents(
  sql: Sql,
  rows: readonly EventRow[],
  withCount: boolean,
): Promise<APIGuildScheduledEvent[]> {
  if (rows.length === 0) return [];
  const users = await loadUsers(
    sql,
    rows.map(({ creator_id }) => creator_id),
  );
  const ids = rows.map(({ id }) => id);
  const counts = withCount ? await countAttendees(sql, ids) : null;
  return rows.map((row) => {
    const creator = users.get(row.creator_id);
    return {
      ...toEvent(row),
      ...(creator && { creator }),
      ...(counts && { user_count: counts.get(row.id) ?? 0 }),
    };
  });
}
