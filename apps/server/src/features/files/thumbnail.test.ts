import { expect, test } from "bun:test";
import { drawPng } from "../../../tests/pictures.ts";
import type { Blobs } from "../../blobs/blobs.ts";
import { uploadTurns } from "./image-work.ts";
import { makeThumbnail } from "./thumbnail.ts";

/** One picture; `reads` counts how often it is read, each read waits for `gate`. */
function onePicture(gate: Promise<void>) {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>();
  const picture = Uint8Array.from(drawPng(200, 100, (x, y) => [x, y, 0]));
  const seen = { reads: 0 };
  const blobs: Pick<Blobs, "get" | "put"> = {
    async get(key) {
      if (key !== "attachments/1") {
        const found = kept.get(key);
        return found ? new Blob([found]) : null;
      }
      seen.reads++;
      await gate;
      return new Blob([picture]);
    },
    async put(key, content) {
      if (!(content instanceof Uint8Array)) throw new Error("thumbnails are bytes");
      kept.set(key, Uint8Array.from(content));
      return content.byteLength;
    },
  };
  return { blobs: blobs as Blobs, seen };
}

const FILE = { id: "1", blob_key: "attachments/1", content_type: "image/png" };

test("who asks for the same thumbnail at once shares the work, and no upload waits for it", async () => {
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const { blobs, seen } = onePicture(gate);
  const ask = () => makeThumbnail(blobs, FILE, { width: 64, format: "webp" });
  const asked = Array.from({ length: 300 }, ask);
  expect(await uploadTurns.run(async () => "uploaded")).toBe("uploaded");
  open();
  const made = await Promise.all(asked);
  expect(new Set(made.map((blob) => blob?.size))).toEqual(new Set([made[0]?.size]));
  expect(made[0]?.size).toBeGreaterThan(0);
  expect((await ask())?.size).toBe(made[0]?.size);
  expect(seen.reads).toBe(1);
});
