import { type FormEvent, type ReactNode, useId, useState } from "react";
import { errorText, isFieldError } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { fromField, zoneName } from "./when.ts";
import "./errorWords.ts";
import "./events.css";

/** Does what a form asks; what is refused stays to be told, and the form stays open with it. */
export function useAttempt() {
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  async function attempt(act: () => Promise<unknown>) {
    setPending(true);
    setFailure(null);
    try {
      await act();
    } catch (error) {
      setFailure(error);
      setPending(false);
    }
  }
  return { isPending, failure, attempt };
}

/** A form about an event, or about one date of it. */
export function EventFrame({
  title,
  saveLabel,
  aside,
  isPending,
  failure,
  fields,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  saveLabel: string;
  /** Stands beside saving in the place of leaving. */
  aside?: ReactNode;
  isPending: boolean;
  failure: unknown;
  /** Those that say themselves what was refused. */
  fields: readonly string[];
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const form = useId();
  return (
    <Dialog
      title={title}
      size="lg"
      isOpen
      onOpenChange={(open) => open || onClose()}
      isDismissable={false}
      hasClose
      actions={
        <>
          {aside ?? (
            <Button variant="ghost" onPress={onClose}>
              {m.common_cancel()}
            </Button>
          )}
          <Button variant="primary" type="submit" form={form} isPending={isPending}>
            {saveLabel}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="event-form"
        noValidate
        onSubmit={(submit: FormEvent) => {
          submit.preventDefault();
          onSubmit();
        }}
      >
        {children}
        {failure && !isFieldError(failure, fields) ? (
          <p className="hint-error" role="alert">
            {errorText(failure)}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}

/** What is wrong with a beginning and an end as they stand in their fields. */
export function wrongTimes(
  start: string,
  end: string,
  { isMoved, needsEnd }: { isMoved: boolean; needsEnd: boolean },
) {
  const from = fromField(start);
  const to = fromField(end);
  return {
    start:
      from === null ? m.events_time_needed() : isMoved && from.getTime() <= Date.now() && m.events_past(),
    end:
      to === null ? needsEnd && m.events_time_needed() : from !== null && to <= from && m.events_end_before(),
  };
}

/** When it begins and ends, by the clock of whoever reads. */
export function EventTimes({
  start,
  end,
  onStart,
  onEnd,
  errors,
  isStartDisabled = false,
  children,
}: {
  start: string;
  end: string;
  onStart: (start: string) => void;
  onEnd: (end: string) => void;
  errors: { start: string | undefined; end: string | undefined };
  isStartDisabled?: boolean;
  /** Stands behind the time zone. */
  children?: ReactNode;
}) {
  return (
    <>
      <div className="event-times">
        <TextField
          label={m.events_start_time()}
          type="datetime-local"
          value={start}
          onChange={onStart}
          isDisabled={isStartDisabled}
          error={errors.start}
        />
        <TextField
          label={m.events_end_time()}
          type="datetime-local"
          value={end}
          onChange={onEnd}
          error={errors.end}
        />
      </div>
      <p className="hint event-hint">
        {m.events_zone({ zone: zoneName() })}
        {children}
      </p>
    </>
  );
}
