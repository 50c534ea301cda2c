import { LIMITS, type ScheduledEvent } from "@palabre/protocol";
import type { APIUser } from "discord-api-types/v10";
import { Hono } from "hono";
import { z } from "zod";
import type { Sql } from "../../db/database.ts";
import { auditReason } from "../../http/audit-reason.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Actor, Env, Http } from "../../http/env.ts";
import { limit, snowflake } from "../../http/fields.ts";
import { parseBody, parseId, parseQuery, parseValue } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { type EventRow, toEvent, upcoming, withRsvp } from "../guild-core/present-event.ts";
import { serveImage } from "../images/serve-image.ts";
import { deleteImage, IMAGE_BODY, storeImage } from "../images/store-image.ts";
import { loadUsers } from "../message-core/present.ts";
import { accessEvent, requireManages, seesEvent } from "./access-event.ts";
import { attend, countAttendees, interestsOf, listAttendees } from "./attend.ts";
import {
  createEvent,
  createEventBody,
  deleteEvent,
  requirePlans,
  updateEvent,
  updateEventBody,
} from "./write-event.ts";
import {
  createException,
  createExceptionBody,
  deleteException,
  updateException,
  updateExceptionBody,
} from "./write-exception.ts";

const EVENTS = "/guilds/:guild_id/scheduled-events";
const EVENT = `${EVENTS}/:event_id`;

/** The count comes anyhow: this is only checked. */
const counted = z.object({ with_user_count: z.stringbool().optional() });
const page = z.object({
  limit: limit(100, 100),
  with_member: z.stringbool().optional(),
  before: snowflake.optional(),
  after: snowflake.optional(),
});

