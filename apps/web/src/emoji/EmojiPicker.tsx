// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid is not a <table>; its rows come and go.
// biome-ignore-all lint/a11y/useFocusableInteractive: focus stays in the search field, which names the active cell.
import { Search } from "lucide-react";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { VList, type VListHandle } from "virtua";
import * as m from "../paraglide/messages.js";
import { classes } from "../ui/classes.ts";
import { Icon } from "../ui/Icon.tsx";
import { type Emoji, type EmojiIndex, GROUPS, searchEmoji, toned } from "./emoji.ts";
import "./emoji.css";
import { frequent, keepTone, noteUse, readTone } from "./habits.ts";
import { loadEmoji, loadedEmoji } from "./load.ts";

const COLUMNS = 9;
const GROUP_SIGNS: Record<number, string> = {
  [-1]: "🕒",
  0: "😀",
  1: "👋",
  3: "🐻",
  4: "🍓",
  5: "✈️",
  6: "⚽",
  7: "💡",
  8: "🔣",
  9: "🏁",
};
const TONES = ["✋", "✋🏻", "✋🏼", "✋🏽", "✋🏾", "✋🏿"];

type Row = { title: string; group: number } | { cells: readonly Emoji[]; start: number };

function groupName(group: number): string {
  switch (group) {
    case -1:
      return m.conversation_emoji_recent();
    case 0:
      return m.conversation_emoji_smileys();
    case 1:
      return m.conversation_emoji_people();
    case 3:
      return m.conversation_emoji_nature();
    case 4:
      return m.conversation_emoji_food();
    case 5:
      return m.conversation_emoji_travel();
    case 6:
      return m.conversation_emoji_activities();
    case 7:
      return m.conversation_emoji_objects();
    case 8:
      return m.conversation_emoji_symbols();
    default:
      return m.conversation_emoji_flags();
  }
}

export interface EmojiPickerProps {
  /** `keepOpen`: Shift was held, more are to come. */
  onPick: (char: string, keepOpen: boolean) => void;
}

