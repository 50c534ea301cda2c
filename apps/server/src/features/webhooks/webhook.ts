import { randomBytes, timingSafeEqual } from "node:crypto";
import type { APIUser } from "@palabre/protocol";
import type { Selectable } from "kysely";
import type { Schema } from "../../db/schema.ts";

export type WebhookRow = Selectable<Schema["webhooks"]>;

/** 68 characters, as Discord's are: addresses are told apart by libraries by their length. */
export const newToken = (): string => randomBytes(51).toString("base64url");

/** Compares without telling by its time how much of a secret was guessed. */
export function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}

/** Where programs post. */
const webhookUrl = (base: string, { id, token }: Pick<WebhookRow, "id" | "token">): string =>
  `${base}/api/webhooks/${id}/${token}`;

/**
 * The documented incoming webhook.
 * @param viewerId who is told; null for whoever has the token. The token of an application's is told to it alone
 * @param base the address of this server
 */
export function toWebhook(
  row: WebhookRow,
  { viewerId, base, creator }: { viewerId: string | null; base: string; creator?: APIUser | undefined },
) {
  const toldToken = row.application_id === null || viewerId === null || viewerId === row.application_id;
  return {
    id: row.id,
    type: 1,
    guild_id: row.guild_id,
    channel_id: row.channel_id,
    name: row.name,
    avatar: row.avatar,
    application_id: row.application_id,
    ...(toldToken && { token: row.token, url: webhookUrl(base, row) }),
    ...(creator && { user: creator }),
    // Ours: whether what arrives has to be signed. The secret itself is never told.
    has_secret: row.secret !== null,
  };
}
