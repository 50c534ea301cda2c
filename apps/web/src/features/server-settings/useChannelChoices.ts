import type { GuildChannel } from "@palabre/protocol";
import { useMemo } from "react";
import { isThread } from "../../state/channel.ts";
import { useGuildChannels } from "../../state/guilds.ts";
import { channelIcon } from "../servers/channelIcon.ts";
import { compareChannels } from "../servers/tree.ts";

/** Channels with messages or posts: text, announcements, forums. */
export const isWrittenIn = ({ type }: GuildChannel): boolean => [0, 5, 15].includes(type);

/**
 * Channels to choose from, in the order of the server.
 * @param fits the same function from render to render
 */
export function useChannelChoices(guildId: string, fits: (channel: GuildChannel) => boolean): GuildChannel[] {
  const channels = useGuildChannels(guildId);
  return useMemo(
    () =>
      Object.values(channels)
        .filter((one): one is GuildChannel => !isThread(one) && fits(one))
        .sort(compareChannels),
    [channels, fits],
  );
}

/** As a select lists one. */
export const toChoice = (channel: GuildChannel) => ({
  id: channel.id,
  label: channel.name,
  icon: channelIcon(channel),
});
