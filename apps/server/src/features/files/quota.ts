import type { Config } from "../../config.ts";
import type { Database, Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import { readFileLimits } from "../instance/limits.ts";

/** The files of all are added up this often, in milliseconds, while somebody sends some and a limit is set. */
const ALL_MS = 10_000;

export interface Quota {
  /**
   * Refuses files that have no room beside what lies there already.
   * @param bytes of all of them together
   * @returns the bytes that one file may have
   * @throws ApiError max_storage, instance_full
   */
  require(userId: string, bytes: number): Promise<number>;
  /** The same for files that have come, which count from now on. */
  take(userId: string, bytes: number): Promise<void>;
}

/**
 * Keeps the files of each person, and of everybody together, within what those who run the instance allow. A person's
 * are counted each time, by an index of their sizes. What all have is counted at most every ten seconds on each node,
 * and with what came here since: several nodes together may pass the limit by what they take in within that time.
 */
export function createQuota(db: Database, config: Pick<Config, "maxFileBytes">): Quota {
  let all = 0;
  let until = 0;

  async function require(userId: string, bytes: number): Promise<number> {
    const limits = await readFileLimits(db.read, config);
    if (limits.user !== null && (await sizeOf(db.read, userId)) + bytes > limits.user) {
      throw new ApiError("max_storage");
    }
    if (limits.instance === null) return limits.file;
    if (Date.now() >= until) {
      until = Date.now() + ALL_MS;
      all = await sizeOf(db.read);
    }
    if (all + bytes > limits.instance) throw new ApiError("instance_full");
    return limits.file;
  }

  return {
    require,
    async take(userId, bytes) {
      await require(userId, bytes);
      all += bytes;
    },
  };
}

async function sizeOf(sql: Sql, userId?: string): Promise<number> {
  let files = sql.selectFrom("attachments").select((e) => e.fn.sum("size").as("bytes"));
  if (userId !== undefined) files = files.where("uploader_id", "=", userId);
  const { bytes } = await files.executeTakeFirstOrThrow();
  return Number(bytes ?? 0);
}
