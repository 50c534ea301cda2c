import { LIMITS } from "@palabre/protocol";
import { AuditLogEvent, GuildMemberFlags } from "discord-api-types/v10";
import { z } from "zod";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { snowflake } from "../../http/fields.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { writeAudit } from "../guild-core/audit.ts";
import { announceMember } from "../members/announce-member.ts";
import { recountRoles } from "../read-states/recount-roles.ts";
import { readKept } from "./onboarding.ts";
import { isFree, type Onboarding, readRoles } from "./onboarding-config.ts";

export const answersBody = z.object({
  onboarding_responses: z
    .array(snowflake)
    .max(LIMITS.onboardingPrompts * LIMITS.onboardingOptions)
    .transform((list) => [...new Set(list)]),
});

const ANSWERED = GuildMemberFlags.StartedOnboarding | GuildMemberFlags.CompletedOnboarding;

/**
 * What a member chose of the options; their roles come at once, and those of what they no longer choose go. A role that
 * has come to rule since it was offered is not given.
 * @throws ApiError unknown_guild, unknown_onboarding; invalid_form_body for an option that is not there, two where one
 *   is to be chosen, none where one has to be
 */
export async function answerOnboarding(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  guildId: string,
  { onboarding_responses }: z.output<typeof answersBody>,
): Promise<{ guild_id: string; user_id: string; onboarding_responses: string[] }> {
  const { userId } = actor;
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const { sql } = tx;
    const member = await accessGuild(sql, actor, guildId);
    const kept = await readKept(sql, guildId);
    if (!kept.enabled) throw new ApiError("unknown_onboarding");
    checkAnswers(kept, onboarding_responses);
    const before = await sql
      .selectFrom("onboarding_answers")
      .select("responses")
      .where("guild_id", "=", guildId)
      .where("user_id", "=", userId)
      .executeTakeFirst();
    const free = new Set((await readRoles(sql, guildId)).filter(isFree).map(({ id }) => id));
    const wanted = rolesOf(kept, onboarding_responses);
    const had = rolesOf(kept, before ? (JSON.parse(before.responses) as string[]) : []);
    const add = [...wanted].filter((id) => free.has(id) && !member.roleIds.includes(id));
    const remove = [...had].filter((id) => free.has(id) && !wanted.has(id) && member.roleIds.includes(id));
    if (add.length > 0) {
      await sql
        .insertInto("member_roles")
        .values(add.map((role_id) => ({ guild_id: guildId, user_id: userId, role_id })))
        .execute();
    }
    if (remove.length > 0) {
      await sql
        .deleteFrom("member_roles")
        .where("guild_id", "=", guildId)
        .where("user_id", "=", userId)
        .where("role_id", "in", remove)
        .execute();
    }
    const responses = JSON.stringify(onboarding_responses);
    await sql
      .insertInto("onboarding_answers")
      .values({ guild_id: guildId, user_id: userId, responses, updated_at: Date.now() })
      .onConflict((c) =>
        c.columns(["guild_id", "user_id"]).doUpdateSet({ responses, updated_at: Date.now() }),
      )
      .execute();
    await sql
      .updateTable("guild_members")
      .set({ flags: member.row.flags | ANSWERED })
      .where("guild_id", "=", guildId)
      .where("user_id", "=", userId)
      .execute();
    if (add.length + remove.length > 0) {
      const rows = await sql
        .selectFrom("roles")
        .select(["id", "name"])
        .where("id", "in", [...add, ...remove])
        .execute();
      const told = (ids: readonly string[]) => rows.filter(({ id }) => ids.includes(id));
      await writeAudit(tx, deps, {
        guildId,
        actorId: userId,
        action: AuditLogEvent.MemberRoleUpdate,
        targetId: userId,
        changes: [
          ...(add.length > 0 ? [{ key: "$add", new_value: told(add) }] : []),
          ...(remove.length > 0 ? [{ key: "$remove", new_value: told(remove) }] : []),
        ],
      });
    }
    await announceMember(tx, deps.bus, guildId, userId);
    await recountRoles(tx, deps.bus, member, [...add, ...remove]);
    return { guild_id: guildId, user_id: userId, onboarding_responses };
  });
}

function checkAnswers({ prompts }: Onboarding, chosen: readonly string[]): void {
  const left = new Set(chosen);
  for (const prompt of prompts) {
    const here = prompt.options.filter(({ id }) => left.delete(id));
    if (prompt.single_select && here.length > 1) {
      throw fieldError("onboarding_responses", "ONBOARDING_SINGLE", `One answer to "${prompt.title}".`);
    }
    if (prompt.required && prompt.in_onboarding && here.length === 0) {
      throw fieldError("onboarding_responses", "ONBOARDING_REQUIRED", `An answer to "${prompt.title}".`);
    }
  }
  if (left.size > 0)
    throw fieldError("onboarding_responses", "ONBOARDING_OPTION", "Not an option of this server.");
}

function rolesOf({ prompts }: Onboarding, chosen: readonly string[]): Set<string> {
  const ids = new Set(chosen);
  return new Set(
    prompts.flatMap(({ options }) => options.flatMap(({ id, role_ids }) => (ids.has(id) ? role_ids : []))),
  );
}
