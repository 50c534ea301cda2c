import type { OccurrenceChange } from "@palabre/client";
import type { ScheduledEvent } from "@palabre/protocol";
import { useState } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { Button } from "../../ui/Button.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { EventFrame, EventTimes, useAttempt, wrongTimes } from "./EventFrame.tsx";
import { exceptionAt } from "./events.ts";
import { fromField, toField, whenInSentence } from "./when.ts";

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
  const { isPending, failure, attempt } = useAttempt();
  const [isTried, setTried] = useState(false);
  const from = fromField(start);
  const to = fromField(end);
  const isMoved = start !== toField(at);
  const isLonger = from !== null && to !== null && to.getTime() - from.getTime() !== lasts;
  const wrong = wrongTimes(start, end, { isMoved, needsEnd: false });
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

  const restore = () =>
    attempt(async () => {
      if (change) await guildApi.events.unexcept(event.guild_id, event.id, change.event_exception_id);
      onClose();
    });

  function save() {
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
    void attempt(async () => {
      await guildApi.events.except(
        event.guild_id,
        event.id,
        new Date(at).toISOString(),
        next,
        change?.event_exception_id,
      );
      onClose();
    });
  }

  return (
    <EventFrame
      title={m.events_date_title()}
      saveLabel={m.events_save()}
      aside={
        change ? (
          <Button variant="ghost" isDisabled={isPending} onPress={() => restore()}>
            {m.events_date_restore()}
          </Button>
        ) : null
      }
      isPending={isPending}
      failure={failure}
      fields={FIELDS}
      onSubmit={save}
      onClose={onClose}
    >
      <p className="secondary">{m.events_date_about({ date: whenInSentence(at, null) })}</p>
      <Switch
        label={m.events_date_off()}
        description={m.events_date_off_about()}
        isSelected={isOff}
        onChange={setOff}
      />
      {isOff ? null : (
        <EventTimes
          start={start}
          end={end}
          onStart={moveTo}
          onEnd={setEnd}
          errors={{
            start: told(wrong.start, "scheduled_start_time"),
            end: told(wrong.end, "scheduled_end_time"),
          }}
        />
      )}
    </EventFrame>
  );
}
