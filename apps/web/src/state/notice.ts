import { isPageInFront } from "./actions/reading.ts";
import { channelOf, isThread } from "./channel.ts";
import { isMuted, notificationLevel } from "./guild-settings.ts";
import type { ReceivedMessage, State } from "./types.ts";

/** Tells what came, if it is worth it. Sounds and notifications are fetched with the first that is. */
export function noticeMessage(before: State, after: State, message: ReceivedMessage): void {
  if (!isWorthNotice(before, after, message)) return;
  const { viewing } = after;
  if (isPageInFront() && viewing[message.channel_id]?.atBottom) return;
  void import("./notify.ts").then(({ notify }) => notify(message)).catch(() => {});
}

/** Whether a message that led from one state to the next calls, or comes where one wants to hear of each. */
export function isWorthNotice(before: State, after: State, message: ReceivedMessage): boolean {
  const { channel_id: channelId, id, author } = message;
  if (author.id === after.self?.id || after.settings.status === "dnd") return false;
  const channel = channelOf(after, channelId);
  // Told a second time, after READY had it already.
  if (!channel || channelOf(before, channelId)?.last_message_id === id) return false;
  const isCall =
    (after.counted[channelId]?.includes(id) ?? false) && !before.counted[channelId]?.includes(id);
  const guildId = after.guildOf[channelId];
  if (guildId === undefined) return isCall;
  if (isMuted(after, guildId, channelId)) return false;
  const level = notificationLevel(after, guildId, channelId);
  if (level !== 0) return level === 1 && isCall;
  return isCall || (channel.last_message_id === id && (!isThread(channel) || channel.member !== undefined));
}
