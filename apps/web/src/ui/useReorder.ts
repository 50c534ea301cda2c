import { type DragEvent, useRef, useState } from "react";

const hasMouse = () => matchMedia("(pointer: fine)").matches;

export type DropKind = "before" | "into" | "after";

export interface ReorderProps {
  draggable: boolean;
  "data-drop": DropKind | undefined;
  /** On the row in hand. */
  "data-held": true | undefined;
  onDragStart: (event: DragEvent) => void;
  onDragOver: (event: DragEvent) => void;
  onDragLeave: (event: DragEvent) => void;
  onDrop: (event: DragEvent) => void;
  onDragEnd: () => void;
}

/**
 * Order by the mouse: spread `props(id)` on each row; `data-drop` says where the row in hand would come to stand. Keys
 * and thumbs have "move up" and "move down" in the row's menu. `type` keeps rows of one list out of another.
 */
export function useReorder(
  type: string,
  onMove: (id: string, drop: { kind: DropKind; id: string }) => void,
): {
  /** `kinds`: what may happen on this row when `dragged` is let go there; none refuses it. */
  props: (id: string, kinds: (dragged: string) => readonly DropKind[], isMovable?: boolean) => ReorderProps;
} {
  const [over, setOver] = useState<{ id: string; kind: DropKind } | null>(null);
  const dragged = useRef<string | null>(null);
  const [held, setHeld] = useState<string | null>(null);
  const mime = `application/x-palabre-${type}`;

  return {
    props(id, kinds, isMovable = true) {
      const kindAt = (event: DragEvent): DropKind | null => {
        const own = dragged.current;
        if (own === null || own === id || !event.dataTransfer.types.includes(mime)) return null;
        const allowed = kinds(own);
        const box = event.currentTarget.getBoundingClientRect();
        const share = (event.clientY - box.top) / Math.max(1, box.height);
        if (allowed.includes("into") && ((share > 0.3 && share < 0.7) || allowed.length === 1)) return "into";
        const wanted = share < 0.5 ? "before" : "after";
        return allowed.includes(wanted) ? wanted : (allowed.find((kind) => kind !== "into") ?? null);
      };
      return {
        // A thumb that rests opens the menu.
        draggable: isMovable && hasMouse(),
        "data-drop": over?.id === id ? over.kind : undefined,
        "data-held": held === id || undefined,
        onDragStart(event) {
          if (!isMovable) return;
          event.stopPropagation();
          dragged.current = id;
          // After the browser has drawn what follows the pointer: that is to be seen whole.
          requestAnimationFrame(() => setHeld(dragged.current));
          event.dataTransfer.clearData();
          event.dataTransfer.setData(mime, id);
          event.dataTransfer.effectAllowed = "move";
        },
        onDragOver(event) {
          const kind = kindAt(event);
          if (kind === null) return;
          event.preventDefault();
          event.stopPropagation();
          event.dataTransfer.dropEffect = "move";
          if (over?.id !== id || over.kind !== kind) setOver({ id, kind });
        },
        onDragLeave(event) {
          const into = event.relatedTarget;
          if (into instanceof Node && event.currentTarget.contains(into)) return;
          setOver((now) => (now?.id === id ? null : now));
        },
        onDrop(event) {
          const kind = kindAt(event);
          const own = dragged.current;
          // A row that moves to another list is drawn anew, and never hears that its drag has ended.
          dragged.current = null;
          setHeld(null);
          setOver(null);
          if (kind === null || own === null) return;
          event.preventDefault();
          event.stopPropagation();
          onMove(own, { kind, id });
        },
        onDragEnd() {
          dragged.current = null;
          setHeld(null);
          setOver(null);
        },
      };
    },
  };
}
