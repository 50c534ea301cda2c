import type { APIMessage } from "@palabre/protocol";
import { LIMITS } from "@palabre/protocol";
import { useEffect, useRef, useState } from "react";
import * as m from "../../../paraglide/messages.js";
import { editMessage } from "../../../state/actions/messages.ts";
import { useSettings } from "../../../state/store.ts";
import { Kbd } from "../../../ui/Kbd.tsx";
import { matchesKeys } from "../../../ui/keys.ts";
import { useConversation } from "../context.ts";
import { Rich, slot } from "../Rich.tsx";
import { Editor, type EditorHandle } from "./Editor.tsx";
import { useCompletions } from "./useCompletions.tsx";
import { useOutgoing } from "./useOutgoing.ts";

/** A message being changed, in its own place. Emptied, it asks to be deleted. */
export function EditBox({ message, onClose }: { message: APIMessage; onClose: () => void }) {
  const { channel, deeds } = useConversation();
  const { send_with } = useSettings();
  const outgoing = useOutgoing();
  const [text, setText] = useState(() => outgoing.decode(message.content));
  const [caret, setCaret] = useState(text.length);
  const [error, setError] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const editor = useRef<EditorHandle>(null);
  const completions = useCompletions(text, caret, editor);
  useEffect(() => editor.current?.focus(), []);

  async function save() {
    const content = (await outgoing.encode(text)).trim();
    if (content === "" && message.attachments.length === 0 && !message.sticker_items) {
      onClose();
      deeds.remove(message, false);
      return;
    }
    if (content === message.content) {
      onClose();
      return;
    }
    if ([...content].length > LIMITS.messageLength) {
      setError(m.conversation_too_long({ max: LIMITS.messageLength }));
      return;
    }
    setSaving(true);
    setError(null);
    try {
      await editMessage(channel.id, message.id, content);
      onClose();
    } catch (failure) {
      setError(m.conversation_edit_failed({ reason: failure instanceof Error ? failure.message : "" }));
      setSaving(false);
      editor.current?.focus();
    }
  }

  function onKeyDown(event: React.KeyboardEvent) {
    if (completions.onKeyDown(event) || event.nativeEvent.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      onClose();
      return;
    }
    const isSave =
      send_with === "enter" ? event.key === "Enter" && !event.shiftKey : matchesKeys(event, "mod+enter");
    if (!isSave) return;
    event.preventDefault();
    void save();
  }

  return (
    <div className="edit">
      {completions.list}
      <div className="composer">
        <Editor
          ref={editor}
          value={text}
          onValue={(value) => {
            setText(value);
            setCaret(editor.current?.element?.selectionStart ?? value.length);
          }}
          isName={outgoing.isName}
          onKeyDown={onKeyDown}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          readOnly={isSaving}
          aria-label={m.conversation_edit_label()}
          {...completions.field}
        />
      </div>
      <div className="under">
        {error ? (
          <span className="hint-error" role="alert">
            {error}
          </span>
        ) : (
          <span>
            <Rich
              text={m.conversation_edit_hint({ cancel: slot(0), save: slot(1) })}
              parts={[
                <button key="cancel" type="button" className="link-btn" onClick={onClose}>
                  {m.common_cancel()}
                </button>,
                <button key="save" type="button" className="link-btn" onClick={() => void save()}>
                  {m.conversation_save()}
                </button>,
              ]}
            />
          </span>
        )}
        <span className="grow" />
        <span className="keys">
          <Kbd keys="escape" /> <Kbd keys={send_with === "enter" ? "enter" : "mod+enter"} />
        </span>
      </div>
    </div>
  );
}
