import type { APIInvite } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { findMember } from "../guild-core/access-guild.ts";
import type { GuildRow } from "../guild-core/present-guild.ts";
import { requireSpaceForGuild } from "../guilds/create-guild.ts";
import { addMember } from "../guilds/join-guild.ts";
import { announceInviteGone } from "./delete-invite.ts";
import { findInvite, type Invite, seenChannels } from "./find-invite.ts";
import { toInvite } from "./present-invite.ts";

interface Uses {
  db: Database;
  bus: Bus;
  newId: () => string;
}

/**
 * Comes into a server by an invitation. For whoever is a member already nothing happens, and the invitation is as good
 * as before. Bots are added by their application instead.
 * @throws ApiError unknown_invite, invites_paused, banned, max_guilds, max_members, invalid_account_type,
 *   application_required, invite_not_for_you
 */
export async function acceptInvite(
  deps: Uses,
  actor: Actor,
  code: string,
): Promise<APIInvite & { new_member: boolean }> {
  if (actor.bot) throw new ApiError("invalid_account_type");
  const { guild } = await findInvite(deps.db.read, code);
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guild.id}`, `guilds-of:${actor.userId}`);
    const invite = await findInvite(tx.sql, code);
    const isNew = await enter(tx, deps, invite, actor.userId);
    const member = await findMember(tx.sql, guild.id, actor.userId);
    const { channel } = invite;
    const sees = member && channel && (await seenChannels(tx.sql, member, [channel])).has(channel.id);
    return { ...toInvite({ ...invite, channel: sees ? channel : null }), new_member: isNew };
  });
}

/**
 * Lets somebody who has just registered into the server they were invited to. What stands in the way of that does not
 * stand in the way of the account.
 */
export async function enterWithAccount(
  tx: Tx,
  deps: Omit<Uses, "db">,
  userId: string,
  code: string,
): Promise<void> {
  try {
    const { guild } = await findInvite(tx.sql, code);
    await tx.lock(`guild:${guild.id}`, `guilds-of:${userId}`);
    await enter(tx, deps, await findInvite(tx.sql, code), userId);
  } catch (error) {
    // Each of these is thrown before anything is written.
    if (!(error instanceof ApiError)) throw error;
  }
}

/** @returns whether they are new */
async function enter(tx: Tx, deps: Omit<Uses, "db">, invite: Invite, userId: string): Promise<boolean> {
  const { guild, row, code } = invite;
  const { sql } = tx;
  if (await findMember(sql, guild.id, userId)) return false;
  await requireMayUse(tx, invite, userId);
  await requireSpaceForGuild(tx, userId);
  await addMember(tx, deps, {
    guildId: guild.id,
    userId,
    temporary: row?.temporary === 1,
    inviteCode: code,
  });
  await spendUse(tx, deps.bus, invite);
  return true;
}

/** @throws ApiError banned, invites_paused, invite_not_for_you when somebody who is no member may not use an invitation */
export async function requireMayUse(tx: Tx, { guild, row }: Invite, userId: string): Promise<void> {
  if (await isBanned(tx, guild.id, userId)) throw new ApiError("banned");
  if (invitesPaused(guild)) throw new ApiError("invites_paused");
  if (!row || row.targets_at === null) return;
  const named = await tx.sql
    .selectFrom("invite_targets")
    .select("user_id")
    .where("code", "=", row.code)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  if (!named) throw new ApiError("invite_not_for_you");
}

/** Counts one more use; the last ends the invitation. */
export async function spendUse(tx: Tx, bus: Bus, { guild, row, code }: Invite): Promise<void> {
  const { sql } = tx;
  if (!row) {
    await sql
      .updateTable("guilds")
      .set((e) => ({ vanity_uses: e("vanity_uses", "+", 1) }))
      .where("id", "=", guild.id)
      .execute();
  } else if (row.max_uses > 0 && row.uses + 1 >= row.max_uses) {
    await sql.deleteFrom("guild_invites").where("code", "=", code).execute();
    await sql.deleteFrom("invite_targets").where("code", "=", code).execute();
    announceInviteGone(tx, bus, row);
  } else {
    await sql
      .updateTable("guild_invites")
      .set((e) => ({ uses: e("uses", "+", 1) }))
      .where("code", "=", code)
      .execute();
  }
}

async function isBanned(tx: Tx, guildId: string, userId: string): Promise<boolean> {
  const ban = await tx.sql
    .selectFrom("bans")
    .select("user_id")
    .where("guild_id", "=", guildId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return ban !== undefined;
}

/** Whether nobody comes in for now: switched off, or closed by the raid mode until some time. */
export function invitesPaused({ features, incidents }: Pick<GuildRow, "features" | "incidents">): boolean {
  if ((JSON.parse(features) as string[]).includes("INVITES_DISABLED")) return true;
  if (incidents === null) return false;
  const { invites_disabled_until: until } = JSON.parse(incidents) as {
    invites_disabled_until?: string | null;
  };
  return typeof until === "string" && Date.parse(until) > Date.now();
}
