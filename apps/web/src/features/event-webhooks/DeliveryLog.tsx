import type { EventLogPlace } from "@palabre/client";
import type { EventDelivery } from "@palabre/protocol";
import { ChevronRight, RotateCw } from "lucide-react";
import { useCallback, useId, useState } from "react";
import { formatDateTime, formatRelative } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { eventWebhookApi } from "../../state/event-webhook-api.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Tag } from "../../ui/Tag.tsx";
import { toast } from "../../ui/toast.ts";
import { useLoaded } from "../admin/useLoaded.ts";
import { attempt } from "../friends/actions.ts";
import { Loading } from "../server-settings/Loading.tsx";
import { eventWords, isErased, noteWords } from "./eventWords.ts";
import "./event-webhooks.css";

const PAGE = 25;
/** How often the newest are asked for again while the page is in sight, in milliseconds. */
const EVERY = 4_000;

/** What was sent to one address, with what was answered; follows what happens. */
export function DeliveryLog({ place, label }: { place: EventLogPlace; label: string }) {
  const key = JSON.stringify(place);
  const load = useCallback(
    (signal: AbortSignal) =>
      eventWebhookApi.deliveries(JSON.parse(key) as EventLogPlace, { limit: PAGE }, { signal }),
    [key],
  );
  const { data, error, reload } = useLoaded(load, EVERY);
  const [older, setOlder] = useState<EventDelivery[]>([]);
  const [isAtEnd, setAtEnd] = useState(false);
  if (data === null) return <Loading error={error} reload={() => void reload()} rows={3} />;
  if (data.length === 0) {
    return <EmptyState title={m.ehook_log_none()}>{m.ehook_log_none_about()}</EmptyState>;
  }
  const newest = new Set(data.map(({ id }) => id));
  const all = [...data, ...older.filter(({ id }) => !newest.has(id))];

  async function loadOlder() {
    const page = await eventWebhookApi.deliveries(place, { limit: PAGE, before: all.at(-1)?.id ?? "" });
    setOlder([...all, ...page]);
    setAtEnd(page.length < PAGE);
  }

  async function again(id: string) {
    await eventWebhookApi.redeliver(place, id);
    toast({ tone: "success", title: m.ehook_again_done() });
    setOlder((before) => before.filter((one) => one.id !== id));
    await reload();
  }

  return (
    <>
      <ul className="card delivery-log" aria-label={label}>
        {all.map((delivery) => (
          <Delivery
            key={delivery.id}
            delivery={delivery}
            onAgain={() => void attempt(() => again(delivery.id))}
          />
        ))}
      </ul>
      {all.length >= PAGE && !isAtEnd ? (
        <Button size="sm" onPress={() => void attempt(loadOlder)}>
          {m.ehook_log_older()}
        </Button>
      ) : null}
    </>
  );
}

function Delivery({ delivery, onAgain }: { delivery: EventDelivery; onAgain: () => void }) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const { type, created_at, response_status, duration_ms, next_attempt_at, attempts } = delivery;
  const about = [
    formatDateTime(created_at),
    response_status === null ? "" : String(response_status),
    duration_ms === null ? "" : m.ehook_took({ ms: duration_ms }),
    attempts > 1 ? m.ehook_attempts({ count: attempts }) : "",
    next_attempt_at !== null && attempts > 0 ? m.ehook_next({ when: formatRelative(next_attempt_at) }) : "",
  ];
  return (
    <li>
      <h3 className="delivery-head">
        <button
          type="button"
          className="delivery-open"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon of={ChevronRight} size={16} />
          <span className="txt">
            <b className="truncate">{eventWords(type)}</b>
            <span>{about.filter(Boolean).join(" · ")}</span>
          </span>
          <State delivery={delivery} />
        </button>
      </h3>
      <div id={id} hidden={!isOpen} className="delivery-body">
        {isOpen ? <Details delivery={delivery} onAgain={onAgain} /> : null}
      </div>
    </li>
  );
}

function State({ delivery: { status, attempts } }: { delivery: EventDelivery }) {
  if (status === "delivered") return <Tag tone="success">{m.ehook_delivered()}</Tag>;
  if (status === "dropped") return <Tag tone="danger">{m.ehook_dropped()}</Tag>;
  return <Tag tone="warning">{attempts > 0 ? m.ehook_retrying() : m.ehook_pending()}</Tag>;
}

function Details({ delivery, onAgain }: { delivery: EventDelivery; onAgain: () => void }) {
  const { status, attempts, response, response_status, request_body, note } = delivery;
  return (
    <>
      {note === null ? null : <p>{noteWords(note)}</p>}
      {isErased(note) ? null : (
        <>
          <h4>{m.ehook_sent()}</h4>
          {request_body === null ? (
            <p className="secondary">{m.ehook_hidden()}</p>
          ) : (
            <Code label={m.ehook_sent()} text={pretty(request_body)} />
          )}
        </>
      )}
      {attempts > 0 ? (
        <>
          <h4>
            {response_status === null
              ? m.ehook_no_answer({ reason: response ?? "" })
              : m.ehook_answer_status({ status: response_status })}
          </h4>
          {response_status === null ? null : response ? (
            <Code label={m.ehook_answered()} text={response} />
          ) : isErased(note) ? null : (
            <p className="secondary">{m.ehook_empty_answer()}</p>
          )}
        </>
      ) : null}
      {status !== "pending" && request_body !== null ? (
        <Button size="sm" icon={RotateCw} onPress={onAgain}>
          {m.ehook_again()}
        </Button>
      ) : null}
    </>
  );
}

/** Scrolls by itself, for the keyboard as well. */
function Code({ label, text }: { label: string; text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached without a mouse.
    <section className="delivery-code" aria-label={label} tabIndex={0}>
      <pre>{text}</pre>
    </section>
  );
}

function pretty(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
