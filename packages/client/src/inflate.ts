/** Turns the frames of a `zlib-stream` into texts. */
export interface Inflater {
  /** The text that `chunk` completes, or undefined while more of it is to come. Throws on a broken stream. */
  push(chunk: Uint8Array): string | undefined;
}

/**
 * One inflater serves one connection: the stream's dictionary spans all frames. A payload is whole when its
 * chunk ends with Z_SYNC_FLUSH's mark, 00 00 FF FF. Imported only when compression is asked for, since it
 * costs 20 KB.
 */
export async function createInflater(): Promise<Inflater> {
  const { Inflate } = await import("pako");
  const inflate = new Inflate();
  const decoder = new TextDecoder();
  let parts: Uint8Array[] = [];
  inflate.onData = (chunk) => {
    parts.push(chunk);
  };
  return {
    push(chunk) {
      const n = chunk.length;
      const whole =
        n >= 4 && chunk[n - 4] === 0 && chunk[n - 3] === 0 && chunk[n - 2] === 0xff && chunk[n - 1] === 0xff;
      inflate.push(chunk, whole ? 2 : 0);
      if (inflate.err) throw new Error(inflate.msg || `zlib error ${inflate.err}`);
      if (!whole) return undefined;
      const text = parts.map((part) => decoder.decode(part, { stream: true })).join("") + decoder.decode();
      parts = [];
      return text;
    },
  };
}
