import { randomUUID } from "node:crypto";
import { mkdir, open, opendir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { type Blobs, BlobTooLarge } from "./blobs.ts";

/** What is being written; beside the blobs, so that it can be moved among them in one step. */
const PARTIAL = ".partial";
/** No upload takes this long: what is older was left over by a crash. */
const ABANDONED_MS = 24 * 3600 * 1000;

/** Blobs as files below `root`. */
export function createFolderBlobs(root: string): Blobs {
  let prepared: Promise<void> | undefined;
  return {
    async put(key, content, limit) {
      const file = pathOf(root, key);
      prepared ??= clearAbandoned(join(root, PARTIAL));
      await prepared;
      await mkdir(dirname(file), { recursive: true });
      const partial = join(root, PARTIAL, randomUUID());
      try {
        const size = await writeDurably(partial, content, limit);
        await rename(partial, file);
        await syncFolder(dirname(file));
        return size;
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    },
    async get(key, range) {
      const file = Bun.file(pathOf(root, key));
      if (!(await file.exists())) return null;
      return range ? file.slice(range.start, range.end) : file;
    },
    async delete(key) {
      await rm(pathOf(root, key), { force: true });
    },
    async deleteBelow(prefix) {
      await rm(pathOf(root, prefix), { recursive: true, force: true });
    },
    async *list(prefix) {
      const folder = pathOf(root, prefix);
      const entries = await opendir(folder, { recursive: true }).catch(ifMissing(null));
      if (!entries) return;
      for await (const entry of entries) {
        if (entry.isFile()) yield relative(root, join(entry.parentPath, entry.name)).split(sep).join("/");
      }
    },
    async usage() {
      const total = { bytes: 0, count: 0 };
      for (const entry of await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])) {
        if (!entry.isFile()) continue;
        const found = await stat(join(entry.parentPath, entry.name)).catch(() => null);
        if (found) {
          total.bytes += found.size;
          total.count++;
        }
      }
      return total;
    },
  };
}

async function clearAbandoned(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const oldest = Date.now() - ABANDONED_MS;
  for (const name of await readdir(folder)) {
    const found = await stat(join(folder, name)).catch(ifMissing(null));
    if (found && found.mtimeMs < oldest) await rm(join(folder, name), { force: true });
  }
}

const ifMissing =
  <T>(instead: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === "ENOENT") return instead;
    throw error;
  };

function pathOf(root: string, key: string): string {
  if (!/^[a-z0-9-]+(\/[a-z0-9-]+)*(\.[a-z0-9]+)?$/.test(key)) throw new Error(`not a key of a blob: ${key}`);
  return join(root, key);
}

async function writeDurably(
  file: string,
  content: AsyncIterable<Uint8Array> | Uint8Array,
  limit: number,
): Promise<number> {
  const handle = await open(file, "wx", 0o600);
  let size = 0;
  try {
    for await (const chunk of content instanceof Uint8Array ? [content] : content) {
      size += chunk.byteLength;
      if (size > limit) throw new BlobTooLarge(`more than ${limit} bytes`);
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return size;
}

/** A rename is durable only once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}
