import { type APIPartialEmoji, type APIPoll, PollLayoutType } from "discord-api-types/v10";
import type { Selectable } from "kysely";
import { compileOnce } from "../../db/compile-once.ts";
import type { Sql } from "../../db/database.ts";
import type { Schema } from "../../db/schema.ts";
import { iso } from "../users/present.ts";
import { inList } from "./in-list.ts";
import type { MessageRow } from "./queries.ts";

export type PollRow = Selectable<Schema["polls"]>;
export type PollAnswerRow = Selectable<Schema["poll_answers"]>;

/** Whether a message asks something: pages without a poll cost no query for them. */
export const hasPoll = ({ extra }: Pick<MessageRow, "extra">): boolean =>
  extra?.includes('"has_poll":true') ?? false;

interface Ids {
  ids: string[];
}
const selectPolls = compileOnce<Ids, PollRow>((sql, { ids }) =>
  sql.selectFrom("polls").selectAll().where("message_id", "in", ids),
);
const selectAnswers = compileOnce<Ids, PollAnswerRow>((sql, { ids }) =>
  sql
    .selectFrom("poll_answers")
    .selectAll()
    .where("message_id", "in", ids)
    .orderBy("message_id")
    .orderBy("answer_id"),
);
const selectOwn = compileOnce<Ids & { viewerId: string }, { message_id: string; answer_id: number }>(
  (sql, { ids, viewerId }) =>
    sql
      .selectFrom("poll_votes")
      .select(["message_id", "answer_id"])
      .where("message_id", "in", ids)
      .where("user_id", "=", viewerId),
);

/** The polls of messages, by message id. `viewerId` null: nobody's own votes are marked. */
export async function loadPolls(
  sql: Sql,
  messages: readonly MessageRow[],
  viewerId: string | null,
): Promise<Map<string, APIPoll>> {
  const asking = messages.filter(hasPoll).map(({ id }) => id);
  if (asking.length === 0) return new Map();
  const ids = inList(asking);
  const { rows: polls } = await selectPolls(sql, { ids });
  const { rows: answers } = await selectAnswers(sql, { ids });
  const own = viewerId === null ? [] : (await selectOwn(sql, { ids, viewerId })).rows;
  const answersOf = Map.groupBy(answers, ({ message_id }) => message_id);
  const ownOf = Map.groupBy(own, ({ message_id }) => message_id);
  return new Map(
    polls.map((poll) => {
      const mine = new Set((ownOf.get(poll.message_id) ?? []).map(({ answer_id }) => answer_id));
      return [poll.message_id, toPoll(poll, answersOf.get(poll.message_id) ?? [], mine)];
    }),
  );
}

/** A poll as somebody sees it who chose the answers of `mine`. */
export function toPoll(
  { question, multiselect, expires_at, ended_at }: PollRow,
  answers: readonly PollAnswerRow[],
  mine: ReadonlySet<number>,
): APIPoll {
  return {
    question: { text: question },
    answers: answers.map(({ answer_id, text, emoji }) => ({
      answer_id,
      poll_media: { text, ...(emoji !== null && { emoji: JSON.parse(emoji) as APIPartialEmoji }) },
    })),
    expiry: iso(expires_at),
    allow_multiselect: multiselect === 1,
    layout_type: PollLayoutType.Default,
    results: {
      answer_counts: answers.map(({ answer_id, votes, version }) => ({
        id: answer_id,
        count: votes,
        version,
        me_voted: mine.has(answer_id),
      })),
      is_finalized: ended_at !== null,
    },
  };
}
