import { expect, test } from "bun:test";
import { type PollOf, standings, timeLeft, votesIn } from "./standing.ts";

const poll = (counts: readonly number[], mine: readonly number[] = []): PollOf => ({
  question: { text: "?" },
  answers: counts.map((_, n) => ({ answer_id: n + 1, poll_media: { text: `${n + 1}` } })),
  expiry: "2026-01-01T12:00:00.000Z",
  allow_multiselect: false,
  layout_type: 1,
  results: {
    is_finalized: false,
    answer_counts: counts.map((count, n) => ({ id: n + 1, count, me_voted: mine.includes(n + 1) })),
  },
});

test("an emoji is written as one writes it, a custom one with its id", () => {
  const asked = poll([0, 0]);
  const [first, second] = asked.answers;
  if (first) first.poll_media.emoji = { id: null, name: "🥘" };
  if (second) second.poll_media.emoji = { id: "12", name: "party", animated: true };
  expect(standings(asked).map(({ emoji }) => emoji)).toEqual(["🥘", "<a:party:12>"]);
});

test("answers stand by their share of all votes, and those with the most lead", () => {
  const all = standings(poll([1, 3, 0], [2]));
  expect(all.map(({ share, isMine, leads }) => [share, isMine, leads])).toEqual([
    [0.25, false, false],
    [0.75, true, true],
    [0, false, false],
  ]);
  expect(votesIn(all)).toBe(4);
  expect(standings(poll([2, 2])).map(({ leads }) => leads)).toEqual([true, true]);
});

test("without votes nobody leads, and no share is beyond numbers", () => {
  expect(standings(poll([0, 0])).map(({ share, leads }) => [share, leads])).toEqual([
    [0, false],
    [0, false],
  ]);
});

test("time runs out at the end, and at once when it was ended before", () => {
  const open = poll([0]);
  const end = Date.parse(open.expiry ?? "");
  expect(timeLeft(open, end - 1_000)).toBe(1_000);
  expect(timeLeft(open, end + 1_000)).toBe(0);
  expect(timeLeft({ ...open, results: { answer_counts: [], is_finalized: true } }, end - 1_000)).toBe(0);
});
