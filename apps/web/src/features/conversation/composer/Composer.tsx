import { type APIMessage, LIMITS, type Snowflake } from "@palabre/protocol";
import { ArrowUp, CodeXml, Plus, Smile } from "lucide-react";
import {
  memo,
  type Ref,
  Suspense,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { formatDuration, formatNumber } from "../../../i18n/format.ts";
import * as m from "../../../paraglide/messages.js";
import { setDraft } from "../../../state/actions/reading.ts";
import { useDraft } from "../../../state/store.ts";
import { classes } from "../../../ui/classes.ts";
import { Icon } from "../../../ui/Icon.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { matchesKeys } from "../../../ui/keys.ts";
import { lazyPart } from "../../../ui/lazyPart.ts";
import { Menu } from "../../../ui/Menu.tsx";
import { Popover } from "../../../ui/Popover.tsx";
import { toast } from "../../../ui/toast.ts";
import type { ChosenCommand } from "../../commands/CommandForm.tsx";
import { useKeys } from "../../switcher/keys.ts";
import { useConversation } from "../context.ts";
import { useSecondsLeft } from "../useSlowMode.ts";
import { runCommand } from "./commands.ts";
import { Editor, type EditorHandle } from "./Editor.tsx";
import { fenceIn, insertWord, isInFence, wrapIn } from "./edits.ts";
import { useCompletions } from "./useCompletions.tsx";
import type { ChosenFile } from "./useFiles.ts";
import { useOutgoing } from "./useOutgoing.ts";

const EmojiPicker = lazyPart(() =>
  import("../../../emoji/EmojiPicker.tsx").then((module) => module.EmojiPicker),
);

const ChosenFiles = lazyPart(() => import("./ChosenFiles.tsx").then((module) => module.ChosenFiles));

/** Commands of bots: those that wait for an answer, and the one that is filled in, in the place of words. */
const Commands = lazyPart(() => import("../../commands/Commands.tsx").then((x) => x.Commands));
/** Without it the text is sent all the same. */
const StickerButton = lazyPart(
  () => import("../../../stickers/StickerButton.tsx").then((x) => x.StickerButton),
  () => null,
);

/** Code that was pasted, an answer that is being written: fetched when all is quiet. */
const PasteOffer = lazyPart(() => import("./above.tsx").then((module) => module.PasteOffer));
const ReplyBar = lazyPart(() => import("./above.tsx").then((module) => module.ReplyBar));

/** Characters left at which the counter shows. */
const COUNT_FROM = 200;

export interface ComposerHandle {
  focus(): void;
  /** Puts a word where the caret is, with spaces around it. */
  insert(word: string): void;
}

export interface ComposerProps {
  placeholder: string;
  /** Why nothing can be written; in place of the placeholder. */
  refusal: string | null;
  /** Whose draft this is. */
  channelId: Snowflake;
  sendWith: "enter" | "ctrl_enter";
  replyTo: APIMessage | null;
  pingReply: boolean;
  onPingReply: (isOn: boolean) => void;
  onCancelReply: () => void;
  files: readonly ChosenFile[];
  /** Absent where no files may be sent. */
  onFiles?: (files: readonly File[]) => void;
  /** Seconds of slow mode that bind one here. */
  slowMode: number;
  /** When one may send again, in milliseconds since 1970. */
  slowUntil: number;
  onRemoveFile: (id: string) => void;
  onChangeFile: (id: string, change: { description?: string; isSpoiler?: boolean }) => void;
  onSend: (content: string) => void;
  onTyping: () => void;
  /** ↑ in an empty field. */
  onEditLast: () => void;
  /** Escape with nothing to cancel. */
  onEscape: () => void;
  ref?: Ref<ComposerHandle>;
}

/** Where messages are written. A letter typed draws this anew, and nothing around it. */
export const Composer = memo(function Composer(props: ComposerProps) {
  const { channelId, sendWith, replyTo, files, refusal, onSend } = props;
  const { can } = useConversation();
  const draft = useDraft(channelId);
  const [text, setText] = useState(draft);
  const [caret, setCaret] = useState(draft.length);
  const [isPicking, setPicking] = useState(false);
  const [pasted, setPasted] = useState<Pasted | null>(null);
  const countId = useId();
  const editLastKey = useKeys("editLast");
  const emojiKey = useKeys("emoji");
  const editor = useRef<EditorHandle>(null);
  const picker = useRef<HTMLInputElement>(null);
  const own = useRef(draft);
  const outgoing = useOutgoing();
  const [command, setCommand] = useState<ChosenCommand | null>(null);
  const completions = useCompletions(text, caret, editor, choose);
  const length = [...text].length;
  const isTooLong = length > LIMITS.messageLength;
  const wait = useSecondsLeft(props.slowUntil);
  const canSend = !isTooLong && refusal === null && wait === 0 && (text.trim() !== "" || files.length > 0);

  useImperativeHandle(
    props.ref,
    () => ({
      focus: () => editor.current?.focus(),
      insert: (word) => insertWord(editor.current, word),
    }),
    [],
  );

  // A draft typed on another device is taken over while nothing is being typed here.
  useEffect(() => {
    if (draft === own.current) return;
    own.current = draft;
    setText(draft);
    setCaret(draft.length);
  }, [draft]);

  const write = useCallback(
    (value: string) => {
      own.current = value;
      setText(value);
      setCaret(editor.current?.element?.selectionStart ?? value.length);
      setPasted((before) =>
        before && value.slice(before.from, before.from + before.text.length) === before.text ? before : null,
      );
      setDraft(channelId, value);
      if (value.trim() !== "") props.onTyping();
    },
    [channelId, props.onTyping],
  );

  async function send() {
    if (isTooLong) toast({ tone: "danger", title: m.conversation_too_long({ max: LIMITS.messageLength }) });
    if (!canSend) return;
    const content = runCommand(text, channelId);
    if (content === null) return;
    // Cleared first: a second Enter while the emoji's names load must not send twice.
    own.current = "";
    setText("");
    setCaret(0);
    setPasted(null);
    const wire = (await outgoing.encode(content)).trim();
    onSend(wire);
  }

  function onKeyDown(event: React.KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing || completions.onKeyDown(event)) return;
    const element = event.currentTarget;
    if (matchesKeys(event, "mod+b")) wrapIn(editor.current, "**");
    else if (matchesKeys(event, "mod+i")) wrapIn(editor.current, "*");
    else if (event.key === "Enter" && isSendKey(event, sendWith) && !isInFence(text, element.selectionStart))
      void send();
    else if (event.key === "Escape") {
      if (replyTo) props.onCancelReply();
      else props.onEscape();
    } else if (text === "" && matchesKeys(event, editLastKey)) {
      props.onEditLast();
    } else return;
    event.preventDefault();
  }

  function fence(from: number, to: number, language: string) {
    fenceIn(editor.current, from, to, language);
    setPasted(null);
  }

  function onPaste(event: React.ClipboardEvent<HTMLTextAreaElement>) {
    const chosen = [...event.clipboardData.files];
    const words = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
    // Office programs put a picture of the text beside the text: then the text is meant.
    if (chosen.length > 0 && words === "" && props.onFiles) {
      event.preventDefault();
      props.onFiles(chosen);
      return;
    }
    const from = event.currentTarget.selectionStart;
    if (words.includes("\n") && !isInFence(text, from)) void offerFence(from, words);
  }

  /** Code that was pasted may want a fence. The field holds the text only after the event. */
  async function offerFence(from: number, words: string) {
    const loading = Promise.all([
      import("../../../code/detectLanguage.ts"),
      import("../../../code/languages.ts"),
    ]).catch(() => null);
    await new Promise((resolve) => setTimeout(resolve));
    const [guess, { findLanguage } = {}] = (await loading) ?? [];
    if (!guess?.looksLikeCode(words)) return;
    if (own.current.slice(from, from + words.length) !== words) return;
    const language = guess.detectLanguage(words) ?? "";
    const known = findLanguage?.(language);
    setPasted({ from, text: words, language, label: known?.label, extension: known?.extensions[0] ?? "txt" });
  }

  function choose(chosen: ChosenCommand | null, rest = "") {
    write(rest);
    setCommand(chosen);
    // Once the field is back.
    if (!chosen) setTimeout(() => editor.current?.focus());
  }

  const commands = (
    <Suspense>
      <Commands {...props} ref={editor} chosen={command} onChoose={choose} />
    </Suspense>
  );
  if (command) return commands;
  return (
    <>
      {commands}
      {completions.list}
      {pasted ? (
        <Suspense>
          <PasteOffer
            label={pasted.label}
            onFence={() => fence(pasted.from, pasted.from + pasted.text.length, pasted.language)}
            onFile={
              props.onFiles && [...pasted.text].length > LIMITS.messageLength / 2
                ? () => sendAsFile(pasted)
                : null
            }
            onClose={() => setPasted(null)}
          />
        </Suspense>
      ) : null}
      {replyTo ? (
        <Suspense fallback={<div className="replying" />}>
          <ReplyBar
            author={replyTo.author}
            isPinging={props.pingReply}
            onPing={props.onPingReply}
            onCancel={props.onCancelReply}
          />
        </Suspense>
      ) : null}
      <div
        className={classes(
          "composer",
          (files.length > 0 || refusal !== null) && "is-tall",
          refusal !== null && "is-refused",
        )}
      >
        {files.length > 0 ? (
          <Suspense fallback={<div className="chosen-wait" />}>
            <ChosenFiles files={files} onRemove={props.onRemoveFile} onChange={props.onChangeFile} />
          </Suspense>
        ) : null}
        <div className="composer-line">
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            aria-label={m.conversation_attach()}
            onChange={(event) => {
              props.onFiles?.([...(event.target.files ?? [])]);
              event.target.value = "";
              editor.current?.focus();
            }}
          />
          <Menu
            label={m.conversation_add()}
            placement="top start"
            items={async () => {
              const { addMenu } = await import("./addMenu.ts");
              return addMenu(channelId, can, props.onFiles && (() => picker.current?.click()));
            }}
            trigger={<IconButton icon={Plus} label={m.conversation_add()} isDisabled={refusal !== null} />}
          />
          <Editor
            ref={editor}
            value={text}
            onValue={write}
            isName={outgoing.isName}
            placeholder={refusal ?? (wait > 0 ? waitText(wait) : props.placeholder)}
            disabled={refusal !== null}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
            aria-label={props.placeholder}
            aria-describedby={isTooLong ? countId : undefined}
            aria-invalid={isTooLong || undefined}
            enterKeyHint={sendWith === "enter" && !isForThumbs() ? "send" : "enter"}
            autoComplete="off"
            {...completions.field}
          />
          {wait > 0 && text !== "" ? (
            <span className="count tnum" title={waitText(wait)}>
              {formatDuration(wait * 1_000)}
            </span>
          ) : null}
          {length > LIMITS.messageLength - COUNT_FROM ? (
            <span
              id={countId}
              className={classes("count tnum", isTooLong && "is-over")}
              role="status"
              aria-label={m.conversation_left({ count: LIMITS.messageLength - length })}
            >
              {formatNumber(LIMITS.messageLength - length)}
            </span>
          ) : null}
          <IconButton
            icon={CodeXml}
            label={m.conversation_code_block()}
            className="only-wide"
            isDisabled={refusal !== null}
            onPress={() => {
              const element = editor.current?.element;
              if (element) fence(element.selectionStart, element.selectionEnd, "");
            }}
          />
          <Suspense fallback={<i className="icon-btn" />}>
            <StickerButton {...props} isDisabled={refusal !== null || wait > 0} />
          </Suspense>
          <Popover
            label={m.conversation_emoji()}
            className="emoji-pop"
            placement="top end"
            isOpen={isPicking}
            onOpenChange={setPicking}
            trigger={
              <IconButton
                icon={Smile}
                label={m.conversation_emoji()}
                keys={emojiKey}
                isDisabled={refusal !== null}
                className="composer-emoji"
              />
            }
          >
            <Suspense fallback={<div className="emoji-wait" />}>
              <EmojiPicker
                channelId={channelId}
                isTyped
                onPick={(char, keepOpen) => {
                  const element = editor.current?.element;
                  const at = element?.selectionStart ?? text.length;
                  const to = element?.selectionEnd ?? at;
                  setPicking(keepOpen);
                  // The popover gives focus back as it closes; the letter goes in after that.
                  setTimeout(() => editor.current?.replace(at, to, char), keepOpen ? 0 : 30);
                }}
              />
            </Suspense>
          </Popover>
          <button
            type="button"
            className="send"
            disabled={!canSend}
            aria-label={m.conversation_send()}
            title={isTooLong ? m.conversation_too_long({ max: LIMITS.messageLength }) : m.conversation_send()}
            // Keeps the phone's keyboard up.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => void send()}
          >
            <Icon of={ArrowUp} />
          </button>
        </div>
      </div>
    </>
  );

  function sendAsFile({ from, text: words, extension }: Pasted) {
    props.onFiles?.([new File([words], `paste.${extension}`, { type: "text/plain" })]);
    editor.current?.replace(from, from + words.length, "");
    setPasted(null);
  }
});

const waitText = (seconds: number) => m.servers_slow_wait({ time: formatDuration(seconds * 1_000) });

interface Pasted {
  from: number;
  text: string;
  language: string;
  /** As its people write it. */
  label: string | undefined;
  extension: string;
}

function isSendKey(event: React.KeyboardEvent, sendWith: "enter" | "ctrl_enter"): boolean {
  if (matchesKeys(event, "mod+enter")) return true;
  if (isForThumbs()) return false;
  return sendWith === "enter" && !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey;
}

/** A thumb has no Shift+Enter: on phones Enter breaks the line and the button sends. */
function isForThumbs(): boolean {
  return matchMedia("(pointer: coarse) and (max-width: 720px)").matches;
}
