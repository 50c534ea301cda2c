import { MAX_PIXELS } from "./image-work.ts";
import { UNKNOWN } from "./sniff.ts";
import { stripMetadata } from "./strip-metadata.ts";

export interface ExaminedImage {
  /** What it is to be served as; a picture that cannot be read is a mere file. */
  type: string;
  /** Without metadata; the bytes given, when nothing was to be removed. */
  bytes: Uint8Array;
  width: number | null;
  height: number | null;
  /** A tiny blurred picture as a data address, to stand there while the image loads. */
  placeholder: string | null;
}

const PLACEHOLDER_SIZE = 16;

/** Size, placeholder and a copy without metadata of an uploaded image. To be called in its turn (uploadTurns). */
export async function examineImage(bytes: Uint8Array, type: string): Promise<ExaminedImage> {
  const unreadable = { type: UNKNOWN, bytes, width: null, height: null, placeholder: null };
  try {
    const stripped = stripMetadata(bytes, type);
    if (type === "image/heic" || type === "image/avif") {
      // No decoder here: a file to save, its place blanked.
      return { ...unreadable, type, bytes: stripped ?? bytes };
    }
    // Not as its format says, yet a decoder may forgive it: what comes out then is whole and bare.
    const clean = stripped ?? (await new Bun.Image(bytes, { maxPixels: MAX_PIXELS }).bytes());
    // As it is seen: turned the way the camera was held.
    const { width, height } = await new Bun.Image(clean, { maxPixels: MAX_PIXELS }).metadata();
    return { type, bytes: clean, width, height, placeholder: await makePlaceholder(clean) };
  } catch (error) {
    if (isImageError(error)) return unreadable;
    throw error;
  }
}

async function makePlaceholder(bytes: Uint8Array): Promise<string> {
  const tiny = await new Bun.Image(bytes, { maxPixels: MAX_PIXELS })
    .resize(PLACEHOLDER_SIZE, PLACEHOLDER_SIZE, { fit: "inside", withoutEnlargement: true })
    .webp({ quality: 40 })
    .toBase64();
  return `data:image/webp;base64,${tiny}`;
}

/** A refusal of the decoder: the image's fault, not ours. */
export function isImageError(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code.startsWith("ERR_IMAGE_");
}
