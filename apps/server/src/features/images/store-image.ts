import { createHash } from "node:crypto";
import { LIMITS } from "@palabre/protocol";
import type { Blobs } from "../../blobs/blobs.ts";
import { ApiError, fieldError } from "../../errors.ts";
import { createTurns } from "../../turns.ts";
import { cropToSquare } from "./crop.ts";

/** Where pictures of people and rooms lie, in blobs/ and in addresses alike: `avatars/ID/HASH.webp`. */
export type ImageFolder =
  | "avatars"
  | "channel-icons"
  | "icons"
  | "banners"
  | "member-avatars"
  | "guild-events"
  | "app-icons";

/** Width and height of what is kept, at most. */
const SIDE = 512;
/** Of pictures that are kept in the form they have, like the cover of an event. */
const WHOLE_SIDE = 1024;
const WHOLE: ReadonlySet<ImageFolder> = new Set<ImageFolder>(["guild-events"]);
export const sideOf = (folder: ImageFolder): number => (WHOLE.has(folder) ? WHOLE_SIDE : SIDE);
/** Pixels of what is uploaded: more is refused by its header, before anything is unpacked. */
const MAX_PIXELS = 40_000_000;
/** Longer images are squeezed before they are cut. */
const MAX_RATIO = 4;
export const QUALITY = 85;
/** Of a data URI: what stands before its base64. */
const MAX_PREFIX = 100;
/** Bytes of a data URI: base64 of the largest image, and its prefix. */
const MAX_URI = Math.ceil(LIMITS.imageUpload / 3) * 4 + MAX_PREFIX;
/** A JSON body that may carry one image. */
export const IMAGE_BODY = MAX_URI + LIMITS.jsonBody;

export const tooBusy = () => new ApiError("unavailable", undefined, { "Retry-After": "5" });
/** What is uploaded takes four bytes for each of its pixels while it is read: one at a time. */
const uploads = createTurns(1, 50, tooBusy);

/**
 * Takes an image out of a data URI (PNG, JPEG, WebP, or a GIF's first frame), cuts the middle square (the cover of an
 * event stays whole), and encodes it anew: whatever else the file carried, like where it was taken, is gone.
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
    .run(() => (WHOLE.has(folder) ? encodeWhole(source) : encodeSquare(source)))
    .catch((error: unknown) => {
      throw blameImage(error, field);
    });
  const hash = createHash("sha256").update(image).digest("hex").slice(0, 32);
  await blobs.put(imageKey(folder, ownerId, hash), image, image.byteLength);
  return hash;
}

/** What went wrong with a picture is its sender's to mend, unless it was something else that we said. */
export const blameImage = (error: unknown, field: string): unknown =>
  error instanceof ApiError
    ? error
    : fieldError(field, "IMAGE_INVALID", "Must be a PNG, JPEG, WebP or GIF image of bounded size.");

/** Removes an image that nothing names any more. */
export async function deleteImage(
  blobs: Blobs,
  folder: ImageFolder,
  ownerId: string,
  hash: string,
): Promise<void> {
  await blobs.delete(imageKey(folder, ownerId, hash));
}

/** Where blobs/ holds it. */
export const imageKey = (folder: ImageFolder, ownerId: string, hash: string) =>
  `${folder}/${ownerId}/${hash}.webp`;

/**
 * The bytes of a data URI of a picture, `max` at most.
 * @throws ApiError invalid_form_body naming `field`
 */
export function readDataUri(uri: string, field: string, max: number = LIMITS.imageUpload): Uint8Array {
  if (uri.length > Math.ceil(max / 3) * 4 + MAX_PREFIX) {
    throw fieldError(field, "BASE_TYPE_MAX_LENGTH", `File cannot be larger than ${max} bytes.`);
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

const open = (bytes: Uint8Array) => new Bun.Image(bytes, { maxPixels: MAX_PIXELS });

/** @throws Error when it is no picture of these formats */
export async function measure(
  source: Uint8Array,
): Promise<{ width: number; height: number; format: string }> {
  const { width, height, format } = await open(source).metadata();
  if (!["png", "jpeg", "webp", "gif"].includes(format)) throw new Error("another format");
  return { width, height, format };
}

/** The whole picture as WebP, `side` wide and high at most. @throws Error when it is none */
export async function encodeWhole(source: Uint8Array, side: number = WHOLE_SIDE): Promise<Uint8Array> {
  await measure(source);
  return open(source)
    .resize(side, side, { fit: "inside", withoutEnlargement: true })
    .webp({ quality: QUALITY })
    .bytes();
}

async function encodeSquare(source: Uint8Array): Promise<Uint8Array> {
  const { width, height } = await measure(source);
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
