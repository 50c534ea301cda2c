import type { APIUser } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessChannel } from "../channels/access.ts";
import { findMessage } from "../message-core/queries.ts";
import { JOINED_USER_COLUMNS, toUser } from "../users/present.ts";
import type { Target } from "./react.ts";

/** Who reacted with an emoji, by user id, from the one after `after`. */
export async function listReactors(
  sql: Sql,
  actor: Actor,
  { channelId, messageId }: Target,
  emoji: string,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<APIUser[]> {
  await accessChannel(sql, actor, channelId, P.ReadMessageHistory);
  if (!(await findMessage(sql, channelId, messageId))) throw new ApiError("unknown_message");
  let query = sql
    .selectFrom("reactions as r")
    .innerJoin("users as u", "u.id", "r.user_id")
    .select(JOINED_USER_COLUMNS)
    .where("r.message_id", "=", messageId)
    .where("r.emoji", "=", emoji);
  if (after !== undefined) query = query.where("r.user_id", ">", after);
  const rows = await query.orderBy("r.user_id").limit(limit).execute();
  return rows.map(toUser);
}
