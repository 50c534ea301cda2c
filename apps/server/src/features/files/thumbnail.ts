import type { Blobs } from "../../blobs/blobs.ts";
import type { AttachmentRow } from "../message-core/queries.ts";
import { thumbnailsOf } from "./delete-files.ts";
import { isImageError } from "./examine-image.ts";
import { ImagesBusy, MAX_PIXELS, thumbnailTurns } from "./image-work.ts";
import { isAnimated } from "./strip-metadata.ts";

/** Widths that are made; what is asked for is rounded up, so that one picture has few thumbnails. */
const WIDTHS = [32, 64, 96, 128, 160, 240, 320, 480, 640, 800, 1_024, 1_280, 1_600, 2_048, 4_096];
const FORMATS = ["webp", "jpeg", "png"] as const;
type Format = (typeof FORMATS)[number];
const QUALITY = 80;

export interface Thumbnail {
  width: number;
  format: Format;
}

/**
 * Which smaller picture `?width=&height=` (a box to fit in), `?size=` or `?format=` asks for. Null: the file itself,
 * when it is no picture, does not get smaller, or moves.
 */
export function chooseThumbnail(
  file: Pick<AttachmentRow, "content_type" | "width" | "height">,
  query: Record<string, string>,
): Thumbnail | null {
  const { width, height } = file;
  if (!width || !height || file.content_type === "image/gif") return null;
  const size = dimension(query.size);
  const boxWidth = dimension(query.width) ?? size ?? Number.POSITIVE_INFINITY;
  const boxHeight = dimension(query.height) ?? size ?? Number.POSITIVE_INFINITY;
  const wanted = width * Math.min(1, boxWidth / width, boxHeight / height);
  const rounded = Math.min(width, WIDTHS.find((step) => step >= wanted) ?? width);
  const asked = query.format === "jpg" ? "jpeg" : query.format;
  const format = FORMATS.find((one) => one === asked);
  const converts = format !== undefined && file.content_type !== `image/${format}`;
  if (rounded >= width && !converts) return null;
  return { width: rounded, format: format ?? "webp" };
}

function dimension(text: string | undefined): number | undefined {
  const number = /^\d{1,4}$/.test(text ?? "") ? Number(text) : 0;
  return number >= 1 && number <= 4_096 ? number : undefined;
}

/**
 * The thumbnail, made once and kept in blobs/. Null when it cannot be made: the file itself does then.
 */
export async function makeThumbnail(
  blobs: Blobs,
  file: Pick<AttachmentRow, "id" | "blob_key" | "content_type">,
  { width, format }: Thumbnail,
): Promise<Blob | null> {
  const key = `${thumbnailsOf(file.id)}/${width}.${format}`;
  const known = await blobs.get(key);
  if (known) return known;
  let making = underWay.get(key);
  if (!making) {
    making = thumbnailTurns.run(() => cutThumbnail(blobs, file, key, { width, format }));
    underWay.set(key, making);
    making.finally(() => underWay.delete(key)).catch(() => {});
  }
  try {
    return await making;
  } catch (error) {
    if (error instanceof ImagesBusy || isImageError(error)) return null;
    throw error;
  }
}

/** By key: everybody who sees a picture arrive asks for its thumbnail at once. */
const underWay = new Map<string, Promise<Blob | null>>();

async function cutThumbnail(
  blobs: Blobs,
  file: Pick<AttachmentRow, "blob_key" | "content_type">,
  key: string,
  { width, format }: Thumbnail,
): Promise<Blob | null> {
  const blob = await blobs.get(file.blob_key);
  if (!blob) return null;
  const bytes = new Uint8Array(await blob.arrayBuffer());
  if (isAnimated(bytes, file.content_type)) return null;
  const image = new Bun.Image(bytes, { maxPixels: MAX_PIXELS }).resize(width);
  const made = await encode(image, format).bytes();
  await blobs.put(key, made, Number.MAX_SAFE_INTEGER);
  return new Blob([made as Uint8Array<ArrayBuffer>]);
}

function encode(image: Bun.Image, format: Format): Bun.Image {
  switch (format) {
    case "webp":
      return image.webp({ quality: QUALITY });
    case "jpeg":
      return image.jpeg({ quality: QUALITY });
    case "png":
      return image.png();
  }
}
