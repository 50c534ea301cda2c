import { isSnowflake } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Handler } from "hono";
import { getCookie } from "hono/cookie";
import type { Blobs } from "../../blobs/blobs.ts";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Env, Http } from "../../http/env.ts";
import { type Authenticate, SESSION_COOKIE } from "../../http/guard.ts";
import { accessChannel } from "../channels/access.ts";
import { isSigned } from "../message-core/attachment-urls.ts";
import type { AttachmentRow } from "../message-core/queries.ts";
import { isOfMessage } from "./attachments.ts";
import { parseRange } from "./range.ts";
import { mayShow, UNKNOWN } from "./sniff.ts";
import { chooseThumbnail, makeThumbnail, type Thumbnail } from "./thumbnail.ts";

export interface ServeParts {
  sql: Sql;
  blobs: Blobs;
  secret: Uint8Array;
  authenticate: Authenticate;
}

/** Bytes never change below an address; it stops being good by its own `ex`. Seconds. */
const CACHE_SECONDS = 24 * 3600;

/** Nothing in an uploaded file may run, load or be taken for what it is not, even when opened in a tab of its own. */
const GUARDS = {
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy":
    "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "Accept-Ranges": "bytes",
};

/**
 * Serves a file of a channel to whoever holds a signed address, or is logged in and reads the channel's history. What is not there
 * and what one may not see answer alike.
 */
export function serveAttachment({ sql, blobs, secret, authenticate }: ServeParts): Handler<Env> {
  return async (c) => {
    const channelId = c.req.param("channel_id") ?? "";
    const id = c.req.param("attachment_id") ?? "";
    if (!isSnowflake(channelId) || !isSnowflake(id)) throw new ApiError("not_found");
    const signed = isSigned(secret, channelId, id, c.req.query());
    if (!signed) await requireSight(c, { sql, authenticate }, channelId);
    let query = sql
      .selectFrom("attachments")
      .selectAll()
      .where("id", "=", id)
      .where("channel_id", "=", channelId);
    // Who reads the channel reads its messages, not what stands beside them for one person alone.
    if (!signed) query = query.where(isOfMessage);
    const file = await query.executeTakeFirst();
    if (!file || file.filename !== c.req.param("filename")) throw new ApiError("not_found");

    const thumbnail = chooseThumbnail(file, c.req.query());
    const etag = `"${id}${thumbnail ? `-${thumbnail.width}.${thumbnail.format}` : ""}"`;
    const headers = new Headers({
      ...GUARDS,
      ETag: etag,
      "Cache-Control": `private, max-age=${CACHE_SECONDS}, immutable`,
      // A signed address is a key, good on any page; a cookie is good on our own pages alone.
      "Cross-Origin-Resource-Policy": signed ? "cross-origin" : "same-origin",
      "Content-Disposition": disposition(file, thumbnail),
    });
    if (matches(c.req.header("if-none-match"), etag)) return new Response(null, { status: 304, headers });
    if (thumbnail) {
      const small = await makeThumbnail(blobs, file, thumbnail);
      if (small) return answer(c, small, `image/${thumbnail.format}`, headers);
    }
    return answerFile(c, blobs, file, headers);
  };
}

async function requireSight(
  c: Http,
  { sql, authenticate }: Pick<ServeParts, "sql" | "authenticate">,
  channelId: string,
): Promise<void> {
  const token = c.req.header("authorization")?.replace(/^Bot /, "").trim() ?? getCookie(c, SESSION_COOKIE);
  const actor = token ? await authenticate(token) : null;
  if (!actor) throw new ApiError("not_found");
  await accessChannel(sql, actor, channelId, P.ReadMessageHistory).catch((error) => {
    throw error instanceof ApiError ? new ApiError("not_found") : error;
  });
}

async function answerFile(c: Http, blobs: Blobs, file: AttachmentRow, headers: Headers): Promise<Response> {
  const shown = mayShow(file.content_type) ? file.content_type : UNKNOWN;
  const type = file.content_type.startsWith("image/") ? file.content_type : shown;
  const rangeHeader = ifRangeHolds(c, headers) ? c.req.header("range") : undefined;
  const range = parseRange(rangeHeader, file.size);
  if (range === "unsatisfiable") {
    headers.set("Content-Range", `bytes */${file.size}`);
    return new Response(null, { status: 416, headers });
  }
  const blob = await blobs.get(file.blob_key, range ?? undefined);
  if (!blob) throw new ApiError("not_found");
  if (!range) return answer(c, blob, type, headers, file.size);
  headers.set("Content-Range", `bytes ${range.start}-${range.end - 1}/${file.size}`);
  return answer(c, blob, type, headers, range.end - range.start, 206);
}

function answer(
  c: Http,
  body: Blob,
  type: string,
  headers: Headers,
  size = body.size,
  status = 200,
): Response {
  headers.set("Content-Type", type);
  headers.set("Content-Length", String(size));
  return new Response(c.req.method === "HEAD" ? null : body, { status, headers });
}

/** A part of another version would not fit what the client already has. */
function ifRangeHolds(c: Http, headers: Headers): boolean {
  const condition = c.req.header("if-range");
  return condition === undefined || condition === headers.get("etag");
}

function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch
    .split(",")
    .map((part) => part.trim().replace(/^W\//, ""))
    .some((part) => part === "*" || part === etag);
}

/** Shown when it cannot do harm, saved under its own name otherwise (RFC 6266 with RFC 8187 for other scripts). */
function disposition(file: AttachmentRow, thumbnail: Thumbnail | null): string {
  const kind = thumbnail || mayShow(file.content_type) ? "inline" : "attachment";
  const ascii = file.filename.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(file.filename).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
