import { LIMITS, type Snowflake } from "@palabre/protocol";
import { Plus, SmilePlus, X } from "lucide-react";
import { type FormEvent, Suspense, useEffect, useId, useRef, useState } from "react";
import { emojiParts, wordOf } from "../../emoji/text.ts";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { setDraft } from "../../state/actions/reading.ts";
import { api } from "../../state/api.ts";
import { store } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Popover } from "../../ui/Popover.tsx";
import { Select } from "../../ui/Select.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { PollEmoji } from "./PollEmoji.tsx";
import "./polls.css";
import { lazyPart } from "../../ui/lazyPart.ts";

const EmojiPicker = lazyPart(() =>
  import("../../emoji/EmojiPicker.tsx").then((module) => module.EmojiPicker),
);

interface Answer {
  /** Stays with it when others go. */
  key: number;
  text: string;
  emoji: string;
}

/** Hours that are offered. */
const DURATIONS = [1, 4, 8, 24, 72, 168, 336, 768];
const DAY = 24;
const durationWords = (hours: number) =>
  hours < DAY ? m.poll_hours({ count: hours }) : m.poll_days({ count: hours / DAY });

/**
 * A new poll. Enter in an answer goes on to the next one and adds it when there is none; Backspace in an empty answer takes
 * it away.
 */
