import type { Handler } from "hono";
import type { Blobs } from "../../blobs/blobs.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Env, Http } from "../../http/env.ts";
import { createTurns } from "../../turns.ts";
import { type ImageFolder, imageKey, QUALITY, sideOf, tooBusy } from "./store-image.ts";

const resizes = createTurns(2, 200, tooBusy);
/** Bytes of resized images kept in memory; the least recently asked for goes first. */
const CACHE_BYTES = 32 * 1_048_576;

const TYPES = { webp: "image/webp", png: "image/png", jpg: "image/jpeg", jpeg: "image/jpeg" } as const;
export type Extension = keyof typeof TYPES;

/** A picture as it lies in blobs/, and how it is asked for. */
interface Asked {
  key: string;
  /** Names the content in its ETag. */
  hash: string;
  extension: Extension;
}

/**
 * Serves `/FOLDER/:id/:file` with `?size=` (a power of two, 16 to 4096; never enlarged) as WebP, PNG or JPEG. An address
 * names its content, so a cache may keep it for good.
 * @param ownerOf whose pictures are asked for: an id, or two joined by a slash
 */
export function serveImage(blobs: Blobs, folder: ImageFolder, ownerOf = ownerInPath): Handler<Env> {
  const answer = createPictures(blobs, sideOf(folder));
  return async (c) => {
    const id = ownerOf(c);
    const [, hash, extension] = /^([0-9a-f]{32})\.(webp|png|jpg|jpeg)$/.exec(c.req.param("file") ?? "") ?? [];
    if (!/^\d{1,20}(\/\d{1,20})?$/.test(id) || !hash || !extension) throw new ApiError("not_found");
    return answer(c, { key: imageKey(folder, id, hash), hash, extension: extension as Extension });
  };
}

/** What every picture is served with. */
export const pictureHeaders = (type: string, tag: string) => ({
  "Content-Type": type,
  "Cache-Control": "public, max-age=31536000, immutable",
  ETag: `"${tag}"`,
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "default-src 'none'; sandbox",
  "Cross-Origin-Resource-Policy": "cross-origin",
});

/**
 * Answers with pictures that are kept as WebP, `side` wide and high at most, in the size and form that is asked for.
 * The smaller ones are kept in memory for a while.
 */
export function createPictures(blobs: Blobs, side: number): (c: Http, asked: Asked) => Promise<Response> {
  const cache = new Map<string, Uint8Array>();
  let cached = 0;

  function remember(key: string, bytes: Uint8Array): void {
    if (cache.has(key)) return;
    cache.set(key, bytes);
    cached += bytes.byteLength;
    for (const [oldest, old] of cache) {
      if (cached <= CACHE_BYTES) return;
      cache.delete(oldest);
      cached -= old.byteLength;
    }
  }

  async function variant(key: string, original: Blob, type: Extension, size: number): Promise<Uint8Array> {
    const name = `${key}/${type}/${size}`;
    const known = cache.get(name);
    if (known) {
      cache.delete(name);
      cache.set(name, known);
      return known;
    }
    const bytes = await resizes.run(async () => {
      const image = new Bun.Image(await original.bytes()).resize(size, size, {
        fit: "inside",
        withoutEnlargement: true,
      });
      if (type === "png") return image.png().bytes();
      return (type === "webp" ? image.webp({ quality: QUALITY }) : image.jpeg({ quality: QUALITY })).bytes();
    });
    remember(name, bytes);
    return bytes;
  }

  return async (c, { key, hash, extension }) => {
    const size = readSize(c.req.query("size"), side);
    const type = extension;
    const headers = pictureHeaders(TYPES[type], `${hash}-${type}-${size}`);
    const original = await blobs.get(key);
    if (!original) throw new ApiError("not_found");
    if (c.req.header("if-none-match") === headers.ETag) return c.body(null, 304, headers);
    const body = type === "webp" && size >= side ? original : await variant(key, original, type, size);
    return new Response(c.req.method === "HEAD" ? null : body, { headers });
  };
}

const ownerInPath = (c: Http): string => c.req.param("id") ?? "";

function readSize(text: string | undefined, side: number): number {
  if (text === undefined) return side;
  const size = /^\d{2,4}$/.test(text) ? Number(text) : 0;
  if (size < 16 || size > 4096 || (size & (size - 1)) !== 0) {
    throw fieldError("size", "BASE_TYPE_CHOICES", "Must be a power of two from 16 to 4096.");
  }
  return Math.min(size, side);
}
