import type { Readable } from "node:stream";
import type { Blobs } from "../../blobs/blobs.ts";
import { ApiError } from "../../errors.ts";
import { examineImage } from "./examine-image.ts";
import { cleanFileName } from "./file-name.ts";
import { ImagesBusy, MAX_IMAGE_BYTES, uploadTurns } from "./image-work.ts";
import { SNIFF_BYTES, sniffType, UNKNOWN } from "./sniff.ts";

/** Whose files are stored, and with what. */
export interface Receiver {
  userId: string;
  blobs: Blobs;
  newId: () => string;
  maxFileBytes: number;
}

/** A file that lies in blobs/, and belongs to no message yet. */
export interface Upload {
  /** The n of `files[n]`. */
  index: number;
  /** Id of the attachment it becomes. */
  id: string;
  filename: string;
  contentType: string;
  /** Bytes. */
  size: number;
  width: number | null;
  height: number | null;
  placeholder: string | null;
  blobKey: string;
}

/** Stores one file of a form. An image is looked into, and kept without its metadata. */
export async function storeUpload(
  { userId, blobs, newId, maxFileBytes }: Receiver,
  { index, filename, stream }: { index: number; filename: string | undefined; stream: Readable },
): Promise<Upload> {
  const id = newId();
  const blobKey = `attachments/${id}`;
  const head = new Head();
  const size = await blobs.put(blobKey, head.watch(stream), maxFileBytes);
  const upload: Upload = {
    index,
    id,
    filename: cleanFileName(filename),
    contentType: sniffType(head.bytes()),
    size,
    width: null,
    height: null,
    placeholder: null,
    blobKey,
  };
  if (!upload.contentType.startsWith("image/")) return upload;
  if (size > MAX_IMAGE_BYTES) return { ...upload, contentType: UNKNOWN };
  try {
    return await uploadTurns.run(() => cleanImage(blobs, upload), userId);
  } catch (error) {
    await blobs.delete(blobKey);
    throw error instanceof ImagesBusy ? new ApiError("unavailable") : error;
  }
}

async function cleanImage(blobs: Blobs, upload: Upload): Promise<Upload> {
  const blob = await blobs.get(upload.blobKey);
  if (!blob) throw new Error(`blob ${upload.blobKey} is gone`);
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const { type, bytes: clean, ...image } = await examineImage(bytes, upload.contentType);
  const examined = { ...upload, ...image, contentType: type };
  if (clean === bytes || Buffer.compare(clean, bytes) === 0) return examined;
  const blobKey = `${upload.blobKey}-clean`;
  const size = await blobs.put(blobKey, clean, Number.MAX_SAFE_INTEGER);
  await blobs.delete(upload.blobKey);
  return { ...examined, blobKey, size };
}

/** The first bytes of a stream that passes by. */
class Head {
  #chunks: Uint8Array[] = [];
  #size = 0;

  async *watch(stream: Readable): AsyncGenerator<Uint8Array> {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      if (this.#size < SNIFF_BYTES) {
        this.#chunks.push(chunk.slice(0, SNIFF_BYTES - this.#size));
        this.#size += chunk.byteLength;
      }
      yield chunk;
    }
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#chunks);
  }
}
