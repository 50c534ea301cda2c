import { LIMITS } from "@palabre/protocol";
import * as m from "../../paraglide/messages.js";

/** Pixels; the server keeps no more. */
const SIDE = 128;
/** Bytes of a file that one would try at all. */
const READ_AT_MOST = 50 * 1_048_576;
const SENT_AS_IT_IS = ["image/png", "image/jpeg", "image/webp", "image/gif"];
/** What a file picker offers: the others are turned into PNG here. */
export const ACCEPTED = [...SENT_AS_IT_IS, "image/avif"].join(",");

/** What an emoji may be called, out of the name of its file. */
export function nameOfFile(file: string): string {
  const name = file
    .replace(/\.\w+$/, "")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/\W+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, LIMITS.emojiName);
  return name.length < 2 ? "emoji" : name;
}

/**
 * A file as the server takes it, a data URI. A still picture that is too heavy is made smaller; one that moves cannot be.
 * @throws Error in words for people
 */
export async function pictureOf(file: File): Promise<string> {
  if (file.size <= LIMITS.emojiUpload && SENT_AS_IT_IS.includes(file.type)) return asUri(file);
  if (file.size > READ_AT_MOST) throw new Error(m.emoji_no_picture());
  if (await moves(file)) throw new Error(m.emoji_too_large());
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error(m.emoji_no_picture());
  });
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  if (!context) throw new Error(m.emoji_no_picture());
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas.toDataURL("image/png");
}

async function moves(file: File): Promise<boolean> {
  if (file.type === "image/gif") return true;
  if (file.type !== "image/webp") return false;
  const head = new Uint8Array(await file.slice(0, 21).arrayBuffer());
  return String.fromCharCode(...head.subarray(12, 16)) === "VP8X" && ((head[20] ?? 0) & 2) !== 0;
}

function asUri(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new Error(m.emoji_no_picture()));
    reader.readAsDataURL(file);
  });
}
