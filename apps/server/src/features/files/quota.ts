import type { Config } from "../../config.ts";
import type { Database, Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import { readFileLimits } from "../instance/limits.ts";
import type { Payer } from "./payer.ts";

/** The files of all are added up this often, in milliseconds, while somebody sends some and a limit is set. */
const ALL_MS = 10_000;

export interface Quota {
  /**
   * Refuses files that have no room beside what lies there already.
   * @param bytes of all of them together
   * @returns the bytes that one file may have
   * @throws ApiError instance_full, and what says that the payer has no room
   */
  require(payer: Payer, bytes: number): Promise<number>;
  /** The same for files that have come, which count from now on. */
  take(payer: Payer, bytes: number): Promise<void>;
}

/**
 * Keeps the files that each person answers for, and those of everybody together, within what those who run the instance allow. A person's
 * are counted each time, by an index of their sizes. What all have is counted at most every ten seconds on each node,
 * and with what came here since: several nodes together may pass the limit by what they take in within that time.
 */
export function createQuota(db: Database, config: Pick<Config, "maxFileBytes">): Quota {
  let all = 0;
  let until = 0;

  async function require({ userId, refusal }: Payer, bytes: number): Promise<number> {
    const limits = await readFileLimits(db.read, config);
    if (limits.user !== null && (await sizeOf(db.read, userId)) + bytes > limits.user) {
      throw new ApiError(refusal);
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
    async take(payer, bytes) {
      await require(payer, bytes);
      all += bytes;
    },
  };
}

async function sizeOf(sql: Sql, userId?: string): Promise<number> {
  let files = sql.selectFrom("attachments").select((e) => e.fn.sum("size").as("bytes"));
  if (userId !== undefined) files = files.where("charged_to", "=", userId);
  const { bytes } = await files.executeTakeFirstOrThrow();
  return Number(bytes ?? 0);
}
