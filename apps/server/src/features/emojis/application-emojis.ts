import { LIMITS } from "@palabre/protocol";
import type { APIEmoji } from "discord-api-types/v10";
import type { Blobs } from "../../blobs/blobs.ts";
import type { Database, Sql } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessApplication } from "../applications/find-application.ts";
import { type EmojiRow, toEmoji } from "../guild-core/emojis.ts";
import { loadUsers } from "../message-core/present.ts";
import { deletePicture, type EmojiPicture, storePicture } from "./pictures.ts";

/** What an application's bot may use wherever it writes; its owner and the bot see to them. */
export async function listApplicationEmojis(
  sql: Sql,
  actor: Actor,
  applicationId: string,
): Promise<{ items: APIEmoji[] }> {
  await accessApplication(sql, actor, applicationId);
  const rows = await sql
    .selectFrom("emojis")
    .selectAll()
    .where("application_id", "=", applicationId)
    .orderBy("id")
    .execute();
  return { items: await present(sql, rows) };
}

/** @throws ApiError unknown_application, no_such_emoji */
export async function readApplicationEmoji(
  sql: Sql,
  actor: Actor,
  applicationId: string,
  id: string,
): Promise<APIEmoji | undefined> {
  const [emoji] = await present(sql, [await accessEmoji(sql, actor, applicationId, id)]);
  return emoji;
}

/** @throws ApiError unknown_application, max_emojis, invalid_form_body for a name that is taken */
export async function createApplicationEmoji(
  { db, blobs, newId }: { db: Database; blobs: Blobs; newId: () => string },
  actor: Actor,
  applicationId: string,
  { name, picture }: { name: string; picture: EmojiPicture },
): Promise<APIEmoji | undefined> {
  const id = newId();
  await storePicture(blobs, id, picture);
  try {
    return await db.transaction(async (tx) => {
      await tx.lock(`application:${applicationId}`);
      await accessApplication(tx.sql, actor, applicationId);
      const { count } = await tx.sql
        .selectFrom("emojis")
        .select((e) => e.fn.countAll().as("count"))
        .where("application_id", "=", applicationId)
        .executeTakeFirstOrThrow();
      if (Number(count) >= LIMITS.applicationEmojis) throw new ApiError("max_emojis");
      await requireFree(tx.sql, applicationId, name);
      const row: EmojiRow = {
        id,
        guild_id: null,
        application_id: applicationId,
        name,
        animated: picture.moving === null ? 0 : 1,
        roles: "[]",
        user_id: actor.userId,
      };
      await tx.sql.insertInto("emojis").values(row).execute();
      const [emoji] = await present(tx.sql, [row]);
      return emoji;
    });
  } catch (error) {
    await deletePicture(blobs, id);
    throw error;
  }
}

/** @throws ApiError unknown_application, no_such_emoji, invalid_form_body for a name that is taken */
export async function renameApplicationEmoji(
  { db }: { db: Database },
  actor: Actor,
  { applicationId, id }: { applicationId: string; id: string },
  name: string | undefined,
): Promise<APIEmoji | undefined> {
  return db.transaction(async (tx) => {
    await tx.lock(`application:${applicationId}`);
    const row = await accessEmoji(tx.sql, actor, applicationId, id);
    if (name !== undefined && name !== row.name) {
      await requireFree(tx.sql, applicationId, name);
      await tx.sql.updateTable("emojis").set({ name }).where("id", "=", id).execute();
    }
    const [emoji] = await present(tx.sql, [{ ...row, name: name ?? row.name }]);
    return emoji;
  });
}

/** @throws ApiError unknown_application, no_such_emoji */
export async function deleteApplicationEmoji(
  { db, blobs }: { db: Database; blobs: Blobs },
  actor: Actor,
  applicationId: string,
  id: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    await accessEmoji(tx.sql, actor, applicationId, id);
    await tx.sql.deleteFrom("emojis").where("id", "=", id).execute();
  });
  await deletePicture(blobs, id);
}

async function accessEmoji(sql: Sql, actor: Actor, applicationId: string, id: string): Promise<EmojiRow> {
  await accessApplication(sql, actor, applicationId);
  const row = await sql
    .selectFrom("emojis")
    .selectAll()
    .where("id", "=", id)
    .where("application_id", "=", applicationId)
    .executeTakeFirst();
  if (!row) throw new ApiError("no_such_emoji");
  return row;
}

async function requireFree(sql: Sql, applicationId: string, name: string): Promise<void> {
  const taken = await sql
    .selectFrom("emojis")
    .select("id")
    .where("application_id", "=", applicationId)
    .where("name", "=", name)
    .executeTakeFirst();
  if (taken) {
    throw fieldError(
      "name",
      "APPLICATION_EMOJI_NAME_ALREADY_TAKEN",
      "An emoji with this name already exists",
    );
  }
}

async function present(sql: Sql, rows: readonly EmojiRow[]): Promise<APIEmoji[]> {
  if (rows.length === 0) return [];
  const users = await loadUsers(
    sql,
    rows.map(({ user_id }) => user_id),
  );
  return rows.map((row) => toEmoji(row, users.get(row.user_id)));
}
