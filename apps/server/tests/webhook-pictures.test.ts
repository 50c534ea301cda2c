import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LIMITS } from "@palabre/protocol";
import { createFolderBlobs } from "../src/blobs/folder.ts";
import { notePicture, sweepPictures } from "../src/features/webhooks/pictures.ts";
import { openTestDatabase } from "./database.ts";

const hash = (n: number) => n.toString(16).padStart(32, "0");

test("[WEBHOOK4] of a webhook so many pictures are kept, and none of a server that is gone", async () => {
  await using db = await openTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), "palabre-pictures-"));
  try {
    const blobs = createFolderBlobs(folder);
    const webhook = { id: "5", guild_id: "404", avatar: hash(0) };
    const many = LIMITS.webhookPictures + 3;
    for (let n = 0; n < many; n++) {
      await blobs.put(`avatars/5/${hash(n)}.webp`, Buffer.from("x"), 10);
      await db.transaction((tx) => notePicture(tx, blobs, webhook, hash(n)));
    }
    const noted = () => db.read.selectFrom("webhook_pictures").select("hash").execute();
    const kept = (await noted()).map((row) => row.hash);
    // Its own picture stays, however old.
    expect(kept).toContain(hash(0));
    expect(kept).toContain(hash(many - 1));
    expect(kept.length).toBeLessThanOrEqual(LIMITS.webhookPictures + 1);
    await sweepPictures({ db, blobs });
    expect(await noted()).toEqual([]);
    for (const one of kept) expect(await blobs.get(`avatars/5/${one}.webp`)).toBeNull();
  } finally {
    await rm(folder, { recursive: true });
  }
});
