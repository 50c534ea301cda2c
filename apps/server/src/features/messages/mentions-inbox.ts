import type { APIMessage } from "@palabre/protocol";
import type { Database } from "../../db/database.ts";
import type { Actor } from "../../http/env.ts";
import type { AttachmentUrls } from "../message-core/attachment-urls.ts";
import { presentMessages } from "../message-core/present.ts";

/** Messages of others that mention the actor, in channels they still see, newest first; without those put away. */
export async function listMentions(
  { db, urls }: { db: Database; urls: AttachmentUrls },
  actor: Actor,
  { limit, before }: { limit: number; before?: string | undefined },
): Promise<APIMessage[]> {
  let query = db.read
    .selectFrom("message_mentions as mm")
    .innerJoin("messages as m", "m.id", "mm.message_id")
    .innerJoin("channel_recipients as r", (on) =>
      on.onRef("r.channel_id", "=", "mm.channel_id").onRef("r.user_id", "=", "mm.user_id"),
    )
    .selectAll("m")
    .where("mm.user_id", "=", actor.userId)
    .where("mm.dismissed", "=", 0)
    .where("m.author_id", "!=", actor.userId);
  if (before !== undefined) query = query.where("mm.message_id", "<", before);
  const rows = await query.orderBy("mm.message_id", "desc").limit(limit).execute();
  return presentMessages(db.read, rows, { viewerId: actor.userId, urls });
}

/** Puts a mention away. One that is not there is as good as put away. */
export async function dismissMention(
  { db }: { db: Database },
  actor: Actor,
  messageId: string,
): Promise<void> {
  await db.transaction(async ({ sql }) => {
    await sql
      .updateTable("message_mentions")
      .set({ dismissed: 1 })
      .where("message_id", "=", messageId)
      .where("user_id", "=", actor.userId)
      .execute();
  });
}
