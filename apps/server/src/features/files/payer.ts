import type { ApiErrorName } from "@palabre/protocol";
import type { Sql } from "../../db/database.ts";

/** Whose room files take. */
export interface Payer {
  userId: string;
  /** What is answered when they have none left: it names them by what they are, since programs read it. */
  refusal: ApiErrorName;
}

/**
 * Who answers for the files that an account sends: people for their own, whoever owns an application for its bot's, whoever
 * made a webhook for what is posted through it. Somebody who left a server cannot end their webhooks there: the server's
 * owner can, and answers for them.
 */
export async function payerOf(sql: Sql, senderId: string): Promise<Payer> {
  const user = await sql.selectFrom("users").select("is_bot").where("id", "=", senderId).executeTakeFirst();
  if (user?.is_bot === 0) return { userId: senderId, refusal: "max_storage" };
  const ofApplication = await ownerOf(sql, senderId);
  if (ofApplication) return ofApplication;
  const webhook = await sql
    .selectFrom("webhooks as w")
    .innerJoin("guilds as g", "g.id", "w.guild_id")
    .leftJoin("guild_members as m", (on) =>
      on.onRef("m.guild_id", "=", "w.guild_id").onRef("m.user_id", "=", "w.creator_id"),
    )
    .select(["m.user_id as maker_id", "g.owner_id"])
    .where("w.id", "=", senderId)
    .executeTakeFirst();
  // Ended while its files came in: nothing of it is kept.
  if (!webhook) return { userId: senderId, refusal: "max_storage" };
  const { maker_id, owner_id } = webhook;
  if (maker_id === null) return { userId: owner_id, refusal: "max_storage_guild" };
  return (await ownerOf(sql, maker_id)) ?? { userId: maker_id, refusal: "max_storage_webhook" };
}

async function ownerOf(sql: Sql, applicationId: string): Promise<Payer | undefined> {
  const row = await sql
    .selectFrom("applications")
    .select("owner_id")
    .where("id", "=", applicationId)
    .executeTakeFirst();
  return row && { userId: row.owner_id, refusal: "max_storage_application" };
}
