import { AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { announceGuild } from "../guild-core/announce-guild.ts";
import { writeAudit } from "../guild-core/audit.ts";
import { memberQuery, presentMembers } from "../guild-core/members.ts";
import { iso } from "../users/present.ts";
import { announceMember } from "./announce-member.ts";

/** What somebody new accepts before they may write; kept as JSON in `guilds.rules`. */
export interface Rules {
  /** When they were last changed, ISO 8601. */
  version: string;
  description: string | null;
  form_fields: { field_type: "TERMS"; label: string; values: string[]; required: boolean }[];
}

const NONE: Omit<Rules, "version"> = { description: null, form_fields: [] };

/** @throws ApiError unknown_guild */
export async function readRules(
  sql: Sql,
  actor: Actor,
  guildId: string,
): Promise<Rules & { enabled: boolean }> {
  await accessGuild(sql, actor, guildId);
  return present(await selectRules(sql, guildId));
}

const present = (rules: Rules | null) => ({
  ...(rules ?? { ...NONE, version: iso(0) }),
  enabled: rules !== null,
});

async function selectRules(sql: Sql, guildId: string): Promise<Rules | null> {
  const row = await sql
    .selectFrom("guilds")
    .select("rules")
    .where("id", "=", guildId)
    .executeTakeFirstOrThrow();
  return row.rules === null ? null : (JSON.parse(row.rules) as Rules);
}

/**
 * Changes the rules, or with `null` does without: whoever had not accepted them is as good as those who had. Rules that
 * change bind those who come from then on.
 * @throws ApiError unknown_guild, missing_permissions
 */
export async function setRules(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  guildId: string,
  change: (before: Omit<Rules, "version">) => Omit<Rules, "version"> | null,
  reason: string | null,
): Promise<Rules & { enabled: boolean }> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    await accessGuild(tx.sql, actor, guildId, P.ManageGuild);
    const before = await selectRules(tx.sql, guildId);
    const wanted = change(before ?? NONE);
    const after = wanted && { version: iso(Date.now()), ...wanted };
    await tx.sql
      .updateTable("guilds")
      .set({ rules: after && JSON.stringify(after) })
      .where("id", "=", guildId)
      .execute();
    if (!after) await acceptAll(tx, deps.bus, guildId);
    await writeAudit(tx, deps, {
      guildId,
      actorId: actor.userId,
      action: AuditLogEvent.GuildUpdate,
      targetId: guildId,
      changes: [
        {
          key: "rules",
          ...(before && { old_value: before.form_fields }),
          ...(after && { new_value: after.form_fields }),
        },
      ],
      reason,
    });
    await announceGuild(tx, deps.bus, guildId);
    return present(after);
  });
}

async function acceptAll(tx: Tx, bus: Bus, guildId: string): Promise<void> {
  const pending = await memberQuery(tx.sql, guildId).where("m.pending", "=", 1).execute();
  if (pending.length === 0) return;
  await tx.sql
    .updateTable("guild_members")
    .set({ pending: 0 })
    .where("guild_id", "=", guildId)
    .where("pending", "=", 1)
    .execute();
  for (let from = 0; from < pending.length; from += 500) {
    const some = await presentMembers(tx.sql, guildId, pending.slice(from, from + 500));
    for (const member of some) {
      const d = { ...member, pending: false, guild_id: guildId };
      announce(tx, bus, `guild:${guildId}`, "GUILD_MEMBER_UPDATE", d);
    }
  }
}

/**
 * Accepts the rules. Whoever has done so already, or has nothing to accept, may do it again.
 * @throws ApiError unknown_guild
 */
export async function acceptRules(
  { db, bus }: { db: Database; bus: Bus },
  actor: Actor,
  guildId: string,
): Promise<{ joinedAt: number }> {
  return db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId);
    if (!member.pending) return member;
    await tx.sql
      .updateTable("guild_members")
      .set({ pending: 0 })
      .where("guild_id", "=", guildId)
      .where("user_id", "=", actor.userId)
      .execute();
    await announceMember(tx, bus, guildId, actor.userId);
    return member;
  });
}

/** Refuses an answer that leaves something unaccepted. */
export function requireAccepted(fields: readonly { response?: unknown }[] | null | undefined): void {
  if (fields?.some(({ response }) => response === false)) throw new ApiError("rules_not_accepted");
}
