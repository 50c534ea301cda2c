import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Tx } from "../../db/database.ts";

/**
 * Ends an application's place in a server, with the transaction: its integration, its webhooks and its bot's own role go,
 * as documented for a deleted integration. What its webhooks posted stays. Whoever calls holds `guild:ID`, and takes the
 * bot out, too.
 */
export async function endIntegration(
  tx: Tx,
  bus: Bus,
  guildId: string,
  applicationId: string,
): Promise<void> {
  const gone = await tx.sql
    .deleteFrom("guild_integrations")
    .where("guild_id", "=", guildId)
    .where("application_id", "=", applicationId)
    .returning(["id", "role_id"])
    .executeTakeFirst();
  if (!gone) return;
  for (const table of ["application_commands", "application_command_permissions"] as const) {
    await tx.sql
      .deleteFrom(table)
      .where("guild_id", "=", guildId)
      .where("application_id", "=", applicationId)
      .execute();
  }
  const topic = `guild:${guildId}` as const;
  const webhooks = await tx.sql
    .deleteFrom("webhooks")
    .where("guild_id", "=", guildId)
    .where("application_id", "=", applicationId)
    .returning("channel_id")
    .execute();
  for (const channel_id of new Set(webhooks.map((one) => one.channel_id))) {
    announce(tx, bus, topic, "WEBHOOKS_UPDATE", { guild_id: guildId, channel_id }, P.ManageWebhooks);
  }
  if (gone.role_id !== null) {
    const { role_id } = gone;
    await tx.sql.deleteFrom("roles").where("id", "=", role_id).execute();
    await tx.sql.deleteFrom("member_roles").where("role_id", "=", role_id).execute();
    await tx.sql.deleteFrom("channel_overwrites").where("target_id", "=", role_id).execute();
    announce(tx, bus, topic, "GUILD_ROLE_DELETE", { guild_id: guildId, role_id });
  }
  const d = { id: gone.id, guild_id: guildId, application_id: applicationId };
  announce(tx, bus, topic, "INTEGRATION_DELETE", d);
  announce(tx, bus, topic, "GUILD_INTEGRATIONS_UPDATE", { guild_id: guildId });
  announce(tx, bus, topic, "GUILD_APPLICATION_COMMAND_INDEX_UPDATE", { guild_id: guildId });
}
