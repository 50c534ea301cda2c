import { AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild, accessMember } from "../guild-core/access-guild.ts";
import { writeAudit } from "../guild-core/audit.ts";
import { removeMember } from "../guilds/leave-guild.ts";

/**
 * Puts somebody out of a server; they may come back.
 * @throws ApiError unknown_guild, unknown_member, missing_permissions
 */
export async function kickMember(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  guildId: string,
  userId: string,
  reason: string | null,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId, P.KickMembers);
    await accessMember(tx.sql, member, userId);
    await removeMember(tx, deps.bus, guildId, userId);
    const action = AuditLogEvent.MemberKick;
    await writeAudit(tx, deps, { guildId, actorId: actor.userId, action, targetId: userId, reason });
  });
}
