import { Search } from "lucide-react";
import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { Kbd } from "../../ui/Kbd.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { byTag, matches, type Operation } from "./document.ts";
import { Method } from "./Method.tsx";

/** Every operation by what it is about; `/` searches, arrows go through what was found. */
export function OperationList({
  operations,
  current,
  isLoading,
}: {
  operations: readonly Operation[];
  current: string | undefined;
  isLoading: boolean;
}) {
  const [search, setSearch] = useState("");
  const wanted = useDeferredValue(search.trim());
  const found = wanted === "" ? operations : operations.filter((one) => matches(one, wanted));
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLElement>(null);

  useEffect(() => {
    const focus = (event: globalThis.KeyboardEvent) => {
      const isWriting =
        event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
      if (event.key !== "/" || isWriting || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener("keydown", focus);
    return () => removeEventListener("keydown", focus);
  }, []);

  useEffect(() => {
    if (current !== undefined)
      list.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: "nearest" });
  }, [current]);

  function move(event: KeyboardEvent<HTMLElement>) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>("a") ?? [])];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    event.preventDefault();
    if (at + step < 0) input.current?.focus();
    else links[Math.min(at + step, links.length - 1)]?.focus();
  }

  return (
    <nav className="api-list" aria-label={m.api_operations()} ref={list} onKeyDown={move}>
      <div className="api-search">
        <TextField
          label={m.api_search()}
          isLabelHidden
          size="sm"
          icon={Search}
          type="search"
          value={search}
          onChange={setSearch}
          placeholder={m.api_search()}
          autoComplete="off"
          autoCapitalize="none"
          inputRef={input}
          suffix={search === "" ? <Kbd keys="/" /> : null}
        />
        <p className="vh" role="status">
          {wanted === "" ? "" : m.api_found({ count: found.length })}
        </p>
      </div>
      <div className="api-groups scroll">
        {isLoading ? (
          <div className="api-loading" aria-hidden>
            {Array.from({ length: 14 }, (_, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: all alike.
              <Skeleton key={n} height={16} width={`${55 + ((n * 17) % 40)}%`} />
            ))}
          </div>
        ) : found.length === 0 ? (
          <p className="muted api-nothing">{m.api_nothing()}</p>
        ) : (
          byTag(found).map(([tag, group]) => (
            <section key={tag}>
              <h2 className="api-tag" lang="en">
                {tag}
              </h2>
              <ul>
                {group.map((operation) => (
                  <li key={operation.operationId}>
                    <a
                      href={`#/${operation.operationId}`}
                      aria-current={operation.operationId === current ? "page" : undefined}
                      className="api-link"
                      lang="en"
                    >
                      <Method of={operation.method} />
                      <span className="api-link-name">{operation.summary}</span>
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          ))
        )}
      </div>
    </nav>
  );
}
