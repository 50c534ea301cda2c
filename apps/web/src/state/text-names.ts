import type { APIMessage, APIUser, Snowflake } from "@palabre/protocol";
import * as m from "../paraglide/messages.js";
import { channelOf } from "./channel.ts";
import { memberName } from "./guilds.ts";
import type { State } from "./types.ts";

/** What the ids in a text stand for, in a server (or, null, outside of one). `mentions` come with a message. */
export function textNames(state: State, guildId: Snowflake | null, mentions: readonly APIUser[] = []) {
  return {
    user(id: Snowflake): string | undefined {
      const user =
        state.self?.id === id
          ? state.self
          : (state.users[id] ??
            (guildId === null ? undefined : state.members[guildId]?.[id]?.user) ??
            mentions.find((one) => one.id === id));
      return user && memberName(state, guildId, user);
    },
    channel: (id: Snowflake): string | undefined => channelOf(state, id)?.name ?? undefined,
    role: (id: Snowflake): string | undefined =>
      guildId === null ? undefined : state.roles[guildId]?.[id]?.name.replace(/^@/, ""),
  };
}

/** What stands for the text of a message that is stickers alone; empty where it has none. */
export const stickerLine = ({ sticker_items: items }: Pick<APIMessage, "sticker_items">): string =>
  items?.[0] ? m.sticker_line({ name: items[0].name }) : "";