/** What members of a server plan to do together. */
export function eventRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  const { db, blobs, limiter, newId } = context;
  const routes = new Hono<Env>();
  describeRoutes(routes, {
    "GET /guilds/:guild_id/scheduled-events": { does: "List planned events", query: counted },
    "POST /guilds/:guild_id/scheduled-events": {
      does: "Plan an event",
      body: createEventBody,
      needs: ["CREATE_EVENTS"],
    },
    "GET /guilds/:guild_id/scheduled-events/:event_id": { does: "Read an event", query: counted },
    "PATCH /guilds/:guild_id/scheduled-events/:event_id": {
      does: "Change an event",
      body: updateEventBody,
      needs: ["MANAGE_EVENTS"],
    },
    "DELETE /guilds/:guild_id/scheduled-events/:event_id": {
      does: "Delete an event",
      needs: ["MANAGE_EVENTS"],
    },
    "GET /guilds/:guild_id/scheduled-events/:event_id/users": { does: "List who is coming", query: page },
    "GET /guilds/:guild_id/scheduled-events/:event_id/users/counts": { does: "Count who is coming" },
    "GET /guilds/:guild_id/scheduled-events/:event_id/:exception_id/users": {
      does: "List who is coming on one date",
      query: page,
    },
    "POST /guilds/:guild_id/scheduled-events/:event_id/exceptions": {
      does: "Move one date, or call it off",
      body: createExceptionBody,
      needs: ["MANAGE_EVENTS"],
    },
    "PATCH /guilds/:guild_id/scheduled-events/:event_id/exceptions/:exception_id": {
      does: "Change what was said of one date",
      body: updateExceptionBody,
      needs: ["MANAGE_EVENTS"],
    },
    "DELETE /guilds/:guild_id/scheduled-events/:event_id/exceptions/:exception_id": {
      does: "Have one date as planned again",
      needs: ["MANAGE_EVENTS"],
    },
    "PUT /guilds/:guild_id/scheduled-events/:event_id/users/@me": { does: "Say that one is coming" },
    "DELETE /guilds/:guild_id/scheduled-events/:event_id/users/@me": { does: "Say that one is not coming" },
  });
  const changing = rateLimit(limiter, { bucket: "events", max: 20, per: 60 });

  routes.get(EVENTS, async (c) => {
    const actor = c.get("actor");
    const guildId = parseId(c, "guild_id");
    await accessGuild(db.read, actor, guildId);
    parseQuery(c, counted);
    const seen: EventRow[] = [];
    for (const row of await upcoming(db.read).where("guild_id", "=", guildId).execute()) {
      if (await seesEvent(db.read, actor, row)) seen.push(row);
    }
    return c.json(await presentEvents(db.read, actor, seen));
  });

  routes.post(EVENTS, changing, async (c) => {
    const actor = c.get("actor");
    const guildId = parseId(c, "guild_id");
    requirePlans(await accessGuild(db.read, actor, guildId));
    const input = await parseBody(c, createEventBody, IMAGE_BODY);
    const id = newId();
    const image = input.image ? await storeImage(blobs, "guild-events", id, input.image, "image") : null;
    try {
      return c.json(await createEvent(context, actor, guildId, id, { ...input, image }, auditReason(c)));
    } catch (error) {
      if (image) await deleteImage(blobs, "guild-events", id, image);
      throw error;
    }
  });

  routes.get(EVENT, async (c) => {
    parseQuery(c, counted);
    const actor = c.get("actor");
    const { event } = await accessEvent(db.read, actor, parseId(c, "guild_id"), parseId(c, "event_id"));
    const [shown] = await presentEvents(db.read, actor, [event]);
    return c.json(shown);
  });

  routes.patch(EVENT, changing, async (c) => {
    const guildId = parseId(c, "guild_id");
    const eventId = parseId(c, "event_id");
    const actor = c.get("actor");
    const found = await accessEvent(db.read, actor, guildId, eventId);
    requireManages(found.member, found.event);
    const { image: uri, ...input } = await parseBody(c, updateEventBody, IMAGE_BODY);
    const image = uri ? await storeImage(blobs, "guild-events", eventId, uri, "image") : uri;
    const change = { ...input, image };
    try {
      const done = await updateEvent(context, actor, guildId, eventId, change, auditReason(c));
      if (done.replaced) await deleteImage(blobs, "guild-events", eventId, done.replaced);
      return c.json(done.event);
    } catch (error) {
      if (image && image !== found.event.image) await deleteImage(blobs, "guild-events", eventId, image);
      throw error;
    }
  });

  routes.delete(EVENT, changing, async (c) => {
    const guildId = parseId(c, "guild_id");
    const eventId = parseId(c, "event_id");
    const image = await deleteEvent(context, c.get("actor"), guildId, eventId, auditReason(c));
    if (image) await deleteImage(blobs, "guild-events", eventId, image);
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

  routes.get(`${EVENT}/users/counts`, async (c) => {
    // A list in a query comes repeated, or with commas.
    const name = "guild_scheduled_event_exception_ids";
    const list = (c.req.queries(name) ?? []).flatMap((one) => one.split(",")).filter(Boolean);
    const { [name]: asked } = parseValue(
      z.object({ [name]: z.array(snowflake).max(LIMITS.eventExceptions) }),
      { [name]: list },
    );
    const [guildId, eventId] = [parseId(c, "guild_id"), parseId(c, "event_id")];
    return c.json(await countAttendees(db.read, c.get("actor"), guildId, eventId, asked ?? []));
  });

  routes.get(`${EVENT}/:exception_id/users`, async (c) => {
    const [guildId, eventId] = [parseId(c, "guild_id"), parseId(c, "event_id")];
    const exceptionId = parseId(c, "exception_id");
    const query = parseQuery(c, page);
    return c.json(await listAttendees(db.read, c.get("actor"), guildId, eventId, query, exceptionId));
  });

  routes.post(`${EVENT}/exceptions`, changing, async (c) => {
    const [guildId, eventId] = [parseId(c, "guild_id"), parseId(c, "event_id")];
    const input = await parseBody(c, createExceptionBody);
    return c.json(await createException(context, c.get("actor"), guildId, eventId, input, auditReason(c)));
  });

  const exception = (c: Http) => ({
    guildId: parseId(c, "guild_id"),
    eventId: parseId(c, "event_id"),
    exceptionId: parseId(c, "exception_id"),
  });
  routes.patch(`${EVENT}/exceptions/:exception_id`, changing, async (c) => {
    const ids = exception(c);
    const input = await parseBody(c, updateExceptionBody);
    return c.json(await updateException(context, c.get("actor"), ids, input, auditReason(c)));
  });
  routes.delete(`${EVENT}/exceptions/:exception_id`, changing, async (c) => {
    await deleteException(context, c.get("actor"), exception(c), auditReason(c));
    return c.body(null, 204);
  });

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

/** At the root, like other pictures. */
export function eventImageRoutes({ context }: Pick<AppParts, "context">): Hono<Env> {
  return new Hono<Env>().get("/guild-events/:id/:file", serveImage(context.blobs, "guild-events"));
}

async function presentEvents(
  sql: Sql,
  actor: Actor,
  rows: readonly EventRow[],
): Promise<(ScheduledEvent & { creator?: APIUser })[]> {
  if (rows.length === 0) return [];
  const users = await loadUsers(
    sql,
    rows.map(({ creator_id }) => creator_id),
  );
  const ids = rows.map(({ id }) => id);
  const interests = await interestsOf(sql, actor, ids);
  return rows.map((row) => {
    const event = { ...toEvent(row), creator: users.get(row.creator_id) };
    return interests.has(row.id) ? withRsvp(event, actor.userId) : event;
  });
}
