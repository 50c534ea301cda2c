import { type APIUser, isSnowflake, LIMITS } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Database, Sql, Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { findMember } from "../guild-core/access-guild.ts";
import { iso, JOINED_USER_COLUMNS, toUser } from "../users/present.ts";
import { findInvite, type InviteRow } from "./find-invite.ts";

/**
 * The ids of a file with one on each line, a heading (`user_id`) allowed.
 * @throws ApiError invalid_form_body naming `target_users_file`
 */
export function readTargets(csv: string): string[] {
  const refuse = (message: string) => fieldError("target_users_file", "BASE_TYPE_INVALID", message);
  const lines = csv
    .replace(/^\ufeff/, "")
    .split(/\r\n|\n|\r/)
    .map((line) =>
      line
        .trim()
        .replace(/^"(.*)"$/, "$1")
        .replace(/,$/, ""),
    );
  if (lines[0] !== undefined && /^(user_?)?ids?$/i.test(lines[0])) lines[0] = "";
  const wrong = lines.findIndex((line) => line !== "" && !isSnowflake(line));
  if (wrong >= 0) throw refuse(`Line ${wrong + 1} is not the id of a user.`);
  const ids = [...new Set(lines.filter(Boolean))];
  if (ids.length === 0) throw refuse("Names nobody.");
  if (ids.length > LIMITS.inviteTargets) throw refuse(`Names more than ${LIMITS.inviteTargets} people.`);
  return ids;
}

/**
 * Those whom an invitation is for, as a file. For whoever made it, and for those who hold Manage Guild or View Audit Log.
 * @throws ApiError unknown_invite, missing_permissions
 */
export async function listTargets(sql: Sql, actor: Actor, code: string): Promise<string> {
  const row = await access(sql, actor, code, P.ManageGuild, P.ViewAuditLog);
  const targets = await sql
    .selectFrom("invite_targets")
    .select("user_id")
    .where("code", "=", row.code)
    .orderBy("user_id")
    .limit(LIMITS.inviteTargets)
    .execute();
  return ["user_id", ...targets.map(({ user_id }) => user_id), ""].join("\n");
}

/** The same by pages, as people. @throws ApiError unknown_invite, missing_permissions */
export async function listTargetUsers(
  sql: Sql,
  actor: Actor,
  code: string,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<APIUser[]> {
  const row = await access(sql, actor, code, P.ManageGuild, P.ViewAuditLog);
  const targets = await sql
    .selectFrom("invite_targets as t")
    .innerJoin("users as u", "u.id", "t.user_id")
    .select(JOINED_USER_COLUMNS)
    .where("t.code", "=", row.code)
    .$if(after !== undefined, (q) => q.where("t.user_id", ">", after ?? ""))
    .orderBy("t.user_id")
    .limit(limit)
    .execute();
  return targets.map(toUser);
}

/** Names are taken in at once: a job is done when it is answered. @throws ApiError unknown_invite, missing_permissions */
export async function readTargetsJob(sql: Sql, actor: Actor, code: string) {
  const { code: known, targets_at } = await access(sql, actor, code, P.ManageGuild, P.ViewAuditLog);
  const total = await count(sql, known);
  const at = targets_at === null ? null : iso(targets_at);
  return {
    status: at === null ? 0 : 2,
    total_users: total,
    processed_users: total,
    created_at: at,
    completed_at: at,
    error_message: null,
  };
}

async function count(sql: Sql, code: string): Promise<number> {
  const { total } = await sql
    .selectFrom("invite_targets")
    .select((e) => e.fn.countAll().as("total"))
    .where("code", "=", code)
    .executeTakeFirstOrThrow();
  return Number(total);
}

type Change = { set: readonly string[] } | { add: readonly string[] } | { remove: readonly string[] };

/**
 * Says whom an invitation is for. From the first name on it is for those named alone, also when the last is taken away.
 * @param field whom to blame for somebody who is not there
 * @throws ApiError unknown_invite, missing_permissions, invalid_form_body
 */
export async function changeTargets(
  { db }: { db: Database },
  actor: Actor,
  code: string,
  change: Change,
  field: string,
): Promise<void> {
  const { guild_id } = await access(db.read, actor, code, P.ManageGuild);
  await db.transaction(async (tx) => {
    await tx.lock(`guild:${guild_id}`);
    const row = await access(tx.sql, actor, code, P.ManageGuild);
    if ("remove" in change) {
      await tx.sql
        .deleteFrom("invite_targets")
        .where("code", "=", row.code)
        .where("user_id", "in", change.remove)
        .execute();
      return;
    }
    if ("set" in change) await tx.sql.deleteFrom("invite_targets").where("code", "=", row.code).execute();
    await addTargets(tx, row, "set" in change ? change.set : change.add, field);
  });
}

/** Names people, with the transaction. @throws ApiError invalid_form_body naming `field` */
export async function addTargets(
  tx: Tx,
  { code, guild_id, targets_at }: Pick<InviteRow, "code" | "guild_id" | "targets_at">,
  userIds: readonly string[],
  field: string,
): Promise<void> {
  const people = await tx.sql
    .selectFrom("users")
    .select("id")
    .where("id", "in", userIds)
    .where("is_bot", "=", 0)
    .where("deleted_at", "is", null)
    .execute();
  const known = new Set(people.map(({ id }) => id));
  const unknown = userIds.find((id) => !known.has(id));
  if (unknown !== undefined) throw fieldError(field, "USER_INVALID", `${unknown} is nobody here.`);
  await tx.sql
    .insertInto("invite_targets")
    .values(userIds.map((user_id) => ({ code, guild_id, user_id })))
    .onConflict((c) => c.columns(["code", "user_id"]).doNothing())
    .execute();
  if ((await count(tx.sql, code)) > LIMITS.inviteTargets) {
    throw fieldError(field, "BASE_TYPE_BAD_LENGTH", `Names more than ${LIMITS.inviteTargets} people.`);
  }
  if (targets_at === null) {
    await tx.sql
      .updateTable("guild_invites")
      .set({ targets_at: Date.now() })
      .where("code", "=", code)
      .execute();
  }
}

/** An invitation of the actor's, or one of a server where they hold one of `orOne`. */
async function access(sql: Sql, actor: Actor, code: string, ...orOne: bigint[]): Promise<InviteRow> {
  const { guild, row } = await findInvite(sql, code);
  const member = await findMember(sql, guild.id, actor.userId);
  if (!member || !row) throw new ApiError("missing_permissions");
  const may = row.inviter_id === actor.userId || orOne.some((bit) => (member.permissions & bit) !== 0n);
  if (!may) throw new ApiError("missing_permissions");
  return row;
}
