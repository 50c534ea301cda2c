import { isSnowflake } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessChannel } from "../channels/access.ts";
import type { AttachmentUrls } from "../message-core/attachment-urls.ts";
import { inList } from "../message-core/in-list.ts";
import { isOfMessage } from "./attachments.ts";

export interface RefreshedUrl {
  original: string;
  refreshed: string;
}

/**
 * Fresh addresses for files whose signature ran out, of channels the actor sees. Addresses that lead to no such file
 * are left out.
 * @throws ApiError invalid_form_body when one is no address of a file at all
 */
export async function refreshUrls(
  { sql, urls }: { sql: Sql; urls: AttachmentUrls },
  actor: Actor,
  originals: readonly string[],
): Promise<RefreshedUrl[]> {
  const parsed = originals.map((original, n) => ({ original, ...parseAddress(original, n) }));
  const seen = new Map<string, boolean>();
  for (const { channelId } of parsed) {
    if (!seen.has(channelId)) seen.set(channelId, await sees(sql, actor, channelId));
  }
  const rows = await sql
    .selectFrom("attachments")
    .select(["id", "channel_id", "filename"])
    .where("id", "in", inList(parsed.map(({ id }) => id)))
    .where(isOfMessage)
    .execute();
  return parsed.flatMap(({ original, channelId, id }) => {
    const row = rows.find((one) => one.id === id && one.channel_id === channelId);
    if (!row || !seen.get(channelId)) return [];
    return [{ original, refreshed: urls.sign(channelId, id, row.filename) }];
  });
}

async function sees(sql: Sql, actor: Actor, channelId: string): Promise<boolean> {
  try {
    await accessChannel(sql, actor, channelId, P.ReadMessageHistory);
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

function parseAddress(address: string, n: number): { channelId: string; id: string } {
  const path = URL.canParse(address, "http://host") ? new URL(address, "http://host").pathname : "";
  const [, channelId = "", id = ""] = /^\/attachments\/(\d+)\/(\d+)\/[^/]+$/.exec(path) ?? [];
  if (!isSnowflake(channelId) || !isSnowflake(id)) {
    throw fieldError(`attachment_urls.${n}`, "URL_TYPE_INVALID_URL", "Not the address of an attachment.");
  }
  return { channelId, id };
}
