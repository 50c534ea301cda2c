import type { GuildChannel, Snowflake, ThreadChannel } from "@palabre/protocol";
import { MessagesSquare } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { wantMembers } from "../../state/actions/members.ts";
import { knowThread } from "../../state/actions/threads.ts";
import { guildApi } from "../../state/guild-api.ts";
import { useGuildChannels } from "../../state/guilds.ts";
import { useSelector } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { SkeletonRows } from "../../ui/Skeleton.tsx";
import { useContextMenu } from "../../ui/useContextMenu.tsx";
import { learnFirst, wantFirst } from "./firstMessages.ts";
import { PostRow } from "./PostRow.tsx";
import { closedPosts, type Wish } from "./posts.ts";

/** Rows at a time, of active and of closed posts alike. */
export const PAGE = 25;
/** How far below what is in sight the next rows are fetched. */
const AHEAD = "600px";

/** The posts of a forum: active ones, then those that were closed, as far as one scrolls. */
export function PostList({
  forum,
  posts,
  wish,
  seen,
  shown,
  onShown,
  nothing,
}: {
  forum: GuildChannel;
  posts: readonly ThreadChannel[];
  wish: Wish;
  seen: Snowflake | null;
  shown: number;
  onShown: (count: number) => void;
  /** Stands where there is no post at all. */
  nothing: ReactNode;
}) {
  // Who has come to the end of the active ones stays there: what is posted meanwhile makes no new end.
  const [allOf, setAllOf] = useState<Wish | null>(null);
  const isAll = shown >= posts.length || allOf === wish;
  useEffect(() => {
    if (isAll) setAllOf(wish);
  }, [isAll, wish]);
  const visible = useMemo(() => (isAll ? posts : posts.slice(0, shown)), [posts, shown, isAll]);
  const closed = useClosed(forum, wish, isAll);
  const { props: menuOf, menu } = useContextMenu();
  const sessionId = useSession();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new session knows nothing of what was missed before.
  useEffect(() => {
    const all = [...visible, ...closed.posts];
    wantFirst(
      forum.id,
      all.map(({ id }) => id),
    );
    wantMembers(forum.guild_id, new Set(all.map(({ owner_id }) => owner_id)));
  }, [visible, closed.posts, forum.id, forum.guild_id, sessionId]);

  const itemsOf = useCallback(async (post: ThreadChannel) => {
    knowThread(post);
    return (await import("../servers/channelMenu.ts")).channelMenu(post);
  }, []);
  const row = (post: ThreadChannel) => (
    <PostRow key={post.id} post={post} forum={forum} seen={seen} menuOf={menuOf} itemsOf={itemsOf} />
  );
  const isEmpty = posts.length === 0 && closed.isDone && closed.posts.length === 0 && !closed.hasFailed;
  return (
    <>
      {visible.length > 0 ? (
        <ul className="posts" aria-label={m.forum_posts()}>
          {visible.map(row)}
        </ul>
      ) : null}
      {closed.posts.length > 0 ? (
        <section className="posts-older" aria-labelledby="posts-older">
          <h2 id="posts-older" className="h-section">
            {m.forum_older()}
          </h2>
          <ul className="posts" aria-labelledby="posts-older">
            {closed.posts.map(row)}
          </ul>
        </section>
      ) : null}
      {isEmpty ? nothing : null}
      {closed.hasFailed ? (
        <EmptyState
          tone="danger"
          icon={MessagesSquare}
          level={2}
          title={m.forum_failed()}
          actions={<Button onPress={closed.more}>{m.conversation_try_again()}</Button>}
        />
      ) : isAll && closed.isDone ? null : isAll && closed.isLoading ? (
        <SkeletonRows rows={2} />
      ) : (
        <More
          // Anew with each page: what is in sight already is seen again.
          key={isAll ? `closed ${closed.posts.length}` : shown}
          onMore={isAll ? closed.more : () => onShown(shown + PAGE)}
        />
      )}
      {menu}
    </>
  );
}

const useSession = () => useSelector((state) => state.sessionId);

