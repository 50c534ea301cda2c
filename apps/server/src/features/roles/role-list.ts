import { compareRoles } from "@palabre/protocol";
import type { APIRole } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Sql, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import { type RoleRow, toRole } from "../guild-core/present-guild.ts";

/** The roles of a server, the lowest first: @everyone, which has the server's id. */
export async function readRoles(sql: Sql, guildId: string): Promise<RoleRow[]> {
  const roles = await sql.selectFrom("roles").selectAll().where("guild_id", "=", guildId).execute();
  return roles.sort(compareRoles);
}

/** @throws ApiError unknown_role */
export async function findRole(sql: Sql, guildId: string, roleId: string): Promise<RoleRow> {
  const role = await sql
    .selectFrom("roles")
    .selectAll()
    .where("id", "=", roleId)
    .where("guild_id", "=", guildId)
    .executeTakeFirst();
  if (!role) throw new ApiError("unknown_role");
  return role;
}

/** Gives roles other positions, with the transaction, and tells everybody in the server. */
export async function placeRoles(
  tx: Tx,
  bus: Bus,
  places: readonly { role: RoleRow; position: number }[],
): Promise<void> {
  for (const { role, position } of places) {
    role.position = position;
    await tx.sql.updateTable("roles").set({ position }).where("id", "=", role.id).execute();
    announceRole(tx, bus, "GUILD_ROLE_UPDATE", role);
  }
}

/** Tells everybody in the server, with the transaction. */
export function announceRole(
  tx: Tx,
  bus: Bus,
  t: "GUILD_ROLE_CREATE" | "GUILD_ROLE_UPDATE",
  row: RoleRow,
): APIRole {
  const role = toRole(row);
  announce(tx, bus, `guild:${row.guild_id}`, t, { guild_id: row.guild_id, role });
  return role;
}
