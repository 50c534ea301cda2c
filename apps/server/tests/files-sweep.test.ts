import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { snowflakeAt } from "@palabre/protocol";
import { createFolderBlobs } from "../src/blobs/folder.ts";
import { sweepFiles } from "../src/features/files/sweep-files.ts";
import { openTestDatabase } from "./database.ts";

const DAY = 24 * 3600 * 1000;

test("files that no message has are swept away a day later, those of messages stay", async () => {
  await using db = await openTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), "palabre-sweep-"));
  try {
    const blobs = createFolderBlobs(folder);
    const [kept, gone, fresh] = [
      snowflakeAt(Date.now() - 3 * DAY),
      snowflakeAt(Date.now() - 2 * DAY),
      snowflakeAt(Date.now()),
    ];
    await db.transaction(async ({ sql }) => {
      const row = {
        channel_id: "2",
        message_id: "3",
        uploader_id: "4",
        charged_to: "4",
        position: 0,
        filename: "a.png",
      };
      await sql
        .insertInto("attachments")
        .values({
          ...row,
          id: kept,
          content_type: "image/png",
          size: 1,
          blob_key: `attachments/${kept}-clean`,
        })
        .execute();
    });
    const whole = [
      `attachments/${kept}-clean`,
      `thumbnails/${kept}/64.webp`,
      `attachments/${fresh}`,
      "avatars/1/a.webp",
    ];
    const stray = [`attachments/${kept}`, `attachments/${gone}`, `thumbnails/${gone}/64.webp`];
    for (const key of [...whole, ...stray]) await blobs.put(key, Buffer.from("x"), 10);
    await sweepFiles({ sql: db.read, blobs });
    const left: string[] = [];
    for (const prefix of ["attachments", "thumbnails", "avatars"]) {
      for await (const key of blobs.list(prefix)) left.push(key);
    }
    expect(left.sort()).toEqual([...whole].sort());
  } finally {
    await rm(folder, { recursive: true });
  }
});
