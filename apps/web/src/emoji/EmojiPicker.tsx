// biome-ignore-all lint/a11y/useSemanticElements: a virtual grid is not a <table>; its rows come and go.
// biome-ignore-all lint/a11y/useFocusableInteractive: focus stays in the search field, which names the active cell.
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { VList, type VListHandle } from "virtua";
import * as m from "../paraglide/messages.js";
import { store, useSelector } from "../state/store.ts";
import type { Guild } from "../state/types.ts";
import { classes } from "../ui/classes.ts";
import { ServerIcon } from "../ui/ServerIcon.tsx";
import { CustomEmoji } from "./CustomEmoji.tsx";
import { type CustomEmojiChoice, createNames, searchCustom, typedForm, usableEmojis } from "./custom.ts";
import { type Emoji, type EmojiIndex, GROUPS, searchEmoji, toned } from "./emoji.ts";
import "./emoji.css";
import { frequent, keepTone, noteUse, readTone } from "./habits.ts";
import { loadEmoji, loadedEmoji } from "./load.ts";
import { PickerSearch } from "./PickerSearch.tsx";
import { emojiParts } from "./text.ts";
import { usePickerGrid } from "./usePickerGrid.ts";

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

/** Emojis of one server; its group has a number below that of the often used ones. */
interface Own {
  guild: Guild;
  group: number;
  emojis: readonly Emoji[];
  choices: readonly CustomEmojiChoice[];
}

type Row = { title: string; group: number; guild?: Guild } | { cells: readonly Emoji[]; start: number };

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
  /** Where they are for: what one may use there of servers' own is offered, too. */
  channelId?: string;
  /** Of servers' own emojis, those of the channel's alone. */
  isOwnOnly?: boolean;
  /** Custom ones are picked as one types them, `:name:`, where that is clear; else as `<:name:id>`. */
  isTyped?: boolean;
  /** `keepOpen`: Shift was held, more are to come. */
  onPick: (char: string, keepOpen: boolean) => void;
}

