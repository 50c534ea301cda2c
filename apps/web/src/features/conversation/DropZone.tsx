import { Upload } from "lucide-react";
import { useEffect, useState } from "react";
import * as m from "../../paraglide/messages.js";
import { Icon } from "../../ui/Icon.tsx";

/** The whole page takes files while a conversation is open; a veil over the pane says where they go. */
export function DropZone({ name, onFiles }: { name: string; onFiles: (files: readonly File[]) => void }) {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    // Entering a child leaves its parent: only the count tells the page from its parts.
    let depth = 0;
    const enter = (by: 1 | -1) => {
      depth = Math.max(0, depth + by);
      setOver(depth > 0);
    };
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const listeners: [keyof WindowEventMap, (event: DragEvent) => void][] = [
      ["dragenter", () => enter(1)],
      ["dragleave", () => enter(-1)],
      ["dragover", (event) => event.preventDefault()],
      [
        "drop",
        (event) => {
          event.preventDefault();
          depth = 0;
          setOver(false);
          onFiles(filesOf(event));
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
  }, [onFiles]);
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
