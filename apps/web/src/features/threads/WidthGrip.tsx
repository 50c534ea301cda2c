import { type PointerEvent, useEffect, useRef, useState } from "react";
import * as m from "../../paraglide/messages.js";

const KEPT = "palabre.thread-width";
/** Pixels. */
const LEAST = 320;
const MOST = 560;
const STEP = 24;

/** The edge of a thread's panel: drawn to either side, or moved with the arrows, it makes the panel wider or narrower. */
export function WidthGrip() {
  const grip = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(keptWidth);
  useEffect(() => {
    grip.current?.closest<HTMLElement>(".thread-side")?.style.setProperty("--thread-width", `${width}px`);
    try {
      localStorage.setItem(KEPT, String(width));
    } catch {
      // Private windows may refuse storage.
    }
  }, [width]);
  const follow = (event: PointerEvent) => {
    const right = grip.current?.parentElement?.getBoundingClientRect().right ?? 0;
    setWidth(within(right - event.clientX));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: no element is a separator that one moves.
    <div
      ref={grip}
      className="width-grip"
      role="separator"
      aria-orientation="vertical"
      aria-label={m.threads_width()}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      aria-valuenow={width}
      tabIndex={0}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && follow(event)}
      onDoubleClick={() => setWidth(LEAST)}
      onKeyDown={({ key }) => {
        if (key === "ArrowLeft") setWidth(within(width + STEP));
        else if (key === "ArrowRight") setWidth(within(width - STEP));
      }}
    />
  );
}

const within = (width: number): number => Math.round(Math.min(MOST, Math.max(LEAST, width)));

function keptWidth(): number {
  try {
    return within(Number(localStorage.getItem(KEPT)) || LEAST);
  } catch {
    return LEAST;
  }
}
