import type { Blobs } from "../../blobs/blobs.ts";
import type { Database } from "../../db/database.ts";
import { deletePicture } from "./pictures.ts";

const BATCH = 200;

/** Takes away what is left of emojis whose server or application is gone: the pictures, then the rows. */
export async function sweepEmojis({ db, blobs }: { db: Database; blobs: Blobs }): Promise<void> {
  const gone = await db.read
    .selectFrom("emojis")
    .select("id")
    .where("guild_id", "is", null)
    .where("application_id", "is", null)
    .limit(BATCH)
    .execute();
  if (gone.length === 0) return;
  const ids = gone.map(({ id }) => id);
  for (const id of ids) await deletePicture(blobs, id);
  await db.transaction(({ sql }) => sql.deleteFrom("emojis").where("id", "in", ids).execute());
}
