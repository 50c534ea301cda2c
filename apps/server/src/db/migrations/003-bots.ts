import { type Kysely, sql } from "kysely";
import type { ColumnTypes } from "./column-types.ts";

/** What servers gained; applications with their bots, where these are, and webhooks. */
export function bots({ id, primaryId }: ColumnTypes) {
  return async ({ schema }: Kysely<unknown>): Promise<void> => {
    // How much somebody's files take is added up from this index alone.
    await schema
      .createIndex("attachments_uploader_id_size")
      .on("attachments")
      .columns(["uploader_id", "size"])
      .execute();
    await schema.alterTable("guilds").addColumn("disabled_at", id).execute();
    await schema
      .alterTable("guild_members")
      .addColumn("bio", "text", (c) => c.notNull().defaultTo(""))
      .execute();
    await schema
      .createTable("left_timeouts")
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("until", id, (c) => c.notNull())
      .addPrimaryKeyConstraint("left_timeouts_pk", ["guild_id", "user_id"])
      .execute();
    await schema.alterTable("audit_log").addColumn("channel_id", id).execute();
    await schema
      .createIndex("audit_log_channel_id")
      .on("audit_log")
      .column("channel_id")
      .where(sql.ref("channel_id"), "is not", null)
      .execute();

    await schema
      .createTable("applications")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("owner_id", id, (c) => c.notNull())
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("icon", "text")
      .addColumn("description", "text", (c) => c.notNull().defaultTo(""))
      .addColumn("is_public", "integer", (c) => c.notNull().defaultTo(1))
      .addColumn("flags", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("redirect_uris", "text", (c) => c.notNull().defaultTo("[]"))
      .addColumn("interactions_endpoint_url", "text")
      .addColumn("verify_key", "text", (c) => c.notNull())
      .addColumn("signing_key", "text", (c) => c.notNull())
      .addColumn("secret_hash", "text")
      .addColumn("install_params", "text")
      .addColumn("custom_install_url", "text")
      .addColumn("terms_of_service_url", "text")
      .addColumn("privacy_policy_url", "text")
      .addColumn("tags", "text", (c) => c.notNull().defaultTo("[]"))
      .addColumn("created_at", id, (c) => c.notNull())
      .execute();
    await schema.createIndex("applications_owner_id").on("applications").column("owner_id").execute();

    await schema
      .createTable("guild_integrations")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("application_id", id, (c) => c.notNull())
      .addColumn("added_by", id, (c) => c.notNull())
      .addColumn("role_id", id)
      .addColumn("scopes", "text", (c) => c.notNull())
      .addColumn("created_at", id, (c) => c.notNull())
      .addUniqueConstraint("guild_integrations_once", ["guild_id", "application_id"])
      .execute();
    await schema
      .createIndex("guild_integrations_application_id")
      .on("guild_integrations")
      .column("application_id")
      .execute();

    await schema
      .createTable("webhooks")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("channel_id", id, (c) => c.notNull())
      .addColumn("creator_id", id)
      .addColumn("application_id", id)
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("avatar", "text")
      .addColumn("token", "text", (c) => c.notNull())
      .addColumn("secret", "text")
      .execute();
    await schema
      .createTable("oauth2_codes")
      .addColumn("code_hash", "text", (c) => c.primaryKey().notNull())
      .addColumn("application_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("scopes", "text", (c) => c.notNull())
      .addColumn("redirect_uri", "text", (c) => c.notNull())
      .addColumn("challenge", "text")
      .addColumn("nonce", "text")
      .addColumn("expires_at", id, (c) => c.notNull())
      .execute();
    await schema
      .createTable("oauth2_tokens")
      .addColumn("token_hash", "text", (c) => c.primaryKey().notNull())
      .addColumn("kind", "text", (c) => c.notNull())
      .addColumn("grant_id", id, (c) => c.notNull())
      .addColumn("application_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("scopes", "text", (c) => c.notNull())
      .addColumn("created_at", id, (c) => c.notNull())
      .addColumn("expires_at", id, (c) => c.notNull())
      .execute();
    for (const column of ["grant_id", "user_id", "application_id", "expires_at"]) {
      await schema.createIndex(`oauth2_tokens_${column}`).on("oauth2_tokens").column(column).execute();
    }

    await schema.createIndex("webhooks_channel_id").on("webhooks").column("channel_id").execute();
    await schema.createIndex("webhooks_guild_id").on("webhooks").column("guild_id").execute();

    await schema
      .createTable("webhook_pictures")
      .addColumn("webhook_id", id, (c) => c.notNull())
      .addColumn("hash", "text", (c) => c.notNull())
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("added_at", id, (c) => c.notNull())
      .addPrimaryKeyConstraint("webhook_pictures_pk", ["webhook_id", "hash"])
      .execute();
    await schema.createIndex("webhook_pictures_guild_id").on("webhook_pictures").column("guild_id").execute();

    await schema
      .createTable("application_commands")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("application_id", id, (c) => c.notNull())
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("type", "integer", (c) => c.notNull())
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("version", id, (c) => c.notNull())
      .addColumn("data", "text", (c) => c.notNull())
      .addUniqueConstraint("application_commands_once", ["application_id", "guild_id", "type", "name"])
      .execute();
    await schema
      .createIndex("application_commands_guild_id")
      .on("application_commands")
      .column("guild_id")
      .execute();

    await schema
      .createTable("application_command_permissions")
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("application_id", id, (c) => c.notNull())
      .addColumn("command_id", id, (c) => c.notNull())
      .addColumn("permissions", "text", (c) => c.notNull())
      .addPrimaryKeyConstraint("application_command_permissions_key", ["guild_id", "command_id"])
      .execute();
    await schema
      .createIndex("application_command_permissions_application_id")
      .on("application_command_permissions")
      .column("application_id")
      .execute();

    await schema
      .createTable("interactions")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("application_id", id, (c) => c.notNull())
      .addColumn("token_hash", "text", (c) => c.notNull())
      .addColumn("type", "integer", (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("guild_id", id)
      .addColumn("channel_id", id, (c) => c.notNull())
      .addColumn("message_id", id)
      .addColumn("nonce", "text")
      .addColumn("data", "text", (c) => c.notNull())
      .addColumn("answer_by", id)
      .addColumn("answer", "text")
      .addColumn("response_id", id)
      .addColumn("modal", "text")
      .addColumn("created_at", id, (c) => c.notNull())
      .execute();
    await schema.createIndex("interactions_answer_by").on("interactions").column("answer_by").execute();
    await schema.createIndex("interactions_created_at").on("interactions").column("created_at").execute();

    await schema
      .createTable("ephemeral_messages")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("interaction_id", id, (c) => c.notNull())
      .addColumn("application_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("channel_id", id, (c) => c.notNull())
      .addColumn("data", "text", (c) => c.notNull())
      .addColumn("expires_at", id, (c) => c.notNull())
      .execute();
    await schema
      .createIndex("ephemeral_messages_expires_at")
      .on("ephemeral_messages")
      .column("expires_at")
      .execute();
  };
}
