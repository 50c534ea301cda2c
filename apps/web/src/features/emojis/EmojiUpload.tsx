import { ImageUp } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { Button } from "../../ui/Button.tsx";
import { classes } from "../../ui/classes.ts";
import { Icon } from "../../ui/Icon.tsx";
import { toast } from "../../ui/toast.ts";
import "./emojis.css";
import "./errorWords.ts";
import { ACCEPTED, nameOfFile, pictureOf } from "./picture.ts";

/** Where pictures become emoji, several at once: chosen, or dropped. Each that is refused says why. */
export function EmojiUpload({
  onUpload,
}: {
  onUpload: (emoji: { name: string; image: string }) => Promise<unknown>;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [left, setLeft] = useState(0);
  const [isOver, setOver] = useState(false);

  async function take(files: readonly File[]) {
    let added = 0;
    for (const [n, file] of files.entries()) {
      setLeft(files.length - n);
      try {
        await onUpload({ name: nameOfFile(file.name), image: await pictureOf(file) });
        added += 1;
      } catch (error) {
        toast({
          tone: "danger",
          title: m.emoji_failed({ file: file.name }),
          // What was found before it was sent says so in words.
          description:
            error instanceof Error && error.constructor === Error ? error.message : errorText(error),
        });
      }
    }
    setLeft(0);
    if (added > 0) toast({ tone: "success", title: m.emoji_added({ count: added }) });
  }

  function onDrop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    if (left === 0) void take([...event.dataTransfer.files]);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is dropped here can be chosen with the button as well.
    <div
      className={classes("emoji-drop", isOver && "is-over")}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => event.currentTarget.contains(event.relatedTarget as Node) || setOver(false)}
      onDrop={onDrop}
    >
      <Icon of={ImageUp} size={22} />
      <span className="txt">
        <b>{left > 0 ? m.emoji_uploading({ count: left }) : m.emoji_drop()}</b>
        <span className="hint">{m.emoji_kinds()}</span>
      </span>
      <Button variant="primary" isPending={left > 0} onPress={() => input.current?.click()}>
        {m.emoji_add()}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={ACCEPTED}
        data-emoji-files
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = "";
          void take(files);
        }}
      />
    </div>
  );
}
