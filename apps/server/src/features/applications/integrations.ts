import { AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild, accessMember } from "../guild-core/access-guild.ts";
import { writeAudit } from "../guild-core/audit.ts";
import { endIntegration } from "../guild-core/end-integration.ts";
import { removeMember } from "../guilds/leave-guild.ts";
import { loadUsers } from "./find-application.ts";
import { toApplication } from "./present-application.ts";

/** The applications in a server, the oldest first, 50 at most, as documented. @throws ApiError unknown_guild, missing_permissions */
export async function listIntegrations(sql: Sql, actor: Actor, guildId: string) {
  await accessGuild(sql, actor, guildId, P.ManageGuild);
  return present(sql, await rowsOf(sql).where("i.guild_id", "=", guildId).limit(MOST).execute());
}

export async function readIntegration(sql: Sql, guildId: string, id: string) {
  const rows = await rowsOf(sql).where("i.guild_id", "=", guildId).where("i.id", "=", id).execute();
  const [integration] = await present(sql, rows);
  if (!integration) throw new ApiError("unknown_integration");
  return integration;
}

const MOST = 50;
/** Servers read at once when all are told. */
const PAGE = 500;

/** Tells every server that an application is in what it is called now. */
export async function announceIntegrations(tx: Tx, bus: Bus, applicationId: string): Promise<void> {
  for (let after = "0"; ; ) {
    const query = rowsOf(tx.sql).where("i.application_id", "=", applicationId);
    const rows = await query.where("i.id", ">", after).limit(PAGE).execute();
    const shown = await present(tx.sql, rows);
    for (const [index, { guild_id }] of rows.entries()) {
      announce(tx, bus, `guild:${guild_id}`, "INTEGRATION_UPDATE", { ...shown[index], guild_id });
      announce(tx, bus, `guild:${guild_id}`, "GUILD_INTEGRATIONS_UPDATE", { guild_id });
    }
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.integration_id;
  }
}

const rowsOf = (sql: Sql) =>
  sql
    .selectFrom("guild_integrations as i")
    .innerJoin("applications as a", "a.id", "i.application_id")
    .selectAll("a")
    .select(["i.id as integration_id", "i.guild_id", "i.added_by", "i.scopes", "i.role_id"])
    .orderBy("i.id");

type IntegrationRow = Awaited<ReturnType<ReturnType<typeof rowsOf>["execute"]>>[number];

async function present(sql: Sql, rows: readonly IntegrationRow[]) {
  const users = await loadUsers(
    sql,
    rows.flatMap((row) => [row.id, row.added_by]),
  );
  return rows.map((row) => ({
    id: row.integration_id,
    type: "discord" as const,
    name: row.name,
    account: { id: row.id, name: row.name },
    enabled: true,
    scopes: JSON.parse(row.scopes) as string[],
    user: users.get(row.added_by),
    application: toApplication(row, users.get(row.id)),
  }));
}

/**
 * Ends an application's place in a server: the bot leaves, its role goes.
 * @throws ApiError unknown_guild, unknown_integration, missing_permissions also when the bot stands above oneself
 */
export async function deleteIntegration(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  guildId: string,
  integrationId: string,
  reason: string | null,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId, P.ManageGuild);
    const row = await tx.sql
      .selectFrom("guild_integrations")
      .select("application_id")
      .where("guild_id", "=", guildId)
      .where("id", "=", integrationId)
      .executeTakeFirst();
    if (!row) throw new ApiError("unknown_integration");
    const botId = row.application_id;
    await accessMember(tx.sql, member, botId);
    await removeMember(tx, deps.bus, guildId, botId);
    await endIntegration(tx, deps.bus, guildId, botId);
    const action = AuditLogEvent.IntegrationDelete;
    await writeAudit(tx, deps, { guildId, actorId: actor.userId, action, targetId: integrationId, reason });
  });
}
