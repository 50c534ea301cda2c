import { createHash } from "node:crypto";
import { LIMITS } from "@palabre/protocol";
import type { Handler } from "hono";
import type { Blobs } from "../../blobs/blobs.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Env } from "../../http/env.ts";
import { createTurns } from "../../turns.ts";
import { cropToSquare } from "./crop.ts";

/** Where pictures of people and rooms lie, in blobs/ and in addresses alike: `avatars/ID/HASH.webp`. */
export type ImageFolder = "avatars" | "channel-icons";

/** Width and height of what is kept, at most. */
const SIDE = 512;
/** Pixels of what is uploaded: more is refused by its header, before anything is unpacked. */
const MAX_PIXELS = 40_000_000;
/** Longer images are squeezed before they are cut. */
const MAX_RATIO = 4;
const QUALITY = 85;
/** Bytes of a data URI: base64 of the largest image, and its prefix. */
const MAX_URI = Math.ceil(LIMITS.imageUpload / 3) * 4 + 100;
/** A JSON body that may carry one image. */
export const IMAGE_BODY = MAX_URI + LIMITS.jsonBody;

const tooBusy = () => new ApiError("unavailable", undefined, { "Retry-After": "5" });
/** What is uploaded takes four bytes for each of its pixels while it is read: one at a time. */
const uploads = createTurns(1, 50, tooBusy);
const resizes = createTurns(2, 200, tooBusy);

/**
 * Takes an image out of a data URI (PNG, JPEG, WebP, or a GIF's first frame), cuts the middle square, and encodes it
 * anew: whatever else the file carried, like where it was taken, is gone.
 * @param field whom to blame when it is no image
 * @returns the hash that names it; the same image has the same hash
 * @throws ApiError invalid_form_body naming `field`, unavailable
 */
export async function storeImage(
  blobs: Blobs,
  folder: ImageFolder,
  ownerId: string,
  dataUri: string,
  field: string,
): Promise<string> {
  const source = readDataUri(dataUri, field);
  const image = await uploads
    .run(() => encodeSquare(source))
    .catch((error: unknown) => {
      if (error instanceof ApiError) throw error;
      throw fieldError(field, "IMAGE_INVALID", "Must be a PNG, JPEG, WebP or GIF image of bounded size.");
    });
  const hash = createHash("sha256").update(image).digest("hex").slice(0, 32);
  await blobs.put(imageKey(folder, ownerId, hash), image, image.byteLength);
  return hash;
}

/** Removes an image that nothing names any more. */
export async function deleteImage(
  blobs: Blobs,
  folder: ImageFolder,
  ownerId: string,
  hash: string,
): Promise<void> {
  await blobs.delete(imageKey(folder, ownerId, hash));
}

const imageKey = (folder: ImageFolder, ownerId: string, hash: string) => `${folder}/${ownerId}/${hash}.webp`;

function readDataUri(uri: string, field: string): Uint8Array {
  if (uri.length > MAX_URI) {
    throw fieldError(
      field,
      "BASE_TYPE_MAX_LENGTH",
      `File cannot be larger than ${LIMITS.imageUpload} bytes.`,
    );
  }
  const comma = uri.indexOf(",");
  if (comma < 0 || !/^data:image\/(png|jpe?g|webp|gif);base64$/i.test(uri.slice(0, comma))) {
    throw fieldError(
      field,
      "IMAGE_INVALID",
      "Must be a data URI of a PNG, JPEG, WebP or GIF image, in base64.",
    );
  }
  return Buffer.from(uri.slice(comma + 1), "base64");
}

async function encodeSquare(source: Uint8Array): Promise<Uint8Array> {
  const open = (bytes: Uint8Array) => new Bun.Image(bytes, { maxPixels: MAX_PIXELS });
  const { width, height, format } = await open(source).metadata();
  if (!["png", "jpeg", "webp", "gif"].includes(format)) throw new Error("another format");
  // Turned upright by its EXIF orientation, width and height may be the other way round: measure what comes out.
  const long = Math.min(
    SIDE * MAX_RATIO,
    Math.round((SIDE * Math.max(width, height)) / Math.min(width, height)),
  );
  const small = await open(source)
    .resize(long, long, { fit: "inside", withoutEnlargement: true })
    .png({ compressionLevel: 0 })
    .bytes();
  const size = await open(small).metadata();
  const square = size.width === size.height ? small : cropToSquare(small);
  return open(square)
    .resize(SIDE, SIDE, { fit: "inside", withoutEnlargement: true })
    .webp({ quality: QUALITY })
    .bytes();
}

/** Bytes of resized images kept in memory; the least recently asked for goes first. */
const CACHE_BYTES = 32 * 1_048_576;

const TYPES = { webp: "image/webp", png: "image/png", jpg: "image/jpeg", jpeg: "image/jpeg" } as const;

/**
 * Serves `/FOLDER/:id/:file` with `?size=` (a power of two, 16 to 4096; never enlarged) as WebP, PNG or JPEG. An address
 * names its content, so a cache may keep it for good.
 */
export function serveImage(blobs: Blobs, folder: ImageFolder): Handler<Env> {
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

  async function variant(
    key: string,
    original: Blob,
    type: keyof typeof TYPES,
    size: number,
  ): Promise<Uint8Array> {
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

  return async (c) => {
    const id = c.req.param("id") ?? "";
    const [, hash, extension] = /^([0-9a-f]{32})\.(webp|png|jpg|jpeg)$/.exec(c.req.param("file") ?? "") ?? [];
    if (!/^\d{1,20}$/.test(id) || !hash || !extension) throw new ApiError("not_found");
    const size = readSize(c.req.query("size"));
    const type = extension as keyof typeof TYPES;
    const key = imageKey(folder, id, hash);
    const headers = {
      "Content-Type": TYPES[type],
      "Cache-Control": "public, max-age=31536000, immutable",
      ETag: `"${hash}-${type}-${size}"`,
      "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Cross-Origin-Resource-Policy": "cross-origin",
    };
    const original = await blobs.get(key);
    if (!original) throw new ApiError("not_found");
    if (c.req.header("if-none-match") === headers.ETag) return c.body(null, 304, headers);
    const body = type === "webp" && size >= SIDE ? original : await variant(key, original, type, size);
    return new Response(c.req.method === "HEAD" ? null : body, { headers });
  };
}

function readSize(text: string | undefined): number {
  if (text === undefined) return SIDE;
  const size = /^\d{2,4}$/.test(text) ? Number(text) : 0;
  if (size < 16 || size > 4096 || (size & (size - 1)) !== 0) {
    throw fieldError("size", "BASE_TYPE_CHOICES", "Must be a power of two from 16 to 4096.");
  }
  return Math.min(size, SIDE);
}
