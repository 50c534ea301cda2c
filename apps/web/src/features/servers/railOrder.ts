import type { GuildFolder, Snowflake } from "@palabre/protocol";

/**
 * Where a server is let go: beside a place of the rail, or into it. A place is named by the folder's id or, for a
 * single server and for one inside a folder, by the server's.
 */
export interface RailDrop {
  kind: "before" | "after" | "into";
  id: string;
}

/** The rail with a server moved. Let go on a single server, both become a folder; `newId` names it. */
export function moveServer(
  folders: readonly GuildFolder[],
  guildId: Snowflake,
  drop: RailDrop,
  newId: string,
): GuildFolder[] {
  if (drop.id === guildId) return [...folders];
  const rest = without(folders, guildId);
  const at = rest.findIndex((place) => nameOf(place) === drop.id);
  const target = rest[at];
  if (target) {
    if (drop.kind !== "into") return rest.toSpliced(drop.kind === "before" ? at : at + 1, 0, single(guildId));
    const joined: GuildFolder =
      target.id === null
        ? { id: newId, name: null, color: null, guild_ids: [...target.guild_ids, guildId] }
        : { ...target, guild_ids: [...target.guild_ids, guildId] };
    return rest.toSpliced(at, 1, joined);
  }
  // Beside a server that stands in a folder.
  return rest.map((place) => {
    const inside = place.guild_ids.indexOf(drop.id);
    if (inside < 0) return place;
    const index = drop.kind === "before" ? inside : inside + 1;
    return { ...place, guild_ids: place.guild_ids.toSpliced(index, 0, guildId) };
  });
}

export function moveFolder(folders: readonly GuildFolder[], folderId: string, drop: RailDrop): GuildFolder[] {
  const moved = folders.find((place) => place.id === folderId);
  const rest = folders.filter((place) => place !== moved);
  const at = rest.findIndex((place) => nameOf(place) === drop.id || place.guild_ids.includes(drop.id));
  if (!moved || at < 0) return [...folders];
  return rest.toSpliced(drop.kind === "before" ? at : at + 1, 0, moved);
}

/** One step up or down: within its folder, out of it at an end, and over a neighbour outside. */
export function stepServer(folders: readonly GuildFolder[], guildId: Snowflake, by: 1 | -1): GuildFolder[] {
  const at = folders.findIndex((place) => place.guild_ids.includes(guildId));
  const place = folders[at];
  if (!place) return [...folders];
  if (place.id === null) return swapped(folders, at, by);
  const inside = place.guild_ids.indexOf(guildId);
  if (place.guild_ids[inside + by] !== undefined) {
    return folders.with(at, { ...place, guild_ids: swapped(place.guild_ids, inside, by) });
  }
  const rest = without(folders, guildId);
  const isGone = rest.length < folders.length;
  return rest.toSpliced(by < 0 || isGone ? at : at + 1, 0, single(guildId));
}

export function stepFolder(folders: readonly GuildFolder[], folderId: string, by: 1 | -1): GuildFolder[] {
  const at = folders.findIndex((place) => place.id === folderId);
  return at < 0 ? [...folders] : swapped(folders, at, by);
}

/** Its servers stand alone, where the folder stood. */
export function dissolveFolder(folders: readonly GuildFolder[], folderId: string): GuildFolder[] {
  return folders.flatMap((place) => (place.id === folderId ? place.guild_ids.map(single) : [place]));
}

export function changeFolder(
  folders: readonly GuildFolder[],
  folderId: string,
  change: Pick<GuildFolder, "name" | "color">,
): GuildFolder[] {
  return folders.map((place) => (place.id === folderId ? { ...place, ...change } : place));
}

const nameOf = (place: GuildFolder): string | undefined => place.id ?? place.guild_ids[0];

const single = (guildId: Snowflake): GuildFolder => ({
  id: null,
  name: null,
  color: null,
  guild_ids: [guildId],
});

/** A folder whose last server goes is gone. */
function without(folders: readonly GuildFolder[], guildId: Snowflake): GuildFolder[] {
  return folders.flatMap((place) => {
    const guild_ids = place.guild_ids.filter((id) => id !== guildId);
    return guild_ids.length > 0 ? { ...place, guild_ids } : [];
  });
}

function swapped<T>(list: readonly T[], at: number, by: 1 | -1): T[] {
  const [one, other] = [list[at], list[at + by]];
  return one === undefined || other === undefined ? [...list] : list.with(at, other).with(at + by, one);
}
