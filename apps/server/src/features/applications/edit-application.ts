import type { Blobs } from "../../blobs/blobs.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import type { EndpointOptions } from "../../outgoing/address.ts";
import { deleteImage, type ImageFolder } from "../images/store-image.ts";
import { toUser, USER_COLUMNS } from "../users/present.ts";
import { announceSelf, announceUser, type PresencesOf } from "../users/self.ts";
import type { EditApplicationInput } from "./application-body.ts";
import { displayNameFrom } from "./bot-account.ts";
import { checkEndpoint, checkEventAddress } from "./endpoint.ts";
import { accessApplication, accessOwnApplication, presentApplication } from "./find-application.ts";
import { announceIntegrations } from "./integrations.ts";
import type { ApplicationRow, PrivateApplication } from "./present-application.ts";
import { storeIcon } from "./store-icon.ts";

/** What lists of a server's applications show of one. */
const SHOWN = ["name", "icon", "description"] as const;

/**
 * Changes an application; its bot takes name and picture over. The bot itself may change what does not concern who may
 * have it (`@me`).
 * @throws ApiError unknown_application, event_webhooks_off, invalid_form_body naming `icon`, `interactions_endpoint_url`
 *   or `event_webhooks_url`
 */
export async function editApplication(
  deps: {
    db: Database;
    bus: Bus;
    blobs: Blobs;
    presencesOf: PresencesOf;
    newId: () => string;
    endpoints: EndpointOptions;
    config: { eventWebhooks: boolean };
  },
  actor: Actor,
  id: string,
  body: EditApplicationInput,
): Promise<PrivateApplication> {
  const { db, bus, blobs, presencesOf } = deps;
  const known = await accessApplication(db.read, actor, id);
  // A token that leaked opens neither the application to others nor the way back after consent.
  const { name: _name, bot_public: _public, redirect_uris: _uris, ...ofBot } = body;
  const allowed = actor.bot ? ofBot : body;
  const endpoint = body.interactions_endpoint_url;
  if (endpoint && endpoint !== known.interactions_endpoint_url) {
    await checkEndpoint(known, endpoint, deps.newId, deps.endpoints);
  }
  const events = body.event_webhooks_url;
  if ((events || body.event_webhooks_status === 2) && !deps.config.eventWebhooks) {
    throw new ApiError("event_webhooks_off");
  }
  if (events && events !== known.event_webhooks_url) await checkEventAddress(known, events, deps.endpoints);
  const icon = body.icon ? await storeIcon(blobs, id, body.icon) : body.icon;
  const replaced: [ImageFolder, string][] = [];
  const application = await db.transaction(async (tx) => {
    await tx.lock(`application:${id}`);
    const before = actor.bot
      ? await accessApplication(tx.sql, actor, id)
      : await accessOwnApplication(tx.sql, actor, id);
    const changed = { ...before, ...toColumns(allowed), ...(icon !== undefined && { icon }) };
    settleEvents(before, changed, allowed);
    const { id: _, ...columns } = changed;
    await tx.sql.updateTable("applications").set(columns).where("id", "=", id).execute();
    if (changed.name !== before.name || changed.icon !== before.icon) {
      await followInBot(tx, { bus, presencesOf }, before, changed, replaced);
    }
    if (SHOWN.some((key) => changed[key] !== before[key])) {
      await announceIntegrations(tx, bus, id);
    }
    if (changed.icon !== before.icon && before.icon) replaced.push(["app-icons", before.icon]);
    return presentApplication(tx.sql, changed);
  });
  for (const [folder, hash] of replaced) await deleteImage(blobs, folder, id, hash).catch(() => {});
  return application;
}

/** Events need an address; one that is new or switched on again has failed nobody yet. */
function settleEvents(before: ApplicationRow, after: ApplicationRow, body: EditApplicationInput): void {
  if (after.event_webhooks_url === null) {
    if (body.event_webhooks_status === 2) {
      throw fieldError("event_webhooks_url", "BASE_TYPE_REQUIRED", "This field is required");
    }
    after.event_webhooks_status = 1;
  }
  if (body.event_webhooks_status === 2 || after.event_webhooks_url !== before.event_webhooks_url) {
    after.event_webhooks_failing_since = null;
  }
}

/** The bot's account has the application's name and picture until it chooses others. */
async function followInBot(
  tx: Tx,
  { bus, presencesOf }: { bus: Bus; presencesOf: PresencesOf },
  before: ApplicationRow,
  after: ApplicationRow,
  replaced: [ImageFolder, string][],
): Promise<void> {
  const { id } = before;
  const bot = await tx.sql
    .selectFrom("users")
    .select(USER_COLUMNS)
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const changes = {
    ...(bot.global_name === displayNameFrom(before.name) && { global_name: displayNameFrom(after.name) }),
    ...(bot.avatar === before.icon && { avatar: after.icon }),
  };
  if (Object.keys(changes).length === 0) return;
  await tx.sql.updateTable("users").set(changes).where("id", "=", id).execute();
  if (bot.avatar !== null && changes.avatar !== undefined && changes.avatar !== bot.avatar) {
    replaced.push(["avatars", bot.avatar]);
  }
  await announceSelf({ tx, bus }, id);
  announceUser({ tx, bus, presencesOf }, toUser({ ...bot, ...changes }));
}

function toColumns(body: EditApplicationInput): Partial<ApplicationRow> {
  const columns: Partial<ApplicationRow> = {};
  if (body.name !== undefined) columns.name = body.name;
  if (body.description !== undefined) columns.description = body.description;
  if (body.flags !== undefined) columns.flags = body.flags;
  if (body.bot_public !== undefined) columns.is_public = body.bot_public ? 1 : 0;
  if (body.redirect_uris !== undefined) columns.redirect_uris = JSON.stringify(body.redirect_uris);
  if (body.event_webhooks_status !== undefined) columns.event_webhooks_status = body.event_webhooks_status;
  if (body.event_webhooks_types !== undefined) {
    columns.event_webhooks_types = JSON.stringify(body.event_webhooks_types);
  }
  if (body.tags !== undefined) columns.tags = JSON.stringify(body.tags);
  if (body.install_params !== undefined) {
    columns.install_params = body.install_params === null ? null : JSON.stringify(body.install_params);
  }
  for (const key of [
    "interactions_endpoint_url",
    "event_webhooks_url",
    "custom_install_url",
    "terms_of_service_url",
    "privacy_policy_url",
  ] as const) {
    const value = body[key];
    if (value !== undefined) columns[key] = value;
  }
  return columns;
}
