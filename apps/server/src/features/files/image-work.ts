import { createTurns, type Turns } from "../../turns.ts";

/** Pictures beyond this many pixels are files to save, not images to show: 64 million, 256 MB once decoded. */
export const MAX_PIXELS = 64_000_000;
/** Bytes of a file that is looked into as an image. */
export const MAX_IMAGE_BYTES = 64 * 1024 * 1024;

export class ImagesBusy extends Error {
  override name = "ImagesBusy";
}

const busy = () => new ImagesBusy("too many images at once");

/**
 * Decoding takes memory by the pixel, so one image is worked on at a time in each of two lanes: whoever asks for
 * thumbnails in great number holds up nobody's upload, and whoever uploads many pictures holds up their own. Those that
 * wait are bounded; more would only time out.
 */
export const uploadTurns: Turns = createTurns(1, 2_000, busy, 100);
/** Few wait: without a thumbnail the file itself is sent, which is soon better than waiting. */
export const thumbnailTurns: Turns = createTurns(1, 50, busy);
