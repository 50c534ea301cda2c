import { LIMITS } from "@palabre/protocol";
import { ChannelFlags, ChannelType } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import { isThread } from "../guild-core/access-guild.ts";
import {
  extraOf,
  type GuildChannelRow,
  type ThreadMemberRow,
  toThread,
  toThreadMember,
} from "../guild-core/present-guild.ts";
import { isOpen } from "../guild-core/read-guilds.ts";
import { inList } from "../message-core/in-list.ts";
import { isWritten } from "../message-core/written.ts";
import type { AccessibleChannel } from "./access.ts";

const MINUTE = 60_000;
/** Minutes, where nobody chose. */
export const ARCHIVE_AFTER = 4_320;

/** When silence archives a thread, in milliseconds since 1970; a post that is pinned stays. */
export const archiveTime = (
  thread: Pick<GuildChannelRow, "extra" | "flags">,
  from = Date.now(),
): number | null =>
  (thread.flags & ChannelFlags.Pinned) === 0
    ? from + (extraOf(thread).auto_archive_duration ?? ARCHIVE_AFTER) * MINUTE
    : null;

/** What locks a thread's server, for whoever may have to bring the thread back. */
export async function lockArchived(tx: Tx, channel: Pick<AccessibleChannel, "archived" | "guild_id">) {
  if (channel.archived !== 1 || channel.guild_id === null) return;
  await tx.lock(`guild:${channel.guild_id}`);
  await requireRoomForThread(tx, channel.guild_id);
}

/** Refuses one active thread too many. Whoever calls holds `guild:ID`. @throws ApiError max_threads */
export async function requireRoomForThread(tx: Tx, guildId: string): Promise<void> {
  const { count } = await tx.sql
    .selectFrom("channels")
    .select((e) => e.fn.countAll().as("count"))
    .where("guild_id", "=", guildId)
    .where(isOpen())
    .where("archived", "is not", null)
    .executeTakeFirstOrThrow();
  if (Number(count) >= LIMITS.activeThreads) throw new ApiError("max_threads");
}

/**
 * What a message does to its thread, to be called after it is inserted and before it is announced: it is counted,
 * silence begins anew, a thread that was put away comes back, and the author and those named come into it.
 * @param isFirst the message that a forum's post begins with, which is not counted
 */
export async function stirThread(
  tx: Tx,
  bus: Bus,
  threadId: string,
  { joinIds, isFirst }: { joinIds: readonly string[]; isFirst: boolean },
): Promise<void> {
  const more = isFirst ? 0 : 1;
  const thread = await tx.sql
    .updateTable("channels")
    .set((e) => ({
      message_count: e("message_count", "+", more),
      total_message_sent: e("total_message_sent", "+", more),
    }))
    .where("id", "=", threadId)
    .returningAll()
    .executeTakeFirstOrThrow();
  if (thread.archived === 1) await wakeThread(tx, bus, thread);
  else {
    const archives_at = archiveTime(thread);
    await tx.sql.updateTable("channels").set({ archives_at }).where("id", "=", threadId).execute();
  }
  const room = LIMITS.threadMembers - thread.member_count;
  if (room > 0) await addToThread(tx, bus, thread, joinIds.slice(0, room));
}

/** Messages that are gone count no more; how many were sent stays. Those that never counted are left out. */
export async function uncountInThread(
  tx: Tx,
  channel: { id: string; type: number },
  gone: readonly { id: string; type: number }[],
): Promise<void> {
  if (!isThread(channel.type)) return;
  const counted = gone.filter((row) => row.id !== channel.id && isWritten(row)).length;
  if (counted === 0) return;
  await tx.sql
    .updateTable("channels")
    .set((e) => ({ message_count: e("message_count", "-", counted) }))
    .where("id", "=", channel.id)
    .where("message_count", ">=", counted)
    .execute();
}

/** Brings a thread back from the archive, with the transaction. */
async function wakeThread(tx: Tx, bus: Bus, thread: GuildChannelRow): Promise<void> {
  const now = Date.now();
  const awake = { archived: 0 as const, archived_at: now, archives_at: archiveTime(thread, now) };
  await tx.sql.updateTable("channels").set(awake).where("id", "=", thread.id).execute();
  await announceThread(tx, bus, { ...thread, ...awake }, { isBack: true });
}

/** Tells those who see a thread how it is now. One that is back names who is in it, if it is private. */
export async function announceThread(
  tx: Tx,
  bus: Bus,
  thread: GuildChannelRow,
  { isBack }: { isBack: boolean },
): Promise<void> {
  const topic = `guild:${thread.guild_id}` as const;
  announce(tx, bus, topic, "THREAD_UPDATE", toThread(thread));
  if (!isBack || thread.type !== ChannelType.PrivateThread) return;
  const members = await tx.sql
    .selectFrom("thread_members")
    .selectAll()
    .where("thread_id", "=", thread.id)
    .limit(LIMITS.threadMembers)
    .execute();
  announceMembers(tx, bus, thread, { added: members, removed: [], count: thread.member_count });
}

