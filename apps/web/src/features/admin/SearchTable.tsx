import { ArrowDown, Search } from "lucide-react";
import { type ReactNode, useCallback, useDeferredValue, useState } from "react";
import { formatNumber } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { Button } from "../../ui/Button.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { attempt } from "../friends/actions.ts";
import { Loading } from "../server-settings/Loading.tsx";
import { useLoaded } from "./useLoaded.ts";

const PAGE = 50;

interface Page<T> {
  rows: T[];
  total: number;
}

interface Query {
  query?: string;
  limit: number;
  before?: string;
}

/**
 * Pages of what a search finds, the newest first, and the changes made to them since.
 * `read` must be the same function from render to render.
 */
export function useSearch<T extends { id: string }>(
  read: (query: Query, call?: { signal: AbortSignal }) => Promise<Page<T>>,
) {
  const [typed, setTyped] = useState("");
  const query = useDeferredValue(typed.trim());
  const load = useCallback(
    (signal: AbortSignal) => read({ ...(query && { query }), limit: PAGE }, { signal }),
    [read, query],
  );
  const { data, error, reload, setData } = useLoaded(load);
  const [isMore, setMore] = useState(false);
  const edit = (change: (page: Page<T>) => Page<T>) => setData((before) => before && change(before));
  return {
    typed,
    setTyped,
    query,
    data,
    error,
    reload,
    isMore,
    /** Puts a row in the place of the one with its id. */
    put: (row: T) =>
      edit((page) => ({ ...page, rows: page.rows.map((one) => (one.id === row.id ? row : one)) })),
    drop: (id: string) =>
      edit((page) => ({ total: page.total - 1, rows: page.rows.filter((one) => one.id !== id) })),
    async more() {
      const last = data?.rows.at(-1);
      if (!last) return;
      setMore(true);
      await attempt(async () => {
        const next = await read({ ...(query && { query }), limit: PAGE, before: last.id });
        edit((page) => ({ total: next.total, rows: [...page.rows, ...next.rows] }));
      });
      setMore(false);
    },
  };
}

/** A search over a table that goes on as long as there is more. What a row shows is the section's. */
export function SearchTable<T extends { id: string }>({
  search,
  name,
  placeholder,
  count,
  none,
  columns,
  children,
}: {
  search: ReturnType<typeof useSearch<T>>;
  name: string;
  placeholder: string;
  count: (total: number) => string;
  /** What stands in the place of rows when there are none. */
  none: string;
  /** Heads of the columns; that of the last, with what can be done, is not shown. */
  columns: readonly string[];
  children: (row: T) => ReactNode;
}) {
  const { data } = search;
  return (
    <>
      <div className="sec-h">
        <span className="muted tnum admin-count">{data ? count(data.total) : null}</span>
        <span className="grow" />
        <TextField
          className="admin-search"
          label={placeholder}
          isLabelHidden
          placeholder={placeholder}
          size="sm"
          icon={Search}
          type="search"
          value={search.typed}
          onChange={search.setTyped}
        />
      </div>
      {data === null ? (
        <Loading error={search.error} reload={() => void search.reload()} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than its card scrolls by keyboard too
        <section className="card table scroll admin-accounts" tabIndex={0} aria-label={name}>
          <table>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column}>{column}</th>
                ))}
                <th>
                  <span className="vh">{m.common_more()}</span>
                </th>
              </tr>
            </thead>
            <tbody>{data.rows.map(children)}</tbody>
          </table>
          {data.rows.length === 0 ? <p className="muted admin-none">{none}</p> : null}
          <footer className="row">
            <span className="muted tnum">
              {m.admin_shown({ shown: formatNumber(data.rows.length), total: formatNumber(data.total) })}
            </span>
            <span className="grow" />
            {data.rows.length > 0 && data.rows.length < data.total ? (
              <Button
                size="sm"
                variant="ghost"
                icon={ArrowDown}
                isPending={search.isMore}
                onPress={() => void search.more()}
              >
                {m.admin_more()}
              </Button>
            ) : null}
          </footer>
        </section>
      )}
    </>
  );
}
