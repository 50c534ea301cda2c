import type { APIUser, Channel } from "@palabre/protocol";
import { formatList } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { nameOf, store } from "../../state/store.ts";

/** The same as it stands in a sentence: `#general`. */
export function conversationLabel(channel: Channel): string {
  const isText = channel.type === 0 || channel.type === 5;
  return isText ? `#${channel.name}` : conversationName(channel);
}

/** What to call a conversation: its own name, else its people. */
export function conversationName(channel: { name: string | null; recipients?: readonly APIUser[] }): string {
  if (channel.name) return channel.name;
  const { relationships } = store.get();
  const names = (channel.recipients ?? []).map((user) => nameOf(user, relationships[user.id]?.nickname));
  if (names.length === 0) return m.rooms_alone();
  if (names.length <= 3) return formatList(names);
  return m.rooms_names_more({ names: names.slice(0, 3).join(", "), count: names.length - 3 });
}
