import type { APIUser } from "@palabre/protocol";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { toUser, USER_COLUMNS } from "../users/present.ts";
import { type ApplicationRow, type PrivateApplication, toPrivateApplication } from "./present-application.ts";

/** The application, if the actor owns it or is its bot. @throws ApiError unknown_application */
export async function accessApplication(sql: Sql, actor: Actor, id: string): Promise<ApplicationRow> {
  const row = await findApplication(sql, id);
  if (!row || (row.owner_id !== actor.userId && row.id !== actor.userId)) {
    throw new ApiError("unknown_application");
  }
  return row;
}

/** The same for what its owner alone may do. @throws ApiError unknown_application */
export async function accessOwnApplication(sql: Sql, actor: Actor, id: string): Promise<ApplicationRow> {
  const row = await accessApplication(sql, actor, id);
  if (row.owner_id !== actor.userId) throw new ApiError("unknown_application");
  return row;
}

export async function findApplication(sql: Sql, id: string): Promise<ApplicationRow | undefined> {
  return sql.selectFrom("applications").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Applications of one owner, the newest first. At most LIMITS.applications. */
export async function listApplications(sql: Sql, ownerId: string): Promise<PrivateApplication[]> {
  const rows = await sql
    .selectFrom("applications")
    .selectAll()
    .where("owner_id", "=", ownerId)
    .orderBy("id", "desc")
    .execute();
  return presentApplications(sql, rows);
}

export async function presentApplication(sql: Sql, row: ApplicationRow): Promise<PrivateApplication> {
  const [application] = await presentApplications(sql, [row]);
  if (!application) throw new Error("a row has a form");
  return application;
}

async function presentApplications(sql: Sql, rows: readonly ApplicationRow[]): Promise<PrivateApplication[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const users = await loadUsers(sql, [...ids, ...rows.map(({ owner_id }) => owner_id)]);
  const counts = await sql
    .selectFrom("guild_integrations")
    .select(["application_id", (e) => e.fn.countAll().as("count")])
    .where("application_id", "in", ids)
    .groupBy("application_id")
    .execute();
  const guilds = new Map(counts.map((one) => [one.application_id, Number(one.count)]));
  return rows.flatMap((row) => {
    const [bot, owner] = [users.get(row.id), users.get(row.owner_id)];
    return bot && owner ? [toPrivateApplication(row, bot, owner, guilds.get(row.id) ?? 0)] : [];
  });
}

export async function loadUsers(sql: Sql, ids: readonly string[]): Promise<Map<string, APIUser>> {
  if (ids.length === 0) return new Map();
  const rows = await sql
    .selectFrom("users")
    .select(USER_COLUMNS)
    .where("id", "in", [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, toUser(row)]));
}