/** Every emoji, by category or search in either language. Focus stays in the search; arrows walk the grid. */
export function EmojiPicker({ onPick }: EmojiPickerProps) {
  const [index, setIndex] = useState<EmojiIndex | undefined>(loadedEmoji);
  const [hasFailed, setFailed] = useState(false);
  const [query, setQuery] = useState("");
  const [tone, setTone] = useState(readTone);
  const [active, setActive] = useState(0);
  const [group, setGroup] = useState(-1);
  const list = useRef<VListHandle>(null);
  const id = useId();

  useEffect(() => {
    if (index) return;
    let isGone = false;
    loadEmoji().then(
      (loaded) => !isGone && setIndex(loaded),
      () => !isGone && setFailed(true),
    );
    return () => {
      isGone = true;
    };
  }, [index]);

  const { rows, flat } = useMemo(() => layOut(index, query), [index, query]);
  const current = flat[active];

  function pick(emoji: Emoji, keepOpen: boolean) {
    const char = toned(emoji, tone);
    noteUse(char);
    onPick(char, keepOpen);
  }

  function move(to: number) {
    const next = Math.max(0, Math.min(flat.length - 1, to));
    setActive(next);
    const row = rows.findIndex(
      (each) => "cells" in each && each.start <= next && next < each.start + each.cells.length,
    );
    // Above the first row of a group its name should come into view too.
    const above = rows[row - 1];
    list.current?.scrollToIndex(above && "title" in above ? row - 1 : row, { align: "nearest" });
  }

  /** One row up or down in the same column, over the ragged ends of groups. */
  function moveRow(by: 1 | -1) {
    const grid = rows.filter((row) => "cells" in row);
    const at = grid.findIndex((row) => row.start <= active && active < row.start + row.cells.length);
    const from = grid[at];
    const to = grid[at + by];
    if (from && to) move(Math.min(to.start + to.cells.length - 1, to.start + (active - from.start)));
  }

  function onKeyDown(event: React.KeyboardEvent) {
    const keys: Record<string, () => void> = {
      ArrowDown: () => moveRow(1),
      ArrowUp: () => moveRow(-1),
      ArrowRight: () => move(active + 1),
      ArrowLeft: () => move(active - 1),
      Enter: () => current && pick(current, event.shiftKey),
    };
    const action = keys[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    action();
  }

  function showGroup(wanted: number) {
    setQuery("");
    setGroup(wanted);
    const row = layOut(index, "").rows.findIndex((each) => "title" in each && each.group === wanted);
    requestAnimationFrame(() => list.current?.scrollToIndex(row, { align: "start" }));
  }

  function onScroll(offset: number) {
    const first = list.current?.findItemIndex(offset + 8) ?? 0;
    for (let at = first; at >= 0; at -= 1) {
      const row = rows[at];
      if (row && "title" in row) {
        setGroup(row.group);
        return;
      }
    }
  }

  return (
    <div className="emoji-picker">
      <div className="emoji-top">
        <label className="input input-sm grow">
          <Icon of={Search} size={16} />
          <input
            // biome-ignore lint/a11y/noAutofocus: the picker was opened to look for something, and closes with Escape.
            autoFocus
            role="combobox"
            aria-expanded
            aria-controls={`${id}-grid`}
            aria-activedescendant={current ? `${id}-${active}` : undefined}
            aria-label={m.conversation_emoji_search()}
            placeholder={m.conversation_emoji_search()}
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
              setActive(0);
              list.current?.scrollToIndex(0);
            }}
            onKeyDown={onKeyDown}
            autoComplete="off"
            spellCheck={false}
          />
        </label>
        <button
          type="button"
          className="icon-btn emoji-tone"
          aria-label={m.conversation_emoji_tone({ tone })}
          title={m.conversation_emoji_tone({ tone })}
          onClick={() => {
            const next = (tone + 1) % TONES.length;
            setTone(next);
            keepTone(next);
          }}
        >
          {TONES[tone]}
        </button>
      </div>
      <div className="emoji-tabs" role="group" aria-label={m.conversation_emoji_groups()}>
        {[-1, ...GROUPS].map((each) => (
          <button
            key={each}
            type="button"
            className="icon-btn"
            aria-label={groupName(each)}
            title={groupName(each)}
            aria-pressed={query === "" && group === each}
            onClick={() => showGroup(each)}
          >
            {GROUP_SIGNS[each]}
          </button>
        ))}
      </div>
      <div id={`${id}-grid`} role="grid" aria-label={m.conversation_emoji_grid()} className="emoji-grid">
        {index && rows.length > 0 ? (
          <VList
            ref={list}
            data={rows}
            onScroll={onScroll}
            className="scroll"
            role="rowgroup"
            tabIndex={0}
            onKeyDown={onKeyDown}
          >
            {(row) =>
              "title" in row ? (
                <div key={row.title} className="emoji-group" role="row">
                  <span role="gridcell">{row.title}</span>
                </div>
              ) : (
                <div key={row.start} className="emoji-row" role="row">
                  {row.cells.map((emoji, column) => {
                    const at = row.start + column;
                    return (
                      <span
                        key={at}
                        id={`${id}-${at}`}
                        role="gridcell"
                        aria-selected={at === active}
                        aria-label={emoji.label}
                        tabIndex={-1}
                        className={classes("emoji-cell", at === active && "is-active")}
                        title={`:${emoji.names[0]}:`}
                        onMouseMove={() => at !== active && setActive(at)}
                        onMouseDown={(event) => event.preventDefault()}
                        onClick={(event) => pick(emoji, event.shiftKey)}
                        onKeyDown={onKeyDown}
                      >
                        {toned(emoji, tone)}
                      </span>
                    );
                  })}
                </div>
              )
            }
          </VList>
        ) : (
          <p className="emoji-none muted" role="status">
            {hasFailed ? m.conversation_emoji_failed() : index ? m.conversation_emoji_none() : ""}
          </p>
        )}
      </div>
      <div className="emoji-foot">
        {current ? (
          <>
            <span className="emoji-large">{toned(current, tone)}</span>
            <span className="truncate">
              <b className="truncate">{current.label}</b>
              <span className="muted truncate"> :{current.names[0]}:</span>
            </span>
          </>
        ) : null}
      </div>
    </div>
  );
}

function layOut(index: EmojiIndex | undefined, query: string): { rows: Row[]; flat: Emoji[] } {
  const rows: Row[] = [];
  const flat: Emoji[] = [];
  if (!index) return { rows, flat };
  const add = (cells: readonly Emoji[]) => {
    for (let at = 0; at < cells.length; at += COLUMNS) {
      const part = cells.slice(at, at + COLUMNS);
      rows.push({ cells: part, start: flat.length });
      flat.push(...part);
    }
  };
  if (query.trim() !== "") {
    add(searchEmoji(index, query, COLUMNS * 30));
    return { rows, flat };
  }
  rows.push({ title: groupName(-1), group: -1 });
  add(
    frequent(COLUMNS * 2).flatMap(
      (char) => index.byChar.get(char) ?? index.byChar.get(`${char}\ufe0f`) ?? [],
    ),
  );
  for (const group of GROUPS) {
    rows.push({ title: groupName(group), group });
    add(index.all.filter((emoji) => emoji.group === group));
  }
  return { rows, flat };
}
