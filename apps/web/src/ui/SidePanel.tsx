import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import * as m from "../paraglide/messages.js";
import { IconButton } from "./IconButton.tsx";
import { middle, narrow, useMedia } from "./useMedia.ts";
import { useSwipeBack } from "./useSwipeBack.ts";

export interface SidePanelProps {
  title: string;
  /** Without it the panel cannot be closed, and on narrower screens it is not shown. */
  onClose?: () => void;
  /** Beside the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** The 320 px panel at the right: members, threads, pins, results. It floats below 1180 and covers a phone. */
export function SidePanel({ title, onClose, actions, children }: SidePanelProps) {
  const panel = useRef<HTMLElement>(null);
  const isNarrow = useMedia(narrow);
  const floats = useMedia(middle);
  useSwipeBack(panel, isNarrow ? onClose : undefined);
  if (floats && !onClose) return null;
  return (
    <aside
      className="side"
      aria-label={title}
      ref={panel}
      onKeyDown={(event) => {
        if (event.key === "Escape" && onClose && !event.defaultPrevented) {
          event.stopPropagation();
          onClose();
        }
      }}
    >
      <header className="pane-head">
        <h2 className="pane-title grow truncate">{title}</h2>
        {actions}
        {onClose ? <IconButton icon={X} label={m.common_close()} size="sm" onPress={onClose} /> : null}
      </header>
      <div className="side-body scroll">{children}</div>
    </aside>
  );
}
