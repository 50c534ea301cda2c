/** Width of a picture that is sent, in pixels; five wide to two high, as cards show it. */
const WIDTH = 1024;
const RATIO = 5 / 2;

/** The middle of a picture as a data URI. @throws Error when the browser cannot read it */
export async function drawCover(file: Blob): Promise<string> {
  const image = await createImageBitmap(file);
  try {
    const width = Math.min(image.width, image.height * RATIO);
    const height = width / RATIO;
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(16, Math.round(Math.min(WIDTH, width)));
    canvas.height = Math.max(16, Math.round(canvas.width / RATIO));
    const context = canvas.getContext("2d");
    if (!context) throw new Error("This browser draws no pictures");
    context.imageSmoothingQuality = "high";
    const left = (image.width - width) / 2;
    const top = (image.height - height) / 2;
    context.drawImage(image, left, top, width, height, 0, 0, canvas.width, canvas.height);
    const webp = canvas.toDataURL("image/webp", 0.9);
    // Browsers without a WebP encoder answer with a PNG, which the server takes as well.
    return webp.startsWith("data:image/webp") ? webp : canvas.toDataURL("image/png");
  } finally {
    image.close();
  }
}
