import { LIMITS } from "@palabre/protocol";
import type { Handler } from "hono";
import type { Blobs } from "../../blobs/blobs.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Env } from "../../http/env.ts";
import { ImagesBusy, uploadTurns } from "../files/image-work.ts";
import { countGifFrames, isAnimated, stripMetadata } from "../files/strip-metadata.ts";
import { createPictures, type Extension, pictureHeaders } from "../images/serve-image.ts";
import { blameImage, encodeWhole, measure, readDataUri, tooBusy } from "../images/store-image.ts";

/** Width and height of what is kept, at most. */
const SIDE = 128;
/** What moves stays as it came: nobody's screen is to work on more than this for a sign between two words. */
const MOVING_SIDE = 512;

const MOVING = { gif: "image/gif", webp: "image/webp" } as const;

/** An emoji's picture, ready to be stored. */
export interface EmojiPicture {
  /** The picture, or the first one of those that move: WebP. */
  still: Uint8Array;
  moving: { form: keyof typeof MOVING; bytes: Uint8Array } | null;
}

/**
 * Takes a picture out of a data URI: a PNG, JPEG, WebP or GIF of LIMITS.emojiUpload bytes at most. It is encoded anew,
 * small; one that moves is kept as it is besides, without whatever else its file carried.
 * @param userId whose it is: whoever adds many at once waits for themselves
 * @throws ApiError invalid_form_body naming `image`, unavailable
 */
export async function readPicture(userId: string, dataUri: string): Promise<EmojiPicture> {
  const source = readDataUri(dataUri, "image", LIMITS.emojiUpload);
  const read = async (): Promise<EmojiPicture> => {
    const { width, height, format } = await measure(source);
    const still = await encodeWhole(source, SIDE);
    if ((format !== "gif" && format !== "webp") || !moves(source, format)) return { still, moving: null };
    if (Math.max(width, height) > MOVING_SIDE) {
      throw fieldError(
        "image",
        "IMAGE_INVALID",
        `A picture that moves is at most ${MOVING_SIDE} pixels wide and high.`,
      );
    }
    const bytes = stripMetadata(source, MOVING[format]);
    if (!bytes) throw new Error("does not follow its format");
    return { still, moving: { form: format, bytes } };
  };
  try {
    return await uploadTurns.run(read, userId);
  } catch (error) {
    throw error instanceof ImagesBusy ? tooBusy() : blameImage(error, "image");
  }
}

const moves = (bytes: Uint8Array, format: keyof typeof MOVING): boolean =>
  format === "gif" ? countGifFrames(bytes) > 1 : isAnimated(bytes, MOVING.webp);

const stillKey = (id: string) => `emojis/${id}/still.webp`;
const movingKey = (id: string, form: keyof typeof MOVING) => `emojis/${id}/moving.${form}`;

export async function storePicture(blobs: Blobs, id: string, { still, moving }: EmojiPicture): Promise<void> {
  await blobs.put(stillKey(id), still, still.byteLength);
  if (moving) await blobs.put(movingKey(id, moving.form), moving.bytes, moving.bytes.byteLength);
}

export const deletePicture = (blobs: Blobs, id: string): Promise<void> => blobs.deleteBelow(`emojis/${id}`);

/**
 * Serves `/emojis/ID.EXTENSION` for whoever knows the id. What moves comes for `.gif` and for `?animated=true`, in the
 * form in which it was uploaded, whatever its address ends in; else the first of its pictures.
 */
export function serveEmoji(blobs: Blobs): Handler<Env> {
  const answer = createPictures(blobs, SIDE);
  return async (c) => {
    const [, id, extension] = /^(\d{1,20})\.(webp|png|jpg|jpeg|gif)$/.exec(c.req.param("file") ?? "") ?? [];
    if (!id || !extension) throw new ApiError("not_found");
    if (extension === "gif" || c.req.query("animated") === "true") {
      for (const form of ["gif", "webp"] as const) {
        const moving = await blobs.get(movingKey(id, form));
        if (!moving) continue;
        const headers = pictureHeaders(MOVING[form], `${id}-moving`);
        if (c.req.header("if-none-match") === headers.ETag) return c.body(null, 304, headers);
        return new Response(c.req.method === "HEAD" ? null : moving, { headers });
      }
    }
    if (extension === "gif") throw new ApiError("not_found");
    return answer(c, { key: stillKey(id), hash: id, extension: extension as Extension });
  };
}
