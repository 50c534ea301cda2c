import { compareSnowflakes, type GuildChannel } from "@palabre/protocol";
import { ChannelType, PermissionFlagsBits as P } from "discord-api-types/v10";
import { announce } from "../../bus/announce.ts";
import type { Bus } from "../../bus/bus.ts";
import type { Database, Tx } from "../../db/database.ts";
import { ApiError } from "../../errors.ts";
import type { Actor } from "../../http/env.ts";
import { accessGuild, type GuildActor } from "../guild-core/access-guild.ts";
import { announceGuild } from "../guild-core/announce-guild.ts";
import { emptyVoice, isVoice } from "../guild-core/voice-states.ts";
import { DELETED } from "../guilds/purge-channels.ts";
import { auditChannel } from "./audit-channel.ts";
import {
  announceChannel,
  channelsIn,
  type ListedChannel,
  present,
  readChannelList,
  requireChannel,
} from "./guild-channel-list.ts";

/** What a server names a channel for. */
const REFERENCES = [
  "afk_channel_id",
  "system_channel_id",
  "rules_channel_id",
  "public_updates_channel_id",
  "widget_channel_id",
] as const;
/** Those that a server with these features cannot be without. */
const REQUIRED = ["rules_channel_id", "public_updates_channel_id"] as const;

/**
 * Deletes a channel; it takes Manage Channels in it. Channels of a category come to stand at the top level. Messages and
 * files follow behind: see purge-channels.ts.
 * @throws ApiError unknown_channel, missing_permissions, cannot_delete_required_channel
 */
export async function deleteChannel(
  deps: { db: Database; bus: Bus; newId: () => string },
  actor: Actor,
  { guildId, channelId }: { guildId: string; channelId: string },
  reason: string | null,
): Promise<GuildChannel> {
  return deps.db.transaction(async (tx) => {
    await tx.lock(`guild:${guildId}`);
    const member = await accessGuild(tx.sql, actor, guildId);
    const channels = await readChannelList(tx.sql, guildId);
    const channel = requireChannel(channels, member, channelId, P.ManageChannels);
    const isNamed = await forgetReferences(tx, guildId, channelId);
    if (channel.row.type === ChannelType.GuildCategory) {
      // By id, as messages that are published to several channels take them, or both could wait for each other.
      const children = channelsIn(channels, channelId);
      for (const child of children.sort((a, b) => compareSnowflakes(a.row.id, b.row.id))) {
        await tx.sql
          .updateTable("channels")
          .set({ parent_id: null })
          .where("id", "=", child.row.id)
          .execute();
        child.row.parent_id = null;
        announceChannel(tx, deps.bus, "CHANNEL_UPDATE", child);
      }
    }
    await tx.sql
      .updateTable("channels")
      .set({ guild_id: DELETED })
      .where((is) => is.or([is("id", "=", channelId), is("parent_id", "=", channelId)]))
      .where("guild_id", "=", guildId)
      .execute();
    await forgetInvites(tx, deps.bus, guildId, channelId);
    if (isVoice(channel.row.type)) await emptyVoice(tx, deps.bus, channelId);
    await auditChannel(tx, deps, { guildId, actorId: actor.userId, reason }, present(channel), null);
    if (isOpen(member, channel)) await openLog(tx, channelId);
    await tx.sql.deleteFrom("webhooks").where("channel_id", "=", channelId).execute();
    const wire = announceChannel(tx, deps.bus, "CHANNEL_DELETE", channel);
    if (isNamed) await announceGuild(tx, deps.bus, guildId);
    return wire;
  });
}

/** Whether every member saw it, whatever their roles. */
function isOpen({ guildId, permissionGuild }: GuildActor, { overwrites }: ListedChannel): boolean {
  const hides = overwrites.some(({ deny }) => (BigInt(deny) & P.ViewChannel) !== 0n);
  const opens = overwrites.some(
    ({ target_id, allow }) => target_id === guildId && (BigInt(allow) & P.ViewChannel) !== 0n,
  );
  const everyone = permissionGuild.roles.get(guildId)?.permissions ?? 0n;
  return !hides && (opens || (everyone & P.ViewChannel) !== 0n);
}

/** What was done in a channel that everybody saw can be read when it is gone; of others the owner and administrators know. */
async function openLog({ sql }: Tx, channelId: string): Promise<void> {
  await sql.updateTable("audit_log").set({ channel_id: null }).where("channel_id", "=", channelId).execute();
}

/** @returns whether the server named the channel */
async function forgetReferences({ sql }: Tx, guildId: string, channelId: string): Promise<boolean> {
  const guild = await sql
    .selectFrom("guilds")
    .select(["features", ...REFERENCES])
    .where("id", "=", guildId)
    .executeTakeFirstOrThrow();
  const isCommunity = (JSON.parse(guild.features) as string[]).includes("COMMUNITY");
  if (isCommunity && REQUIRED.some((field) => guild[field] === channelId)) {
    throw new ApiError("cannot_delete_required_channel");
  }
  const named = REFERENCES.filter((field) => guild[field] === channelId);
  if (named.length === 0) return false;
  await sql
    .updateTable("guilds")
    .set(Object.fromEntries(named.map((field) => [field, null])))
    .where("id", "=", guildId)
    .execute();
  return true;
}

async function forgetInvites(tx: Tx, bus: Bus, guildId: string, channelId: string): Promise<void> {
  const gone = await tx.sql
    .deleteFrom("guild_invites")
    .where("channel_id", "=", channelId)
    .returning("code")
    .execute();
  for (const { code } of gone) {
    await tx.sql.deleteFrom("invite_targets").where("code", "=", code).execute();
    announce(
      tx,
      bus,
      `guild:${guildId}`,
      "INVITE_DELETE",
      { guild_id: guildId, channel_id: channelId, code },
      P.ManageChannels,
    );
  }
}
