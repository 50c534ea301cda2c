import type { APIIncidentsData } from "discord-api-types/v10";
import { AuditLogEvent, PermissionFlagsBits as P } from "discord-api-types/v10";
import { z } from "zod";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { announceGuild } from "../guild-core/announce-guild.ts";
import { writeAudit } from "../guild-core/audit.ts";
import { iso } from "../users/present.ts";

const DAY_MS = 86_400_000;
/** Clocks of those who ask for a day differ a little from ours. */
const LEEWAY_MS = 60_000;

const until = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .refine((time) => time <= Date.now() + DAY_MS + LEEWAY_MS, { message: "Must be within the next 24 hours." })
  .nullish();

export const incidentBody = z.object({ invites_disabled_until: until, dms_disabled_until: until });

/**
 * Closes a server against a raid for a day at most: nobody comes by invitation, or nobody opens chats for having the server
 * in common. What is absent or null ends.
 * @throws ApiError unknown_guild, missing_permissions
 */
export async function setIncidentActions(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  guildId: string,
  input: z.output<typeof incidentBody>,
  reason: string | null,
): Promise<APIIncidentsData> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    await accessGuild(tx.sql, actor, guildId, P.ManageGuild);
    const { incidents } = await tx.sql
      .selectFrom("guilds")
      .select("incidents")
      .where("id", "=", guildId)
      .executeTakeFirstOrThrow();
    const time = (value: number | null | undefined) =>
      value !== null && value !== undefined && value > Date.now() ? iso(value) : null;
    const data: APIIncidentsData = {
      invites_disabled_until: time(input.invites_disabled_until),
      dms_disabled_until: time(input.dms_disabled_until),
    };
    const nothing = Object.values(data).every((value) => value === null);
    const stored = nothing ? null : JSON.stringify(data);
    if (stored === incidents) return data;
    await tx.sql.updateTable("guilds").set({ incidents: stored }).where("id", "=", guildId).execute();
    await writeAudit(tx, deps, {
      guildId,
      actorId: actor.userId,
      action: AuditLogEvent.GuildUpdate,
      targetId: guildId,
      changes: [
        {
          key: "incidents_data",
          ...(incidents !== null && { old_value: JSON.parse(incidents) }),
          ...(stored !== null && { new_value: data }),
        },
      ],
      reason,
    });
    await announceGuild(tx, deps.bus, guildId);
    return data;
  });
}
