import { ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Tx } from "../../db/database.ts";
import type { AccessibleChannel } from "../channels/access.ts";
import { findViewers } from "../guild-core/find-viewers.ts";
import { extraOf } from "../guild-core/present-guild.ts";

type GuildChannel = AccessibleChannel & { guild_id: string };

/**
 * Those who are named and see the channel. Whoever is named in a private thread comes into it, so where the actor may
 * bring nobody in, only those count who are there.
 */
export async function findNamed(
  tx: Tx,
  channel: GuildChannel,
  userIds: readonly string[],
): Promise<string[]> {
  const viewers = await findViewers(tx.sql, channel, userIds);
  if (channel.type !== ChannelType.PrivateThread || viewers.length === 0 || mayBringIn(channel))
    return viewers;
  const inside = await tx.sql
    .selectFrom("thread_members")
    .select("user_id")
    .where("thread_id", "=", channel.id)
    .where("user_id", "in", viewers)
    .orderBy("user_id")
    .execute();
  return inside.map(({ user_id }) => user_id);
}

/** Whether the actor, who sees this private thread, may bring others into it. */
export const mayBringIn = (channel: Pick<AccessibleChannel, "permissions" | "extra">): boolean =>
  (channel.permissions & P.ManageThreads) !== 0n || (extraOf(channel).invitable ?? true);

/** The roles of the server that are called: any with Mention Everyone, else those that everybody may mention. */
export async function findCalledRoles(
  tx: Tx,
  channel: GuildChannel,
  roleIds: ReadonlySet<string>,
): Promise<string[]> {
  const asked = [...roleIds].filter((id) => id !== channel.guild_id);
  if (asked.length === 0) return [];
  let query = tx.sql
    .selectFrom("roles")
    .select("id")
    .where("guild_id", "=", channel.guild_id)
    .where("id", "in", asked);
  if ((channel.permissions & P.MentionEveryone) === 0n) query = query.where("mentionable", "=", 1);
  return (await query.orderBy("id").execute()).map(({ id }) => id);
}
