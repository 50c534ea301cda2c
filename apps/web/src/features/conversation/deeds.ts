import type { APIMessage, Snowflake } from "@palabre/protocol";
import { noteUse } from "../../emoji/habits.ts";
import { emojiParts, sameEmoji } from "../../emoji/text.ts";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { deleteMessage, pin, react, unpin, unreact } from "../../state/actions/messages.ts";
import { markUnread } from "../../state/actions/reading.ts";
import { toast } from "../../ui/toast.ts";

// What is done to messages: fetched with the first deed, or once the page is quiet. Each says itself what went wrong.

export const remove = (channelId: Snowflake, message: APIMessage): void =>
  attempt(deleteMessage(channelId, message.id));

export const togglePin = (channelId: Snowflake, message: APIMessage): void =>
  attempt(message.pinned ? unpin(channelId, message.id) : pin(channelId, message.id));

export const leaveUnread = (channelId: Snowflake, message: APIMessage): void =>
  attempt(markUnread(channelId, message.id));

export function toggleReaction(channelId: Snowflake, message: APIMessage, emoji: string): void {
  const mine = message.reactions?.find((one) => sameEmoji(one.emoji, emojiParts(emoji)))?.me ?? false;
  if (!mine) noteUse(emoji);
  attempt(mine ? unreact(channelId, message.id, emoji) : react(channelId, message.id, emoji));
}

function attempt(run: Promise<unknown>): void {
  run.catch((error: unknown) => {
    toast({ tone: "danger", title: m.conversation_not_done(), description: errorText(error) });
  });
}
