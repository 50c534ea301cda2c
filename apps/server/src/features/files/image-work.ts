/** Decoding takes memory by the pixel: this many at a time, in all. */
const AT_ONCE = 2;
/** Those that wait at most; more would only time out. */
const MAX_WAITING = 200;
/** Pictures beyond this many pixels are files to save, not images to show: 64 million, 256 MB once decoded. */
export const MAX_PIXELS = 64_000_000;
/** Bytes of a file that is looked into as an image. */
export const MAX_IMAGE_BYTES = 64 * 1024 * 1024;

let running = 0;
const waiting: (() => void)[] = [];

export class ImagesBusy extends Error {
  override name = "ImagesBusy";
}

/** Runs work on an image in its turn. @throws ImagesBusy when too many wait */
export async function withImageTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MAX_WAITING) throw new ImagesBusy("too many images at once");
    // Whoever ends hands its place over, so that nobody slips in between.
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
