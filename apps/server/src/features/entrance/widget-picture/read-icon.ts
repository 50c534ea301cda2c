import type { Blobs } from "../../../blobs/blobs.ts";
import { ImagesBusy, thumbnailTurns } from "../../files/image-work.ts";
import { imageKey } from "../../images/store-image.ts";
import { readPng } from "./canvas.ts";
import { ICON, type Shown } from "./draw-widget.ts";

/** A server's picture as it is drawn into a widget; null without one, and while too many pictures are worked on. */
export async function readIcon(blobs: Blobs, guildId: string, hash: string | null): Promise<Shown["icon"]> {
  const blob = hash === null ? null : await blobs.get(imageKey("icons", guildId, hash));
  if (!blob) return null;
  const bytes = new Uint8Array(await blob.arrayBuffer());
  try {
    return await thumbnailTurns.run(async () =>
      readPng(await new Bun.Image(bytes).resize(ICON, ICON).png().bytes()),
    );
  } catch (error) {
    if (error instanceof ImagesBusy) return null;
    throw error;
  }
}
