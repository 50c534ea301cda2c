import { createHmac, randomBytes } from "node:crypto";
import { EVENT_WEBHOOK_STATUS } from "@palabre/protocol";
import type { Selectable } from "kysely";
import type { Sql } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import { signEd25519 } from "../applications/endpoint.ts";
import type { ApplicationRow } from "../applications/present-application.ts";

export type EventWebhookRow = Selectable<Schema["event_webhooks"]>;

/** Where events go: an application's address, or one of a server's own. */
export interface Hook {
  id: string;
  name: string;
  url: string;
  types: readonly string[];
  isOn: boolean;
  failingSince: number | null;
  /** Who is told when it is stopped. */
  ownerId: string;
  /** Whose eyes it hears with: the bot's, or those of whoever answers for it. */
  listensAs: string;
  /** Null for an application: it hears of all servers where its bot is. */
  guildId: string | null;
  /** Null: of a server, the channels that everybody sees. */
  channelId: string | null;
  sign(deliveryId: string, body: string): Record<string, string>;
}

export const newSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;

/** As "Standard Webhooks" 1.0 has it: HMAC-SHA256 over id, time and body. */
function signStandard(secret: string, id: string, body: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}

const ofApplication = (row: ApplicationRow): Hook => ({
  id: row.id,
  name: row.name,
  url: row.event_webhooks_url ?? "",
  types: JSON.parse(row.event_webhooks_types) as string[],
  isOn: row.event_webhooks_status === EVENT_WEBHOOK_STATUS.on && row.event_webhooks_url !== null,
  failingSince: row.event_webhooks_failing_since,
  ownerId: row.owner_id,
  listensAs: row.id,
  guildId: null,
  channelId: null,
  sign: (_id, body) => signEd25519(row, body),
});

const ofGuild = (row: EventWebhookRow): Hook => ({
  id: row.id,
  name: row.name,
  url: row.url,
  types: JSON.parse(row.types) as string[],
  isOn: row.status === EVENT_WEBHOOK_STATUS.on,
  failingSince: row.failing_since,
  ownerId: row.creator_id,
  listensAs: row.creator_id,
  guildId: row.guild_id,
  channelId: row.channel_id,
  sign: (id, body) => signStandard(row.secret, id, body),
});

/** Those of `ids` that are there; all that are switched on without it. */
export async function readHooks(sql: Sql, ids?: readonly string[]): Promise<Hook[]> {
  if (ids?.length === 0) return [];
  let applications = sql.selectFrom("applications").selectAll().where("event_webhooks_url", "is not", null);
  let guilds = sql.selectFrom("event_webhooks").selectAll();
  if (ids) {
    applications = applications.where("id", "in", ids);
    guilds = guilds.where("id", "in", ids);
  } else {
    applications = applications.where("event_webhooks_status", "=", EVENT_WEBHOOK_STATUS.on);
    guilds = guilds.where("status", "=", EVENT_WEBHOOK_STATUS.on);
  }
  const [ofApplications, ofGuilds] = await Promise.all([applications.execute(), guilds.execute()]);
  return [...ofApplications.map(ofApplication), ...ofGuilds.map(ofGuild)];
}
