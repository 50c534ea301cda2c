import type { Draft } from "@palabre/protocol";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import type { Actor } from "../../http/env.ts";
import { accessChannel } from "../channels/access.ts";
import { iso } from "../users/present.ts";

/** Keeps what one has begun to write, for one's other devices; nothing forgets it. The last to save wins. */
export async function saveDraft(
  { db, bus }: { db: Database; bus: Bus },
  actor: Actor,
  channelId: string,
  content: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    await accessChannel(tx.sql, actor, channelId);
    const updated_at = Date.now();
    if (content === "") {
      const { numDeletedRows } = await tx.sql
        .deleteFrom("drafts")
        .where("user_id", "=", actor.userId)
        .where("channel_id", "=", channelId)
        .executeTakeFirst();
      if (numDeletedRows === 0n) return;
    } else {
      await tx.sql
        .insertInto("drafts")
        .values({ user_id: actor.userId, channel_id: channelId, content, updated_at })
        .onConflict((c) => c.columns(["user_id", "channel_id"]).doUpdateSet({ content, updated_at }))
        .execute();
    }
    const d: Draft = { channel_id: channelId, content, updated_at: iso(updated_at) };
    announce(tx, bus, `user:${actor.userId}`, "DRAFT_UPDATE", d);
  });
}
