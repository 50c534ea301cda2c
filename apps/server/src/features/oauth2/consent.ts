import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { findApplication, loadUsers } from "../applications/find-application.ts";
import { type ApplicationRow, toApplication } from "../applications/present-application.ts";
import { findMember } from "../guild-core/access-guild.ts";

/** What a consent page shows: who asks, and the servers where one may add it. */
export async function readConsent(sql: Sql, actor: Actor, application: ApplicationRow) {
  const users = await loadUsers(sql, [application.id, actor.userId]);
  const mine = await sql
    .selectFrom("guild_members as m")
    .innerJoin("guilds as g", "g.id", "m.guild_id")
    .leftJoin("guild_integrations as i", (on) =>
      on.onRef("i.guild_id", "=", "g.id").on("i.application_id", "=", application.id),
    )
    .select(["g.id", "g.name", "g.icon", "i.id as integration_id"])
    .where("m.user_id", "=", actor.userId)
    .orderBy("g.name")
    .orderBy("g.id")
    .execute();
  const guilds = [];
  for (const { id, name, icon, integration_id } of mine) {
    const member = await findMember(sql, id, actor.userId);
    if (!member || (member.permissions & P.ManageGuild) === 0n) continue;
    guilds.push({ id, name, icon, permissions: String(member.permissions), added: integration_id !== null });
  }
  const { count } = await sql
    .selectFrom("guild_integrations")
    .select((e) => e.fn.countAll().as("count"))
    .where("application_id", "=", application.id)
    .executeTakeFirstOrThrow();
  return {
    application: {
      ...toApplication(application, users.get(application.id)),
      approximate_guild_count: Number(count),
    },
    bot: users.get(application.id),
    user: users.get(actor.userId),
    guilds,
  };
}

/** @throws ApiError unknown_application; people_only for bots, which agree to nothing, and for bearers */
export async function findForConsent(sql: Sql, actor: Actor, clientId: string): Promise<ApplicationRow> {
  if (actor.bot || actor.bearer) throw new ApiError("people_only");
  const application = await findApplication(sql, clientId);
  if (!application) throw new ApiError("unknown_application");
  return application;
}
