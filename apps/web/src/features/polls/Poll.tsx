import type { APIMessage } from "@palabre/protocol";
import { Check, Clock, Trophy, Users } from "lucide-react";
import { type CSSProperties, type FormEvent, useId, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import { formatDateTime, formatDuration, formatPercent } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { Button } from "../../ui/Button.tsx";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { ConfirmDialog } from "../../ui/LazyConfirmDialog.tsx";
import { lazyOverlay } from "../../ui/lazyOverlay.tsx";
import { toast } from "../../ui/toast.ts";
import { useConversation } from "../conversation/context.ts";
import { pollApi } from "./api.ts";
import { PollEmoji } from "./PollEmoji.tsx";
import { type PollOf, type Standing, standings, votesIn } from "./standing.ts";
import { useTimeLeft } from "./useTimeLeft.ts";
import "./errorWords.ts";
import "./polls.css";

const VotersDialog = lazyOverlay(
  () => import("./VotersDialog.tsx").then((module) => module.VotersDialog),
  ({ onClose }) => onClose(),
);

/** What a message asks: to vote, and how it stands. One who has voted sees how it stands; it changes as others vote. */
export function Poll({ message, poll }: { message: APIMessage; poll: PollOf }) {
  const { selfId } = useConversation();
  const [wants, setWants] = useState<"vote" | "results" | null>(null);
  const [asks, setAsks] = useState<"end" | "voters" | null>(null);
  const left = useTimeLeft(poll);
  const all = standings(poll);
  const mine = all.filter(({ isMine }) => isMine).map(({ id }) => id);
  const votes = votesIn(all);
  const isOver = left === 0;
  const isVoting = !isOver && (wants ?? (mine.length > 0 ? "results" : "vote")) === "vote";
  const question = poll.question.text ?? "";
  const { channel_id: channelId, id } = message;

  async function vote(chosen: readonly number[]) {
    try {
      await pollApi.vote(channelId, id, chosen);
      setWants(chosen.length === 0 ? "vote" : "results");
    } catch (error) {
      toast({ tone: "danger", title: m.conversation_not_done(), description: errorText(error) });
    }
  }

  return (
    <section className="poll" aria-label={m.poll_label({ question })}>
      {isVoting ? (
        <Ballot
          // Another device may have voted meanwhile.
          key={mine.join()}
          poll={poll}
          all={all}
          mine={mine}
          onVote={vote}
          onResults={() => setWants("results")}
        />
      ) : (
        <>
          <h3>{question}</h3>
          <ul className="poll-answers">
            {all.map((one) => (
              <Result key={one.id} standing={one} isOver={isOver} />
            ))}
          </ul>
          {isOver ? null : (
            <div className="poll-acts">
              <Button size="sm" onPress={() => setWants("vote")}>
                {mine.length > 0 ? m.poll_change() : m.poll_back()}
              </Button>
              {mine.length > 0 ? (
                <Button size="sm" variant="ghost" onPress={() => vote([])}>
                  {m.poll_remove()}
                </Button>
              ) : null}
            </div>
          )}
        </>
      )}
      <footer className="poll-foot">
        <button type="button" onClick={() => setAsks("voters")} aria-haspopup="dialog">
          <Icon of={Users} size={14} />
          <span className="tnum">{m.poll_votes({ count: votes })}</span>
          <span className="vh">{m.poll_voters()}</span>
        </button>
        <span className="poll-time" title={poll.expiry ? formatDateTime(poll.expiry) : undefined}>
          <Icon of={Clock} size={14} />
          {isOver ? m.poll_ended() : m.poll_left({ time: formatDuration(left) })}
        </span>
        {!isOver && message.author.id === selfId ? (
          <button type="button" onClick={() => setAsks("end")} aria-haspopup="dialog">
            {m.poll_end()}
          </button>
        ) : null}
      </footer>
      <ConfirmDialog
        question={m.poll_end_question()}
        confirmLabel={m.poll_end()}
        cancelLabel={m.poll_keep()}
        isOpen={asks === "end"}
        onOpenChange={(isOpen) => isOpen || setAsks(null)}
        onConfirm={async () => void (await pollApi.expire(channelId, id))}
      >
        {m.poll_end_about()}
      </ConfirmDialog>
      {asks === "voters" ? (
        <VotersDialog message={message} all={all} question={question} onClose={() => setAsks(null)} />
      ) : null}
    </section>
  );
}

/** One answer, or several, chosen with native radios or boxes: arrows and the space bar do what they always do. */
function Ballot({
  poll,
  all,
  mine,
  onVote,
  onResults,
}: {
  poll: PollOf;
  all: readonly Standing[];
  mine: readonly number[];
  onVote: (chosen: readonly number[]) => Promise<void>;
  onResults: () => void;
}) {
  const name = useId();
  const [chosen, setChosen] = useState<readonly number[]>(mine);
  const [isPending, setPending] = useState(false);
  const many = poll.allow_multiselect;

  function choose(id: number, isOn: boolean) {
    if (!many) setChosen([id]);
    else setChosen(isOn ? [...chosen, id] : chosen.filter((one) => one !== id));
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (chosen.length === 0 || isPending) return;
    setPending(true);
    await onVote(chosen);
    setPending(false);
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <fieldset>
        <legend>{poll.question.text}</legend>
        <p className="poll-hint">{many ? m.poll_choose_many() : m.poll_choose_one()}</p>
        <div className="poll-answers">
          {all.map(({ id, text, emoji }) => (
            <label key={id} className="poll-answer is-choice">
              {emoji ? <PollEmoji emoji={emoji} /> : null}
              <span className="grow">{text}</span>
              <input
                type={many ? "checkbox" : "radio"}
                name={name}
                checked={chosen.includes(id)}
                onChange={(event) => choose(id, event.target.checked)}
              />
              <i className={many ? "poll-box" : "poll-disc"} aria-hidden>
                {many ? <Icon of={Check} size={14} /> : null}
              </i>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="poll-acts">
        <Button
          type="submit"
          size="sm"
          variant="primary"
          isPending={isPending}
          disabledReason={chosen.length === 0 && (many ? m.poll_choose_many() : m.poll_choose_one())}
        >
          {m.poll_vote()}
        </Button>
        <Button size="sm" variant="ghost" onPress={onResults}>
          {m.poll_results()}
        </Button>
      </div>
    </form>
  );
}

function Result({ standing, isOver }: { standing: Standing; isOver: boolean }) {
  const { text, emoji, count, share, isMine, leads } = standing;
  const percent = formatPercent(share);
  return (
    <li
      className={classes("poll-answer", isMine && "is-mine", isOver && leads && "is-winner")}
      style={{ "--share": share } as CSSProperties}
    >
      <span className="vh">
        {m.poll_share({ answer: text, count, percent })}
        {isMine ? ` (${m.poll_own()})` : ""}
        {isOver && leads ? ` (${m.poll_winner()})` : ""}
      </span>
      {emoji ? (
        <span aria-hidden>
          <PollEmoji emoji={emoji} />
        </span>
      ) : null}
      <span className="grow" aria-hidden>
        {text}
      </span>
      {isOver && leads ? <Icon of={Trophy} size={16} className="poll-cup" /> : null}
      {isMine ? <Icon of={Check} size={16} className="poll-check" /> : null}
      <span className="poll-count tnum" aria-hidden>
        {m.poll_votes({ count })}
      </span>
      <b className="tnum" aria-hidden>
        {percent}
      </b>
    </li>
  );
}
