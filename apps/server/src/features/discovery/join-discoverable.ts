import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { findMember } from "../guild-core/access-guild.ts";
import { type GuildSnapshot, readGuildFor } from "../guild-core/read-guilds.ts";
import { requireSpaceForGuild } from "../guilds/create-guild.ts";
import { addMember } from "../guilds/join-guild.ts";
import { invitesPaused } from "../invites/accept-invite.ts";

/**
 * Comes into a server that shows itself, without an invitation. For a member nothing happens.
 * @throws ApiError unknown_guild, banned, invites_paused, max_guilds, max_members, invalid_account_type
 */
export async function joinDiscoverable(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  guildId: string,
): Promise<GuildSnapshot> {
  if (actor.bot) throw new ApiError("invalid_account_type");
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`, `guilds-of:${actor.userId}`);
    if (!(await findMember(tx.sql, guildId, actor.userId))) {
      const guild = await tx.sql
        .selectFrom("guilds")
        .select(["discoverable", "features", "incidents"])
        .where("id", "=", guildId)
        .executeTakeFirst();
      if (guild?.discoverable !== 1) throw new ApiError("unknown_guild");
      if (invitesPaused(guild)) throw new ApiError("invites_paused");
      await requireSpaceForGuild(tx, actor.userId);
      await addMember(tx, deps, { guildId, userId: actor.userId });
    }
    const guild = (await readGuildFor(tx.sql, guildId, [actor.userId])).get(actor.userId);
    if (!guild) throw new ApiError("unknown_guild");
    return guild;
  });
}
