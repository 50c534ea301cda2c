import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Sql } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessChannel } from "../channels/access.ts";
import { accessGuild, type GuildActor } from "../guild-core/access-guild.ts";
import type { EventRow } from "../guild-core/present-event.ts";

/** Whether a member sees an event: one in a channel is for those who see the channel. */
export async function seesEvent(sql: Sql, actor: Pick<Actor, "userId">, row: EventRow): Promise<boolean> {
  if (row.channel_id === null) return true;
  return accessChannel(sql, actor, row.channel_id).then(
    (channel) => channel.guild_id === row.guild_id,
    () => false,
  );
}

/** @throws ApiError unknown_guild, unknown_event */
export async function accessEvent(
  sql: Sql,
  actor: Actor,
  guildId: string,
  eventId: string,
): Promise<{ member: GuildActor; event: EventRow }> {
  const member = await accessGuild(sql, actor, guildId);
  const event = await sql
    .selectFrom("scheduled_events")
    .selectAll()
    .where("id", "=", eventId)
    .where("guild_id", "=", guildId)
    .executeTakeFirst();
  if (!event || !(await seesEvent(sql, actor, event))) throw new ApiError("unknown_event");
  return { member, event };
}

/** One changes one's own, and with Manage Events anybody's. @throws ApiError missing_permissions */
export function requireManages(member: GuildActor, event: Pick<EventRow, "creator_id">): void {
  const own = event.creator_id === member.userId && (member.permissions & P.CreateEvents) !== 0n;
  if (!own && (member.permissions & P.ManageEvents) === 0n) throw new ApiError("missing_permissions");
}