export function PollDialog({
  channelId,
  question: given = "",
  onClose,
}: {
  channelId: Snowflake;
  /** What was typed behind `/poll`. */
  question?: string | undefined;
  onClose: () => void;
}) {
  const form = useId();
  const [question, setQuestion] = useState(given);
  const [answers, setAnswers] = useState<readonly Answer[]>([blank(0), blank(1)]);
  const [hours, setHours] = useState(DAY);
  const [many, setMany] = useState(false);
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [isLeaving, setLeaving] = useState(false);
  const nextKey = useRef(2);
  const nonce = useRef(String(Date.now()));
  /** The answer that gets the focus once it is drawn. */
  const wanted = useRef<number | null>(null);
  const fields = useRef(new Map<number, HTMLInputElement>());

  useEffect(() => {
    if (wanted.current === null) return;
    fields.current.get(wanted.current)?.focus();
    wanted.current = null;
  });
  // The command has done what it says: nothing of it stays behind.
  useEffect(() => {
    if (/^\/poll\b/i.test(store.get().drafts[channelId]?.content ?? "")) setDraft(channelId, "");
  }, [channelId]);

  const written = answers.filter(({ text }) => text.trim() !== "");
  const missing =
    question.trim() === "" ? m.poll_error_question() : written.length === 0 ? m.poll_error_answers() : null;
  const isTouched = question.trim() !== given.trim() || written.length > 0;

  const change = (key: number, part: Partial<Answer>) =>
    setAnswers((now) => now.map((one) => (one.key === key ? { ...one, ...part } : one)));

  function add() {
    if (answers.length >= LIMITS.pollAnswers) return;
    const answer = blank(nextKey.current++);
    wanted.current = answer.key;
    setAnswers([...answers, answer]);
  }

  function remove(key: number) {
    if (answers.length === 1) return;
    const index = answers.findIndex((one) => one.key === key);
    const left = answers.filter((one) => one.key !== key);
    wanted.current = left[Math.max(0, index - 1)]?.key ?? null;
    setAnswers(left);
  }

  function onKeyDown(event: { key: string; nativeEvent?: unknown; preventDefault(): void }, answer: Answer) {
    const index = answers.indexOf(answer);
    if (event.key === "Enter") {
      event.preventDefault();
      const next = answers[index + 1];
      if (next) fields.current.get(next.key)?.focus();
      else if (answer.text.trim() !== "") add();
    } else if (event.key === "Backspace" && answer.text === "" && answers.length > 1) {
      event.preventDefault();
      remove(answer.key);
    }
  }

  async function ask(event: FormEvent) {
    event.preventDefault();
    if (missing !== null || isPending) return;
    setPending(true);
    setFailure(null);
    try {
      await api.messages.send(channelId, {
        poll: {
          question: { text: question.trim() },
          answers: written.map(({ text, emoji }) => ({
            poll_media: { text: text.trim(), ...(emoji && { emoji: partsOf(emoji) }) },
          })),
          duration: hours,
          allow_multiselect: many,
        },
        // Tried again, it is asked once.
        nonce: nonce.current,
      });
      onClose();
    } catch (error) {
      setFailure(errorText(error));
      setPending(false);
    }
  }

  const leave = () => (isTouched ? setLeaving(true) : onClose());

  return (
    <>
      <Dialog
        title={m.poll_create()}
        isOpen
        onOpenChange={(open) => open || leave()}
        isDismissable={false}
        hasClose
        actions={
          <>
            <Button variant="ghost" onPress={leave}>
              {m.common_cancel()}
            </Button>
            <Button
              variant="primary"
              type="submit"
              form={form}
              isPending={isPending}
              disabledReason={missing}
            >
              {m.poll_ask()}
            </Button>
          </>
        }
      >
        <form id={form} className="poll-form" onSubmit={(event) => void ask(event)}>
          <TextField
            label={m.poll_question()}
            placeholder={m.poll_question_hint()}
            value={question}
            onChange={setQuestion}
            maxLength={LIMITS.pollQuestion}
            autoFocus
            autoComplete="off"
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              // On to the answers, rather than away with an unfinished poll.
              event.preventDefault();
              const [first] = answers;
              if (first) fields.current.get(first.key)?.focus();
            }}
          />
          <fieldset className="poll-fields">
            <legend className="label">{m.poll_answers()}</legend>
            {answers.map((answer, index) => (
              <div key={answer.key} className="poll-field">
                <EmojiField
                  channelId={channelId}
                  number={index + 1}
                  emoji={answer.emoji}
                  onPick={(emoji) => change(answer.key, { emoji })}
                />
                <TextField
                  label={m.poll_answer({ number: index + 1 })}
                  isLabelHidden
                  placeholder={m.poll_answer({ number: index + 1 })}
                  className="grow"
                  value={answer.text}
                  onChange={(text) => change(answer.key, { text })}
                  onKeyDown={(event) => onKeyDown(event, answer)}
                  maxLength={LIMITS.pollAnswer}
                  autoComplete="off"
                  inputRef={(element) => {
                    if (element) fields.current.set(answer.key, element);
                    else fields.current.delete(answer.key);
                  }}
                />
                {answers.length > 1 ? (
                  <IconButton
                    icon={X}
                    size="lg"
                    label={m.poll_remove_answer({ number: index + 1 })}
                    onPress={() => remove(answer.key)}
                  />
                ) : null}
              </div>
            ))}
            {answers.length < LIMITS.pollAnswers ? (
              <Button variant="ghost" icon={Plus} className="poll-add" onPress={add}>
                {m.poll_add_answer()}
              </Button>
            ) : null}
          </fieldset>
          <Select
            label={m.poll_duration()}
            value={String(hours)}
            onChange={(id) => setHours(Number(id))}
            options={DURATIONS.map((one) => ({ id: String(one), label: durationWords(one) }))}
          />
          <Switch
            label={m.poll_many()}
            description={m.poll_many_about()}
            isSelected={many}
            onChange={setMany}
          />
          {failure === null ? null : (
            <p className="hint-error" role="alert">
              {failure}
            </p>
          )}
        </form>
      </Dialog>
      <ConfirmDialog
        question={m.poll_discard_question()}
        confirmLabel={m.poll_discard()}
        cancelLabel={m.poll_keep_writing()}
        isDanger
        isOpen={isLeaving}
        onOpenChange={setLeaving}
        onConfirm={onClose}
      />
    </>
  );
}

const blank = (key: number): Answer => ({ key, text: "", emoji: "" });

const partsOf = (emoji: string) => {
  const { id, name } = emojiParts(emoji);
  return { id, name };
};

function EmojiField({
  channelId,
  number,
  emoji,
  onPick,
}: {
  channelId: Snowflake;
  number: number;
  emoji: string;
  onPick: (emoji: string) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const label = m.poll_emoji({ number });
  return (
    <Popover
      label={label}
      className="emoji-pop"
      placement="bottom start"
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        emoji ? (
          <Button variant="ghost" className="poll-emoji-btn" aria-label={`${label} (${wordOf(emoji)})`}>
            <PollEmoji emoji={emoji} />
          </Button>
        ) : (
          <IconButton icon={SmilePlus} size="lg" label={label} />
        )
      }
    >
      <Suspense fallback={<div className="emoji-wait" />}>
        {emoji ? (
          <Button
            variant="ghost"
            isWide
            onPress={() => {
              onPick("");
              setOpen(false);
            }}
          >
            {m.poll_emoji_remove()}
          </Button>
        ) : null}
        <EmojiPicker
          channelId={channelId}
          onPick={(char) => {
            onPick(char);
            setOpen(false);
          }}
        />
      </Suspense>
    </Popover>
  );
}
