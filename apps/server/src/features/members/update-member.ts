import { type APIGuildMember, AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild, findMember, type GuildActor, requireAbove } from "../guild-core/access-guild.ts";
import { changesBetween, writeAudit } from "../guild-core/audit.ts";
import { readMember } from "../guild-core/members.ts";
import type { MemberRow } from "../guild-core/present-guild.ts";
import { leaveVoice } from "../guild-core/voice-states.ts";
import { recountRoles } from "../read-states/recount-roles.ts";
import { isoOrNull } from "../users/present.ts";
import { moveInVoice, tellVoice } from "../voice/moderate-voice.ts";
import { announceMember } from "./announce-member.ts";
import { changeRoles } from "./change-roles.ts";

/** What changes of a member; what is absent stays. */
export type MemberChange = Partial<
  Pick<MemberRow, "nick" | "mute" | "deaf" | "timed_out_until" | "flags" | "avatar">
> & {
  bio?: string;
  /** All that they are to have. */
  roles?: readonly string[];
  /** The voice channel they are moved to; null: out of voice. */
  channel_id?: string | null;
};

/** GuildMemberFlags that somebody may set: BypassesVerification, which also takes the rules as read. */
const SETTABLE_FLAGS = 1 << 2;

const LOGGED: { [K in keyof MemberRow]?: string } = {
  nick: "nick",
  mute: "mute",
  deaf: "deaf",
  timed_out_until: "communication_disabled_until",
  flags: "flags",
};

/**
 * Changes a member: others as their permissions and the hierarchy allow, oneself as far as Change Nickname does.
 * @throws ApiError unknown_guild, unknown_member, unknown_role, invalid_role, missing_permissions
 */
export async function updateMember(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  guildId: string,
  userId: string,
  { roles, channel_id, ...wanted }: MemberChange,
  reason: string | null,
): Promise<APIGuildMember> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId);
    const target = await findMember(tx.sql, guildId, userId);
    if (!target) throw new ApiError("unknown_member");
    requireMay(member, target, wanted);
    const before = await tx.sql
      .selectFrom("guild_members")
      .selectAll()
      .where("guild_id", "=", guildId)
      .where("user_id", "=", userId)
      .executeTakeFirstOrThrow();
    if (channel_id !== undefined) {
      const from = await moveInVoice(tx, deps.bus, member, userId, channel_id);
      const place = channel_id ?? from;
      if (channel_id !== from) {
        await writeAudit(tx, deps, {
          guildId,
          actorId: actor.userId,
          action: channel_id === null ? AuditLogEvent.MemberDisconnect : AuditLogEvent.MemberMove,
          targetId: userId,
          channelId: place,
          options: { channel_id: place, count: "1" },
          reason,
        });
      }
    }
    const change = { ...wanted };
    if (change.flags !== undefined) {
      change.flags = (before.flags & ~SETTABLE_FLAGS) | (change.flags & SETTABLE_FLAGS);
    }
    let changed = false;
    const changedRoles: string[] = [];
    if (roles !== undefined) {
      const had = new Set(target.roleIds);
      const has = new Set(roles.filter((id) => id !== guildId));
      const add = [...has].filter((id) => !had.has(id));
      const remove = [...had].filter((id) => !has.has(id));
      await changeRoles(tx, deps, member, target, { add, remove }, reason);
      changedRoles.push(...add, ...remove);
      changed = changedRoles.length > 0;
    }
    const differs = (Object.keys(change) as (keyof typeof change)[]).some(
      (key) => change[key] !== before[key],
    );
    if (differs) {
      await tx.sql
        .updateTable("guild_members")
        .set({ ...change, ...(((change.flags ?? 0) & SETTABLE_FLAGS) !== 0 && { pending: 0 }) })
        .where("guild_id", "=", guildId)
        .where("user_id", "=", userId)
        .execute();
      const changes = changesBetween<MemberRow>(shown(before), shown(change), LOGGED);
      if (changes.length > 0) {
        const action = AuditLogEvent.MemberUpdate;
        await writeAudit(tx, deps, {
          guildId,
          actorId: actor.userId,
          action,
          targetId: userId,
          changes,
          reason,
        });
      }
      changed = true;
    }
    if (!changed) return readMember(tx.sql, guildId, userId);
    const after = await announceMember(tx, deps.bus, guildId, userId);
    // In time-out one may not be in voice either.
    if (typeof change.timed_out_until === "number") await leaveVoice(tx, deps.bus, guildId, userId);
    if (change.mute !== undefined || change.deaf !== undefined) {
      await tellVoice(tx, deps.bus, guildId, userId);
    }
    await recountRoles(tx, deps.bus, target, changedRoles);
    return after;
  });
}

/** With values as the audit log shows them. */
const shown = (row: Partial<MemberRow>) =>
  ({
    ...row,
    ...(row.mute !== undefined && { mute: row.mute === 1 }),
    ...(row.deaf !== undefined && { deaf: row.deaf === 1 }),
    ...(row.timed_out_until !== undefined && { timed_out_until: isoOrNull(row.timed_out_until) }),
  }) as unknown as Partial<MemberRow>;

/** @throws ApiError missing_permissions */
function requireMay(
  actor: GuildActor,
  target: GuildActor,
  change: Omit<MemberChange, "roles" | "channel_id">,
): void {
  const isSelf = actor.userId === target.userId;
  const holds = (bits: bigint) => (actor.permissions & bits) === bits;
  const needs = (bits: bigint) => {
    if (!holds(bits)) throw new ApiError("missing_permissions");
    if (!isSelf) requireAbove(actor, target);
  };
  if (change.nick !== undefined) {
    if (isSelf && holds(P.ChangeNickname)) needs(P.ChangeNickname);
    else needs(P.ManageNicknames);
  }
  if (change.mute !== undefined) needs(P.MuteMembers);
  if (change.deaf !== undefined) needs(P.DeafenMembers);
  if (change.flags !== undefined && !holds(P.ManageRoles)) needs(P.ManageGuild);
  if (change.flags !== undefined && !isSelf) requireAbove(actor, target);
  if (change.timed_out_until !== undefined) {
    needs(P.ModerateMembers);
    // Nobody silences themself, and administrators cannot be.
    const isAdmin = (target.permissions & P.Administrator) !== 0n;
    if (isSelf || (isAdmin && change.timed_out_until !== null)) throw new ApiError("missing_permissions");
  }
}
