import type { GuildChannel, Snowflake } from "@palabre/protocol";
import { type Branch, isVoice } from "./tree.ts";

/** Where a channel or category is let go: beside another one, or in a category (null: in none). */
export type DropPlace =
  | { kind: "before" | "after"; id: Snowflake }
  | { kind: "into"; categoryId: Snowflake | null };

/** What `PATCH /guilds/{id}/channels` takes. */
export interface Move {
  id: Snowflake;
  position: number;
  parent_id?: Snowflake | null;
}

/**
 * What moving a channel changes, those that only make way included; empty when it stays where it is or may not go
 * there. Voice stands below text wherever it is let go, and categories stand among categories.
 */
export function moveChannel(branches: readonly Branch[], id: Snowflake, place: DropPlace): Move[] {
  const moved = find(branches, id);
  if (!moved) return [];
  if (moved.type === 4) return moveCategory(branches, moved, place);
  const target = groupAt(branches, place);
  if (!target) return [];
  const others = target.group.filter((one) => one.id !== id);
  const order = others.toSpliced(indexAt(others, place), 0, moved);
  const sorted = [...order.filter((one) => !isVoice(one)), ...order.filter(isVoice)];
  return renumbered(target.group, sorted, moved, target.categoryId);
}

/** One step up or down as it is seen, into the neighbouring category at an end. */
export function stepChannel(branches: readonly Branch[], id: Snowflake, by: 1 | -1): Move[] {
  const moved = find(branches, id);
  if (!moved) return [];
  if (moved.type === 4) {
    const categories = branches.flatMap((branch) => branch.category ?? []);
    const other = categories[categories.indexOf(moved) + by];
    return other ? moveChannel(branches, id, { kind: by < 0 ? "before" : "after", id: other.id }) : [];
  }
  const at = branches.findIndex(({ nodes }) => nodes.some((node) => node.channel.id === id));
  const siblings = channelsOf(branches[at]).filter((one) => isVoice(one) === isVoice(moved));
  const other = siblings[siblings.findIndex((one) => one.id === id) + by];
  if (other) return moveChannel(branches, id, { kind: by < 0 ? "before" : "after", id: other.id });
  const next = branches[at + by];
  if (!next) {
    // Above the first category there is room for channels without one.
    return by < 0 && branches[at]?.category
      ? moveChannel(branches, id, { kind: "into", categoryId: null })
      : [];
  }
  const [first] = channelsOf(next);
  const categoryId = next.category?.id ?? null;
  return by > 0 && first
    ? moveChannel(branches, id, { kind: "before", id: first.id })
    : moveChannel(branches, id, { kind: "into", categoryId });
}

function moveCategory(branches: readonly Branch[], moved: GuildChannel, place: DropPlace): Move[] {
  const categories = branches.flatMap((branch) => branch.category ?? []);
  // Let go on a channel, a category comes to stand beside that channel's category.
  const id =
    place.kind === "into"
      ? place.categoryId
      : (branches.find(({ nodes }) => nodes.some((node) => node.channel.id === place.id))?.category?.id ??
        place.id);
  const others = categories.filter((one) => one.id !== moved.id);
  const at = others.findIndex((one) => one.id === id);
  if (at < 0) return [];
  const order = others.toSpliced(place.kind === "before" ? at : at + 1, 0, moved);
  return renumbered(categories, order, moved, undefined);
}

function groupAt(branches: readonly Branch[], place: DropPlace) {
  if (place.kind === "into") {
    const branch = branches.find(({ category }) => (category?.id ?? null) === place.categoryId);
    if (!branch && place.categoryId !== null) return undefined;
    return { group: channelsOf(branch), categoryId: place.categoryId };
  }
  const branch = branches.find(({ nodes }) => nodes.some((node) => node.channel.id === place.id));
  return branch && { group: channelsOf(branch), categoryId: branch.category?.id ?? null };
}

function indexAt(group: readonly GuildChannel[], place: DropPlace): number {
  if (place.kind === "into") return group.length;
  const at = group.findIndex((one) => one.id === place.id);
  if (at < 0) return group.length;
  return place.kind === "before" ? at : at + 1;
}

/** Positions from 0 up; only what changed. */
function renumbered(
  before: readonly GuildChannel[],
  order: readonly GuildChannel[],
  moved: GuildChannel,
  categoryId: Snowflake | null | undefined,
): Move[] {
  if (order.length === before.length && order.every((one, n) => one === before[n])) return [];
  return order.flatMap((channel, position) => {
    const isNewHome = channel === moved && categoryId !== undefined && categoryId !== channel.parent_id;
    if (channel.position === position && !isNewHome) return [];
    return { id: channel.id, position, ...(isNewHome && { parent_id: categoryId }) };
  });
}

function find(branches: readonly Branch[], id: Snowflake): GuildChannel | undefined {
  return branches
    .flatMap(({ category, nodes }) => [...(category ? [category] : []), ...nodes.map((node) => node.channel)])
    .find((one) => one.id === id);
}

const channelsOf = (branch: Branch | undefined): GuildChannel[] =>
  branch?.nodes.map((node) => node.channel) ?? [];
