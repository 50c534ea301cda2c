import { type GuildChannel, LIMITS, type Snowflake } from "@palabre/protocol";
import { useNavigate } from "@tanstack/react-router";
import { Paperclip, Smile } from "lucide-react";
import { type FormEvent, type KeyboardEvent, Suspense, useId, useRef, useState } from "react";
import { fieldErrorText, isFieldError } from "../../i18n/errors.ts";
import { formatNumber } from "../../i18n/format.ts";
import * as m from "../../paraglide/messages.js";
import { placeOf } from "../../shell/place.ts";
import { setDraft } from "../../state/actions/reading.ts";
import { knowThread } from "../../state/actions/threads.ts";
import { guildApi } from "../../state/guild-api.ts";
import { useDraft } from "../../state/store.ts";
import { Button } from "../../ui/Button.tsx";
import { classes } from "../../ui/classes.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Kbd } from "../../ui/Kbd.tsx";
import { matchesKeys } from "../../ui/keys.ts";
import { lazyPart } from "../../ui/lazyPart.ts";
import { Popover } from "../../ui/Popover.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { Editor, type EditorHandle } from "../conversation/composer/Editor.tsx";
import { useCompletions } from "../conversation/composer/useCompletions.tsx";
import { useFiles } from "../conversation/composer/useFiles.ts";
import { useOutgoing } from "../conversation/composer/useOutgoing.ts";
import { useConversation } from "../conversation/context.ts";
import { postErrorText } from "./forumErrors.ts";
import { PostTags } from "./PostTags.tsx";
import { asksForTag } from "./posts.ts";

const EmojiPicker = lazyPart(() =>
  import("../../emoji/EmojiPicker.tsx").then((module) => module.EmojiPicker),
);
const ChosenFiles = lazyPart(() =>
  import("../conversation/composer/ChosenFiles.tsx").then((module) => module.ChosenFiles),
);

/** Characters left at which the counter shows. */
const COUNT_FROM = 200;
/** Titles and tags that wait here while one is elsewhere: they are lost only with the page. The text is a draft. */
const waiting = new Map<Snowflake, { title: string; tags: Snowflake[] }>();

