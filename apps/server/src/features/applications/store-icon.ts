import type { Blobs } from "../../blobs/blobs.ts";
import { storeImage } from "../images/store-image.ts";

/**
 * Keeps an application's picture, also as its bot's: of one image both have the same hash.
 * @throws ApiError invalid_form_body naming `icon`, unavailable
 */
export async function storeIcon(blobs: Blobs, id: string, dataUri: string): Promise<string> {
  const hash = await storeImage(blobs, "app-icons", id, dataUri, "icon");
  await storeImage(blobs, "avatars", id, dataUri, "icon");
  return hash;
}
