import type { GuildChannel } from "@palabre/protocol";
import { ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Sql } from "../../db/database.ts";
import { fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { forumEmojis } from "../channels/forum-tags.ts";
import { accessGuild, type GuildActor } from "../guild-core/access-guild.ts";
import { requireOwnEmojis } from "../guild-core/emojis.ts";
import { extraOf } from "../guild-core/present-guild.ts";
import { auditChannel, channelChanges } from "./audit-channel.ts";
import type { UpdateBody } from "./channel-body.ts";
import { toColumns } from "./channel-fields.ts";
import { requireRoomIn } from "./create-channel.ts";
import {
  announceChannel,
  type ChannelList,
  heldIn,
  type ListedChannel,
  present,
  readChannelList,
  requireCategory,
  requireChannel,
} from "./guild-channel-list.ts";
import {
  type Overwrite,
  requireMayCopy,
  requireOverwrites,
  sameOverwrites,
  writeOverwrites,
} from "./overwrites.ts";

const TEXT = [ChannelType.GuildText, ChannelType.GuildAnnouncement];

/**
 * Changes a channel; it takes Manage Channels in it, for overwrites Manage Roles besides.
 * @throws ApiError unknown_channel, missing_permissions, invalid_form_body
 */
export async function updateChannel(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  { guildId, channelId }: { guildId: string; channelId: string },
  body: UpdateBody,
  reason: string | null,
): Promise<GuildChannel> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId);
    const channels = await readChannelList(tx.sql, guildId);
    const channel = requireChannel(channels, member, channelId, P.ManageChannels);
    const before = present(channel);

    // One that was there may be gone by now: what stays as it is says so again.
    const named = new Set(Array.from(forumEmojis(extraOf(channel.row)), ([, id]) => id));
    const added = Array.from(forumEmojis(body)).filter(([, id]) => !named.has(id));
    await requireOwnEmojis(tx.sql, guildId, added);
    const columns = {
      ...toColumns(channel.row.type, body, extraOf(channel.row), deps.newId),
      ...toType(channel, body.type),
      ...toParent(channels, member, channel, body.parent_id, "parent_id"),
    };
    const overwrites = await wantedOverwrites(tx.sql, channels, member, channel, body, columns.parent_id);
    Object.assign(channel.row, columns);
    const isOther = channelChanges(before, present(channel)).length > 0;
    if (isOther) await tx.sql.updateTable("channels").set(columns).where("id", "=", channelId).execute();
    const changed = overwrites
      ? await writeOverwrites(tx, channels, channel, overwrites)
      : isOther
        ? [channel]
        : [];
    for (const one of changed) announceChannel(tx, deps.bus, "CHANNEL_UPDATE", one);
    const after = present(channel);
    if (changed.length > 0) {
      await auditChannel(tx, deps, { guildId, actorId: actor.userId, reason }, before, after);
    }
    return after;
  });
}

function toType({ row }: ListedChannel, type: ChannelType | null | undefined): { type?: ChannelType } {
  if (type === null || type === undefined || type === row.type) return {};
  if (!TEXT.includes(row.type) || !TEXT.includes(type)) {
    throw fieldError(
      "type",
      "CHANNEL_TYPE_INVALID",
      "Text and announcement channels become each other, and no other kind does.",
    );
  }
  return { type };
}

/** Where a channel is to stand; nothing when it stays. @throws ApiError invalid_form_body, missing_permissions */
export function toParent(
  channels: ChannelList,
  member: GuildActor,
  { row }: ListedChannel,
  parentId: string | null | undefined,
  field: string,
): { parent_id?: string | null } {
  if (parentId === undefined || parentId === row.parent_id) return {};
  if (parentId !== null) {
    requireRoomIn(channels, requireCategory(channels, member, parentId, field), row.type, field);
  }
  return { parent_id: parentId };
}

/** The overwrites that a body asks for; undefined when they stay as they are. */
async function wantedOverwrites(
  sql: Sql,
  channels: ChannelList,
  member: GuildActor,
  channel: ListedChannel,
  body: UpdateBody,
  parentId: string | null = channel.row.parent_id,
): Promise<readonly Overwrite[] | undefined> {
  const before = channel.overwrites;
  const setter = { member, held: heldIn(member, channel) };
  if (body.permission_overwrites) {
    const pathOf = (n: number) => `permission_overwrites.${n}.id`;
    const after = await requireOverwrites(sql, setter, before, body.permission_overwrites, pathOf);
    return sameOverwrites(before, after) ? undefined : after;
  }
  if (!body.lock_permissions || parentId === null) return undefined;
  const { overwrites } = requireCategory(channels, member, parentId, "parent_id");
  if (sameOverwrites(before, overwrites)) return undefined;
  await requireMayCopy(sql, setter, before, overwrites);
  return overwrites;
}
