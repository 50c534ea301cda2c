import type { APIMessage, APIUser } from "@palabre/protocol";
import { UsersRound } from "lucide-react";
import { useEffect, useState } from "react";
import { emojiParts } from "../../emoji/text.ts";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { PersonRow } from "../../ui/PersonRow.tsx";
import { Select } from "../../ui/Select.tsx";
import { SkeletonRows } from "../../ui/Skeleton.tsx";
import { pollApi } from "./api.ts";
import type { Standing } from "./standing.ts";
import "./polls.css";

const PAGE = 50;

/** Who chose what, an answer at a time. It follows the counts: whoever votes meanwhile comes in. */
export function VotersDialog({
  message,
  all,
  question,
  onClose,
}: {
  message: APIMessage;
  all: readonly Standing[];
  question: string;
  onClose: () => void;
}) {
  const [answer, setAnswer] = useState(
    () => (all.find(({ isMine }) => isMine) ?? all.find(({ leads }) => leads) ?? all[0])?.id ?? 1,
  );
  const count = all.find(({ id }) => id === answer)?.count ?? 0;
  return (
    <Dialog title={m.poll_voters()} isOpen onOpenChange={(isOpen) => isOpen || onClose()} hasClose>
      <div className="poll-voters">
        <p className="secondary">{question}</p>
        <Select
          label={m.poll_voters_answer()}
          value={String(answer)}
          onChange={(id) => setAnswer(Number(id))}
          options={all.map(({ id, text, emoji, count }) => ({
            id: String(id),
            label: [emojiParts(emoji).id ? `:${emojiParts(emoji).name}:` : emoji, text]
              .filter(Boolean)
              .join(" "),
            description: m.poll_votes({ count }),
          }))}
        />
        <Voters key={`${answer} ${count}`} message={message} answer={answer} />
      </div>
    </Dialog>
  );
}

function Voters({ message, answer }: { message: APIMessage; answer: number }) {
  const [users, setUsers] = useState<readonly APIUser[] | null>(null);
  const [isFull, setFull] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const { channel_id: channelId, id } = message;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again.
  useEffect(() => {
    const leaving = new AbortController();
    pollApi.voters(channelId, id, answer, { limit: PAGE }, { signal: leaving.signal }).then(
      ({ users }) => {
        setUsers(users);
        setFull(users.length === PAGE);
        setFailure(null);
      },
      (error: unknown) => leaving.signal.aborted || setFailure(errorText(error)),
    );
    return () => leaving.abort();
  }, [channelId, id, answer, attempt]);

  async function more() {
    const after = users?.at(-1)?.id;
    if (!users || after === undefined) return;
    try {
      const next = await pollApi.voters(channelId, id, answer, { limit: PAGE, after });
      setUsers([...users, ...next.users]);
      setFull(next.users.length === PAGE);
    } catch (error) {
      setFailure(errorText(error));
    }
  }

  return (
    <>
      {users === null ? (
        failure === null ? (
          <SkeletonRows rows={3} />
        ) : null
      ) : users.length === 0 ? (
        <EmptyState tone="muted" icon={UsersRound} title={m.poll_nobody()}>
          {m.poll_nobody_about()}
        </EmptyState>
      ) : (
        <ul className="poll-people">
          {users.map((user) => (
            <li key={user.id}>
              <PersonRow user={user} line={`@${user.username}`} />
            </li>
          ))}
        </ul>
      )}
      {failure === null ? null : (
        <p className="hint-error" role="alert">
          {m.poll_error_voters()} {failure}{" "}
          <button type="button" className="link-btn" onClick={() => setAttempt(attempt + 1)}>
            {m.conversation_try_again()}
          </button>
        </p>
      )}
      {isFull ? (
        <Button variant="ghost" isWide onPress={() => more()}>
          {m.poll_more()}
        </Button>
      ) : null}
    </>
  );
}
