import { nextStart, type ScheduledEvent } from "@palabre/protocol";
import { ArrowDown, Pencil } from "lucide-react";
import { useState } from "react";
import * as m from "../../paraglide/messages.js";
import { useSelector } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { lazyOverlay } from "../../ui/lazyOverlay.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { ACTIVE, exceptionAt, mayChange, useNow } from "./events.ts";
import { formatWhen, whenInSentence } from "./when.ts";

const AT_ONCE = 4;

const OccurrenceDialog = lazyOverlay(
  () => import("./OccurrenceDialog.tsx").then((module) => module.OccurrenceDialog),
  ({ onClose }) => onClose(),
);

/** When an event that repeats comes next; whoever may change it moves one of these dates, or calls it off. */
export function Dates({ event }: { event: ScheduledEvent }) {
  const may = useSelector((state) => mayChange(state, event));
  const [shown, setShown] = useState(AT_ONCE);
  const [changing, setChanging] = useState<number | null>(null);
  const now = useNow();
  const lasts =
    event.scheduled_end_time === null
      ? null
      : Date.parse(event.scheduled_end_time) - Date.parse(event.scheduled_start_time);
  return (
    <section aria-labelledby="event-dates">
      <div className="sec-h">
        <h2 className="h-section" id="event-dates">
          {m.events_dates()}
        </h2>
      </div>
      <ul className="event-dates">
        {datesOf(event, shown).map((at) => {
          const change = exceptionAt(event, at);
          const start = Date.parse(change?.scheduled_start_time ?? "") || at;
          const end = Date.parse(change?.scheduled_end_time ?? "") || (lasts === null ? null : start + lasts);
          const regular = whenInSentence(at, null, now);
          const hasBegun = event.status === ACTIVE && at === Date.parse(event.scheduled_start_time);
          return (
            <li key={at}>
              <span className="grow">
                <time
                  dateTime={new Date(start).toISOString()}
                  className={change?.is_canceled ? "is-off" : undefined}
                >
                  {formatWhen(start, end, now)}
                </time>
                {start === at ? null : (
                  <span className="muted">{m.events_date_instead({ date: regular })}</span>
                )}
              </span>
              {change?.is_canceled ? <Tag tone="warning">{m.events_date_cancelled()}</Tag> : null}
              {change && !change.is_canceled ? <Tag tone="accent">{m.events_date_moved()}</Tag> : null}
              {may && !hasBegun ? (
                <IconButton
                  icon={Pencil}
                  label={m.events_date_change({ date: regular })}
                  onPress={() => setChanging(at)}
                />
              ) : null}
            </li>
          );
        })}
      </ul>
      {shown < 5 * AT_ONCE ? (
        <Button variant="ghost" icon={ArrowDown} onPress={() => setShown(shown + AT_ONCE)}>
          {m.events_dates_more()}
        </Button>
      ) : null}
      {changing === null ? null : (
        <OccurrenceDialog event={event} at={changing} lasts={lasts} onClose={() => setChanging(null)} />
      )}
    </section>
  );
}

/** The regular starts that come next, in milliseconds since 1970. */
function datesOf({ recurrence_rule: rule, scheduled_start_time }: ScheduledEvent, count: number): number[] {
  const dates = [Date.parse(scheduled_start_time)];
  while (rule && dates.length < count) {
    const last = dates.at(-1) ?? 0;
    dates.push(nextStart(rule, last, last));
  }
  return dates;
}
