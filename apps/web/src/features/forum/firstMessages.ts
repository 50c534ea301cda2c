/**
 * What posts begin with, as far as rows in sight have asked for it. Apart from the state: threads come without it, and
 * only a forum's page shows it.
 */
import type { Gateway } from "@palabre/client";
import type { APIMessage, Snowflake } from "@palabre/protocol";
import { useMemo } from "react";
import { sameEmoji } from "../../emoji/text.ts";
import { gateway } from "../../state/gateway.ts";
import { guildApi } from "../../state/guild-api.ts";
import { useSelect } from "../../state/select.ts";
import { store } from "../../state/store.ts";

/** Undefined until it is known; null when it was deleted. */
export type FirstMessage = APIMessage | null | undefined;
type Known = ReadonlyMap<Snowflake, APIMessage | null>;

/** Messages kept; who was learned first goes first. */
const KEPT = 1_000;
/** Posts that one request names. */
const AT_A_TIME = 50;
/** Milliseconds in which what several rows want becomes one request. */
const GATHER = 30;

let known: Known = new Map();
const listeners = new Set<() => void>();
const holder = {
  get: () => known,
  send: set,
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

export const useFirstMessage = (postId: Snowflake): FirstMessage =>
  useSelect(
    holder,
    useMemo(() => (now: Known) => now.get(postId), [postId]),
  );

/** Notes what came with something else. */
export function learnFirst(messages: readonly APIMessage[]): void {
  put(messages.map((message) => [message.id, message]));
}

const wanted = new Map<Snowflake, Set<Snowflake>>();
const asked = new Set<Snowflake>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Asks for what posts begin with, unless it is known. */
export function wantFirst(forumId: Snowflake, postIds: Iterable<Snowflake>): void {
  follow();
  for (const id of postIds) {
    if (known.has(id) || asked.has(id)) continue;
    asked.add(id);
    wanted.set(forumId, (wanted.get(forumId) ?? new Set()).add(id));
  }
  if (wanted.size > 0 && timer === undefined) timer = setTimeout(ask, GATHER);
}

function ask(): void {
  timer = undefined;
  for (const [forumId, ids] of wanted) {
    const all = [...ids];
    for (let n = 0; n < all.length; n += AT_A_TIME) void askFor(forumId, all.slice(n, n + AT_A_TIME));
  }
  wanted.clear();
}

async function askFor(forumId: Snowflake, ids: readonly Snowflake[]): Promise<void> {
  try {
    const { threads } = await guildApi.threads.postData(forumId, ids);
    // What came live meanwhile is newer.
    put(ids.flatMap((id) => (known.has(id) ? [] : [[id, threads[id]?.first_message ?? null] as const])));
  } catch {
    // The rows stand without it, and ask again when they are drawn anew.
  } finally {
    for (const id of ids) asked.delete(id);
  }
}

function put(entries: readonly (readonly [Snowflake, APIMessage | null])[]): void {
  if (entries.length === 0) return;
  const next = new Map([...known, ...entries]);
  for (const id of next.keys()) {
    if (next.size <= KEPT) break;
    next.delete(id);
  }
  set(next);
}

function set(next: Known): void {
  known = next;
  for (const listener of listeners) listener();
}

let followed: Gateway | undefined;

/** Keeps what is known as it is now, for as long as this log-in lasts. */
function follow(): void {
  const current = gateway();
  if (!current || current === followed) return;
  followed = current;
  set(new Map());
  current.on("dispatch", ({ t, d }) => {
    const event = d as Partial<APIMessage> & { ids?: Snowflake[]; message_id?: Snowflake };
    const id = event.channel_id ?? "";
    // After a gap nobody knows what was missed.
    if (t === "READY") set(new Map());
    else if (t === "MESSAGE_CREATE" && event.id === id) put([[id, event as APIMessage]]);
    else if (t === "MESSAGE_UPDATE" && event.id === id) change(id, (message) => ({ ...message, ...event }));
    else if (t === "MESSAGE_DELETE" && event.id === id) change(id, () => null);
    else if (t === "MESSAGE_DELETE_BULK" && event.ids?.includes(id)) change(id, () => null);
    else if (t === "MESSAGE_REACTION_ADD" && event.message_id === id) react(d as Reacted, 1);
    else if (t === "MESSAGE_REACTION_REMOVE" && event.message_id === id) react(d as Reacted, -1);
    else if (t === "MESSAGE_REACTION_REMOVE_ALL" && event.message_id === id) {
      change(id, (message) => ({ ...message, reactions: [] }));
    }
  });
}

function change(id: Snowflake, to: (message: APIMessage) => APIMessage | null): void {
  const message = known.get(id);
  if (message) put([[id, to(message)]]);
}

interface Reacted {
  message_id: Snowflake;
  user_id: Snowflake;
  emoji: { id: Snowflake | null; name: string | null };
}

function react({ message_id, user_id, emoji }: Reacted, by: 1 | -1): void {
  const mine = user_id === store.get().self?.id;
  change(message_id, (message) => {
    const all = message.reactions ?? [];
    const before = all.find((one) => sameEmoji(one.emoji, emoji));
    const count = (before?.count ?? 0) + by;
    const me = mine ? by > 0 : (before?.me ?? false);
    if (!before) return by < 0 ? message : { ...message, reactions: [...all, reaction(emoji, me)] };
    const reactions = all.flatMap((one) => (one !== before ? one : count > 0 ? { ...one, count, me } : []));
    return { ...message, reactions };
  });
}

const reaction = (emoji: Reacted["emoji"], me: boolean): NonNullable<APIMessage["reactions"]>[number] => ({
  emoji,
  count: 1,
  count_details: { burst: 0, normal: 1 },
  me,
  me_burst: false,
  burst_colors: [],
});
