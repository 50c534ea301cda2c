import type { APIAuditLogChange, APIAuditLogOptions, AuditLogEvent } from "discord-api-types/v10";
import { ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Tx } from "../../db/database.ts";
import { isThread } from "./access-guild.ts";

/** One old and new value; a key that is absent on one side came or went. */
export interface Change {
  key: string;
  old_value?: unknown;
  new_value?: unknown;
}

export interface AuditEntry {
  guildId: string;
  /** Who did it; null for the server itself. */
  actorId: string | null;
  action: AuditLogEvent;
  targetId?: string | null;
  /**
   * The channel that it is about, or in which it happened: the entry is for those who see it. Of a thread: see
   * {@link auditPlace}.
   */
  channelId?: string | null;
  changes?: readonly Change[];
  options?: APIAuditLogOptions | Record<string, string>;
  /** As `X-Audit-Log-Reason` gave it. */
  reason?: string | null | undefined;
}

/** Where what happens in a channel or thread belongs: what all see who see the channel of a thread belongs to that. */
export const auditPlace = ({
  id,
  type,
  parent_id,
}: {
  id: string;
  type: number;
  parent_id: string | null;
}): string => (isThread(type) && type !== ChannelType.PrivateThread ? (parent_id ?? id) : id);

/**
 * Notes what was done, in the transaction that did it. Those who hold View Audit Log are told with it, of what is about
 * a channel only those who see the channel: to be called after it comes, and before it goes.
 * @returns the entry's id
 */
export async function writeAudit(
  tx: Tx,
  { bus, newId }: { bus: Bus; newId: () => string },
  entry: AuditEntry,
): Promise<string> {
  const {
    guildId,
    actorId,
    action,
    targetId = null,
    channelId = null,
    changes = [],
    options,
    reason,
  } = entry;
  const id = newId();
  await tx.sql
    .insertInto("audit_log")
    .values({
      id,
      guild_id: guildId,
      user_id: actorId,
      target_id: targetId,
      channel_id: channelId,
      action_type: action,
      reason: reason ?? null,
      changes: changes.length > 0 ? JSON.stringify(changes) : null,
      options: options ? JSON.stringify(options) : null,
    })
    .execute();
  const d = {
    guild_id: guildId,
    id,
    user_id: actorId,
    target_id: targetId,
    action_type: action,
    ...(changes.length > 0 && { changes: changes as APIAuditLogChange[] }),
    ...(options && { options }),
    ...(reason && { reason }),
    // By this the gateway knows who may be told.
    ...(channelId !== null && { channel_id: channelId }),
  };
  const needs = String(P.ViewAuditLog);
  tx.afterCommit(() =>
    bus.publish({ kind: "dispatch", topic: `guild:${guildId}`, t: "GUILD_AUDIT_LOG_ENTRY_CREATE", d, needs }),
  );
  return id;
}

/** What differs between two rows, under the documented names; `keys` maps a column to its name in the log. */
export function changesBetween<T extends object>(
  before: Partial<T>,
  after: Partial<T>,
  keys: { [K in keyof T]?: string },
): Change[] {
  const changes: Change[] = [];
  for (const column of Object.keys(keys) as (keyof T)[]) {
    if (!(column in after)) continue;
    const [was, is] = [before[column], after[column]];
    if (was === is || JSON.stringify(was) === JSON.stringify(is)) continue;
    changes.push({
      key: keys[column] ?? String(column),
      ...(was !== null && was !== undefined && { old_value: was }),
      ...(is !== null && is !== undefined && { new_value: is }),
    });
  }
  return changes;
}
