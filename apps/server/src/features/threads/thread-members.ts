import { LIMITS } from "@palabre/protocol";
import {
  type APIGuildMember,
  type APIThreadMember,
  ChannelType,
  PermissionFlagsBits as P,
} from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuildChannel } from "../channels/access.ts";
import { requireAwake } from "../channels/may-write.ts";
import { addToThread, removeFromThread } from "../channels/thread-life.ts";
import { isThread } from "../guild-core/access-guild.ts";
import { findViewers } from "../guild-core/find-viewers.ts";
import { memberQuery, presentMembers } from "../guild-core/members.ts";
import { toThreadMember } from "../guild-core/present-guild.ts";
import { mayBringIn } from "../messages/guild-addressees.ts";
import { accessThread } from "./access-thread.ts";

type Parts = { db: Database; bus: Bus };

/**
 * Comes into a thread, or brings another in who sees its channel; who is in it already stays.
 * @throws ApiError unknown_channel, invalid_channel_type, thread_archived, missing_permissions, missing_access,
 *   max_thread_members
 */
export async function joinThread(
  { db, bus }: Parts,
  actor: Actor,
  threadId: string,
  userId: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const { channel, row } = await accessThread(tx, actor, threadId);
    requireAwake(channel);
    if (userId !== actor.userId) {
      const isAllowed = (channel.permissions & P.SendMessages) !== 0n;
      const isClosed = row.type === ChannelType.PrivateThread && !mayBringIn(channel);
      if (!isAllowed || isClosed) throw new ApiError("missing_permissions");
      if ((await findViewers(tx.sql, channel, [userId])).length === 0) throw new ApiError("missing_access");
    }
    if (row.member_count >= LIMITS.threadMembers) throw new ApiError("max_thread_members");
    await addToThread(tx, bus, row, [userId]);
  });
}

/**
 * Leaves a thread, or takes another out of it: with Manage Threads, or as the one who began a private thread. Who is
 * not in it is as good as gone.
 * @throws ApiError unknown_channel, invalid_channel_type, thread_archived, missing_permissions
 */
export async function leaveThread(
  { db, bus }: Parts,
  actor: Actor,
  threadId: string,
  userId: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const { channel, row } = await accessThread(tx, actor, threadId);
    requireAwake(channel);
    const isOwn = row.type === ChannelType.PrivateThread && row.owner_id === actor.userId;
    if (userId !== actor.userId && !isOwn && (channel.permissions & P.ManageThreads) === 0n) {
      throw new ApiError("missing_permissions");
    }
    await removeFromThread(tx, bus, row, userId);
  });
}

/** Who is in a thread, by user id, from the one after `after`. */
export async function listThreadMembers(
  sql: Sql,
  actor: Actor,
  threadId: string,
  { limit, after, userId }: { limit: number; after?: string | undefined; userId?: string },
  withMember: boolean,
): Promise<(APIThreadMember & { member?: APIGuildMember })[]> {
  const channel = await accessGuildChannel(sql, actor, threadId);
  if (!isThread(channel.type)) throw new ApiError("invalid_channel_type");
  let query = sql.selectFrom("thread_members").selectAll().where("thread_id", "=", threadId);
  if (after !== undefined) query = query.where("user_id", ">", after);
  if (userId !== undefined) query = query.where("user_id", "=", userId);
  const rows = await query.orderBy("user_id").limit(limit).execute();
  if (!withMember || rows.length === 0) return rows.map(toThreadMember);
  const ids = rows.map(({ user_id }) => user_id);
  const found = await memberQuery(sql, channel.guild_id).where("m.user_id", "in", ids).execute();
  const members = await presentMembers(sql, channel.guild_id, found);
  const byId = new Map(members.map((member) => [member.user?.id, member]));
  return rows.map((row) => {
    const member = byId.get(row.user_id);
    return member ? { ...toThreadMember(row), member } : toThreadMember(row);
  });
}
