import { Hono } from "hono";
import { auditReason } from "../../http/audit-reason.ts";
import { describeRoutes } from "../../http/describe-routes.ts";
import type { Env, Http } from "../../http/env.ts";
import { parseBody, parseId, parseQuery } from "../../http/parse.ts";
import { rateLimit } from "../../http/rate-limit.ts";
import type { AppParts } from "../../parts.ts";
import { accessApplication } from "../applications/find-application.ts";
import { accessEventWebhook, listEventWebhooks } from "./access-event-webhook.ts";
import { listDeliveries, redeliver } from "./deliveries.ts";
import { createEventWebhookBody, deliveriesQuery, updateEventWebhookBody } from "./event-webhook-body.ts";
import type { EventWebhookRow } from "./hook.ts";
import {
  createEventWebhook,
  deleteEventWebhook,
  presentEventWebhooks,
  renewSecret,
  sendTest,
  updateEventWebhook,
} from "./manage-event-webhooks.ts";
import type { EventWebhooks } from "./start.ts";

/** A server's own event webhooks, and what was sent to them and to applications. */
export function eventWebhookRoutes(
  { context }: Pick<AppParts, "context">,
  events: Pick<EventWebhooks, "follow" | "wake">,
): Hono<Env> {
  const { db, limiter } = context;
  const routes = new Hono<Env>();
  const needs = ["MANAGE_WEBHOOKS"];
  describeRoutes(routes, {
    "GET /guilds/:guild_id/event-webhooks": { does: "List a server's outgoing webhooks", needs },
    "POST /guilds/:guild_id/event-webhooks": {
      does: "Make an outgoing webhook",
      body: createEventWebhookBody,
      needs,
    },
    "GET /guilds/:guild_id/event-webhooks/:hook_id": { does: "Read an outgoing webhook", needs },
    "PATCH /guilds/:guild_id/event-webhooks/:hook_id": {
      does: "Change an outgoing webhook",
      body: updateEventWebhookBody,
      needs,
    },
    "DELETE /guilds/:guild_id/event-webhooks/:hook_id": { does: "Delete an outgoing webhook", needs },
    "POST /guilds/:guild_id/event-webhooks/:hook_id/secret": {
      does: "Give an outgoing webhook a new secret",
      needs,
    },
    "POST /guilds/:guild_id/event-webhooks/:hook_id/test": {
      does: "Send an outgoing webhook a test",
      needs,
    },
    "GET /guilds/:guild_id/event-webhooks/:hook_id/deliveries": {
      does: "List what an outgoing webhook was sent",
      query: deliveriesQuery,
      needs,
    },
    "POST /guilds/:guild_id/event-webhooks/:hook_id/deliveries/:delivery_id/redeliver": {
      does: "Send an outgoing webhook something again",
      needs,
    },
    "GET /applications/:application_id/event-webhooks/deliveries": {
      does: "List what an application was sent",
      query: deliveriesQuery,
    },
    "POST /applications/:application_id/event-webhooks/deliveries/:delivery_id/redeliver": {
      does: "Send an application something again",
    },
  });
  const changing = rateLimit(limiter, { bucket: "event-webhooks", max: 10, per: 60 });
  const sending = rateLimit(limiter, { bucket: "event-webhook-sends", max: 10, per: 60 });

  const ALL = "/guilds/:guild_id/event-webhooks";
  const ONE = `${ALL}/:hook_id`;
  const idsOf = (c: Http) => [parseId(c, "guild_id"), parseId(c, "hook_id")] as const;
  const presented = async (row: EventWebhookRow) => (await presentEventWebhooks(db.read, [row]))[0];

  routes.get(ALL, async (c) => {
    const rows = await listEventWebhooks(db.read, c.get("actor"), parseId(c, "guild_id"));
    return c.json(await presentEventWebhooks(db.read, rows));
  });
  routes.post(ALL, changing, async (c) => {
    const guildId = parseId(c, "guild_id");
    const input = await parseBody(c, createEventWebhookBody);
    const row = await createEventWebhook(context, c.get("actor"), guildId, input, auditReason(c));
    await events.follow(row.id);
    return c.json({ ...(await presented(row)), secret: row.secret }, 201);
  });
  routes.get(ONE, async (c) =>
    c.json(await presented(await accessEventWebhook(db.read, c.get("actor"), ...idsOf(c)))),
  );
  routes.patch(ONE, changing, async (c) => {
    const [guildId, id] = idsOf(c);
    const input = await parseBody(c, updateEventWebhookBody);
    const row = await updateEventWebhook(context, c.get("actor"), guildId, id, input, auditReason(c));
    await events.follow(id);
    return c.json(await presented(row));
  });
  routes.delete(ONE, changing, async (c) => {
    const [guildId, id] = idsOf(c);
    await deleteEventWebhook(context, c.get("actor"), guildId, id, auditReason(c));
    await events.follow(id);
    return c.body(null, 204);
  });
  routes.post(`${ONE}/secret`, changing, async (c) => {
    const row = await renewSecret(context, c.get("actor"), ...idsOf(c));
    return c.json({ ...(await presented(row)), secret: row.secret });
  });
  routes.post(`${ONE}/test`, sending, async (c) => {
    await sendTest(context, c.get("actor"), ...idsOf(c));
    events.wake();
    return c.body(null, 202);
  });
  routes.get(`${ONE}/deliveries`, async (c) => {
    const row = await accessEventWebhook(db.read, c.get("actor"), ...idsOf(c));
    return c.json(await listDeliveries(db.read, row.id, parseQuery(c, deliveriesQuery), c.get("actor")));
  });
  routes.post(`${ONE}/deliveries/:delivery_id/redeliver`, sending, async (c) => {
    const row = await accessEventWebhook(db.read, c.get("actor"), ...idsOf(c));
    const again = await redeliver(context, row.id, parseId(c, "delivery_id"), c.get("actor"));
    events.wake();
    return c.json(again);
  });

  const OF_APPLICATION = "/applications/:application_id/event-webhooks/deliveries";
  /** A bot's own application has its id. */
  const access = (c: Http) => {
    const isOwn = c.req.param("application_id") === "@me";
    const id = isOwn ? c.get("actor").userId : parseId(c, "application_id");
    return accessApplication(db.read, c.get("actor"), id);
  };
  routes.get(OF_APPLICATION, async (c) =>
    c.json(await listDeliveries(db.read, (await access(c)).id, parseQuery(c, deliveriesQuery))),
  );
  routes.post(`${OF_APPLICATION}/:delivery_id/redeliver`, sending, async (c) => {
    const { id } = await access(c);
    const again = await redeliver(context, id, parseId(c, "delivery_id"));
    events.wake();
    return c.json(again);
  });

  return routes;
}
