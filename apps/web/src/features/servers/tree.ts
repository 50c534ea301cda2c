import { compareSnowflakes, type GuildChannel, type Snowflake, type ThreadChannel } from "@palabre/protocol";
import { isThread } from "../../state/channel.ts";

export interface ChannelNode {
  channel: GuildChannel;
  /** Active ones, the one written in last at the top. Of a forum most stay in it: see `standsInList`. */
  threads: readonly ThreadChannel[];
}

export interface Branch {
  /** Null: channels that stand in no category, or in one that is hidden from me. */
  category: GuildChannel | null;
  nodes: readonly ChannelNode[];
}

/** A server's channels as its list shows them: those without a category first, voice below text in each. */
export function channelTree(channels: Iterable<GuildChannel | ThreadChannel>): Branch[] {
  const categories: GuildChannel[] = [];
  const others: GuildChannel[] = [];
  const threads = new Map<Snowflake, ThreadChannel[]>();
  for (const channel of channels) {
    if (!isThread(channel)) (channel.type === 4 ? categories : others).push(channel);
    else if (!channel.thread_metadata.archived) {
      threads.set(channel.parent_id, [...(threads.get(channel.parent_id) ?? []), channel]);
    }
  }
  const known = new Set(categories.map((category) => category.id));
  const under = Map.groupBy(others, ({ parent_id }) =>
    parent_id !== null && known.has(parent_id) ? parent_id : null,
  );
  const nodesOf = (id: Snowflake | null): ChannelNode[] =>
    (under.get(id) ?? []).sort(compareChannels).map((channel) => ({
      channel,
      threads: (threads.get(channel.id) ?? []).sort(newestFirst),
    }));
  const branches = categories
    .sort(compareChannels)
    .map((category): Branch => ({ category, nodes: nodesOf(category.id) }));
  const loose = nodesOf(null);
  return loose.length > 0 ? [{ category: null, nodes: loose }, ...branches] : branches;
}

/** Text before voice, then by position, then the older one. */
export function compareChannels(a: GuildChannel, b: GuildChannel): number {
  return Number(isVoice(a)) - Number(isVoice(b)) || a.position - b.position || compareSnowflakes(a.id, b.id);
}

export const isVoice = ({ type }: { type: number }): boolean => type === 2 || type === 13;
export const isForum = ({ type }: { type: number }): boolean => type === 15 || type === 16;
/** Whether a press opens a page: a conversation, a forum. */
export const hasPage = ({ type }: { type: number }): boolean => type !== 4;
export const isWritable = ({ type }: { type: number }): boolean => type === 0 || type === 5;

/**
 * Whether a thread that does not press itself on one stands in the list: one that one has joined. A forum's posts stand
 * in the forum.
 */
export const standsInList = (thread: ThreadChannel, parent: { type: number } | undefined): boolean =>
  thread.member !== undefined && !(parent && isForum(parent));

function newestFirst(a: ThreadChannel, b: ThreadChannel): number {
  return compareSnowflakes(b.last_message_id ?? b.id, a.last_message_id ?? a.id);
}

/** What the keys walk through, in the order in which it is seen; `isOpen` tells closed categories from open ones. */
export function inOrder(
  branches: readonly Branch[],
  isShown: (channel: GuildChannel | ThreadChannel, category: GuildChannel | null) => boolean = () => true,
): (GuildChannel | ThreadChannel)[] {
  return branches.flatMap(({ category, nodes }) =>
    nodes.flatMap(({ channel, threads }) =>
      [channel, ...threads].filter((one) => !isVoice(one) && isShown(one, category)),
    ),
  );
}

/** Where one arrives in a server without having been there: its first text channel. */
export function firstChannel(branches: readonly Branch[]): GuildChannel | undefined {
  return branches.flatMap(({ nodes }) => nodes.map((node) => node.channel)).find(isWritable);
}
