import { type Kysely, sql } from "kysely";
import type { ColumnTypes } from "./column-types.ts";

/** Servers: channels, roles, members, threads, moderation, and what runs the instance. */
export function servers({ id, primaryId }: ColumnTypes) {
  return async (db: Kysely<unknown>): Promise<void> => {
    const { schema } = db;
    const channel = (name: string, type: Parameters<ReturnType<typeof schema.alterTable>["addColumn"]>[1]) =>
      schema.alterTable("channels").addColumn(name, type);
    const number = (name: string) =>
      schema.alterTable("channels").addColumn(name, "integer", (c) => c.notNull().defaultTo(0));
    await channel("guild_id", id).execute();
    await channel("parent_id", id).execute();
    await number("position").execute();
    await channel("topic", "text").execute();
    await number("nsfw").execute();
    await number("rate_limit_per_user").execute();
    await number("flags").execute();
    await channel("extra", "text").execute();
    await channel("archived", "integer").execute();
    await channel("archived_at", id).execute();
    await channel("archives_at", id).execute();
    await number("message_count").execute();
    await number("total_message_sent").execute();
    await number("member_count").execute();
    await partial(db, "channels", ["guild_id"], "guild_id is not null");
    // Archived threads gather over the years: what is open is found without them.
    await sql`create index channels_open on channels (guild_id, (coalesce(archived, 0)))`.execute(db);
    await partial(db, "channels", ["parent_id", "archived", "archived_at"], "parent_id is not null");
    await partial(db, "channels", ["archives_at"], "archives_at is not null");

    await schema
      .createTable("guilds")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("description", "text")
      .addColumn("icon", "text")
      .addColumn("banner", "text")
      .addColumn("owner_id", id, (c) => c.notNull())
      .addColumn("default_message_notifications", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("verification_level", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("explicit_content_filter", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("preferred_locale", "text", (c) => c.notNull().defaultTo("en-US"))
      .addColumn("afk_channel_id", id)
      .addColumn("afk_timeout", "integer", (c) => c.notNull().defaultTo(300))
      .addColumn("system_channel_id", id)
      .addColumn("system_channel_flags", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("rules_channel_id", id)
      .addColumn("public_updates_channel_id", id)
      .addColumn("features", "text", (c) => c.notNull().defaultTo("[]"))
      .addColumn("discoverable", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("member_count", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("vanity_code", "text", (c) => c.unique())
      .addColumn("vanity_uses", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("welcome", "text")
      .addColumn("rules", "text")
      .addColumn("incidents", "text")
      .addColumn("created_at", id, (c) => c.notNull())
      .execute();
    await index(db, "guilds", ["owner_id"]);
    await partial(db, "guilds", ["discoverable", "member_count"], "discoverable = 1");

    await schema
      .createTable("roles")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("color", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("hoist", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("position", "integer", (c) => c.notNull())
      .addColumn("permissions", "text", (c) => c.notNull())
      .addColumn("mentionable", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("managed", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("unicode_emoji", "text")
      .addColumn("tags", "text")
      .execute();
    await index(db, "roles", ["guild_id"]);

    await schema
      .createTable("guild_members")
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("nick", "text")
      .addColumn("avatar", "text")
      .addColumn("joined_at", id, (c) => c.notNull())
      .addColumn("pending", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("flags", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("timed_out_until", id)
      .addColumn("temporary", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("invite_code", "text")
      .addColumn("mute", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("deaf", "integer", (c) => c.notNull().defaultTo(0))
      .addPrimaryKeyConstraint("guild_members_pk", ["guild_id", "user_id"])
      .execute();
    await index(db, "guild_members", ["user_id"]);
    await index(db, "guild_members", ["guild_id", "joined_at"]);
    await partial(db, "guild_members", ["guild_id", "user_id"], "temporary = 1");

    await schema
      .createTable("member_roles")
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("role_id", id, (c) => c.notNull())
      .addPrimaryKeyConstraint("member_roles_pk", ["guild_id", "user_id", "role_id"])
      .execute();
    await index(db, "member_roles", ["role_id", "user_id"]);
    await index(db, "member_roles", ["user_id"]);

    await schema
      .createTable("channel_overwrites")
      .addColumn("channel_id", id, (c) => c.notNull())
      .addColumn("target_id", id, (c) => c.notNull())
      .addColumn("type", "integer", (c) => c.notNull())
      .addColumn("allow", "text", (c) => c.notNull())
      .addColumn("deny", "text", (c) => c.notNull())
      .addPrimaryKeyConstraint("channel_overwrites_pk", ["channel_id", "target_id"])
      .execute();
    await index(db, "channel_overwrites", ["target_id"]);

    await schema
      .createTable("thread_members")
      .addColumn("thread_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("joined_at", id, (c) => c.notNull())
      .addColumn("flags", "integer", (c) => c.notNull().defaultTo(0))
      .addPrimaryKeyConstraint("thread_members_pk", ["thread_id", "user_id"])
      .execute();
    await index(db, "thread_members", ["user_id"]);

    await schema
      .createTable("slow_modes")
      .addColumn("channel_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("last_at", id, (c) => c.notNull())
      .addPrimaryKeyConstraint("slow_modes_pk", ["channel_id", "user_id"])
      .execute();
    await index(db, "slow_modes", ["last_at"]);

    await schema
      .createTable("bans")
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("reason", "text")
      .addColumn("created_at", id, (c) => c.notNull())
      .addPrimaryKeyConstraint("bans_pk", ["guild_id", "user_id"])
      .execute();
    await index(db, "bans", ["user_id"]);

    await schema
      .createTable("message_purges")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("since_id", id, (c) => c.notNull())
      .addColumn("until_id", id, (c) => c.notNull())
      .execute();

    await schema
      .createTable("guild_invites")
      .addColumn("code", "text", (c) => c.primaryKey().notNull())
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("channel_id", id, (c) => c.notNull())
      .addColumn("inviter_id", id)
      .addColumn("max_age", "integer", (c) => c.notNull())
      .addColumn("max_uses", "integer", (c) => c.notNull())
      .addColumn("uses", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("temporary", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("created_at", id, (c) => c.notNull())
      .addColumn("expires_at", id)
      .execute();
    await index(db, "guild_invites", ["guild_id"]);
    await index(db, "guild_invites", ["channel_id"]);
    await partial(db, "guild_invites", ["expires_at"], "expires_at is not null");

    await schema
      .createTable("user_guild_settings")
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("data", "text", (c) => c.notNull())
      .addColumn("suppress_everyone", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("suppress_roles", "integer", (c) => c.notNull().defaultTo(0))
      .addPrimaryKeyConstraint("user_guild_settings_pk", ["user_id", "guild_id"])
      .execute();
    await index(db, "user_guild_settings", ["guild_id"]);

    await schema
      .createTable("audit_log")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("user_id", id)
      .addColumn("target_id", "text")
      .addColumn("action_type", "integer", (c) => c.notNull())
      .addColumn("reason", "text")
      .addColumn("changes", "text")
      .addColumn("options", "text")
      .execute();
    await index(db, "audit_log", ["guild_id", "id"]);

    await schema
      .createTable("message_role_mentions")
      .addColumn("message_id", id, (c) => c.notNull())
      .addColumn("channel_id", id, (c) => c.notNull())
      .addColumn("role_id", id, (c) => c.notNull())
      .addPrimaryKeyConstraint("message_role_mentions_pk", ["message_id", "role_id"])
      .execute();
    await index(db, "message_role_mentions", ["role_id", "message_id"]);
    await index(db, "message_role_mentions", ["channel_id", "message_id"]);
    await db.schema
      .createIndex("messages_everyone")
      .on("messages")
      .columns(["channel_id", "id"])
      .where(sql.ref("mention_everyone"), "=", 1)
      .execute();

    await schema
      .createTable("guild_templates")
      .addColumn("code", "text", (c) => c.primaryKey().notNull())
      .addColumn("guild_id", id, (c) => c.notNull().unique())
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("description", "text")
      .addColumn("usage_count", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("creator_id", id, (c) => c.notNull())
      .addColumn("created_at", id, (c) => c.notNull())
      .addColumn("updated_at", id, (c) => c.notNull())
      .addColumn("serialized", "text", (c) => c.notNull())
      .execute();

    await schema
      .createTable("channel_followers")
      .addColumn("source_id", id, (c) => c.notNull())
      .addColumn("target_id", id, (c) => c.notNull())
      .addColumn("target_guild_id", id, (c) => c.notNull())
      .addColumn("webhook_id", id, (c) => c.notNull().unique())
      .addColumn("created_at", id, (c) => c.notNull())
      .addPrimaryKeyConstraint("channel_followers_pk", ["source_id", "target_id"])
      .execute();
    await index(db, "channel_followers", ["target_id"]);

    await schema
      .createTable("crossposts")
      .addColumn("source_id", id, (c) => c.notNull())
      .addColumn("message_id", id, (c) => c.notNull())
      .addPrimaryKeyConstraint("crossposts_pk", ["source_id", "message_id"])
      .execute();

    await schema
      .createTable("automod_rules")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("creator_id", id, (c) => c.notNull())
      .addColumn("event_type", "integer", (c) => c.notNull())
      .addColumn("trigger_type", "integer", (c) => c.notNull())
      .addColumn("trigger_metadata", "text", (c) => c.notNull())
      .addColumn("actions", "text", (c) => c.notNull())
      .addColumn("enabled", "integer", (c) => c.notNull())
      .addColumn("exempt_roles", "text", (c) => c.notNull())
      .addColumn("exempt_channels", "text", (c) => c.notNull())
      .execute();
    await index(db, "automod_rules", ["guild_id"]);

    await schema
      .createTable("reports")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("guild_id", id)
      .addColumn("reporter_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("channel_id", id)
      .addColumn("message_id", id)
      .addColumn("content", "text")
      .addColumn("reason", "text", (c) => c.notNull())
      .addColumn("comment", "text", (c) => c.notNull())
      .addColumn("status", "text", (c) => c.notNull())
      .addColumn("outcome", "text")
      .addColumn("escalated", "integer", (c) => c.notNull().defaultTo(0))
      .addColumn("handled_by", id)
      .addColumn("handled_at", id)
      .addColumn("created_at", id, (c) => c.notNull())
      .execute();
    await index(db, "reports", ["guild_id", "status", "id"]);
    await index(db, "reports", ["status", "id"]);
    await index(db, "reports", ["reporter_id", "user_id"]);

    await schema
      .createTable("scheduled_events")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("channel_id", id)
      .addColumn("creator_id", id, (c) => c.notNull())
      .addColumn("name", "text", (c) => c.notNull())
      .addColumn("description", "text")
      .addColumn("image", "text")
      .addColumn("starts_at", id, (c) => c.notNull())
      .addColumn("ends_at", id)
      .addColumn("status", "integer", (c) => c.notNull())
      .addColumn("entity_type", "integer", (c) => c.notNull())
      .addColumn("location", "text")
      .addColumn("recurrence", "text")
      .addColumn("user_count", "integer", (c) => c.notNull().defaultTo(0))
      .execute();
    await index(db, "scheduled_events", ["guild_id", "status"]);

    await schema
      .createTable("scheduled_event_users")
      .addColumn("event_id", id, (c) => c.notNull())
      .addColumn("user_id", id, (c) => c.notNull())
      .addColumn("guild_id", id, (c) => c.notNull())
      .addColumn("created_at", id, (c) => c.notNull())
      .addPrimaryKeyConstraint("scheduled_event_users_pk", ["event_id", "user_id"])
      .execute();
    await index(db, "scheduled_event_users", ["user_id"]);

    await schema
      .createTable("instance_audit_log")
      .addColumn("id", primaryId, (c) => c.primaryKey().notNull())
      .addColumn("user_id", id)
      .addColumn("action", "text", (c) => c.notNull())
      .addColumn("target_id", "text")
      .addColumn("detail", "text")
      .execute();

    await schema
      .createTable("instance_figures")
      .addColumn("at", id, (c) => c.notNull())
      .addColumn("node", "integer", (c) => c.notNull())
      .addColumn("sessions", "integer", (c) => c.notNull())
      .addColumn("users", "integer", (c) => c.notNull())
      .addColumn("messages", "integer", (c) => c.notNull())
      .addColumn("requests", "integer", (c) => c.notNull())
      .addColumn("lag_p99", "integer", (c) => c.notNull())
      .addColumn("rss", id, (c) => c.notNull())
      .addPrimaryKeyConstraint("instance_figures_pk", ["at", "node"])
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

/** An index over the rows that `where` holds for. */
async function partial(db: Kysely<unknown>, table: string, columns: string[], where: string): Promise<void> {
  await db.schema
    .createIndex(`${table}_${columns.join("_")}`)
    .on(table)
    .columns(columns)
    .where(sql.raw(where) as never)
    .execute();
}
