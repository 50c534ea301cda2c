import type { APIUser } from "@palabre/protocol";
import { formatList } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { nameOf, store } from "../../state/store.ts";

/** What to call a conversation: its own name, else its people. */
export function conversationName(channel: { name: string | null; recipients?: readonly APIUser[] }): string {
  if (channel.name) return channel.name;
  const { relationships } = store.get();
  const names = (channel.recipients ?? []).map((user) => nameOf(user, relationships[user.id]?.nickname));
  if (names.length === 0) return m.rooms_alone();
  if (names.length <= 3) return formatList(names);
  return m.rooms_names_more({ names: names.slice(0, 3).join(", "), count: names.length - 3 });
}
