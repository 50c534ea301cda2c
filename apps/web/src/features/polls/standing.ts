import type { APIMessage } from "@palabre/protocol";
import { emojiText } from "../../emoji/text.ts";

export type PollOf = NonNullable<APIMessage["poll"]>;

/** One answer as it stands. */
export interface Standing {
  id: number;
  text: string;
  /** As a message writes it; empty without one. */
  emoji: string;
  count: number;
  /** Of all votes, from 0 to 1. */
  share: number;
  isMine: boolean;
  /** No other has more, and there are votes. */
  leads: boolean;
}

/** The answers with how they stand, in their order. */
export function standings(poll: PollOf): Standing[] {
  const counts = new Map(poll.results?.answer_counts.map((one) => [one.id, one]));
  const of = (id: number) => counts.get(id)?.count ?? 0;
  const total = poll.answers.reduce((sum, { answer_id }) => sum + of(answer_id), 0);
  const most = Math.max(0, ...poll.answers.map(({ answer_id }) => of(answer_id)));
  return poll.answers.map(({ answer_id: id, poll_media: { text, emoji } }) => ({
    id,
    text: text ?? "",
    emoji: emoji ? emojiText({ id: emoji.id, name: emoji.name, animated: emoji.animated ?? false }) : "",
    count: of(id),
    share: total === 0 ? 0 : of(id) / total,
    isMine: counts.get(id)?.me_voted ?? false,
    leads: most > 0 && of(id) === most,
  }));
}

export const votesIn = (all: readonly Standing[]): number => all.reduce((sum, { count }) => sum + count, 0);

/** Milliseconds until nobody votes any more; 0 once it is over. */
export function timeLeft(poll: PollOf, now: number): number {
  if (poll.results?.is_finalized || poll.expiry === null) return 0;
  return Math.max(0, Date.parse(poll.expiry) - now);
}
