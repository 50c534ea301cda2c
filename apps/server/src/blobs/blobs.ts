/**
 * Where uploaded files lie. Keys are made by the server (`a-z`, `0-9`, `/`, `-`, `.`; no `..`), never by users.
 * Contract (contract.test.ts): a blob is whole or absent, never partly visible; what `put` resolved with survives power
 * loss; a blob does not change once written, `put` over it excepted; deleting what is absent is no error.
 */
export interface Blobs {
  /**
   * Stores a stream.
   * @param limit bytes; a longer stream is refused with BlobTooLarge. Then, and when the stream fails, nothing stays
   * @returns how many bytes were stored
   */
  put(key: string, content: AsyncIterable<Uint8Array> | Uint8Array, limit: number): Promise<number>;
  /** The blob, or null. `range` is in bytes, its end exclusive. */
  get(key: string, range?: { start: number; end: number }): Promise<Blob | null>;
  delete(key: string): Promise<void>;
  /** Deletes every blob whose key begins with `prefix` and a slash. */
  deleteBelow(prefix: string): Promise<void>;
  /** The keys below `prefix`, in any order; what is written or deleted meanwhile may be among them or not. */
  list(prefix: string): AsyncIterable<string>;
  usage(): Promise<{ bytes: number; count: number }>;
}

export class BlobTooLarge extends Error {
  override name = "BlobTooLarge";
}
