import type { APIMessage, GuildChannel, Snowflake } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { Megaphone } from "lucide-react";
import * as m from "../../paraglide/messages.js";
import { isThread } from "../../state/channel.ts";
import { guildApi } from "../../state/guild-api.ts";
import { orderedGuilds } from "../../state/guilds.ts";
import { channelPermissions, hasBits } from "../../state/permissions.ts";
import type { Guild, State } from "../../state/types.ts";
import { toast } from "../../ui/toast.ts";
import { attempt } from "../friends/actions.ts";
import { compareChannels, isWritable } from "../servers/tree.ts";
import "./errorWords.ts";

/** Servers, and the channels in each, that one may have follow `sourceId`. */
export function placesToFollow(
  state: State,
  sourceId: Snowflake,
): { guild: Guild; channels: GuildChannel[] }[] {
  return orderedGuilds(state).flatMap((guild) => {
    const channels = Object.values(state.guildChannels[guild.id] ?? {}).flatMap((channel) =>
      !isThread(channel) &&
      isWritable(channel) &&
      channel.id !== sourceId &&
      hasBits(channelPermissions(state, channel.id), P.ManageWebhooks)
        ? [channel]
        : [],
    );
    return channels.length > 0 ? [{ guild, channels: channels.sort(compareChannels) }] : [];
  });
}

export async function publish(message: APIMessage): Promise<void> {
  const went = await attempt(() => guildApi.followers.publish(message.channel_id, message.id));
  if (went) toast({ tone: "success", icon: Megaphone, title: m.followers_published_toast() });
}
