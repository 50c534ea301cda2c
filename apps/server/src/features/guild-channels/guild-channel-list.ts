import { computeChannelPermissions, type GuildChannel } from "@palabre/protocol";
import { ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Sql, Tx } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import { type GuildActor, isThread } from "../guild-core/access-guild.ts";
import { type GuildChannelRow, type OverwriteRow, toGuildChannel } from "../guild-core/present-guild.ts";

/** A channel with its overwrites, in the order of their targets. */
export interface ListedChannel {
  row: GuildChannelRow;
  overwrites: OverwriteRow[];
}

/** The channels of a server by id, whoever asks: what follows decides on each. Threads are not among them. */
export type ChannelList = ReadonlyMap<string, ListedChannel>;

export async function readChannelList(sql: Sql, guildId: string): Promise<ChannelList> {
  const rows = await sql
    .selectFrom("channels")
    .selectAll()
    .where("guild_id", "=", guildId)
    .where("archived", "is", null)
    .execute();
  const overwrites = await sql
    .selectFrom("channel_overwrites as o")
    .innerJoin("channels as c", "c.id", "o.channel_id")
    .select(["o.channel_id", "o.target_id", "o.type", "o.allow", "o.deny"])
    .where("c.guild_id", "=", guildId)
    .orderBy("o.target_id")
    .execute();
  const of = Map.groupBy(overwrites, (one) => one.channel_id);
  return new Map(
    rows
      .filter(({ type }) => !isThread(type))
      .map((row) => [row.id, { row, overwrites: of.get(row.id) ?? [] }]),
  );
}

/** What a member may do in a channel; 0 when they do not see it. */
export function heldIn(member: GuildActor, { row, overwrites }: ListedChannel): bigint {
  return computeChannelPermissions(
    member.permissionGuild,
    member.permissionMember,
    overwrites.map(({ target_id, type, allow, deny }) => ({
      id: target_id,
      type,
      allow: BigInt(allow),
      deny: BigInt(deny),
    })),
    row.type,
  );
}

/**
 * A channel, if the member sees it and holds every bit of `needs`.
 * @throws ApiError unknown_channel, missing_permissions
 */
export function requireChannel(
  channels: ChannelList,
  member: GuildActor,
  channelId: string,
  needs: bigint,
): ListedChannel {
  const channel = channels.get(channelId);
  const held = channel === undefined ? 0n : heldIn(member, channel);
  if (channel === undefined || (held & P.ViewChannel) === 0n) throw new ApiError("unknown_channel");
  if ((held & needs) !== needs) throw new ApiError("missing_permissions");
  return channel;
}

/**
 * A category that a member may put a channel into. One that they do not see is none.
 * @param field what names it in the request
 * @throws ApiError invalid_form_body, missing_permissions
 */
export function requireCategory(
  channels: ChannelList,
  member: GuildActor,
  categoryId: string,
  field: string,
): ListedChannel {
  const category = channels.get(categoryId);
  const held = category === undefined ? 0n : heldIn(member, category);
  if (category?.row.type !== ChannelType.GuildCategory || (held & P.ViewChannel) === 0n) {
    throw fieldError(field, "CHANNEL_PARENT_INVALID", "Not a category of this server.");
  }
  if ((held & P.ManageChannels) === 0n) throw new ApiError("missing_permissions");
  return category;
}

export const channelsIn = (channels: ChannelList, categoryId: string): ListedChannel[] =>
  Array.from(channels.values()).filter(({ row }) => row.parent_id === categoryId);

export const present = ({ row, overwrites }: ListedChannel): GuildChannel => toGuildChannel(row, overwrites);

/** Tells those who see a channel, with the transaction. */
export function announceChannel(
  tx: Tx,
  bus: Bus,
  t: "CHANNEL_CREATE" | "CHANNEL_UPDATE" | "CHANNEL_DELETE",
  channel: ListedChannel,
): GuildChannel {
  const wire = present(channel);
  announce(tx, bus, `guild:${wire.guild_id}`, t, wire);
  return wire;
}
