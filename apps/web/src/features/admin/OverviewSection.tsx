import type { AdminStats } from "@palabre/protocol";
import { useEffect, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import { formatBytes, formatDuration, formatNumber, formatPercent } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { guildApi } from "../../state/guild-api.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Figure } from "../../ui/Figure.tsx";
import { SkeletonRows } from "../../ui/Skeleton.tsx";
import { Charts } from "./Charts.tsx";
import { useLoaded } from "./useLoaded.ts";

const EVERY = 5_000;
/** Points of a line: five minutes. */
const KEPT = 60;

const load = (signal: AbortSignal) => guildApi.admin.stats({ signal });

/** How the server does now: figures that renew themselves, and lines of the last minutes. */
export function OverviewSection() {
  const { data: stats, error, reload } = useLoaded(load, EVERY);
  const history = useHistory(stats);
  if (!stats) {
    return error ? (
      <EmptyState
        title={m.settings_not_loaded()}
        tone="danger"
        actions={<Button onPress={() => void reload()}>{m.common_retry()}</Button>}
      >
        {errorText(error)}
      </EmptyState>
    ) : (
      <SkeletonRows rows={5} />
    );
  }
  const { users, messages, storage, connections, memory, event_loop } = stats;
  const stored = storage.database_bytes + storage.files_bytes;
  return (
    <>
      <h1 className="h-page">{m.admin_overview()}</h1>
      <p className="secondary">
        {m.admin_lead({
          host: location.host,
          version: stats.version,
          state: error
            ? m.admin_unreachable()
            : event_loop.lag_p99_ms > 100
              ? m.admin_busy()
              : m.admin_healthy(),
        })}
      </p>
      <dl className="figs">
        <Figure
          label={m.admin_active()}
          value={formatNumber(users.active_24h)}
          note={m.admin_of_accounts({ count: users.total })}
        />
        <Figure
          label={m.admin_messages()}
          value={formatNumber(messages.total, { notation: "compact", maximumFractionDigits: 2 })}
          note={m.admin_messages_today({ count: messages.last_24h })}
        />
        <Figure
          label={m.admin_connected()}
          value={formatNumber(connections.users)}
          note={
            <Line
              points={history.map((one) => one.connections.users)}
              text={m.admin_sessions({ count: connections.sessions })}
            />
          }
        />
        <Figure
          label={m.admin_stored()}
          value={formatBytes(stored)}
          note={m.admin_files({ count: storage.files_count })}
        />
      </dl>
      <div className="charts">
        <section className="card chart">
          <header>
            <h2 className="h-section">{m.admin_machine()}</h2>
          </header>
          <dl className="kv">
            <div>
              <dt>{m.admin_memory()}</dt>
              <dd>{formatBytes(memory.rss_bytes)}</dd>
            </div>
            <div>
              <dt>{m.admin_lag()}</dt>
              <dd>
                {formatNumber(event_loop.lag_p99_ms, {
                  style: "unit",
                  unit: "millisecond",
                  maximumFractionDigits: 1,
                })}
              </dd>
            </div>
            <div>
              <dt>{m.admin_sockets()}</dt>
              <dd>{formatNumber(connections.sockets)}</dd>
            </div>
            <div>
              <dt>{m.admin_resumable()}</dt>
              <dd>{formatNumber(connections.resumable)}</dd>
            </div>
            <div>
              <dt>{m.admin_database()}</dt>
              <dd>{stats.database === "sqlite" ? "SQLite" : "PostgreSQL"}</dd>
            </div>
            <div>
              <dt>{m.admin_uptime()}</dt>
              <dd>{formatDuration(stats.uptime_seconds * 1000)}</dd>
            </div>
            <div>
              <dt>{m.admin_disabled_accounts()}</dt>
              <dd>{formatNumber(users.disabled)}</dd>
            </div>
          </dl>
        </section>
        <section className="card chart">
          <header>
            <h2 className="h-section">{m.admin_storage()}</h2>
          </header>
          <div className="split" aria-hidden>
            <i className="split-1" style={{ flexGrow: Math.max(storage.files_bytes, stored * 0.02, 1) }} />
            <i className="split-2" style={{ flexGrow: Math.max(storage.database_bytes, stored * 0.02, 1) }} />
          </div>
          <dl className="kv">
            <div>
              <dt>
                <i className="split-1" />
                {m.admin_storage_files()}
              </dt>
              <dd>{formatBytes(storage.files_bytes)}</dd>
            </div>
            <div>
              <dt>
                <i className="split-2" />
                {m.admin_storage_database()}
              </dt>
              <dd>{formatBytes(storage.database_bytes)}</dd>
            </div>
          </dl>
          <p className="muted chart-foot">
            {m.admin_storage_share({ share: formatPercent(stored > 0 ? storage.files_bytes / stored : 0) })}
          </p>
        </section>
      </div>
      <Charts />
    </>
  );
}

/** What was told while the page stands, oldest first. */
function useHistory(stats: AdminStats | null): readonly AdminStats[] {
  const [history, setHistory] = useState<readonly AdminStats[]>([]);
  useEffect(() => {
    if (stats) setHistory((before) => [...before, stats].slice(-KEPT));
  }, [stats]);
  return history;
}

/** Words over a line without axes: the words carry the figure, the line its course. */
function Line({ points, text }: { points: readonly number[]; text: string }) {
  const top = Math.max(...points, 1);
  const step = 200 / Math.max(1, points.length - 1);
  const path = points
    .map((value, n) => `${n === 0 ? "M" : "L"}${n * step} ${27 - (value / top) * 24}`)
    .join("");
  return (
    <span className="fig-line">
      {text}
      {points.length > 1 ? (
        <svg className="spark" viewBox="0 0 200 28" preserveAspectRatio="none" aria-hidden>
          <path
            d={path}
            fill="none"
            stroke="var(--chart-2)"
            strokeWidth="1.5"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
      ) : null}
    </span>
  );
}
