import { type GuildChannel, LIMITS } from "@palabre/protocol";
import { ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { ApiError, fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { forumEmojis } from "../channels/forum-tags.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { requireOwnEmojis } from "../guild-core/emojis.ts";
import type { GuildChannelRow } from "../guild-core/present-guild.ts";
import { readLimit } from "../instance/limits.ts";
import { auditChannel } from "./audit-channel.ts";
import type { CreateBody } from "./channel-body.ts";
import { toColumns } from "./channel-fields.ts";
import {
  announceChannel,
  type ChannelList,
  channelsIn,
  heldIn,
  type ListedChannel,
  readChannelList,
  requireCategory,
} from "./guild-channel-list.ts";
import { insertOverwrites, requireOverwrites, requireRoomFor } from "./overwrites.ts";

/**
 * Makes a channel. It takes Manage Channels in the category, or in the server without one. Without overwrites of its own
 * the channel has those of its category.
 * @throws ApiError unknown_guild, missing_permissions, max_channels, max_overwrites, invalid_form_body
 */
export async function createChannel(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  guildId: string,
  body: CreateBody,
  reason: string | null,
): Promise<GuildChannel> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId);
    const channels = await readChannelList(tx.sql, guildId);
    const type = body.type ?? ChannelType.GuildText;
    const category = body.parent_id ? requireCategory(channels, member, body.parent_id, "parent_id") : null;
    if (category === null && (member.permissions & P.ManageChannels) === 0n) {
      throw new ApiError("missing_permissions");
    }
    if (category !== null) requireRoomIn(channels, category, type, "parent_id");
    if (channels.size >= (await readLimit(tx.sql, "guild_channels"))) throw new ApiError("max_channels");
    const inherited = category?.overwrites ?? [];
    const held = category === null ? member.permissions : heldIn(member, category);
    const overwrites = body.permission_overwrites
      ? await requireOverwrites(
          tx.sql,
          { member, held },
          inherited,
          body.permission_overwrites,
          (n) => `permission_overwrites.${n}.id`,
        )
      : inherited;
    requireRoomFor(channels, overwrites.length);

    await requireOwnEmojis(tx.sql, guildId, forumEmojis(body));
    const id = deps.newId();
    const row: GuildChannelRow = {
      id,
      type,
      name: body.name,
      icon: null,
      owner_id: null,
      dm_key: null,
      last_message_id: null,
      last_pin_at: null,
      created_at: Date.now(),
      guild_id: guildId,
      parent_id: category?.row.id ?? null,
      position: nextPosition(channels),
      topic: null,
      nsfw: 0,
      rate_limit_per_user: 0,
      flags: 0,
      extra: null,
      archived: null,
      archived_at: null,
      archives_at: null,
      message_count: 0,
      total_message_sent: 0,
      member_count: 0,
      ...toColumns(type, body, {}, deps.newId),
    };
    await tx.sql.insertInto("channels").values(row).execute();
    const channel = { row, overwrites: overwrites.map((one) => ({ ...one, channel_id: id })) };
    await insertOverwrites(tx, channel.overwrites);
    const wire = announceChannel(tx, deps.bus, "CHANNEL_CREATE", channel);
    await auditChannel(tx, deps, { guildId, actorId: actor.userId, reason }, null, wire);
    return wire;
  });
}

/** Behind all others. */
const nextPosition = (channels: ChannelList): number =>
  Math.max(-1, ...Array.from(channels.values(), ({ row }) => row.position)) + 1;

/**
 * Whether one more channel of that type fits into a category.
 * @throws ApiError invalid_form_body
 */
export function requireRoomIn(
  channels: ChannelList,
  category: ListedChannel,
  type: ChannelType,
  field: string,
): void {
  if (type === ChannelType.GuildCategory) {
    throw fieldError(field, "CHANNEL_PARENT_INVALID", "A category stands in no other.");
  }
  if (channelsIn(channels, category.row.id).length >= LIMITS.channelsPerCategory) {
    throw fieldError(
      field,
      "CHANNEL_PARENT_MAX_CHANNELS",
      `A category holds ${LIMITS.channelsPerCategory} channels.`,
    );
  }
}
