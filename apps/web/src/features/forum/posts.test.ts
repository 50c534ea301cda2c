import { expect, test } from "bun:test";
import { type GuildChannel, snowflakeAt, type ThreadChannel } from "@palabre/protocol";
import { activePosts, closedPosts, tagsOf, type Wish } from "./posts.ts";

const id = (n: number) => snowflakeAt(Date.UTC(2026, 0, 1) + n * 1_000);
const ALL: Wish = { query: "", tags: [], sort: "activity" };

function post(n: number, change: Partial<ThreadChannel> = {}, closedAt?: number): ThreadChannel {
  return {
    id: id(n),
    type: 11,
    guild_id: "1",
    parent_id: "2",
    owner_id: "3",
    name: `Post ${n}`,
    message_count: 0,
    member_count: 1,
    thread_metadata: {
      archived: closedAt !== undefined,
      auto_archive_duration: 1440,
      archive_timestamp: new Date(closedAt ?? 0).toISOString(),
      locked: false,
    },
    ...change,
  };
}

const names = (posts: readonly ThreadChannel[]) => posts.map(({ name }) => name);
const tableOf = (...posts: ThreadChannel[]) => Object.fromEntries(posts.map((one) => [one.id, one]));

test("the pinned post is first, then the one last answered, or the newest", () => {
  const pinned = post(1, { flags: 2 });
  const answered = post(2, { last_message_id: id(9) });
  const newest = post(3);
  const others = [post(4, { parent_id: "7" }), post(5, {}, 1)];
  const all = [newest, answered, pinned, ...others];
  expect(activePosts(all, "2", ALL)).toEqual([pinned, answered, newest]);
  expect(activePosts(all, "2", { ...ALL, sort: "newest" })).toEqual([pinned, newest, answered]);
});

test("a title is found by words of it in any order, without accents; any of the tags will do", () => {
  const all = [
    post(1, { name: "Őrség on arm64", applied_tags: ["10"] }),
    post(2, { name: "Compaction stalls on ARM", applied_tags: ["11", "12"] }),
  ];
  const found = (wish: Partial<Wish>) => names(activePosts(all, "2", { ...ALL, sort: "newest", ...wish }));
  expect(found({ query: "arm orseg" })).toEqual(["Őrség on arm64"]);
  expect(found({ query: " arm " })).toHaveLength(2);
  expect(found({ tags: ["10", "12"] })).toHaveLength(2);
  expect(found({ tags: ["10"], query: "stalls" })).toEqual([]);
});

test("a tag that the forum has no more is none", () => {
  const forum = {
    available_tags: [
      { id: "10", name: "bug" },
      { id: "11", name: "idea" },
    ],
  } as GuildChannel;
  expect(tagsOf(post(1, { applied_tags: ["11", "12", "10"] }), forum).map(({ name }) => name)).toEqual([
    "bug",
    "idea",
  ]);
});

test("of closed posts what is known now wins: opened again, closed since, deleted", () => {
  const [a, b, c, d] = [post(1, {}, 400), post(2, {}, 300), post(3, {}, 200), post(4, {}, 100)];
  const since = post(5, {}, 500);
  const opened = post(2);
  const rest = { hasMore: false, gone: new Set([c.id]) };
  const shown = closedPosts(tableOf(since, opened), [a, b, c, d], "2", ALL, rest);
  expect(names(shown)).toEqual(["Post 5", "Post 1", "Post 4"]);
  // What belongs on a later page waits for it.
  const early = { hasMore: true, gone: new Set<string>() };
  expect(names(closedPosts(tableOf(since, d), [a, b], "2", ALL, early))).toEqual([
    "Post 5",
    "Post 1",
    "Post 2",
  ]);
});
