import type { APIAttachment } from "@palabre/protocol";
import { isTextFile } from "../../code/languages.ts";

/** Largest place an image takes, CSS pixels. */
export const MEDIA_WIDTH = 440;
const MEDIA_HEIGHT = 330;
/** Bytes of a text file that is shown in place. */
const MOST_TEXT = 256 * 1024;

export type FileKind = "image" | "video" | "audio" | "text" | "other";

export function kindOf(
  attachment: Pick<APIAttachment, "filename" | "content_type" | "size" | "width">,
): FileKind {
  const type = attachment.content_type ?? "";
  if (type.startsWith("image/") && attachment.width) return "image";
  if (type.startsWith("video/")) return "video";
  if (type.startsWith("audio/")) return "audio";
  if (attachment.size > 0 && attachment.size <= MOST_TEXT && isTextFile(attachment.filename, type))
    return "text";
  return "other";
}

/** A place narrower than this could be neither read nor pressed: what is longer still is cropped to it. */
const MEDIA_LEAST = 96;

/** The place an image takes: its own shape within 440 × 330, cropped where that is a sliver. Never larger than itself. */
export function placeWithin(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, MEDIA_WIDTH / width, MEDIA_HEIGHT / height);
  const side = (whole: number) => Math.max(Math.min(whole, MEDIA_LEAST), Math.round(whole * scale));
  return { width: side(width), height: side(height) };
}

/**
 * Where this page gets an uploaded file: the path and signature of its address, at this page's own origin. The host in it
 * is the name by which the sender knows the server, which may be another than ours, or a forged one.
 */
export function ownAddress(url: string): string {
  const address = URL.parse(url, "http://here.invalid");
  return address?.pathname.startsWith("/attachments/") ? address.pathname + address.search : url;
}

/** The size at which an image fills a place that crops it. */
export function covering(width: number, height: number, place: { width: number; height: number }) {
  const scale = Math.max(place.width / width, place.height / height);
  return { width: Math.ceil(width * scale), height: Math.ceil(height * scale) };
}

/** The address of a smaller copy for a place of `width` × `height` CSS pixels on this screen. */
export function thumbnail(url: string, width: number, height: number, density = 1): string {
  const address = new URL(url, "http://here.invalid");
  address.searchParams.set("width", String(Math.round(width * density)));
  address.searchParams.set("height", String(Math.round(height * density)));
  return address.hostname === "here.invalid" ? address.pathname + address.search : address.href;
}

/** "report.final.pdf" → "pdf". */
export function extensionOf(filename: string): string {
  const at = filename.lastIndexOf(".");
  return at > 0 ? filename.slice(at + 1).toLowerCase() : "";
}
