import { type Kysely, sql } from "kysely";
import type { ColumnTypes } from "./column-types.ts";

/** Whose room a file takes, not always that of the account that sent it; webhooks whose bot left go. */
export function chargedFiles({ id }: ColumnTypes) {
  return async (db: Kysely<unknown>): Promise<void> => {
    await db.schema
      .alterTable("attachments")
      .addColumn("charged_to", id, (c) => c.notNull().defaultTo(0))
      .execute();
    // People answer for their own, owners of applications for their bots', whoever made a webhook and is still in its
    // server for that one's; for the rest, webhooks that are gone among it, the server's owner.
    await sql`
      update attachments set charged_to = coalesce(
        (select u.id from users u where u.id = attachments.uploader_id and u.is_bot = 0),
        (select a.owner_id from applications a where a.id = attachments.uploader_id),
        (select coalesce(a.owner_id, m.user_id) from webhooks w
          left join applications a on a.id = w.creator_id
          left join guild_members m on m.guild_id = w.guild_id and m.user_id = w.creator_id
          where w.id = attachments.uploader_id),
        (select g.owner_id from channels c join guilds g on g.id = c.guild_id
          where c.id = attachments.channel_id),
        attachments.uploader_id)`.execute(db);
    await sql`
      delete from webhooks where application_id is not null and not exists (
        select 1 from guild_integrations i
        where i.guild_id = webhooks.guild_id and i.application_id = webhooks.application_id)`.execute(db);
    await db.schema.dropIndex("attachments_uploader_id_size").execute();
    // How much somebody's files take is added up from this index alone.
    await db.schema
      .createIndex("attachments_charged_to_size")
      .on("attachments")
      .columns(["charged_to", "size"])
      .execute();
  };
}
