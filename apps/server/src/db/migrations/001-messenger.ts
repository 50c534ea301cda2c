import type { Kysely } from "kysely";
import type { ColumnTypes } from "./column-types.ts";

/** Accounts, friends, chats and rooms, messages, files, read states. */
export function messenger({ id, primaryId }: ColumnTypes) {
  return async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .createTable("users")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("username", "text", (c) => c.notNull().unique())
      .addColumn("email", "text")
      .addColumn("email_key", "text")
      .addColumn("email_verified", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("password_hash", "text")
      .addColumn("global_name", "text")
      .addColumn("avatar", "text")
      .addColumn("bio", "text", (c) => c.notNull().defaultTo(""))
      .addColumn("pronouns", "text", (c) => c.notNull().defaultTo(""))
      .addColumn("is_admin", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("is_premium", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("is_bot", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("disabled_at", id)
      .addColumn("deleted_at", id)
      .addColumn("created_at", id, (c) => c.notNull())
      .execute();
    await index(db, "users", ["email_key"]);
    await db.schema
      .createIndex("users_proven_email")
      .on("users")
      .columns(["email_key", "email_verified"])
      .unique()
      .where("email_verified", "=", 1)
      .execute();

    await db.schema
      .createTable("user_settings")
      .addColumn("user_id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("data", "text", (c) => c.notNull())
      .addColumn("status_expires_at", id)
      .execute();
    await db.schema
      .createIndex("user_settings_status_expires_at")
      .on("user_settings")
      .column("status_expires_at")
      .where("status_expires_at", "is not", null)
      .execute();

    await db.schema
      .createTable("auth_sessions")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("token_hash", "text", (c) => c.notNull().unique())
      .addColumn("user_agent", "text", (c) => c.notNull())
      .addColumn("created_at", id, (c) => c.notNull())
      .addColumn("last_used_at", id, (c) => c.notNull())
      .execute();
    await index(db, "auth_sessions", ["user_id"]);
    await index(db, "auth_sessions", ["last_used_at"]);

    await db.schema
      .createTable("mail_tokens")
      .addColumn("token_hash", "text", (c) => c.primaryKey().notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("purpose", "text", (c) => c.notNull())
      .addColumn("email", "text")
      .addColumn("expires_at", id, (c) => c.notNull())
      .execute();
    await index(db, "mail_tokens", ["user_id", "purpose"]);
    await index(db, "mail_tokens", ["expires_at"]);

    await db.schema
      .createTable("instance_settings")
      .addColumn("key", "text", (c) => c.primaryKey().notNull())
      .addColumn("value", "text", (c) => c.notNull())
      .execute();

    await db.schema
      .createTable("instance_invites")
      .addColumn("code", "text", (c) => c.primaryKey().notNull())
      .addColumn("created_by", id, (c) => c.notNull())
      .addColumn("uses", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("max_uses", "integer")
      .addColumn("expires_at", id)
      .addColumn("created_at", id, (c) => c.notNull())
      .execute();

    await db.schema
      .createTable("relationships")
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("other_id", id, (c) => c.notNull())
      .addColumn("type", "integer", (c) => c.notNull())
      .addColumn("nickname", "text")
      .addColumn("since", id, (c) => c.notNull())
      .addPrimaryKeyConstraint("relationships_pk", ["user_id", "other_id"])
      .execute();
    await index(db, "relationships", ["other_id"]);

    await db.schema
      .createTable("suggestion_dismissals")
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("other_id", id, (c) => c.notNull())
      .addPrimaryKeyConstraint("suggestion_dismissals_pk", ["user_id", "other_id"])
      .execute();

    await db.schema
      .createTable("channels")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("type", "integer", (c) => c.notNull())
      .addColumn("name", "text")
      .addColumn("icon", "text")
      .addColumn("owner_id", id)
      .addColumn("dm_key", "text", (c) => c.unique())
      .addColumn("last_message_id", id)
      .addColumn("last_pin_at", id)
      .addColumn("created_at", id, (c) => c.notNull())
      .execute();

    await db.schema
      .createTable("channel_recipients")
      .addColumn("channel_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("role", "text", (c) => c.notNull())
      .addColumn("joined_at", id, (c) => c.notNull())
      .addColumn("role_since", id, (c) => c.notNull())
      .addColumn("hidden", "integer", (c) => c.notNull().defaultTo(0))
      .addPrimaryKeyConstraint("channel_recipients_pk", ["channel_id", "user_id"])
      .execute();
    await index(db, "channel_recipients", ["user_id"]);

    await db.schema
      .createTable("messages")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("channel_id", id, (c) => c.notNull())
      .addColumn("author_id", id, (c) => c.notNull())
      .addColumn("type", "integer", (c) => c.notNull())
      .addColumn("content", "text", (c) => c.notNull())
      .addColumn("nonce", "text")
      .addColumn("edited_at", id)
      .addColumn("pinned_at", id)
      .addColumn("flags", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("mention_everyone", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("reference_id", id)
      .addColumn("extra", "text")
      .execute();
    await index(db, "messages", ["channel_id", "id"]);
    await db.schema
      .createIndex("messages_nonce")
      .on("messages")
      .columns(["author_id", "channel_id", "nonce"])
      .unique()
      .where("nonce", "is not", null)
      .execute();
    await db.schema
      .createIndex("messages_pinned")
      .on("messages")
      .columns(["channel_id", "pinned_at"])
      .where("pinned_at", "is not", null)
      .execute();

    await db.schema
      .createTable("message_mentions")
      .addColumn("message_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("channel_id", id, (c) => c.notNull())
      .addColumn("everyone", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("dismissed", "integer", (c) => c.notNull().defaultTo(0))
      .addPrimaryKeyConstraint("message_mentions_pk", ["message_id", "user_id"])
      .execute();
    await index(db, "message_mentions", ["user_id", "message_id"]);

    await db.schema
      .createTable("attachments")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("message_id", id, (c) => c.notNull())
      .addColumn("channel_id", id, (c) => c.notNull())
      .addColumn("uploader_id", id, (c) => c.notNull())
      .addColumn("position", "integer", (c) => c.notNull())
      .addColumn("filename", "text", (c) => c.notNull())
      .addColumn("description", "text")
      .addColumn("content_type", "text", (c) => c.notNull())
      .addColumn("size", id, (c) => c.notNull())
      .addColumn("width", "integer")
      .addColumn("height", "integer")
      .addColumn("placeholder", "text")
      .addColumn("blob_key", "text", (c) => c.notNull())
      .addColumn("spoiler", "integer", (c) => c.notNull().defaultTo(0))
      .execute();
    await index(db, "attachments", ["message_id", "position"]);

    await db.schema
      .createTable("reactions")
      .addColumn("message_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("emoji", "text", (c) => c.notNull())
      .addColumn("created_at", id, (c) => c.notNull())
      .addPrimaryKeyConstraint("reactions_pk", ["message_id", "emoji", "user_id"])
      .execute();

    await db.schema
      .createTable("read_states")
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("channel_id", id, (c) => c.notNull())
      .addColumn("last_message_id", id)
      .addColumn("mention_count", "integer", (c) => c.notNull().defaultTo(0))
      .addPrimaryKeyConstraint("read_states_pk", ["user_id", "channel_id"])
      .execute();

    await db.schema
      .createTable("drafts")
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("channel_id", id, (c) => c.notNull())
      .addColumn("content", "text", (c) => c.notNull())
      .addColumn("updated_at", id, (c) => c.notNull())
      .addPrimaryKeyConstraint("drafts_pk", ["user_id", "channel_id"])
      .execute();
  };
}

async function index(db: Kysely<unknown>, table: string, columns: string[]): Promise<void> {
  await db.schema
    .createIndex(`${table}_${columns.join("_")}`)
    .on(table)
    .columns(columns)
    .execute();
}
