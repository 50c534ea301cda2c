import { Upload } from "lucide-react";
import { type RefObject, useEffect, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { Icon } from "../../ui/Icon.tsx";
import { isOwn } from "./isOwn.ts";

/**
 * The whole page takes files while a conversation is open, each the ones that are dropped on it; a veil over the pane
 * says where they go.
 */
export function DropZone({
  name,
  root,
  isMain,
  onFiles,
}: {
  name: string;
  root: RefObject<HTMLElement | null>;
  isMain: boolean;
  onFiles: (files: readonly File[]) => void;
}) {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    // Entering a child leaves its parent: only the count tells the page from its parts.
    let depth = 0;
    const isMine = (event: DragEvent) => isOwn(event.target, root.current, isMain);
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const listeners: [keyof WindowEventMap, (event: DragEvent) => void][] = [
      [
        "dragenter",
        (event) => {
          depth++;
          setOver(isMine(event));
        },
      ],
      [
        "dragleave",
        () => {
          depth = Math.max(0, depth - 1);
          if (depth === 0) setOver(false);
        },
      ],
      ["dragover", (event) => event.preventDefault()],
      [
        "drop",
        (event) => {
          event.preventDefault();
          depth = 0;
          setOver(false);
          if (isMine(event)) onFiles(filesOf(event));
        },
      ],
    ];
    const bound = listeners.map(([type, listener]) => {
      const only = (event: Event) => event instanceof DragEvent && hasFiles(event) && listener(event);
      window.addEventListener(type, only);
      return () => window.removeEventListener(type, only);
    });
    return () => {
      for (const release of bound) release();
    };
  }, [root, isMain, onFiles]);
  if (!isOver) return null;
  return (
    <div className="drop" aria-hidden>
      <div className="drop-in">
        <Icon of={Upload} size={22} />
        <b>{m.conversation_drop({ name })}</b>
        <span className="muted">{m.conversation_drop_hint()}</span>
      </div>
    </div>
  );
}

/** Folders have no bytes to send: they are left out. */
function filesOf(event: DragEvent): File[] {
  const items = [...(event.dataTransfer?.items ?? [])];
  return items.flatMap((item) => {
    if (item.kind !== "file" || item.webkitGetAsEntry()?.isDirectory) return [];
    return item.getAsFile() ?? [];
  });
}
