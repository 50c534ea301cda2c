import { useEffect, useId, useMemo, useState } from "react";
import { searchMembers } from "../../../state/actions/members.ts";
import { sameList } from "../../../state/select.ts";
import { useSelector } from "../../../state/store.ts";
import type { State } from "../../../state/types.ts";
import type { ChosenCommand } from "../../commands/CommandForm.tsx";
import { useConversation } from "../context.ts";
import { type CompletionQuery, completionAt } from "./completion.ts";
import type { Option } from "./completionOptions.tsx";
import type { EditorHandle } from "./Editor.tsx";
import { callableRoles, knownMembers, linkable } from "./nameable.ts";

/** Fetched with the first sign that something may follow. */
const loadOptions = () => import("./completionOptions.tsx");
type Options = Awaited<ReturnType<typeof loadOptions>>;
type EmojiIndex = NonNullable<ReturnType<Options["loadedEmoji"]>>;
let known: Options | undefined;

/** What may follow the sign at the caret, and the keys that choose. Spread `field` on the textarea, render `list` above it. */
export function useCompletions(
  text: string,
  caret: number,
  editor: React.RefObject<EditorHandle | null>,
  /** Absent where no commands of bots are used. */
  onCommand?: (chosen: ChosenCommand) => void,
) {
  const id = useId();
  const [selected, setSelected] = useState(0);
  const [dismissed, setDismissed] = useState<string | null>(null);
  const [hasFocus, setFocus] = useState(false);
  const query = useMemo(() => completionAt(text, caret), [text, caret]);
  const key = query ? `${query.kind} ${query.from}` : null;
  const options = useOptions(query && hasFocus && key !== dismissed ? query : null, onCommand);
  const isOpen = query !== null && options.length > 0;
  const index = Math.min(selected, options.length - 1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another query begins at its first answer.
  useEffect(() => setSelected(0), [query?.query, key]);
  useEffect(() => {
    if (key === null) setDismissed(null);
  }, [key]);

  function accept(option: Option | undefined) {
    if (!option || !query) return;
    if (option.onPick) return option.onPick();
    option.onAccept?.();
    const isSpaced = text[query.to] === " ";
    editor.current?.replace(query.from, query.to, option.insert + (isSpaced ? "" : " "));
  }

  /** True when the key was for the list. */
  function onKeyDown(event: React.KeyboardEvent): boolean {
    if (!isOpen || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey)
      return false;
    const count = options.length;
    if (event.key === "ArrowDown") setSelected((index + 1) % count);
    else if (event.key === "ArrowUp") setSelected((index - 1 + count) % count);
    else if (event.key === "Tab" && !event.shiftKey) accept(options[index]);
    else if (event.key === "Enter" && !event.shiftKey) accept(options[index]);
    else if (event.key === "Escape") setDismissed(key);
    else {
      // Gone before the focus moves: it must not go to the list.
      if (event.key === "Tab") setDismissed(key);
      return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  const list =
    isOpen && query && known ? (
      <known.CompletionList
        id={id}
        query={query}
        options={options}
        index={index}
        onSelect={setSelected}
        onAccept={accept}
      />
    ) : null;

  const field = {
    onFocus: () => setFocus(true),
    onBlur: () => setFocus(false),
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
    "aria-controls": isOpen ? `${id}-list` : undefined,
    "aria-activedescendant": isOpen ? `${id}-${index}` : undefined,
  } as const;
  return { list, field, onKeyDown, isOpen };
}

function useOptions(
  query: CompletionQuery | null,
  onCommand: ((chosen: ChosenCommand) => void) | undefined,
): readonly Option[] {
  const { channel, guildId, can } = useConversation();
  const kind = query?.kind;
  const members = useSelector((state) => (kind === "person" ? knownMembers(state, channel) : []), sameList);
  const roles = useSelector(
    (state) => (kind === "person" ? callableRoles(state, channel, can.mentionEveryone) : []),
    sameList,
  );
  const rooms = useSelector((state: State) => (kind === "room" ? linkable(state, channel) : []), sameList);
  useMemberSearch(guildId, kind === "person" ? query?.query : undefined);
  const [loaded, setLoaded] = useState(known);
  const [emoji, setEmoji] = useState<EmojiIndex | undefined>(() => known?.loadedEmoji());
  const isWanted = query !== null;
  const isEmoji = query?.kind === "emoji";
  useEffect(() => {
    if (!isWanted || (loaded && (!isEmoji || emoji))) return;
    let isGone = false;
    const fetched = async () => {
      known = await loadOptions();
      if (!isGone) setLoaded(known);
      if (!isEmoji) return;
      const index = await known.loadEmoji();
      if (!isGone) setEmoji(index);
    };
    // Without them nothing is offered, and ":" stays what it is.
    fetched().catch(() => {});
    return () => {
      isGone = true;
    };
  }, [isWanted, isEmoji, loaded, emoji]);
  const [told, tell] = useState(0);
  const watches = kind === "command" && onCommand ? loaded : undefined;
  useEffect(() => watches?.watchOffered(channel.id, () => tell((count) => count + 1)), [watches, channel.id]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `told`: of other commands.
  return useMemo(
    () =>
      query && loaded
        ? loaded.optionsFor(query, { channel, can, members, roles, rooms, emoji, onCommand })
        : [],
    [query, loaded, channel, can, members, roles, rooms, emoji, onCommand, told],
  );
}

/** Milliseconds of rest before the server is asked for names. */
const SEARCH_REST = 150;

/** A server has more members than one has heard of: those whose names begin so are asked for. */
function useMemberSearch(guildId: string | null, name: string | undefined): void {
  useEffect(() => {
    if (guildId === null || !name) return;
    const timer = setTimeout(() => searchMembers(guildId, name), SEARCH_REST);
    return () => clearTimeout(timer);
  }, [guildId, name]);
}
