import { type APIInvite, AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { findMember, permissionsIn } from "../guild-core/access-guild.ts";
import { writeAudit } from "../guild-core/audit.ts";
import { findInvite, type InviteRow } from "./find-invite.ts";
import { logged } from "./logged.ts";
import { toInvite } from "./present-invite.ts";

/**
 * Takes an invitation back: one's own, or with Manage Channels in its channel or Manage Guild anybody's. A vanity code
 * is not taken back but changed.
 * @throws ApiError unknown_invite, missing_permissions
 */
export async function deleteInvite(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  code: string,
  reason: string | null,
): Promise<APIInvite> {
  const { guild } = await findInvite(deps.db.read, code);
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guild.id}`);
    const { row, channel } = await findInvite(tx.sql, code);
    const member = await findMember(tx.sql, guild.id, actor.userId);
    if (!member || !row || !channel) throw new ApiError("missing_permissions");
    const here = await permissionsIn(tx.sql, member, { ...channel, guild_id: guild.id, parent_id: null });
    const may =
      row.inviter_id === actor.userId ||
      (member.permissions & P.ManageGuild) !== 0n ||
      (here & P.ManageChannels) !== 0n;
    if (!may) throw new ApiError("missing_permissions");
    await tx.sql.deleteFrom("guild_invites").where("code", "=", row.code).execute();
    await tx.sql.deleteFrom("invite_targets").where("code", "=", row.code).execute();
    await writeAudit(tx, deps, {
      guildId: guild.id,
      actorId: actor.userId,
      action: AuditLogEvent.InviteDelete,
      channelId: row.channel_id,
      changes: logged(row).map(([key, old_value]) => ({ key, old_value })),
      reason,
    });
    announceInviteGone(tx, deps.bus, row);
    return toInvite({ code: row.code, guild, row, channel: (here & P.ViewChannel) !== 0n ? channel : null });
  });
}

export function announceInviteGone(
  tx: Tx,
  bus: Bus,
  { code, guild_id, channel_id }: Pick<InviteRow, "code" | "guild_id" | "channel_id">,
): void {
  const d = { channel_id, guild_id, code };
  announce(tx, bus, `guild:${guild_id}`, "INVITE_DELETE", d, P.ManageChannels);
}

/** Deletes what has run out. Several sweepers may run at once: each invitation goes with one of them. */
export async function sweepInvites({ db, bus }: { db: Database; bus: Bus }): Promise<void> {
  await db.transaction(async (tx) => {
    const gone = await tx.sql
      .deleteFrom("guild_invites")
      .where("expires_at", "<=", Date.now())
      .returning(["code", "guild_id", "channel_id", "targets_at"])
      .execute();
    for (const one of gone) announceInviteGone(tx, bus, one);
    const targeted = gone.flatMap(({ code, targets_at }) => (targets_at === null ? [] : [code]));
    if (targeted.length > 0)
      await tx.sql.deleteFrom("invite_targets").where("code", "in", targeted).execute();
  });
}
