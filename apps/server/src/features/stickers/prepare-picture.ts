import { LIMITS } from "@palabre/protocol";
import { StickerFormatType } from "discord-api-types/v10";
import { fieldError } from "../../errors.ts";
import { isImageError } from "../files/examine-image.ts";
import { ImagesBusy, uploadTurns } from "../files/image-work.ts";
import { sniffType } from "../files/sniff.ts";
import { isAnimated, stripMetadata } from "../files/strip-metadata.ts";
import { tooBusy } from "../images/store-image.ts";

/** Pixels of a still picture that is made smaller; more is refused by its header, before anything is unpacked. */
const MAX_PIXELS = 16_000_000;
const SIDE = LIMITS.stickerSide;

export interface StickerPicture {
  bytes: Uint8Array;
  format: StickerFormatType;
}

/**
 * The picture of a sticker, without metadata. One that stands still becomes a PNG of 320 pixels at most; one that moves
 * (APNG, GIF) stays as it is, and must be no larger.
 * @throws ApiError invalid_form_body naming `file`, unavailable
 */
export async function preparePicture(userId: string, bytes: Uint8Array): Promise<StickerPicture> {
  const type = sniffType(bytes);
  if (type !== "image/png" && type !== "image/gif" && type !== "image/webp") throw invalid();
  const moves = isAnimated(bytes, type);
  if (moves && type === "image/webp") {
    throw fieldError("file", "STICKER_INVALID_FORMAT", "A picture that moves must be an APNG or a GIF.");
  }
  try {
    return await uploadTurns.run(() => (moves ? keepMoving(bytes, type) : keepStill(bytes)), userId);
  } catch (error) {
    if (error instanceof ImagesBusy) throw tooBusy();
    throw isImageError(error) ? invalid() : error;
  }
}

async function keepMoving(bytes: Uint8Array, type: string): Promise<StickerPicture> {
  const clean = stripMetadata(bytes, type);
  if (clean === null) throw invalid();
  const { width, height } = await new Bun.Image(clean, { maxPixels: MAX_PIXELS }).metadata();
  if (width > SIDE || height > SIDE) {
    const message = `A picture that moves may have ${SIDE} × ${SIDE} pixels at most.`;
    throw fieldError("file", "STICKER_INVALID_DIMENSIONS", message);
  }
  // Its first frame at least must be one.
  await new Bun.Image(clean, { maxPixels: MAX_PIXELS }).resize(1, 1).png().bytes();
  return { bytes: clean, format: type === "image/gif" ? StickerFormatType.GIF : StickerFormatType.APNG };
}

async function keepStill(bytes: Uint8Array): Promise<StickerPicture> {
  const small = await new Bun.Image(bytes, { maxPixels: MAX_PIXELS })
    .resize(SIDE, SIDE, { fit: "inside", withoutEnlargement: true })
    .png()
    .bytes();
  return { bytes: small, format: StickerFormatType.PNG };
}

const invalid = () => fieldError("file", "IMAGE_INVALID", "Must be a PNG, APNG, GIF or WebP picture.");
