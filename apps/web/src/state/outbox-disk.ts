import type { Snowflake } from "@palabre/protocol";
import type { PendingMessage } from "./types.ts";

const DATABASE = "palabre";
const STORE = "outbox";

interface Row {
  nonce: string;
  userId: Snowflake;
  message: PendingMessage;
}

/**
 * Keeps unsent messages, files included, over a reload. IndexedDB, since localStorage holds no files. Every call
 * resolves, also where storage is refused (private windows): the messages then last as long as the page.
 */
export async function readOutbox(userId: Snowflake): Promise<PendingMessage[]> {
  const rows = await withStore("readonly", (store) => store.getAll() as IDBRequest<Row[]>);
  return (rows ?? [])
    .filter((row) => row.userId === userId)
    .map((row) => row.message)
    .sort((a, b) => a.createdAt - b.createdAt);
}

export async function keepPending(userId: Snowflake, message: PendingMessage): Promise<void> {
  await withStore("readwrite", (store) => store.put({ nonce: message.nonce, userId, message }));
}

export async function forgetPending(nonce: string): Promise<void> {
  await withStore("readwrite", (store) => store.delete(nonce));
}

let opened: Promise<IDBDatabase | undefined> | undefined;

function open(): Promise<IDBDatabase | undefined> {
  return new Promise((resolve) => {
    if (typeof indexedDB === "undefined") return resolve(undefined);
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "nonce" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(undefined);
  });
}

async function withStore<T>(
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  opened ??= open().catch(() => undefined);
  const database = await opened;
  if (!database) return undefined;
  return await new Promise((resolve) => {
    try {
      const request = use(database.transaction(STORE, mode).objectStore(STORE));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(undefined);
    } catch {
      resolve(undefined);
    }
  });
}
