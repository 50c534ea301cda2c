import { type APIMessage, compareSnowflakes, snowflakeAt, snowflakeTime } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { ExpressionBuilder } from "kysely";
import type { Database, Sql } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { type AccessibleChannel, accessChannel } from "../channels/access.ts";
import type { AttachmentUrls } from "../message-core/attachment-urls.ts";
import { presentMessages } from "../message-core/present.ts";
import type { MessageRow } from "../message-core/queries.ts";

/** How long the inbox shows what called everyone, in milliseconds. */
const EVERYONE_MS = 14 * 24 * 60 * 60 * 1_000;
/** Pages looked through for what one still sees. */
const ROUNDS = 5;

/**
 * Messages of others that mention the actor, a role of theirs or everyone, in channels they still see, newest first;
 * without those put away.
 */
export async function listMentions(
  { db, urls }: { db: Database; urls: AttachmentUrls },
  actor: Actor,
  { limit, before }: { limit: number; before?: string | undefined },
): Promise<APIMessage[]> {
  const found: MessageRow[] = [];
  const channels = new Map<string, AccessibleChannel | null>();
  let edge = before;
  for (let round = 0; round < ROUNDS && found.length < limit; round++) {
    const page = await readPage(db.read, actor.userId, limit, edge);
    for (const row of page) {
      let channel = channels.get(row.channel_id);
      if (channel === undefined) channel = await findReadable(db.read, actor, row.channel_id);
      channels.set(row.channel_id, channel);
      // What was written before they came is read.
      const isOld = channel?.member && snowflakeTime(row.id) < channel.member.joinedAt;
      if (channel && !isOld && found.length < limit) found.push(row);
    }
    if (page.length < limit) break;
    edge = page.at(-1)?.id;
  }
  return presentMessages(db.read, found, { viewerId: actor.userId, urls });
}

async function findReadable(sql: Sql, actor: Actor, channelId: string): Promise<AccessibleChannel | null> {
  try {
    return await accessChannel(sql, actor, channelId, P.ReadMessageHistory);
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}

/** Up to `limit` messages that call the actor, whether they see them or not; each kind of call from its own index. */
async function readPage(sql: Sql, userId: string, limit: number, before?: string): Promise<MessageRow[]> {
  const named = sql
    .selectFrom("message_mentions as mm")
    .innerJoin("messages as m", "m.id", "mm.message_id")
    .selectAll("m")
    .where("mm.user_id", "=", userId)
    .where("mm.dismissed", "=", 0)
    .where("m.author_id", "!=", userId)
    .$if(before !== undefined, (query) => query.where("mm.message_id", "<", before ?? ""))
    .orderBy("mm.message_id", "desc")
    .limit(limit);
  const joined = await sql
    .selectFrom("guild_members")
    .select(["guild_id", "joined_at"])
    .where("user_id", "=", userId)
    .execute();
  if (joined.length === 0) return named.execute();
  const roles = sql
    .selectFrom("member_roles as own")
    .innerJoin("message_role_mentions as r", "r.role_id", "own.role_id")
    .innerJoin("messages as m", "m.id", "r.message_id")
    .selectAll("m")
    .where("own.user_id", "=", userId)
    .where("m.author_id", "!=", userId)
    .where((is) => is.not(is.exists(putAway(is, userId))))
    .$if(before !== undefined, (query) => query.where("r.message_id", "<", before ?? ""))
    .orderBy("r.message_id", "desc")
    .limit(limit);
  const everyone = sql
    .selectFrom("channels as c")
    .innerJoin("messages as m", "m.channel_id", "c.id")
    .selectAll("m")
    .where(
      "c.guild_id",
      "in",
      joined.map(({ guild_id }) => guild_id),
    )
    .where((is) => is("m.mention_everyone", "=", is.lit(1)))
    .where("m.id", ">", snowflakeAt(Date.now() - EVERYONE_MS))
    .where("m.author_id", "!=", userId)
    .where((is) => is.not(is.exists(putAway(is, userId))))
    .$if(before !== undefined, (query) => query.where("m.id", "<", before ?? ""))
    .orderBy("m.id", "desc")
    .limit(limit);
  const lists = await Promise.all([named.execute(), roles.execute(), everyone.execute()]);
  const byId = new Map(lists.flat().map((row) => [row.id, row]));
  return [...byId.values()].sort((a, b) => compareSnowflakes(b.id, a.id)).slice(0, limit);
}

const putAway = (is: ExpressionBuilder<Schema & { m: Schema["messages"] }, "m">, userId: string) =>
  is
    .selectFrom("message_mentions as away")
    .select("away.user_id")
    .whereRef("away.message_id", "=", "m.id")
    .where("away.user_id", "=", userId)
    .where("away.dismissed", "=", 1);

/**
 * Puts a mention away. One that is not there is as good as put away; what called everyone or a role is noted for this
 * one person.
 */
export async function dismissMention(
  { db }: { db: Database },
  actor: Actor,
  messageId: string,
): Promise<void> {
  await db.transaction(async ({ sql }) => {
    const { numUpdatedRows } = await sql
      .updateTable("message_mentions")
      .set({ dismissed: 1 })
      .where("message_id", "=", messageId)
      .where("user_id", "=", actor.userId)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) return;
    const message = await sql
      .selectFrom("messages as m")
      .innerJoin("channels as c", "c.id", "m.channel_id")
      .select("m.channel_id")
      .where("m.id", "=", messageId)
      .where("c.guild_id", "is not", null)
      .executeTakeFirst();
    if (!message || !(await findReadable(sql, actor, message.channel_id))) return;
    await sql
      .insertInto("message_mentions")
      .values({
        message_id: messageId,
        channel_id: message.channel_id,
        user_id: actor.userId,
        everyone: 1,
        dismissed: 1,
      })
      .onConflict((c) => c.doNothing())
      .execute();
  });
}
