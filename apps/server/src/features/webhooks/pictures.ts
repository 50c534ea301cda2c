import { LIMITS } from "@palabre/protocol";
import type { Blobs } from "../../blobs/blobs.ts";
import type { Database, Tx } from "../../db/database.ts";
import { deleteImage, imageKey } from "../images/store-image.ts";
import type { WebhookRow } from "./webhook.ts";

/**
 * Notes that messages are signed with a picture, with the transaction. Messages keep it when the webhook gets another
 * or goes; of one webhook so many are kept, then the oldest goes.
 */
export async function notePicture(
  tx: Tx,
  blobs: Blobs,
  webhook: Pick<WebhookRow, "id" | "guild_id" | "avatar">,
  hash: string,
): Promise<void> {
  await tx.sql
    .insertInto("webhook_pictures")
    .values({ webhook_id: webhook.id, hash, guild_id: webhook.guild_id, added_at: Date.now() })
    .onConflict((c) => c.doNothing())
    .execute();
  const kept = await tx.sql
    .selectFrom("webhook_pictures")
    .select("hash")
    .where("webhook_id", "=", webhook.id)
    .orderBy("added_at", "desc")
    .orderBy("hash")
    .execute();
  const old = kept
    .map((one) => one.hash)
    .slice(LIMITS.webhookPictures)
    .filter((one) => one !== hash && one !== webhook.avatar);
  if (old.length === 0) return;
  await tx.sql
    .deleteFrom("webhook_pictures")
    .where("webhook_id", "=", webhook.id)
    .where("hash", "in", old)
    .execute();
  tx.afterCommit(() => {
    for (const one of old) deleteImage(blobs, "avatars", webhook.id, one).catch(() => {});
  });
}

/**
 * `avatar_url` as it may be used: the address of a picture that lies on this server (of a person, a server, or the
 * webhook) is copied, any other is none. The server fetches no address that a stranger names, and no reader's browser
 * does: the one would reach into the server's own network, the other tell the stranger who reads.
 * @param base the address of this server
 * @returns the hash of the copy
 */
export async function copyOwnPicture(
  blobs: Blobs,
  base: string,
  webhookId: string,
  url: string,
): Promise<string | null> {
  if (!url.startsWith(`${base}/`)) return null;
  const [, folder, ownerId, hash] =
    /^\/(avatars|icons)\/(\d{1,20})\/([0-9a-f]{32})\.(?:webp|png|jpe?g)(?:\?[\w=&]*)?$/.exec(
      url.slice(base.length),
    ) ?? [];
  if (!folder || !ownerId || !hash) return null;
  const picture = await blobs.get(imageKey(folder as "avatars" | "icons", ownerId, hash));
  if (!picture) return null;
  const key = imageKey("avatars", webhookId, hash);
  if (ownerId !== webhookId && !(await blobs.get(key))) {
    await blobs.put(key, new Uint8Array(await picture.arrayBuffer()), picture.size);
  }
  return hash;
}

/** Deletes a picture that was stored for what was refused in the end, unless messages are signed with it already. */
export async function forgetUnnoted(
  { db, blobs }: { db: Database; blobs: Blobs },
  webhookId: string,
  hash: string,
): Promise<void> {
  const noted = await db.read
    .selectFrom("webhook_pictures")
    .select("hash")
    .where("webhook_id", "=", webhookId)
    .where("hash", "=", hash)
    .executeTakeFirst();
  if (!noted) await deleteImage(blobs, "avatars", webhookId, hash);
}

/** Pictures looked at in one go. */
const BATCH = 100;

/** Deletes the pictures of servers that are gone. */
export async function sweepPictures({ db, blobs }: { db: Database; blobs: Blobs }): Promise<void> {
  for (;;) {
    const gone = await db.read
      .selectFrom("webhook_pictures as p")
      .leftJoin("guilds as g", "g.id", "p.guild_id")
      .select(["p.webhook_id", "p.hash"])
      .where("g.id", "is", null)
      .limit(BATCH)
      .execute();
    if (gone.length === 0) return;
    for (const { webhook_id, hash } of gone) await deleteImage(blobs, "avatars", webhook_id, hash);
    await db.transaction(async ({ sql }) => {
      for (const { webhook_id, hash } of gone) {
        await sql
          .deleteFrom("webhook_pictures")
          .where("webhook_id", "=", webhook_id)
          .where("hash", "=", hash)
          .execute();
      }
    });
  }
}
