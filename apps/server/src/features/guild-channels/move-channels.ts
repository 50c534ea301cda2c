import { compareSnowflakes, type GuildChannel } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import type { Bus } from "../../bus/bus.ts";
import type { Database } from "../../db/database.ts";
import { fieldError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild } from "../guild-core/access-guild.ts";
import { auditChannel } from "./audit-channel.ts";
import type { Move } from "./channel-body.ts";
import {
  announceChannel,
  heldIn,
  type ListedChannel,
  present,
  readChannelList,
  requireCategory,
  requireChannel,
} from "./guild-channel-list.ts";
import { requireMayCopy, sameOverwrites, writeOverwrites } from "./overwrites.ts";
import { toParent } from "./update-channel.ts";

/**
 * Puts channels elsewhere, in the order given; it takes Manage Channels in each, and in the category it goes to. With
 * `lock_permissions` a channel takes the overwrites of its category. Order alone leaves no entry in the audit log.
 * @throws ApiError unknown_guild, unknown_channel, missing_permissions, invalid_form_body
 */
export async function moveChannels(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  guildId: string,
  moves: readonly Move[],
  reason: string | null,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId);
    const channels = await readChannelList(tx.sql, guildId);
    const changed = new Set<ListedChannel>();
    const noted: { channel: ListedChannel; before: GuildChannel }[] = [];
    const named = new Set<string>();
    const moved: ListedChannel[] = [];
    for (const [n, move] of moves.entries()) {
      if (named.has(move.id)) throw fieldError(`${n}.id`, "BASE_TYPE_DUPLICATE", "This id stands twice.");
      named.add(move.id);
      const channel = requireChannel(channels, member, move.id, P.ManageChannels);
      const before = present(channel);
      const { row } = channel;
      const columns = {
        ...(typeof move.position === "number" && { position: move.position }),
        ...toParent(channels, member, channel, move.parent_id, `${n}.parent_id`),
      };
      Object.assign(row, columns);
      if (row.position !== before.position || row.parent_id !== before.parent_id) {
        moved.push(channel);
        changed.add(channel);
      }
      let isNoted = row.parent_id !== before.parent_id;
      if (move.lock_permissions && row.parent_id !== null) {
        const { overwrites } = requireCategory(channels, member, row.parent_id, `${n}.parent_id`);
        if (!sameOverwrites(channel.overwrites, overwrites)) {
          const setter = { member, held: heldIn(member, channel) };
          await requireMayCopy(tx.sql, setter, channel.overwrites, overwrites);
          for (const one of await writeOverwrites(tx, channels, channel, overwrites)) changed.add(one);
          isNoted = true;
        }
      }
      if (isNoted) noted.push({ channel, before });
    }
    // By id, as messages that are published to several channels take them, or both could wait for each other.
    for (const { row } of moved.toSorted((a, b) => compareSnowflakes(a.row.id, b.row.id))) {
      const { position, parent_id } = row;
      await tx.sql.updateTable("channels").set({ position, parent_id }).where("id", "=", row.id).execute();
    }
    for (const channel of changed) announceChannel(tx, deps.bus, "CHANNEL_UPDATE", channel);
    // Whoever does not see it any more is not told how it is now.
    for (const { channel, before } of noted) {
      await auditChannel(tx, deps, { guildId, actorId: actor.userId, reason }, before, present(channel));
    }
  });
}
