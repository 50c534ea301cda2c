import type { AdminFigure } from "@palabre/protocol";
import { useCallback, useState } from "react";
import { formatBytes, formatDateTime, formatNumber, formatStamp } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { Segmented } from "../../ui/Segmented.tsx";
import { Loading } from "../server-settings/Loading.tsx";
import { useLoaded } from "./useLoaded.ts";

const MINUTE = 60_000;
const SPANS = { hour: 60 * MINUTE, day: 1_440 * MINUTE, week: 10_080 * MINUTE, month: 43_200 * MINUTE };
type Span = keyof typeof SPANS;

/** Rows of the table: as many points as are read, not all that are drawn. */
const ROWS = 24;

interface Measure {
  name: () => string;
  of: (figure: AdminFigure) => number;
  write: (value: number) => string;
}

const count = (value: number) => formatNumber(value, { maximumFractionDigits: 1 });
const MEASURES: readonly Measure[] = [
  { name: m.admin_chart_sessions, of: (one) => one.sessions, write: count },
  { name: m.admin_chart_messages, of: (one) => one.messages / one.minutes, write: count },
  {
    name: m.admin_lag,
    of: (one) => one.lag_p99_ms,
    write: (ms) => formatNumber(ms, { style: "unit", unit: "millisecond", maximumFractionDigits: 1 }),
  },
  { name: m.admin_memory, of: (one) => one.rss_bytes, write: formatBytes },
];

/** How the instance did, minute by minute: four lines, and the same in a table. */
export function Charts() {
  const [span, setSpan] = useState<Span>("day");
  const load = useCallback(
    (signal: AbortSignal) =>
      guildApi.admin.figures({ from: new Date(Date.now() - SPANS[span]).toISOString() }, { signal }),
    [span],
  );
  const { data, error, reload } = useLoaded(load, MINUTE);
  return (
    <section aria-labelledby="admin-course">
      <div className="sec-h">
        <h2 className="h-section grow" id="admin-course">
          {m.admin_course()}
        </h2>
        <Segmented
          label={m.admin_span()}
          value={span}
          onChange={setSpan}
          options={[
            { id: "hour", label: m.admin_span_hour() },
            { id: "day", label: m.admin_span_day() },
            { id: "week", label: m.admin_span_week() },
            { id: "month", label: m.admin_span_month() },
          ]}
        />
      </div>
      {data === null ? (
        <Loading error={error} reload={() => void reload()} rows={3} />
      ) : data.length < 2 ? (
        <p className="muted">{m.admin_course_none()}</p>
      ) : (
        <>
          <div className="course">
            {MEASURES.map((measure) => (
              <Chart key={measure.name()} figures={data} measure={measure} />
            ))}
          </div>
          <Table figures={data} />
        </>
      )}
    </section>
  );
}

const WIDTH = 600;
const HEIGHT = 120;

function Chart({ figures, measure }: { figures: readonly AdminFigure[]; measure: Measure }) {
  const points = figures.map((one) => ({ at: Date.parse(one.at), value: measure.of(one) }));
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  const top = Math.max(...points.map((one) => one.value));
  const across = Math.max(1, last.at - first.at);
  const gap = gapOf(figures);
  // A line breaks where nothing was written down: the server stood still.
  const line = points
    .map(({ at, value }, n) => {
      const before = points[n - 1];
      const isStart = !before || at - before.at > gap;
      const x = ((at - first.at) / across) * WIDTH;
      const y = HEIGHT - 2 - (value / (top || 1)) * (HEIGHT - 8);
      return `${isStart ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join("");
  const [now, most] = [measure.write(last.value), measure.write(top)];
  return (
    <figure className="card chart">
      <figcaption>
        <b>{measure.name()}</b>
        <span className="tnum">{now}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={m.admin_chart_text({ name: measure.name(), now, most })}
      >
        <path className="course-grid" d={`M0 6H${WIDTH}M0 ${HEIGHT - 1}H${WIDTH}`} />
        <path className="course-line" d={line} />
      </svg>
      <p className="course-foot muted tnum">
        <span>{formatStamp(first.at)}</span>
        <span>{m.admin_chart_most({ most })}</span>
        <span>{formatStamp(last.at)}</span>
      </p>
    </figure>
  );
}

const gapOf = (figures: readonly AdminFigure[]) =>
  Math.max(1, ...figures.map((one) => one.minutes)) * MINUTE * 3;

function Table({ figures }: { figures: readonly AdminFigure[] }) {
  const step = Math.ceil(figures.length / ROWS);
  const rows = figures.filter((_, n) => (figures.length - 1 - n) % step === 0).reverse();
  return (
    <details className="course-table">
      <summary>{m.admin_course_table()}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than its card scrolls by keyboard too */}
      <section className="card table scroll" tabIndex={0} aria-label={m.admin_course()}>
        <table>
          <thead>
            <tr>
              <th>{m.admin_chart_time()}</th>
              {MEASURES.map((measure) => (
                <th key={measure.name()}>{measure.name()}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((one) => (
              <tr key={one.at}>
                <td>
                  <time dateTime={one.at}>{formatDateTime(one.at)}</time>
                </td>
                {MEASURES.map((measure) => (
                  <td key={measure.name()} className="tnum">
                    {measure.write(measure.of(one))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
