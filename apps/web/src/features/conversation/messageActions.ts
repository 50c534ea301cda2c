import type { APIMessage } from "@palabre/protocol";
import { isEphemeral } from "../../state/bot-message.ts";
import { isPublishable } from "../followers/publishable.ts";
import type { ConversationValue } from "./context.ts";
import { hasThread, isPlainType, THREAD_STARTER } from "./rows.ts";

export interface Allowed {
  reply: boolean;
  react: boolean;
  edit: boolean;
  remove: boolean;
  pin: boolean;
  /** Start a thread from it. */
  thread: boolean;
  /** To channels that follow this one. */
  publish: boolean;
  /** Link to it, or read from it on: not where it goes with the page. */
  lasts: boolean;
}

/** What one may do to a message. The server has the last word; this only keeps what it would refuse out of sight. */
export function allowedFor(message: APIMessage, { selfId, can, channel }: ConversationValue): Allowed {
  const isMine = message.author.id === selfId;
  const lasts = !isEphemeral(message);
  const isPlain = lasts && isPlainType(message.type);
  return {
    reply: isPlain && can.refusal === null,
    react: lasts && can.react && message.type !== THREAD_STARTER,
    edit: isMine && isPlain && !message.poll,
    remove: lasts && message.type !== THREAD_STARTER && ((isPlain && isMine) || can.removeOthers),
    pin: isPlain && can.pin,
    thread: isPlain && can.thread && !hasThread(message),
    publish:
      lasts &&
      channel.type === 5 &&
      can.refusal === null &&
      (isMine || can.removeOthers) &&
      isPublishable(message),
    lasts,
  };
}

/** The keys of a focused message. True when the key meant something. */
export function messageKey(
  event: KeyboardEvent,
  message: APIMessage,
  value: ConversationValue,
  anchor: Element,
): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const { deeds } = value;
  const allowed = allowedFor(message, value);
  const keys: Record<string, (() => void) | false> = {
    enter: () => deeds.openActions(message, anchor),
    r: allowed.reply && (() => deeds.reply(message)),
    e: allowed.edit && (() => deeds.edit(message)),
    c: message.content !== "" && (() => deeds.copyText(message)),
    t: allowed.thread && (() => deeds.startThread(message)),
    p: allowed.pin && (() => deeds.togglePin(message)),
    u: allowed.lasts && (() => deeds.markUnread(message)),
    "+": allowed.react && (() => deeds.pickReaction(message, anchor)),
    delete: allowed.remove && (() => deeds.remove(message, event.shiftKey)),
    backspace: allowed.remove && (() => deeds.remove(message, event.shiftKey)),
  };
  const action = keys[event.key.toLowerCase()];
  if (!action) return false;
  action();
  return true;
}
