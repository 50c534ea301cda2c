import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { findChannel } from "../channels/access.ts";
import { findMember, type GuildActor, permissionsIn } from "../guild-core/access-guild.ts";
import { isDisabled } from "../users/is-disabled.ts";
import type { Hook } from "./hook.ts";

/** What an event is of, as far as it decides who may be told. */
interface Concerned {
  type: string;
  guild_id: string | null;
  channel_id: string | null;
}

/**
 * Whether an event that was heard may still be told when its turn comes. "stop": whoever answers for the webhook may not
 * have one there any more.
 */
export async function mayStillHear(
  sql: Sql,
  hook: Hook,
  concerned: Concerned,
): Promise<"yes" | "no" | "stop"> {
  if (await isDisabled(sql, hook.listensAs)) return hook.guildId === null ? "no" : "stop";
  if (hook.guildId !== null) return mayMaker(sql, hook, hook.guildId, concerned);
  const { type, guild_id, channel_id } = concerned;
  if (guild_id === null || type === "GUILD_DELETE") return "yes";
  const bot = { userId: hook.listensAs };
  if (channel_id !== null) return (await findChannel(sql, bot, channel_id)) ? "yes" : "no";
  return (await findMember(sql, guild_id, bot.userId)) ? "yes" : "no";
}

async function mayMaker(
  sql: Sql,
  hook: Hook,
  guildId: string,
  { channel_id }: Concerned,
): Promise<"yes" | "no" | "stop"> {
  const maker = { userId: hook.listensAs };
  const member = await findMember(sql, guildId, maker.userId);
  if (!member) return (await isClosed(sql, guildId)) ? "no" : "stop";
  const place = hook.channelId === null ? member : await findChannel(sql, maker, hook.channelId);
  if (!place || (place.permissions & P.ManageWebhooks) === 0n) return "stop";
  if (channel_id === null) return "yes";
  const channel = await findChannel(sql, maker, channel_id);
  if (channel?.guild_id !== guildId) return "no";
  if (hook.channelId !== null) {
    return channel.id === hook.channelId || channel.parent_id === hook.channelId ? "yes" : "no";
  }
  const held = await permissionsIn(sql, nobodyOf(member), { ...channel, guild_id: guildId });
  return (held & P.ViewChannel) === 0n ? "no" : "yes";
}

/** A member without a role. */
const nobodyOf = (member: GuildActor): GuildActor => ({
  ...member,
  userId: "0",
  permissionMember: { userId: "0", roleIds: [], timedOut: false, pending: false },
});

async function isClosed(sql: Sql, guildId: string): Promise<boolean> {
  const guild = await sql
    .selectFrom("guilds")
    .select("disabled_at")
    .where("id", "=", guildId)
    .executeTakeFirst();
  return guild !== undefined && guild.disabled_at !== null;
}