/** Fetches the next rows as it comes near; a button for whoever does not scroll. */
function More({ onMore }: { onMore: () => void }) {
  const end = useRef<HTMLDivElement>(null);
  const latest = useRef(onMore);
  latest.current = onMore;
  useEffect(() => {
    if (!end.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) latest.current();
      },
      { root: end.current.closest(".scroll"), rootMargin: `0px 0px ${AHEAD} 0px` },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={end} className="posts-more">
      <Button variant="ghost" onPress={onMore}>
        {m.forum_more()}
      </Button>
    </div>
  );
}

/** Milliseconds of rest before words are sought among what is closed. */
const REST = 250;

interface Told {
  posts: readonly ThreadChannel[];
  hasMore: boolean;
}

/** Closed posts that fit, page by page, from the moment they are wanted. */
function useClosed(forum: GuildChannel, { query, tags, sort }: Wish, isWanted: boolean) {
  const channels = useGuildChannels(forum.guild_id);
  const [told, setTold] = useState<Told | null>(null);
  const [isLoading, setLoading] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const abort = useRef<AbortController>(undefined);
  const words = query.trim();
  const tag = tags.join();
  const sessionId = useSession();
  const gone = useGone(forum.id, sessionId);

  const load = useCallback(
    async (before: Told | null) => {
      abort.current?.abort();
      const mine = new AbortController();
      abort.current = mine;
      setLoading(true);
      setFailed(false);
      try {
        const page = await guildApi.threads.search(
          forum.id,
          {
            archived: true,
            limit: PAGE,
            offset: before?.posts.length ?? 0,
            ...(words !== "" && { name: words }),
            ...(tag !== "" && { tag }),
          },
          { signal: mine.signal },
        );
        learnFirst(page.first_messages);
        const known = new Set(before?.posts.map(({ id }) => id));
        const fresh = page.threads.filter(({ id }) => !known.has(id));
        setTold({ posts: [...(before?.posts ?? []), ...fresh], hasMore: page.has_more && fresh.length > 0 });
      } catch {
        if (!mine.signal.aborted) setFailed(true);
      } finally {
        if (!mine.signal.aborted) setLoading(false);
      }
    },
    [forum.id, words, tag],
  );

  // Other words, other posts; and of a new session one knows nothing yet.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as just said.
  useEffect(() => {
    setTold(null);
    if (!isWanted) return;
    const timer = setTimeout(() => void load(null), words === "" ? 0 : REST);
    return () => {
      clearTimeout(timer);
      abort.current?.abort();
      setLoading(false);
    };
  }, [load, isWanted, words, sessionId]);

  const posts = useMemo(() => {
    if (!isWanted || told === null) return [];
    const wish = { query: words, tags: tag === "" ? [] : tag.split(","), sort };
    return closedPosts(channels, told.posts, forum.id, wish, { hasMore: told.hasMore, gone });
  }, [channels, told, forum.id, words, tag, sort, gone, isWanted]);
  return {
    posts,
    isLoading: isLoading || (isWanted && told === null && !hasFailed),
    hasFailed,
    isDone: isWanted && told !== null && !told.hasMore,
    more: () => void load(told),
  };
}

/** Posts that were known here and are no more: of closed ones nobody is told but who deletes them. */
function useGone(forumId: Snowflake, sessionId: string | null): ReadonlySet<Snowflake> {
  const met = useRef<{ in: string | null; ids: ReadonlySet<Snowflake> }>({ in: null, ids: NOBODY });
  const [gone, setGone] = useState(NOBODY);
  const ids = useSelector((state) => {
    const guildId = state.guildOf[forumId] ?? "";
    return Object.values(state.guildChannels[guildId] ?? {})
      .flatMap((one) => (one.parent_id === forumId ? one.id : []))
      .join();
  });
  useEffect(() => {
    const now = new Set(ids.split(","));
    const before = met.current;
    met.current = { in: sessionId, ids: now };
    // A new session begins with what is active alone.
    if (before.in !== sessionId) return setGone(NOBODY);
    const lost = [...before.ids].filter((id) => !now.has(id));
    if (lost.length > 0) setGone((all) => new Set([...all, ...lost]));
  }, [ids, sessionId]);
  return gone;
}

const NOBODY: ReadonlySet<Snowflake> = new Set();