/**
 * Puts people into a thread, with the transaction; who is in it stays.
 * @returns those who are new
 */
export async function addToThread(
  tx: Tx,
  bus: Bus,
  thread: Pick<GuildChannelRow, "id" | "guild_id" | "last_message_id">,
  userIds: readonly string[],
): Promise<ThreadMemberRow[]> {
  if (userIds.length === 0) return [];
  const now = Date.now();
  const added = await tx.sql
    .insertInto("thread_members")
    .values(
      [...new Set(userIds)].sort().map((user_id) => ({ thread_id: thread.id, user_id, joined_at: now })),
    )
    .onConflict((c) => c.doNothing())
    .returningAll()
    .execute();
  if (added.length === 0) return [];
  // What was written before they came is read, unless it called them.
  await tx.sql
    .insertInto("read_states")
    .values(
      added.map(({ user_id }) => ({
        user_id,
        channel_id: thread.id,
        last_message_id: thread.last_message_id,
      })),
    )
    .onConflict((c) => c.doNothing())
    .execute();
  const count = await recount(tx, thread.id, added.length);
  announceMembers(tx, bus, thread, { added, removed: [], count });
  // To each who came, with the thread that they may see only now: the sign by which bots know that they are in it.
  for (const row of added) {
    const d = { ...toThreadMember(row), guild_id: thread.guild_id };
    announce(tx, bus, `user:${row.user_id}`, "THREAD_MEMBER_UPDATE", d);
  }
  return added;
}

/** Takes somebody out of a thread, with the transaction. Whether they were in it. */
export async function removeFromThread(
  tx: Tx,
  bus: Bus,
  thread: Pick<GuildChannelRow, "id" | "guild_id">,
  userId: string,
): Promise<boolean> {
  const { numDeletedRows } = await tx.sql
    .deleteFrom("thread_members")
    .where("thread_id", "=", thread.id)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  if (numDeletedRows === 0n) return false;
  const count = await recount(tx, thread.id, -1);
  announceMembers(tx, bus, thread, { added: [], removed: [userId], count });
  return true;
}

/** Rows changed by one statement: a statement has only so many parameters. */
const LEFT_AT_ONCE = 1_024;

/**
 * Takes somebody out of every thread of a server, with the transaction, the archived ones too.
 * @returns what tells those who see the threads, to be called once it is told that they left the server
 */
export async function leaveThreads(tx: Tx, bus: Bus, guildId: string, userId: string): Promise<() => void> {
  const mine = tx.sql
    .selectFrom("thread_members as t")
    .innerJoin("channels as c", "c.id", "t.thread_id")
    .select("c.id")
    .where("t.user_id", "=", userId)
    .where("c.guild_id", "=", guildId);
  // Whoever writes takes the thread's row before its members.
  await tx.sql
    .updateTable("channels")
    .set((e) => ({ member_count: e.ref("member_count") }))
    .where("id", "in", mine)
    .execute();
  const gone = await tx.sql
    .deleteFrom("thread_members")
    .where("user_id", "=", userId)
    .where("thread_id", "in", mine)
    .returning("thread_id")
    .execute();
  const left: (Pick<GuildChannelRow, "id" | "guild_id"> & { count: number })[] = [];
  for (let n = 0; n < gone.length; n += LEFT_AT_ONCE) {
    const ids = gone.slice(n, n + LEFT_AT_ONCE).map(({ thread_id }) => thread_id);
    const rows = await tx.sql
      .updateTable("channels")
      .set((e) => ({ member_count: e("member_count", "-", 1) }))
      .where("id", "in", inList(ids))
      .returning(["id", "guild_id", "archived", "member_count as count"])
      .execute();
    // Nothing is told of what happens in an archived one.
    left.push(...rows.filter(({ archived }) => archived === 0));
  }
  return () => {
    for (const thread of left) {
      announceMembers(tx, bus, thread, { added: [], removed: [userId], count: thread.count });
    }
  };
}

async function recount(tx: Tx, threadId: string, by: number): Promise<number> {
  const { member_count } = await tx.sql
    .updateTable("channels")
    .set((e) => ({ member_count: e("member_count", "+", by) }))
    .where("id", "=", threadId)
    .returning("member_count")
    .executeTakeFirstOrThrow();
  return member_count;
}

function announceMembers(
  tx: Tx,
  bus: Bus,
  thread: Pick<GuildChannelRow, "id" | "guild_id">,
  { added, removed, count }: { added: readonly ThreadMemberRow[]; removed: readonly string[]; count: number },
): void {
  announce(tx, bus, `guild:${thread.guild_id}`, "THREAD_MEMBERS_UPDATE", {
    id: thread.id,
    guild_id: thread.guild_id,
    // As in the thread itself: counted up to 50.
    member_count: Math.min(count, 50),
    added_members: added.map(toThreadMember),
    removed_member_ids: [...removed],
  });
}
