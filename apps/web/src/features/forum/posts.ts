import { type GuildChannel, type Snowflake, snowflakeTime, type ThreadChannel } from "@palabre/protocol";
import { isThread } from "../../state/channel.ts";
import { lastTime } from "../threads/threadRights.ts";

export type Sort = "activity" | "newest";

/** What one wants to see of a forum. */
export interface Wish {
  /** Words of the title; all of them. */
  query: string;
  /** Any of these; none asks for nothing. */
  tags: readonly Snowflake[];
  sort: Sort;
}

export type ForumTag = NonNullable<GuildChannel["available_tags"]>[number];

export const isPinned = ({ flags = 0 }: ThreadChannel): boolean => (flags & 2) !== 0;
/** Whether each post of the forum has to have a tag. */
export const asksForTag = ({ flags = 0, available_tags = [] }: GuildChannel): boolean =>
  (flags & 16) !== 0 && available_tags.length > 0;

/** The order that a forum has before one chooses. */
export const usualSort = ({ default_sort_order }: GuildChannel): Sort =>
  default_sort_order === 1 ? "newest" : "activity";

/** The tags of a post that its forum still has, in the forum's order. */
export function tagsOf(post: ThreadChannel, forum: GuildChannel): ForumTag[] {
  const own = post.applied_tags ?? [];
  return (forum.available_tags ?? []).filter(({ id }) => own.includes(id));
}

type Channels = Iterable<GuildChannel | ThreadChannel>;

/** Posts that are not closed, the pinned one first. */
export function activePosts(channels: Channels, forumId: Snowflake, wish: Wish): ThreadChannel[] {
  const time = (post: ThreadChannel) => (wish.sort === "newest" ? snowflakeTime(post.id) : lastTime(post));
  return [...channels]
    .filter(
      (one): one is ThreadChannel =>
        isThread(one) && one.parent_id === forumId && !one.thread_metadata.archived && fits(one, wish),
    )
    .sort((a, b) => Number(isPinned(b)) - Number(isPinned(a)) || time(b) - time(a));
}

/**
 * Closed posts, the last closed first: pages of them as they were told, and what was closed since. What is known now
 * wins over what was told then.
 * @param hasMore there are pages to come: nothing that belongs on them is shown before
 * @param gone was deleted since it was told
 */
export function closedPosts(
  table: Readonly<Record<Snowflake, GuildChannel | ThreadChannel>>,
  told: readonly ThreadChannel[],
  forumId: Snowflake,
  wish: Wish,
  { hasMore, gone }: { hasMore: boolean; gone: ReadonlySet<Snowflake> },
): ThreadChannel[] {
  const known = Object.values(table).filter(
    (one): one is ThreadChannel => isThread(one) && one.parent_id === forumId,
  );
  const now = new Map([...told, ...known].map((one) => [one.id, one]));
  const last = told.at(-1);
  const end = hasMore && last ? closedAt(last) : 0;
  return [...now.values()]
    .filter(
      (one) => one.thread_metadata.archived && closedAt(one) >= end && !gone.has(one.id) && fits(one, wish),
    )
    .sort((a, b) => closedAt(b) - closedAt(a));
}

const closedAt = ({ thread_metadata }: ThreadChannel): number =>
  Date.parse(thread_metadata.archive_timestamp);

function fits({ name, applied_tags = [] }: ThreadChannel, { query, tags }: Wish): boolean {
  if (tags.length > 0 && !tags.some((id) => applied_tags.includes(id))) return false;
  if (query.trim() === "") return true;
  const title = folded(name);
  return folded(query)
    .split(/\s+/)
    .every((word) => title.includes(word));
}

/** Without case and accents. */
const folded = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
