import type { OfferedOption } from "@palabre/client";
import { ApplicationCommandOptionType as T } from "discord-api-types/v10";
import { CircleAlert, Plus, SendHorizontal, X } from "lucide-react";
import {
  type KeyboardEvent,
  type Ref,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import type { EditorHandle } from "../conversation/composer/Editor.tsx";
import type { ChosenFile } from "../conversation/composer/useFiles.ts";
import { useConversation } from "../conversation/context.ts";
import { AppIcon } from "./AppIcon.tsx";
import { CommandField } from "./CommandField.tsx";
import { CommandPop } from "./CommandPop.tsx";
import { aboutIn, type CommandEntry, entriesOf, nameIn } from "./entries.ts";
import {
  EMPTY,
  type FieldValue,
  type FieldValues,
  isEmpty,
  type Problem,
  parseField,
  problemsOf,
} from "./fields.ts";
import { problemText } from "./fieldWords.ts";
import { offeredIn, watchOffered } from "./offered.ts";
import { refusedOption, send, type Use } from "./runs.ts";
import { offersList, type Suggestion, type Suggestions, useSuggestions } from "./suggestions.tsx";
import "./commands.css";

/** A command that is about to be used, perhaps filled in already. */
export interface ChosenCommand {
  entry: CommandEntry;
  values?: FieldValues;
}

/** Where further options are chosen: behind the last field. */
const TAIL = "";
/** Options that are offered as buttons; the rest is in the list. */
const CHIPS = 3;

/** The composer while it holds a command: a field for each option, and the keys that lead through them. */
export function CommandForm({
  chosen,
  files,
  onFiles,
  onRemoveFile,
  onClose,
  ref,
}: {
  chosen: ChosenCommand;
  /** What was dropped or pasted: it goes into the first field for files. */
  files: readonly ChosenFile[];
  onFiles: ((files: readonly File[]) => void) | undefined;
  onRemoveFile: (id: string) => void;
  /** Back to words; `text` is what then stands there. */
  onClose: (text: string) => void;
  ref: Ref<EditorHandle>;
}) {
  const { channel, guildId } = useConversation();
  const id = useId();
  const { entry, isGone } = useLatest(chosen.entry, channel.id);
  const [values, setValues] = useState<FieldValues>(chosen.values ?? {});
  const [added, setAdded] = useState<readonly string[]>(() =>
    chosen.entry.options
      .filter(({ name }) => !isEmpty(chosen.values?.[name] ?? EMPTY))
      .map(({ name }) => name),
  );
  const [active, setActive] = useState<string | null>(null);
  const [tail, setTail] = useState("");
  /** The row that arrows led to; undefined: they were not pressed. */
  const [moved, setMoved] = useState<number | undefined>();
  const [closedAt, setClosedAt] = useState<string | null>(null);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [failure, setFailure] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const parts = useRef(new Map<string, HTMLElement>());
  const wantsFocus = useRef<string | null>(null);
  const wantsFile = useRef<string | null>(null);

  const { options } = entry;
  const isAdded = (option: OfferedOption) => option.required || added.includes(option.name);
  const shown = [
    ...options.filter((one) => one.required),
    ...added.flatMap((name) => options.find((one) => one.name === name && !one.required) ?? []),
  ];
  const more = options.filter((one) => !isAdded(one));
  const hasTail = more.length > 0 || shown.length === 0;
  const order = [...shown.map(({ name }) => name), ...(hasTail ? [TAIL] : [])];
  const option = shown.find(({ name }) => name === active);
  const field = values[active ?? TAIL] ?? EMPTY;
  const use: Use = { channelId: channel.id, guildId, entry, values };

  const completed = useSuggestions(option && offersList(option) ? option : undefined, field, use, channel);
  const suggestions = suggestionsHere();
  const isListOpen = suggestions !== null && suggestions.list.length > 0;
  const typed = active === TAIL ? tail : field.text;
  const isOpenQuestion = field.picked === undefined && (typed.trim() !== "" || option?.required === true);
  const index = isListOpen ? Math.min(moved ?? (isOpenQuestion ? 0 : -1), suggestions.list.length - 1) : -1;

  function suggestionsHere(): Suggestions | null {
    if (active === null || closedAt === active) return null;
    if (active === TAIL)
      return more.length > 0 ? { list: moreSuggestions(more, tail), state: "ready" } : null;
    return option && offersList(option) ? completed : null;
  }

  const focusPart = useCallback((name: string) => {
    const part = parts.current.get(name);
    if (!part) return false;
    part.focus({ preventScroll: true });
    if (part instanceof HTMLInputElement || part instanceof HTMLTextAreaElement) {
      part.setSelectionRange(part.value.length, part.value.length);
    }
    part.scrollIntoView({ block: "nearest" });
    return true;
  }, []);

  const firstPart = () =>
    shown.find((one) => one.required && isEmpty(values[one.name] ?? EMPTY))?.name ?? order.at(-1) ?? TAIL;

  useImperativeHandle(ref, () => ({
    element: null,
    focus: () => void focusPart(firstPart()),
    // What is put in from elsewhere, a name or an emoji, has no place here.
    replace() {},
  }));

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as it opens.
  useLayoutEffect(() => {
    wantsFocus.current = firstPart();
  }, []);
  // A field that was added stands only after the drawing.
  useEffect(() => {
    if (wantsFocus.current !== null && focusPart(wantsFocus.current)) wantsFocus.current = null;
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another field, or another search, begins at its first row.
  useEffect(() => setMoved(undefined), [active, typed]);
  useEffect(() => {
    if (closedAt !== null && closedAt !== active) setClosedAt(null);
  }, [closedAt, active]);

  function setValue(name: string, value: FieldValue) {
    setValues((before) => ({ ...before, [name]: value }));
    setErrors(({ [name]: _, ...others }) => others);
    setFailure(null);
  }

  function add(name: string) {
    setAdded((before) => (before.includes(name) ? before : [...before, name]));
    setTail("");
    wantsFocus.current = name;
  }

  function remove(name: string) {
    const before = order[order.indexOf(name) - 1];
    setAdded((all) => all.filter((one) => one !== name));
    setValue(name, EMPTY);
    wantsFocus.current = before ?? (order.length > 1 ? (order[1] ?? TAIL) : TAIL);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: what comes is taken once; its place is the one of that moment.
  useEffect(() => {
    const [file] = files;
    if (!file) return;
    const places = options.filter(({ type }) => type === T.Attachment);
    const place =
      places.find(({ name }) => name === (wantsFile.current ?? active)) ??
      places.find(({ name }) => !values[name]?.file);
    wantsFile.current = null;
    // With no field for it, it stays with the next message.
    if (!place) return;
    onRemoveFile(file.id);
    setValue(place.name, { text: "", file: new File([file.data], file.name, { type: file.type }) });
    if (!place.required) setAdded((before) => [...new Set([...before, place.name])]);
    wantsFocus.current = place.name;
  }, [files]);

  function accept(at: number) {
    const one = suggestions?.list[at];
    if (!one || active === null) return;
    if (active === TAIL) return add(String(one.value));
    setValue(active, { text: one.text, picked: one.value });
    const next = shown.find(
      ({ name, required }) => required && name !== active && isEmpty(values[name] ?? EMPTY),
    );
    wantsFocus.current = next?.name ?? active;
    setClosedAt(next ? null : active);
  }

  async function submit() {
    if (isSending) return;
    const problems = problemsOf(shown, values);
    const [first] = problems.keys();
    if (isGone || first !== undefined) {
      setErrors(
        Object.fromEntries(
          shown.flatMap((one) => {
            const problem = problems.get(one.name);
            return problem ? [[one.name, problemText(nameIn(one), problem)]] : [];
          }),
        ),
      );
      if (first !== undefined) wantsFocus.current = first;
      return;
    }
    setSending(true);
    setFailure(null);
    // Only what is shown: an option that was taken out is not sent.
    const sent = Object.fromEntries(shown.map(({ name }) => [name, values[name] ?? EMPTY]));
    try {
      await send({ ...use, values: sent });
      onClose("");
    } catch (error) {
      setSending(false);
      const filled = options.filter(({ name }) => !isEmpty(sent[name] ?? EMPTY)).map(({ name }) => name);
      const refused = refusedOption(error, filled);
      const of = options.find(({ name }) => name === refused?.name);
      if (refused && of) {
        setErrors({ [of.name]: `${nameIn(of)}: ${refused.text}` });
        wantsFocus.current = of.name;
      } else {
        setFailure(errorText(error));
        wantsFocus.current = active ?? firstPart();
      }
    }
  }

  function step(from: string, by: 1 | -1): boolean {
    const next = order[order.indexOf(from) + by];
    return next !== undefined && focusPart(next);
  }

  function onKeyDown(event: KeyboardEvent, name: string) {
    // The page's own keys are not for what is typed here.
    if (event.key !== "Tab") event.stopPropagation();
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const element = event.currentTarget;
    const isText = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
    const text = isText ? element.value : "";
    const count = suggestions?.list.length ?? 0;
    const chooses = isListOpen && index >= 0 && (moved !== undefined || isOpenQuestion);
    if (event.key === "ArrowDown" && isListOpen) setMoved((index + 1) % count);
    else if (event.key === "SendHorizontal" && isListOpen) setMoved((Math.max(index, 0) - 1 + count) % count);
    else if (event.key === "Tab" && !event.shiftKey && chooses && typed.trim() + (moved ?? "") !== "")
      accept(index);
    else if (event.key === "Enter" && !event.shiftKey) {
      const isEmptyFile = option?.type === T.Attachment && !field.file && option.required;
      if (chooses) accept(index);
      // As with any button: it opens the choice of files.
      else if (isEmptyFile) return;
      else void submit();
    } else if (event.key === "Escape") {
      if (isListOpen && active !== TAIL) setClosedAt(name);
      else onClose("");
    } else if (event.key === "Backspace" && text === "") {
      if (values[name]?.file) setValue(name, EMPTY);
      else if (added.includes(name)) remove(name);
      else if (!step(name, -1)) onClose(`/${entry.label}`);
    } else if (event.key === "ArrowLeft" && (!isText || isAt(element, 0))) {
      if (!step(name, -1)) return;
    } else if (event.key === "ArrowRight" && (!isText || isAt(element, text.length))) {
      if (!step(name, 1)) return;
    } else return;
    event.preventDefault();
  }

  /** A name that was typed in full stands for who has it. */
  function onBlur(name: string) {
    setLeft((before) => new Set(before).add(name));
    const value = values[name];
    if (!value || value.picked !== undefined || value.text.trim() === "" || !completed.list.length) return;
    const wanted = value.text.trim().toLowerCase().replace(/^[@#]/, "");
    const same = completed.list.filter((one) =>
      [one.text, one.hint].some((text) => text?.toLowerCase().replace(/^[@#]/, "") === wanted),
    );
    const [only] = same;
    if (only && same.length === 1 && active === name) setValue(name, { text: only.text, picked: only.value });
  }

  /** What is wrong: what was found in sending, or what is plain while one types. */
  function errorOf(one: OfferedOption): string | undefined {
    const found = errors[one.name];
    if (found !== undefined) return found;
    const parsed = parseField(one, values[one.name] ?? EMPTY);
    if (parsed === null || !("problem" in parsed)) return undefined;
    const isPlain = isPlainlyWrong(parsed.problem) || (left.has(one.name) && active !== one.name);
    return isPlain ? problemText(nameIn(one), parsed.problem) : undefined;
  }

  const problem = option ? errorOf(option) : undefined;
  const aboutId = [`${id}-about`, ...(problem ? [`${id}-error`] : [])].join(" ");
  const told = isGone ? m.commands_gone({ name: `/${entry.label}` }) : failure;

  return (
    <>
      {active !== null ? (
        <CommandPop
          id={id}
          title={option ? nameIn(option) : `/${entry.label}`}
          about={option ? aboutIn(option) : entry.about}
          end={
            option?.required ? <span>{m.commands_required()}</span> : <span>{entry.application.name}</span>
          }
          error={problem}
          suggestions={suggestions}
          label={option ? m.commands_values({ name: nameIn(option) }) : m.commands_more()}
          index={index}
          onSelect={setMoved}
          onAccept={accept}
        />
      ) : null}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own edge and legend. */}
      <div
        className={classes("composer", "cmd", isSending && "is-sending")}
        role="group"
        aria-label={m.commands_form({ name: `/${entry.label}`, app: entry.application.name })}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) setActive(null);
        }}
      >
        {told ? (
          <p className="cmd-error" role="alert">
            <Icon of={CircleAlert} size={16} /> {told}
          </p>
        ) : null}
        <div className="composer-line">
          <div className="cmd-fields">
            <span className="cmd-name">
              <AppIcon application={entry.application} size={20} />
              <b className="mono">/{entry.label}</b>
            </span>
            {shown.map((one) => (
              <CommandField
                key={one.name}
                option={one}
                field={values[one.name] ?? EMPTY}
                isActive={active === one.name}
                isWrong={errorOf(one) !== undefined}
                isDisabled={isSending || (one.type === T.Attachment && !onFiles)}
                listId={isListOpen ? `${id}-list` : undefined}
                selectedId={index >= 0 ? `${id}-${index}` : undefined}
                aboutId={aboutId}
                part={partRef(one.name)}
                onFocus={() => setActive(one.name)}
                onBlur={() => onBlur(one.name)}
                onText={(text) => {
                  setValue(one.name, { text });
                  setClosedAt(null);
                }}
                onFiles={
                  onFiles
                    ? (chosen) => {
                        wantsFile.current = one.type === T.Attachment ? one.name : null;
                        onFiles(chosen.slice(0, 1));
                      }
                    : null
                }
                onRemove={one.required ? null : () => remove(one.name)}
                onKeyDown={(event) => onKeyDown(event, one.name)}
              />
            ))}
            {hasTail ? (
              <input
                ref={partRef(TAIL)}
                className="cmd-tail"
                type="text"
                value={tail}
                disabled={isSending}
                autoComplete="off"
                enterKeyHint="send"
                aria-label={
                  more.length > 0 ? m.commands_more() : m.commands_ready({ name: `/${entry.label}` })
                }
                aria-describedby={active === TAIL ? aboutId : undefined}
                onChange={(event) => setTail(more.length > 0 ? event.target.value : "")}
                onFocus={() => setActive(TAIL)}
                onKeyDown={(event) => onKeyDown(event, TAIL)}
                {...(more.length > 0 && {
                  role: "combobox",
                  "aria-autocomplete": "list",
                  "aria-expanded": active === TAIL && isListOpen,
                  "aria-controls": active === TAIL && isListOpen ? `${id}-list` : undefined,
                  "aria-activedescendant": active === TAIL && index >= 0 ? `${id}-${index}` : undefined,
                })}
              />
            ) : null}
            {more.slice(0, CHIPS).map((one) => (
              <button
                key={one.name}
                type="button"
                className="cmd-chip"
                disabled={isSending}
                aria-label={m.commands_option_add({ name: nameIn(one) })}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => add(one.name)}
              >
                <Icon of={Plus} size={16} /> {nameIn(one)}
              </button>
            ))}
            {more.length > CHIPS ? (
              <button type="button" className="cmd-chip" disabled={isSending} onClick={() => focusPart(TAIL)}>
                {m.commands_more_count({ count: more.length - CHIPS })}
              </button>
            ) : null}
          </div>
          <IconButton icon={X} label={m.commands_cancel()} keys="escape" onPress={() => onClose("")} />
          <button
            type="button"
            className="send"
            disabled={isSending || isGone}
            aria-label={m.commands_send()}
            title={m.commands_send()}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => void submit()}
          >
            <Icon of={SendHorizontal} />
          </button>
        </div>
      </div>
    </>
  );

  function partRef(name: string) {
    return (element: HTMLElement | null) => {
      if (element) parts.current.set(name, element);
      else parts.current.delete(name);
    };
  }
}

/** The command as its bot offers it by now, or that it does no more. */
function useLatest(chosen: CommandEntry, channelId: string): { entry: CommandEntry; isGone: boolean } {
  const [found, setFound] = useState({ entry: chosen, isGone: false });
  useEffect(
    () =>
      watchOffered(channelId, () => {
        const index = offeredIn(channelId);
        const entry = index && entriesOf(index, 1).find(({ key }) => key === chosen.key);
        setFound((before) => ({ entry: entry ?? before.entry, isGone: !entry }));
      }),
    [channelId, chosen.key],
  );
  return found;
}

function moreSuggestions(more: readonly OfferedOption[], query: string): Suggestion[] {
  const wanted = query.trim().toLowerCase();
  return more
    .filter((one) => nameIn(one).toLowerCase().includes(wanted) || one.name.includes(wanted))
    .map((one) => ({
      key: one.name,
      icon: <Icon of={Plus} size={16} />,
      label: nameIn(one),
      hint: aboutIn(one),
      text: nameIn(one),
      value: one.name,
    }));
}

/** Nothing that one may still type makes it right. */
const isPlainlyWrong = ({ kind, ...more }: Problem): boolean =>
  kind === "whole" ||
  kind === "number" ||
  kind === "max" ||
  (kind === "length" && "min" in more && more.min === 0);

const isAt = (element: HTMLInputElement | HTMLTextAreaElement, place: number): boolean =>
  element.selectionStart === place && element.selectionEnd === place;
