import type { GuildChannel, Snowflake, ThreadChannel } from "@palabre/protocol";
import { isThread } from "../../state/channel.ts";
import { guildSettingsOf, isChannelMuted, overrideOf } from "../../state/guild-settings.ts";
import type { State } from "../../state/types.ts";
import { unreadOf } from "../../state/unread.ts";
import { channelTree, inOrder } from "./tree.ts";

/** A server's channels as its list shows them, for the keys that go from one to the next. */
export function walkOf(state: State, guildId: Snowflake): (GuildChannel | ThreadChannel)[] {
  const settings = guildSettingsOf(state, guildId);
  return inOrder(channelTree(Object.values(state.guildChannels[guildId] ?? {})), (channel, category) => {
    const { unread, mentions } = unreadOf(state, channel.id);
    const isMuted = isChannelMuted(state, guildId, channel.id);
    if (mentions > 0 || (unread && !isMuted)) return true;
    if (isThread(channel) && channel.member === undefined) return false;
    if (settings.hide_muted_channels && isMuted) return false;
    return category === null || !overrideOf(settings, category.id)?.collapsed;
  });
}
