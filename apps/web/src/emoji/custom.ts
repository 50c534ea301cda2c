import type { Snowflake } from "@palabre/protocol";
import { PermissionFlagsBits as P } from "discord-api-types/v10";
import { orderedGuilds } from "../state/guilds.ts";
import { channelPermissions, hasBits } from "../state/permissions.ts";
import type { Guild, State } from "../state/types.ts";
import { emojiText } from "./text.ts";

/** A custom emoji that one may use. */
export interface CustomEmojiChoice {
  id: Snowflake;
  name: string;
  animated: boolean;
  /** `<:name:id>`. */
  text: string;
  guild: Guild;
}

/** The server that an emoji is of, if one is in it. */
export function homeOf(state: State, id: Snowflake): Guild | undefined {
  return Object.values(state.guilds).find((guild) => guild.emojis?.some((one) => one.id === id));
}

/**
 * What one may use in a channel, by server: its own first, then, where that is allowed, those of the others as the rail
 * has them.
 * @param isOwnOnly nothing from elsewhere
 */
export function usableEmojis(
  state: State,
  channelId: Snowflake,
  isOwnOnly = false,
): { guild: Guild; emojis: CustomEmojiChoice[] }[] {
  const here = state.guildOf[channelId];
  const isFree = here === undefined || hasBits(channelPermissions(state, channelId), P.UseExternalEmojis);
  const own = here === undefined ? undefined : state.guilds[here];
  const others = isFree && !isOwnOnly ? orderedGuilds(state).filter(({ id }) => id !== here) : [];
  return [...(own ? [own] : []), ...others].flatMap((guild) => {
    const emojis = emojisOf(state, guild);
    return emojis.length > 0 ? [{ guild, emojis }] : [];
  });
}

/** Those of a server that one may use there. */
function emojisOf(state: State, guild: Guild): CustomEmojiChoice[] {
  const roles = state.ownMembers[guild.id]?.roles ?? [];
  return (guild.emojis ?? []).flatMap(({ id, name, animated = false, roles: needed = [] }) => {
    if (!id || !name || (needed.length > 0 && !needed.some((role) => roles.includes(role)))) return [];
    return [{ id, name, animated, text: emojiText({ id, name, animated }), guild }];
  });
}

/**
 * What `:name:` means in a channel, as `<:name:id>`. The server's own emojis come before Unicode's names, those of
 * other servers after.
 */
export function createNames(state: State, channelId: Snowflake) {
  const here = state.guildOf[channelId];
  const own = new Map<string, string>();
  const others = new Map<string, string>();
  for (const { guild, emojis } of usableEmojis(state, channelId)) {
    const names = guild.id === here ? own : others;
    for (const { name, text } of emojis) if (!names.has(name)) names.set(name, text);
  }
  return { own: (name: string) => own.get(name), others: (name: string) => others.get(name) };
}
export type CustomNames = ReturnType<typeof createNames>;

/** How one writes an emoji in a field: by its name, where that means this one and no other. */
export function typedForm(
  { name, text }: Pick<CustomEmojiChoice, "name" | "text">,
  names: CustomNames,
  isUnicode: (name: string) => boolean,
): string {
  const meant = names.own(name) ?? (isUnicode(name.toLowerCase()) ? undefined : names.others(name));
  return meant === text ? `:${name}:` : text;
}

/** Best first: a name that is the query, begins with it, holds it. */
export function searchCustom(
  groups: readonly { emojis: readonly CustomEmojiChoice[] }[],
  query: string,
  limit = Number.POSITIVE_INFINITY,
): CustomEmojiChoice[] {
  const wanted = query.replaceAll(":", "").trim().replaceAll(" ", "_").toLowerCase();
  if (wanted === "") return [];
  const score = (name: string) =>
    name === wanted
      ? 4
      : name.startsWith(wanted)
        ? 3
        : name.includes(`_${wanted}`)
          ? 2
          : name.includes(wanted)
            ? 1
            : 0;
  return groups
    .flatMap(({ emojis }) => emojis)
    .map((emoji) => ({ emoji, score: score(emoji.name.toLowerCase()) }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map((one) => one.emoji);
}
