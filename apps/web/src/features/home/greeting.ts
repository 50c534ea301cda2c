import { formatNumber } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { capitalize } from "../friends/reasons.ts";

/** By the reader's clock: morning from 5, afternoon from 12, evening from 18. */
export function greeting(hour: number, name: string): string {
  if (hour >= 5 && hour < 12) return m.home_good_morning({ name });
  if (hour >= 12 && hour < 18) return m.home_good_afternoon({ name });
  return m.home_good_evening({ name });
}

/** What waits, in one sentence or two. */
export function summary(requests: number, mentions: number, unread: number): string {
  const asks = requests > 0 ? m.home_sum_requests({ count: requests, number: inWords(requests) }) : null;
  const calls = mentions > 0 ? m.home_sum_mentions({ count: mentions, number: inWords(mentions) }) : null;
  if (asks && calls) return m.home_sum_both({ asks: capitalize(asks), calls });
  if (asks || calls) return m.home_sum_one({ what: capitalize(asks ?? calls ?? "") });
  if (unread === 0) return m.home_sum_nothing();
  return m.home_sum_unread({ count: unread, number: capitalize(inWords(unread)) });
}

/** Up to ten in words, as running text has it; beyond that in digits. One is in the sentences, where it has a gender. */
function inWords(count: number): string {
  return count >= 2 && count <= 10 ? m.home_number({ count: String(count) }) : formatNumber(count);
}
