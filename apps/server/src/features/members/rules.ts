import { Entrance } from "@palabre/protocol";
import { AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { announceGuild } from "../guild-core/announce-guild.ts";
import { writeAudit } from "../guild-core/audit.ts";
import { isOn, setEntrance } from "../guild-core/entrance.ts";
import { memberQuery, presentMembers } from "../guild-core/members.ts";
import { iso } from "../users/present.ts";
import { announceMember } from "./announce-member.ts";

interface Question {
  label: string;
  description?: string | null | undefined;
  required: boolean;
}

/** A line of the form: what is accepted, and, where one applies, what one is asked. */
export type FormField =
  | { field_type: "TERMS"; label: string; values: string[]; required: boolean }
  | (Question & { field_type: "TEXT_INPUT" | "PARAGRAPH"; placeholder?: string | null | undefined })
  | (Question & { field_type: "MULTIPLE_CHOICE"; choices: string[] });

/** What somebody new accepts before they may write, or answers to be let in; kept as JSON in `guilds.rules`. */
interface Rules {
  /** When they were last changed, ISO 8601. */
  version: string;
  description: string | null;
  form_fields: FormField[];
}

/** The rules, and whether one comes in by an application alone. */
export type RulesChange = Omit<Rules, "version"> & { manual_approval: boolean };
export type PresentedRules = Rules & { enabled: boolean; manual_approval: boolean };

const NONE: Omit<Rules, "version"> = { description: null, form_fields: [] };

/** The rules of a server that the caller may know of. */
export async function readRules(sql: Sql, guildId: string): Promise<PresentedRules> {
  const { rules, manual_approval } = await selectRules(sql, guildId);
  return present(rules, manual_approval);
}

const present = (rules: Rules | null, manual_approval: boolean): PresentedRules => ({
  ...(rules ?? { ...NONE, version: iso(0) }),
  enabled: rules !== null || manual_approval,
  manual_approval,
});

async function selectRules(
  sql: Sql,
  guildId: string,
): Promise<{ rules: Rules | null; manual_approval: boolean }> {
  const row = await sql
    .selectFrom("guilds")
    .select(["rules", "entrance"])
    .where("id", "=", guildId)
    .executeTakeFirstOrThrow();
  return {
    rules: row.rules === null ? null : (JSON.parse(row.rules) as Rules),
    manual_approval: isOn(row, Entrance.applications),
  };
}

/** Whether there is anything to accept. */
const hasTerms = (rules: Pick<Rules, "form_fields">): boolean =>
  rules.form_fields.some(({ field_type }) => field_type === "TERMS");

/**
 * Changes the rules, or with `null` does without: whoever had not accepted them is as good as those who had. Rules that
 * change bind those who come from then on. Questions are for those who apply: without applications they are not kept.
 * @throws ApiError unknown_guild, missing_permissions
 */
export async function setRules(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  guildId: string,
  change: (before: RulesChange) => RulesChange | null,
  reason: string | null,
): Promise<PresentedRules> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    await accessGuild(tx.sql, actor, guildId, P.ManageGuild);
    const { rules: before, manual_approval: was } = await selectRules(tx.sql, guildId);
    const wanted = change({ ...(before ?? NONE), manual_approval: was });
    const isManual = wanted?.manual_approval ?? false;
    const kept = wanted && {
      version: iso(Date.now()),
      description: wanted.description,
      form_fields: wanted.form_fields.filter(({ field_type }) => isManual || field_type === "TERMS"),
    };
    const after = kept && (kept.form_fields.length > 0 || kept.description !== null) ? kept : null;
    if (isManual !== was) await setEntrance(tx, guildId, Entrance.applications, isManual);
    await tx.sql
      .updateTable("guilds")
      .set({ rules: after && JSON.stringify(after) })
      .where("id", "=", guildId)
      .execute();
    if (!after || !hasTerms(after)) await acceptAll(tx, deps.bus, guildId);
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
        ...(isManual === was ? [] : [{ key: "manual_approval", old_value: was, new_value: isManual }]),
      ],
      reason,
    });
    await announceGuild(tx, deps.bus, guildId);
    return present(after, isManual);
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
