import type { OccurrenceChange } from "@palabre/client";
import type { ScheduledEvent } from "@palabre/protocol";
import { type FormEvent, useId, useState } from "react";
import { errorText, fieldErrorText, isFieldError } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { exceptionAt } from "./events.ts";
import { fromField, toField, whenInSentence, zoneName } from "./when.ts";
import "./errorWords.ts";
import "./events.css";

const FIELDS = ["scheduled_start_time", "scheduled_end_time"] as const;

/** One date of an event that repeats: moved, called off, or as the rule has it again. */
export function OccurrenceDialog({
  event,
  at,
  lasts,
  onClose,
}: {
  event: ScheduledEvent;
  /** When it begins by the rule, in milliseconds since 1970. */
  at: number;
  /** For how many milliseconds; null without an end. */
  lasts: number | null;
  onClose: () => void;
}) {
  const change = exceptionAt(event, at);
  const [isOff, setOff] = useState(change?.is_canceled ?? false);
  const [start, setStart] = useState(toField(change?.scheduled_start_time ?? at));
  const [end, setEnd] = useState(
    toField(
      change?.scheduled_end_time ??
        (lasts === null ? null : (Date.parse(change?.scheduled_start_time ?? "") || at) + lasts),
    ),
  );
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [isTried, setTried] = useState(false);
  const form = useId();
  const from = fromField(start);
  const to = fromField(end);
  const isMoved = start !== toField(at);
  const isLonger = from !== null && to !== null && to.getTime() - from.getTime() !== lasts;
  const wrong = {
    start:
      from === null ? m.events_time_needed() : isMoved && from.getTime() <= Date.now() && m.events_past(),
    end: to !== null && from !== null && to <= from && m.events_end_before(),
  };
  const told = (mine: string | false, field: (typeof FIELDS)[number]) =>
    (isTried && mine) || fieldErrorText(failure, field);

  /** Another beginning takes the end along: an event that is moved lasts as long as before. */
  function moveTo(next: string) {
    setStart(next);
    const begins = fromField(next);
    if (from && to && begins && to > from) {
      setEnd(toField(begins.getTime() + to.getTime() - from.getTime()));
    }
  }

  async function attempt(act: () => Promise<unknown>) {
    setPending(true);
    setFailure(null);
    try {
      await act();
      onClose();
    } catch (error) {
      setFailure(error);
      setPending(false);
    }
  }

  const restore = () =>
    attempt(async () => {
      if (change) await guildApi.events.unexcept(event.guild_id, event.id, change.event_exception_id);
    });

  function save(submit: FormEvent) {
    submit.preventDefault();
    setTried(true);
    if (isPending || (!isOff && (wrong.start || wrong.end))) return;
    if (!isOff && !isMoved && !isLonger) return void restore();
    const next: OccurrenceChange = isOff
      ? { is_canceled: true }
      : {
          is_canceled: false,
          scheduled_start_time: isMoved && from ? from.toISOString() : null,
          scheduled_end_time: isLonger && to ? to.toISOString() : null,
        };
    void attempt(() =>
      guildApi.events.except(
        event.guild_id,
        event.id,
        new Date(at).toISOString(),
        next,
        change?.event_exception_id,
      ),
    );
  }

  return (
    <Dialog
      title={m.events_date_title()}
      size="lg"
      isOpen
      onOpenChange={(open) => open || onClose()}
      isDismissable={false}
      hasClose
      actions={
        <>
          {change ? (
            <Button variant="ghost" isDisabled={isPending} onPress={() => restore()}>
              {m.events_date_restore()}
            </Button>
          ) : (
            <Button variant="ghost" onPress={onClose}>
              {m.common_cancel()}
            </Button>
          )}
          <Button variant="primary" type="submit" form={form} isPending={isPending}>
            {m.events_save()}
          </Button>
        </>
      }
    >
      <form id={form} className="event-form" noValidate onSubmit={save}>
        <p className="secondary">{m.events_date_about({ date: whenInSentence(at, null) })}</p>
        <Switch
          label={m.events_date_off()}
          description={m.events_date_off_about()}
          isSelected={isOff}
          onChange={setOff}
        />
        {isOff ? null : (
          <>
            <div className="event-times">
              <TextField
                label={m.events_start_time()}
                type="datetime-local"
                value={start}
                onChange={moveTo}
                error={told(wrong.start, "scheduled_start_time")}
              />
              <TextField
                label={m.events_end_time()}
                type="datetime-local"
                value={end}
                onChange={setEnd}
                error={told(wrong.end, "scheduled_end_time")}
              />
            </div>
            <p className="hint event-hint">{m.events_zone({ zone: zoneName() })}</p>
          </>
        )}
        {failure && !isFieldError(failure, FIELDS) ? (
          <p className="hint-error" role="alert">
            {errorText(failure)}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}