/** A new post of a forum. Ctrl+Enter posts, Enter breaks the line: a post is longer than a message. */
export function NewPost({ forum, onClose }: { forum: GuildChannel; onClose: () => void }) {
  const { can } = useConversation();
  const draft = useDraft(forum.id);
  const before = waiting.get(forum.id);
  const [title, setTitle] = useState(before?.title ?? "");
  const [tags, setTags] = useState<Snowflake[]>(before?.tags ?? []);
  const [text, setText] = useState(draft);
  const [caret, setCaret] = useState(draft.length);
  const [isPicking, setPicking] = useState(false);
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const editor = useRef<EditorHandle>(null);
  const picker = useRef<HTMLInputElement>(null);
  const outgoing = useOutgoing();
  const completions = useCompletions(text, caret, editor);
  const chosen = useFiles(forum.id);
  const navigate = useNavigate();
  const heading = useId();
  const left = LIMITS.messageLength - [...text].length;
  const known = (forum.available_tags ?? []).map(({ id }) => id);
  const applied = tags.filter((id) => known.includes(id));
  const missing =
    can.refusal ??
    (title.trim() === ""
      ? m.forum_title_needed()
      : text.trim() === "" && chosen.files.length === 0
        ? m.forum_text_needed()
        : left < 0
          ? m.conversation_too_long({ max: LIMITS.messageLength })
          : asksForTag(forum) && applied.length === 0
            ? m.forum_tag_needed()
            : null);

  function write(value: string) {
    setText(value);
    setCaret(editor.current?.element?.selectionStart ?? value.length);
    setDraft(forum.id, value);
  }
  function keep(change: { title?: string; tags?: Snowflake[] }) {
    const next = { title, tags, ...change };
    setTitle(next.title);
    setTags(next.tags);
    waiting.set(forum.id, next);
  }

  async function post(event?: FormEvent) {
    event?.preventDefault();
    if (missing !== null || isPending) return;
    setPending(true);
    setFailure(null);
    try {
      const content = (await outgoing.encode(text)).trim();
      const { message: _, ...made } = await guildApi.threads.post(
        forum.id,
        { name: title.trim(), message: { content }, applied_tags: applied },
        chosen.files,
      );
      knowThread(made);
      waiting.delete(forum.id);
      setDraft(forum.id, "");
      chosen.take();
      await navigate(placeOf(made.id));
    } catch (error) {
      setFailure(error);
      setPending(false);
    }
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>) {
    if (event.nativeEvent.isComposing || completions.onKeyDown(event)) return;
    if (matchesKeys(event, "mod+b")) wrap("**");
    else if (matchesKeys(event, "mod+i")) wrap("*");
    else return;
    event.preventDefault();
  }

  function wrap(mark: string) {
    const element = editor.current?.element;
    if (!element) return;
    const { selectionStart: from, selectionEnd: to } = element;
    editor.current?.replace(from, to, `${mark}${text.slice(from, to)}${mark}`);
    element.setSelectionRange(from + mark.length, to + mark.length);
  }

  return (
    <form
      className="post-form card"
      aria-labelledby={heading}
      onSubmit={(event) => void post(event)}
      onKeyDown={(event) => {
        if (event.defaultPrevented) return;
        if (event.key === "Escape") {
          event.stopPropagation();
          onClose();
        } else if (matchesKeys(event, "mod+enter")) {
          event.preventDefault();
          void post();
        }
      }}
    >
      <h2 id={heading} className="h-section">
        {m.forum_new()}
      </h2>
      <TextField
        label={m.forum_title()}
        placeholder={m.forum_title_hint()}
        value={title}
        onChange={(next) => keep({ title: next })}
        maxLength={LIMITS.channelName}
        autoFocus
        autoComplete="off"
        error={fieldErrorText(failure, "name")}
      />
      <div className="field">
        <div className="field-head">
          <span className="label" aria-hidden>
            {m.forum_text()}
          </span>
          {left < COUNT_FROM ? (
            <span className={classes("hint tnum", left < 0 && "hint-error")} role="status">
              {formatNumber(left)}
            </span>
          ) : null}
        </div>
        <div className="post-editor">
          {completions.list}
          <div className={classes("composer", chosen.files.length > 0 && "is-tall")}>
            {chosen.files.length > 0 ? (
              <Suspense fallback={<div className="chosen-wait" />}>
                <ChosenFiles files={chosen.files} onRemove={chosen.remove} onChange={chosen.change} />
              </Suspense>
            ) : null}
            <Editor
              ref={editor}
              value={text}
              onValue={write}
              isName={outgoing.isName}
              placeholder={m.forum_text_hint()}
              aria-label={m.forum_text()}
              aria-invalid={left < 0 || undefined}
              onKeyDown={onKeyDown}
              onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
              onPaste={(event) => {
                const files = [...event.clipboardData.files];
                // Office programs put a picture of the text beside the text: then the text is meant.
                if (files.length === 0 || !can.attach || event.clipboardData.getData("text/plain") !== "")
                  return;
                event.preventDefault();
                void chosen.add(files);
              }}
              onDragOver={(event) => {
                if (can.attach && event.dataTransfer.types.includes("Files")) event.preventDefault();
              }}
              onDrop={(event) => {
                const files = [...event.dataTransfer.files];
                if (files.length === 0 || !can.attach) return;
                event.preventDefault();
                void chosen.add(files);
              }}
              enterKeyHint="enter"
              autoComplete="off"
              {...completions.field}
            />
            <div className="post-tools">
              <input
                ref={picker}
                type="file"
                multiple
                hidden
                aria-label={m.conversation_attach()}
                onChange={(event) => {
                  void chosen.add([...(event.target.files ?? [])]);
                  event.target.value = "";
                }}
              />
              {can.attach ? (
                <IconButton
                  icon={Paperclip}
                  label={m.conversation_attach()}
                  onPress={() => picker.current?.click()}
                />
              ) : null}
              <Popover
                label={m.conversation_emoji()}
                className="emoji-pop"
                placement="bottom start"
                isOpen={isPicking}
                onOpenChange={setPicking}
                trigger={<IconButton icon={Smile} label={m.conversation_emoji()} />}
              >
                <Suspense fallback={<div className="emoji-wait" />}>
                  <EmojiPicker
                    channelId={forum.id}
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
            </div>
          </div>
        </div>
      </div>
      <PostTags forum={forum} chosen={applied} onChange={(next) => keep({ tags: next })} />
      {failure && !isFieldError(failure, ["name"]) ? (
        <p className="hint-error" role="alert">
          {postErrorText(failure)}
        </p>
      ) : null}
      <div className="post-form-foot">
        <span className="hint grow only-wide">
          <Kbd keys="mod+enter" /> {m.forum_post_keys()}
        </span>
        <Button variant="ghost" onPress={onClose}>
          {m.common_cancel()}
        </Button>
        <Button variant="primary" type="submit" isPending={isPending} disabledReason={missing}>
          {m.forum_post()}
        </Button>
      </div>
    </form>
  );
}
