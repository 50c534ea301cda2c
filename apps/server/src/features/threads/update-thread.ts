import type { ThreadChannel } from "@palabre/protocol";
import { AuditLogEvent, ChannelFlags, ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import { sql as raw } from "kysely";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import type { CheckMessage } from "../automod/check-message.ts";
import type { AccessibleGuildChannel } from "../channels/access.ts";
import { announceThread, archiveTime, requireRoomForThread } from "../channels/thread-life.ts";
import { auditPlace, changesBetween, writeAudit } from "../guild-core/audit.ts";
import { type ChannelExtra, extraOf, type GuildChannelRow, toThread } from "../guild-core/present-guild.ts";
import { accessThread, readRow } from "./access-thread.ts";
import { checkName } from "./check-name.ts";
import { requireTags } from "./tags.ts";
import type { UpdateThreadInput } from "./thread-body.ts";

/** What only those change who manage threads; of a private thread its owner says who may bring others in. */
const MANAGED = ["locked", "rate_limit_per_user", "flags", "invitable"] as const;

const LOGGED = {
  name: "name",
  rate_limit_per_user: "rate_limit_per_user",
  flags: "flags",
  archived: "archived",
  auto_archive_duration: "auto_archive_duration",
  locked: "locked",
  invitable: "invitable",
  applied_tags: "applied_tags",
};

/**
 * Changes a thread: whoever manages threads all of it, whoever began it its name, tags and archiving; and whoever may
 * write brings one back that is not locked.
 * @throws ApiError unknown_channel, missing_permissions, thread_archived, max_threads, max_pinned_threads, tag_required,
 *   automod_blocked, invalid_form_body
 */
export async function updateThread(
  deps: { db: Database; bus: Bus; newId: () => string; automod: CheckMessage },
  actor: Actor,
  threadId: string,
  input: UpdateThreadInput,
  reason: string | null,
): Promise<ThreadChannel> {
  return deps.db.transaction(async (tx) => {
    const { channel, row } = await accessThread(tx, actor, threadId);
    const extra = extraOf(row);
    requireMayChange(channel, actor, input);
    const wasArchived = row.archived === 1;
    const archived = input.archived ?? wasArchived;
    if (wasArchived && archived) {
      if (isEmpty(input)) return toThread(row);
      throw new ApiError("thread_archived");
    }
    if (wasArchived) await requireRoomForThread(tx, channel.guild_id);
    if (input.name && input.name !== row.name) {
      await checkName(tx, deps.automod, actor, channel, channel, input.name);
    }
    const now = Date.now();
    const nextExtra = await mergeExtra(tx, channel, row, extra, input);
    const next: GuildChannelRow = {
      ...row,
      name: input.name ?? row.name,
      rate_limit_per_user: input.rate_limit_per_user ?? row.rate_limit_per_user,
      // What is put away is pinned no more.
      flags: archived ? row.flags & ~ChannelFlags.Pinned : (input.flags ?? row.flags),
      extra: JSON.stringify(nextExtra),
      archived: archived ? 1 : 0,
    };
    if ((next.flags & ~row.flags & ChannelFlags.Pinned) !== 0) await requireRoomForPin(tx, row);
    const changes = changesBetween<Record<string, unknown>>(logged(row), logged(next), LOGGED);
    if (changes.length === 0) return toThread(row);
    if (wasArchived !== archived) next.archived_at = now;
    next.archives_at = archived ? null : archiveTime(next, now);
    const { name, rate_limit_per_user, flags, archived_at, archives_at } = next;
    await tx.sql
      .updateTable("channels")
      .set({
        name,
        rate_limit_per_user,
        flags,
        extra: next.extra,
        archived: next.archived,
        archived_at,
        archives_at,
      })
      .where("id", "=", threadId)
      .execute();
    const note = () =>
      writeAudit(tx, deps, {
        guildId: channel.guild_id,
        actorId: actor.userId,
        action: AuditLogEvent.ThreadUpdate,
        targetId: threadId,
        channelId: auditPlace(channel),
        changes,
        reason,
      });
    if (!wasArchived) await note();
    await announceThread(tx, deps.bus, next, { isBack: wasArchived && !archived });
    if (wasArchived) await note();
    return toThread(next);
  });
}

/** One post of a forum is pinned. @throws ApiError max_pinned_threads */
async function requireRoomForPin(tx: Tx, { id, guild_id, parent_id }: GuildChannelRow): Promise<void> {
  const other = await tx.sql
    .selectFrom("channels")
    .select("id")
    .where("parent_id", "=", parent_id)
    .where("archived", "=", 0)
    .where("guild_id", "=", guild_id)
    .where("id", "!=", id)
    .where(raw<number>`flags & 2`, "!=", 0)
    .limit(1)
    .executeTakeFirst();
  if (other) throw new ApiError("max_pinned_threads");
}

const logged = (row: GuildChannelRow): Record<string, unknown> => ({
  ...extraOf(row),
  name: row.name,
  rate_limit_per_user: row.rate_limit_per_user,
  flags: row.flags,
  archived: row.archived === 1,
});

const isEmpty = ({ archived: _, ...rest }: UpdateThreadInput): boolean =>
  Object.values(rest).every((value) => value === null || value === undefined);

function requireMayChange(
  { permissions, owner_id, type, extra }: AccessibleGuildChannel,
  actor: Actor,
  input: UpdateThreadInput,
): void {
  if ((permissions & P.ManageThreads) !== 0n) return;
  const refuse = new ApiError("missing_permissions");
  if ((permissions & P.SendMessages) === 0n || extraOf({ extra }).locked) throw refuse;
  const given = (field: keyof UpdateThreadInput) => input[field] !== null && input[field] !== undefined;
  if (owner_id === actor.userId) {
    const isOwnToSay = (field: string) => field === "invitable" && type === ChannelType.PrivateThread;
    if (MANAGED.some((field) => given(field) && !isOwnToSay(field))) throw refuse;
    return;
  }
  if (input.archived !== false || !isEmpty(input)) throw refuse;
}

async function mergeExtra(
  tx: Tx,
  channel: AccessibleGuildChannel,
  row: GuildChannelRow,
  before: ChannelExtra,
  input: UpdateThreadInput,
): Promise<ChannelExtra> {
  const after: ChannelExtra = { ...before };
  if (input.auto_archive_duration) after.auto_archive_duration = input.auto_archive_duration;
  if (input.locked !== null && input.locked !== undefined) after.locked = input.locked;
  if (input.invitable !== null && input.invitable !== undefined) {
    if (row.type !== ChannelType.PrivateThread) {
      throw fieldError("invitable", "BASE_TYPE_INVALID", "Only a private thread says that.");
    }
    after.invitable = input.invitable;
  }
  const isForum = input.flags || input.applied_tags;
  if (!isForum) return after;
  const parent = await readRow(tx.sql, row.parent_id ?? "0");
  if (parent.type !== ChannelType.GuildForum) {
    const field = input.applied_tags ? "applied_tags" : "flags";
    throw fieldError(field, "BASE_TYPE_INVALID", "Only posts of forums have that.");
  }
  if (input.applied_tags) {
    after.applied_tags = requireTags(
      parent,
      channel.permissions,
      before.applied_tags ?? [],
      input.applied_tags,
    );
  }
  return after;
}
