import type { GuildChannel, Snowflake, ThreadChannel } from "@palabre/protocol";
import { isThread } from "../../state/channel.ts";
import { guildSettingsOf, isChannelMuted, overrideOf } from "../../state/guild-settings.ts";
import type { State } from "../../state/types.ts";
import { unreadOf } from "../../state/unread.ts";
import { channelTree, inOrder, standsInList } from "./tree.ts";

/** A server's channels as its list shows them, for the keys that go from one to the next. */
export function walkOf(state: State, guildId: Snowflake): (GuildChannel | ThreadChannel)[] {
  const settings = guildSettingsOf(state, guildId);
  const channels = state.guildChannels[guildId] ?? {};
  return inOrder(channelTree(Object.values(channels)), (channel, category) => {
    const { unread, mentions } = unreadOf(state, channel.id);
    const isMuted = isChannelMuted(state, guildId, channel.id);
    if (mentions > 0 || (unread && !isMuted)) return true;
    const parent = isThread(channel) ? channels[channel.parent_id] : undefined;
    if (isThread(channel) && !standsInList(channel, parent)) return false;
    if (settings.hide_muted_channels && isMuted) return false;
    return category === null || !overrideOf(settings, category.id)?.collapsed;
  });
}
