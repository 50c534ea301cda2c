import { LIMITS } from "@palabre/protocol";
import type { Blobs } from "../../blobs/blobs.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { deleteFiles } from "../files/delete-files.ts";
import { inList } from "../message-core/in-list.ts";
import { fail } from "./deliver.ts";

interface Parts {
  db: Database;
  bus: Bus;
}

/** Ended at a time. */
const BATCH = 200;

/** Tells those whose bot did not answer in time. */
export async function sweepUnanswered({ db, bus }: Parts): Promise<void> {
  const late = await db.read
    .selectFrom("interactions")
    .select("id")
    .where("answer_by", "<", Date.now())
    .orderBy("answer_by")
    .limit(BATCH)
    .execute();
  await fail(
    { db, bus },
    late.map(({ id }) => id),
  );
}

/** Forgets interactions whose token has run out, and what was told to one person alone, with the files of both. */
export async function sweepInteractions({
  db,
  blobs,
}: {
  db: Pick<Database, "transaction">;
  blobs: Blobs;
}): Promise<void> {
  for (let more = true; more; ) {
    more = await db.transaction(async (tx) => {
      const over = await tx.sql
        .selectFrom("interactions")
        .select("id")
        .where("created_at", "<", Date.now() - LIMITS.interactionLife)
        .limit(BATCH)
        .execute();
      const gone = await tx.sql
        .selectFrom("ephemeral_messages")
        .select("id")
        .where("expires_at", "<", Date.now())
        .limit(BATCH)
        .execute();
      const ids = [...over, ...gone].map(({ id }) => id);
      if (ids.length === 0) return false;
      const files = await tx.sql
        .selectFrom("attachments")
        .selectAll()
        .where("message_id", "in", inList(ids))
        .execute();
      await deleteFiles(tx, blobs, files);
      await tx.sql.deleteFrom("interactions").where("id", "in", inList(ids)).execute();
      await tx.sql.deleteFrom("ephemeral_messages").where("id", "in", inList(ids)).execute();
      return over.length === BATCH || gone.length === BATCH;
    });
  }
}
