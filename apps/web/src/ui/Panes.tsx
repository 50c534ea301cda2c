import { type ReactNode, useRef } from "react";
import { narrow, useMedia } from "./useMedia.ts";
import { useSwipeBack } from "./useSwipeBack.ts";

export interface PanesProps {
  /** The 64 px rail of places. */
  rail: ReactNode;
  /** The 256 px list. */
  list: ReactNode;
  children: ReactNode;
  /** Which one a phone shows. Wider screens show all. */
  pane: "list" | "main";
  /** Back on a phone: a swipe to the right calls it; the header's button is the page's (`PaneHeader onBack`). */
  onBack?: () => void;
  /** The bar of tabs at the foot of a phone. */
  tabBar?: ReactNode;
}

/**
 * The shape of the client: rail, list, main, and the side panel a page puts after its `<main>` (`SidePanel`).
 * Wide: all in a row. Middle: the side panel floats. Narrow: one pane at a time.
 */
export function Panes({ rail, list, children, pane, onBack, tabBar }: PanesProps) {
  const stage = useRef<HTMLDivElement>(null);
  const isNarrow = useMedia(narrow);
  useSwipeBack(stage, isNarrow && pane === "main" ? onBack : undefined);
  return (
    <div className="app" data-pane={pane} data-tabbar={tabBar ? "" : undefined}>
      {rail}
      {list}
      <div className="stage" ref={stage}>
        {children}
      </div>
      {tabBar}
    </div>
  );
}
