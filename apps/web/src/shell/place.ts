import type { Snowflake, ThreadChannel } from "@palabre/protocol";
import { store } from "../state/store.ts";

/** Where private conversations are found, in the place of a server's id. */
export const PRIVATE = "@me";

const PLACE = "/channels/$guildId/$channelId/{-$messageId}";

/** Where a conversation of any kind is found, and a message in it: spread it on a link, or hand it to `navigate`. */
export function placeOf(channelId: Snowflake, messageId?: Snowflake) {
  const guildId = store.get().guildOf[channelId] ?? PRIVATE;
  return { to: PLACE, params: { guildId, channelId, messageId } } as const;
}

const BESIDE = "/channels/$guildId/$channelId/threads/$threadId";

/** Where a thread stands beside its channel; on a phone it is the page. */
export function besideOf({ id, guild_id, parent_id }: Pick<ThreadChannel, "id" | "guild_id" | "parent_id">) {
  return { to: BESIDE, params: { guildId: guild_id, channelId: parent_id, threadId: id } } as const;
}

/** The same as the path of an address. */
export function pathOf(channelId: Snowflake, messageId?: Snowflake): string {
  const { guildId } = placeOf(channelId).params;
  return `/channels/${guildId}/${channelId}${messageId === undefined ? "" : `/${messageId}`}`;
}