/** Every emoji, by category or search in either language. Focus stays in the search; arrows walk the grid. */
export function EmojiPicker({ channelId, isOwnOnly = false, isTyped = false, onPick }: EmojiPickerProps) {
  const [index, setIndex] = useState<EmojiIndex | undefined>(loadedEmoji);
  const [hasFailed, setFailed] = useState(false);
  const [query, setQuery] = useState("");
  const [tone, setTone] = useState(readTone);
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

  const own = useOwnEmojis(channelId, isOwnOnly);
  const { rows, flat } = useMemo(() => layOut(index, query, own), [index, query, own]);
  const { active, setActive, onKeyDown } = usePickerGrid({
    rows: () => rows.flatMap((row) => ("cells" in row ? [{ start: row.start, size: row.cells.length }] : [])),
    show,
    pick: (at, isMore) => flat[at] && pick(flat[at], isMore),
  });
  const current = flat[active];

  function pick(emoji: Emoji, keepOpen: boolean) {
    const char = toned(emoji, tone);
    noteUse(char);
    const isWritten = isTyped && emoji.custom && channelId !== undefined && index;
    onPick(
      isWritten
        ? typedForm({ name: emoji.names[0] ?? "", text: char }, createNames(store.get(), channelId), (name) =>
            index.byName.has(name),
          )
        : char,
      keepOpen,
    );
  }

  function show(at: number) {
    const row = rows.findIndex(
      (each) => "cells" in each && each.start <= at && at < each.start + each.cells.length,
    );
    // Above the first row of a group its name should come into view too.
    const above = rows[row - 1];
    list.current?.scrollToIndex(above && "title" in above ? row - 1 : row, { align: "nearest" });
  }

  function showGroup(wanted: number) {
    setQuery("");
    setGroup(wanted);
    const row = layOut(index, "", own).rows.findIndex((each) => "title" in each && each.group === wanted);
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

  const tab = (each: number) => (
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
  );
  return (
    <div className="emoji-picker">
      <div className="emoji-top">
        <PickerSearch
          label={m.conversation_emoji_search()}
          controls={`${id}-grid`}
          active={current && `${id}-${active}`}
          query={query}
          onQuery={(next) => {
            setQuery(next);
            setActive(0);
            list.current?.scrollToIndex(0);
          }}
          onKeyDown={onKeyDown}
        />
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
        {tab(-1)}
        {own.map(({ guild, group: each }) => (
          <button
            key={each}
            type="button"
            className="icon-btn is-server"
            aria-label={guild.name}
            title={guild.name}
            aria-pressed={query === "" && group === each}
            onClick={() => showGroup(each)}
          >
            <ServerIcon guild={guild} size={20} />
          </button>
        ))}
        {GROUPS.map(tab)}
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
                // A number of its own kind: the rows of cells are keyed by where they begin.
                <div key={`group ${row.group}`} className="emoji-group" role="row">
                  <span role="gridcell" className="truncate">
                    {row.guild ? <ServerIcon guild={row.guild} size={16} /> : null}
                    {row.title}
                  </span>
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
                        aria-label={emoji.custom ? `:${emoji.names[0]}:` : emoji.label}
                        tabIndex={-1}
                        className={classes("emoji-cell", at === active && "is-active")}
                        title={`:${emoji.names[0]}:`}
                        onMouseMove={() => at !== active && setActive(at)}
                        onMouseDown={(event) => event.preventDefault()}
                        onClick={(event) => pick(emoji, event.shiftKey)}
                        onKeyDown={onKeyDown}
                      >
                        <Sign emoji={emoji} tone={tone} />
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
            <span className="emoji-large">
              <Sign emoji={current} tone={tone} />
            </span>
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

function Sign({ emoji, tone }: { emoji: Emoji; tone: number }) {
  return emoji.custom ? <CustomEmoji {...emoji.custom} name={emoji.names[0] ?? ""} /> : toned(emoji, tone);
}

const NONE: readonly Own[] = [];

/** What one may use of servers' own emojis, as cells. */
function useOwnEmojis(channelId: string | undefined, isOwnOnly: boolean): readonly Own[] {
  const guilds = useSelector((state) => state.guilds);
  const members = useSelector((state) => state.ownMembers);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is offered hangs on these two.
  return useMemo(() => {
    if (channelId === undefined) return NONE;
    return usableEmojis(store.get(), channelId, isOwnOnly).map(({ guild, emojis }, n): Own => {
      const group = -2 - n;
      return { guild, group, choices: emojis, emojis: emojis.map((one) => cellOf(one, group)) };
    });
  }, [guilds, members, channelId, isOwnOnly]);
}

const cellOf = ({ id, name, animated, text, guild }: CustomEmojiChoice, group: number): Emoji => ({
  char: text,
  names: [name],
  label: guild.name,
  group,
  skins: [],
  words: [],
  custom: { id, animated },
});

function layOut(
  index: EmojiIndex | undefined,
  query: string,
  own: readonly Own[],
): { rows: Row[]; flat: Emoji[] } {
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
    const groups = own.map(({ choices }) => ({ emojis: choices }));
    add([
      ...searchCustom(groups, query).map((one) => cellOf(one, 0)),
      ...searchEmoji(index, query, COLUMNS * 30),
    ]);
    return { rows, flat };
  }
  const known = new Map(own.flatMap(({ emojis }) => emojis.map((one) => [one.custom?.id, one] as const)));
  rows.push({ title: groupName(-1), group: -1 });
  add(
    frequent(COLUMNS * 2, true).flatMap((used) => {
      const { id } = emojiParts(used);
      if (id) return known.get(id) ?? [];
      return index.byChar.get(used) ?? index.byChar.get(`${used}\ufe0f`) ?? [];
    }),
  );
  for (const { guild, group, emojis } of own) {
    rows.push({ title: guild.name, group, guild });
    add(emojis);
  }
  for (const group of GROUPS) {
    rows.push({ title: groupName(group), group });
    add(index.all.filter((emoji) => emoji.group === group));
  }
  return { rows, flat };
}
