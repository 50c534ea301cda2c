import type { APIMessage } from "@palabre/protocol";
import { highlightsMe } from "./highlights.ts";
import type { State } from "./types.ts";

/** Whether the message counts in the badge: it is written to me alone, mentions me, or has a word of mine. */
export function calls(state: State, message: APIMessage): boolean {
  return state.privateChannels[message.channel_id]?.type === 1 || standsOut(state, message);
}

/** Whether it stands on the ground of what calls me. */
export const standsOut = (state: State, message: APIMessage): boolean =>
  mentionsMe(state, message) || highlightsMe(state, message);

/** By name, by one of my roles, or with everyone, unless I said that the last two are not to call me there. */
export function mentionsMe(state: State, message: APIMessage): boolean {
  const selfId = state.self?.id;
  if (message.mentions.some((user) => user.id === selfId)) return true;
  const guildId = state.guildOf[message.channel_id];
  if (guildId === undefined) return message.mention_everyone;
  const settings = state.guildSettings[guildId];
  if (message.mention_everyone && !settings?.suppress_everyone) return true;
  if (settings?.suppress_roles) return false;
  return message.mention_roles.some((id) => state.ownMembers[guildId]?.roles.includes(id));
}
