import type { Snowflake } from "@palabre/protocol";
import { gateway } from "../gateway.ts";
import { store } from "../store.ts";

/** Ids that one request may name, and members that a search may answer. */
const AT_A_TIME = 100;
/** Milliseconds in which what several rows want becomes one request. */
const GATHER = 50;

const wanted = new Map<Snowflake, Set<Snowflake>>();
/** Asked in this session: whoever is not a member stays unknown, and is not asked for at every look. */
const asked = new Set<string>();
let askedIn: string | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Asks for the membership of people in a server, unless it is known. What comes back is in `useMember`. */
export function wantMembers(guildId: Snowflake, userIds: Iterable<Snowflake>): void {
  const { members, sessionId, self } = store.get();
  if (sessionId !== askedIn) asked.clear();
  askedIn = sessionId;
  const known = members[guildId];
  for (const id of userIds) {
    const key = `${guildId} ${id}`;
    if (id === self?.id || known?.[id]?.roles || asked.has(key)) continue;
    asked.add(key);
    wanted.set(guildId, (wanted.get(guildId) ?? new Set()).add(id));
  }
  if (wanted.size > 0 && timer === undefined) timer = setTimeout(ask, GATHER);
}

function ask(): void {
  timer = undefined;
  for (const [guildId, ids] of wanted) {
    const all = [...ids];
    for (let n = 0; n < all.length; n += AT_A_TIME) {
      gateway()?.requestMembers({ guild_id: guildId, user_ids: all.slice(n, n + AT_A_TIME), limit: 0 });
    }
  }
  wanted.clear();
}

/** Looks for members whose name or nickname begins with `query`; what is found joins the members that are known. */
export function searchMembers(guildId: Snowflake, query: string, limit = 10): void {
  gateway()?.requestMembers({ guild_id: guildId, query, limit });
}

/** Rows of the members panel that one looks at, of the list of `channelId`; none ends it. Kept over reconnects. */
export function watchMembers(
  guildId: Snowflake,
  channelId: Snowflake,
  ranges: readonly (readonly [first: number, last: number])[],
): void {
  gateway()?.subscribeMembers(guildId, ranges.length > 0 ? { [channelId]: ranges } : {});
}
