/** Where a picture stands under its square frame. `zoom` 1 just covers the frame; `x`, `y` are the picture's centre, 0 to 1. */
export interface Crop {
  zoom: number;
  x: number;
  y: number;
}

export const MAX_ZOOM = 4;

/** The square of the picture that the frame shows, in the picture's pixels. */
export function cropSquare(width: number, height: number, crop: Crop) {
  const size = Math.min(width, height) / crop.zoom;
  return { size, left: crop.x * width - size / 2, top: crop.y * height - size / 2 };
}

/** The nearest crop that leaves no gap in the frame. */
export function clampCrop(width: number, height: number, crop: Crop): Crop {
  const zoom = Math.min(MAX_ZOOM, Math.max(1, crop.zoom));
  const half = Math.min(width, height) / zoom / 2;
  const within = (at: number, length: number) => Math.min(1 - half / length, Math.max(half / length, at));
  return { zoom, x: within(crop.x, width), y: within(crop.y, height) };
}

/** The part in the frame as a data URI of a square picture, at most `side` pixels wide. */
export function drawCrop(image: HTMLImageElement, crop: Crop, side = 512): string {
  const { size, left, top } = cropSquare(image.naturalWidth, image.naturalHeight, crop);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.max(16, Math.min(side, Math.round(size)));
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser draws no pictures");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, left, top, size, size, 0, 0, canvas.width, canvas.height);
  const webp = canvas.toDataURL("image/webp", 0.92);
  // Browsers without a WebP encoder answer with a PNG, which the server takes as well.
  return webp.startsWith("data:image/webp") ? webp : canvas.toDataURL("image/png");
}
