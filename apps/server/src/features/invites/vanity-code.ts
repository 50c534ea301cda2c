import { AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { ApiError, nestFieldErrors } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { announceGuild } from "../guild-core/announce-guild.ts";
import { changesBetween, writeAudit } from "../guild-core/audit.ts";

export interface Vanity {
  code: string | null;
  uses: number;
}

/** The code that a server chose for itself. @throws ApiError unknown_guild, missing_permissions */
export async function readVanity(sql: Sql, actor: Actor, guildId: string): Promise<Vanity> {
  await accessGuild(sql, actor, guildId, P.ManageGuild);
  const row = await sql
    .selectFrom("guilds")
    .select(["vanity_code as code", "vanity_uses as uses"])
    .where("id", "=", guildId)
    .executeTakeFirstOrThrow();
  return row;
}

/**
 * Chooses or gives up a server's own code; its uses are counted anew.
 * @throws ApiError unknown_guild, missing_permissions, code_taken
 */
export async function setVanity(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  guildId: string,
  code: string | null,
  reason: string | null,
): Promise<Vanity> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`, ...(code === null ? [] : [`vanity:${code}`]));
    const { sql } = tx;
    const before = await readVanity(sql, actor, guildId);
    if (before.code === code) return before;
    if (code !== null && (await isTaken(sql, code))) {
      const error = { code: "VANITY_URL_TAKEN", message: "This code is taken." };
      throw new ApiError("code_taken", nestFieldErrors([[["code"], error]]));
    }
    await sql
      .updateTable("guilds")
      .set({ vanity_code: code, vanity_uses: 0 })
      .where("id", "=", guildId)
      .execute();
    await writeAudit(tx, deps, {
      guildId,
      actorId: actor.userId,
      action: AuditLogEvent.GuildUpdate,
      targetId: guildId,
      changes: changesBetween<Vanity>(before, { code }, { code: "vanity_url_code" }),
      reason,
    });
    await announceGuild(tx, deps.bus, guildId);
    return { code, uses: 0 };
  });
}

async function isTaken(sql: Sql, code: string): Promise<boolean> {
  const guild = await sql
    .selectFrom("guilds")
    .select("id")
    .where("vanity_code", "=", code)
    .executeTakeFirst();
  if (guild) return true;
  return (
    (await sql.selectFrom("guild_invites").select("code").where("code", "=", code).executeTakeFirst()) !==
    undefined
  );
}
