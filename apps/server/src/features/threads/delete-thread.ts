import type { ThreadChannel } from "@palabre/protocol";
import { AuditLogEvent, MessageFlags, PermissionFlagsBits as P } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { auditPlace, writeAudit } from "../guild-core/audit.ts";
import { toThread } from "../guild-core/present-guild.ts";
import { DELETED } from "../guilds/purge-channels.ts";
import { asDispatched } from "../message-core/as-dispatched.ts";
import { presentMessage } from "../message-core/present.ts";
import { findMessage } from "../message-core/queries.ts";
import type { SendParts } from "../messages/send-message.ts";
import { accessThread } from "./access-thread.ts";

/**
 * Deletes a thread; it takes Manage Threads. Its messages and files follow behind: see purge-channels.ts.
 * @throws ApiError unknown_channel, missing_permissions
 */
export async function deleteThread(
  { db, bus, newId, urls }: SendParts,
  actor: Actor,
  threadId: string,
  reason: string | null,
): Promise<ThreadChannel> {
  return db.transaction(async (tx) => {
    const { channel, row } = await accessThread(tx, actor, threadId);
    if ((channel.permissions & P.ManageThreads) === 0n) throw new ApiError("missing_permissions");
    const guildId = channel.guild_id;
    await tx.sql.updateTable("channels").set({ guild_id: DELETED }).where("id", "=", threadId).execute();
    const { id, parent_id, type } = row;
    await writeAudit(
      tx,
      { bus, newId },
      {
        guildId,
        actorId: actor.userId,
        action: AuditLogEvent.ThreadDelete,
        targetId: id,
        channelId: auditPlace(row),
        changes: [{ key: "name", old_value: row.name ?? "" }],
        reason,
      },
    );
    announce(tx, bus, `guild:${guildId}`, "THREAD_DELETE", { id, guild_id: guildId, parent_id, type });
    const thread = toThread(row);
    const began = parent_id === null ? undefined : await findMessage(tx.sql, parent_id, id);
    if (!began) return thread;
    const flags = began.flags & ~MessageFlags.HasThread;
    await tx.sql.updateTable("messages").set({ flags }).where("id", "=", id).execute();
    const message = await presentMessage(tx.sql, { ...began, flags }, { viewerId: null, urls });
    const d = await asDispatched(tx.sql, guildId, message);
    announce(tx, bus, `channel:${parent_id}`, "MESSAGE_UPDATE", d);
    return thread;
  });
}
