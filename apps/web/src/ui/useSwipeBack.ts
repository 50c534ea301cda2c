import { type RefObject, useEffect, useRef } from "react";

/** Pixels a finger must travel to the right, and how much flatter than steep. */
const distance = 72;
const flatness = 1.6;

/** Back by a swipe to the right on a phone. The pane follows the finger; what scrolls sideways keeps its gesture. */
export function useSwipeBack(pane: RefObject<HTMLElement | null>, onBack: (() => void) | undefined): void {
  const back = useRef(onBack);
  back.current = onBack;
  const isOn = onBack !== undefined;
  useEffect(() => {
    const element = pane.current;
    if (!element || !isOn) return;
    let start: { x: number; y: number; isOurs: boolean } | null = null;
    let listening: AbortController | undefined;
    const stop = () => {
      listening?.abort();
      start = null;
      element.style.translate = "";
    };
    const begin = ({ target, touches }: TouchEvent) => {
      stop();
      const touch = touches[0];
      if (!target || !touch || touches.length > 1 || scrollsSideways(target, element)) return;
      start = { x: touch.clientX, y: touch.clientY, isOurs: false };
      // What lies under the finger may be drawn anew meanwhile: then it alone still hears of the finger.
      listening = new AbortController();
      const { signal } = listening;
      target.addEventListener("touchmove", move as EventListener, { passive: true, signal });
      target.addEventListener("touchend", end as EventListener, { signal });
      target.addEventListener("touchcancel", stop, { signal });
    };
    const move = (event: TouchEvent) => {
      const touch = event.touches[0];
      if (!start || !touch) return;
      const dx = touch.clientX - start.x;
      const dy = Math.abs(touch.clientY - start.y);
      if (!start.isOurs) {
        if (Math.max(Math.abs(dx), dy) < 12) return;
        if (dx < dy * flatness) {
          start = null;
          return;
        }
        start.isOurs = true;
      }
      element.style.translate = `${Math.max(0, dx)}px 0`;
    };
    const end = (event: TouchEvent) => {
      const touch = event.changedTouches[0];
      const isBack = start?.isOurs && touch && touch.clientX - start.x > distance;
      stop();
      if (isBack) back.current?.();
    };
    element.addEventListener("touchstart", begin, { passive: true });
    return () => {
      element.removeEventListener("touchstart", begin);
      stop();
    };
  }, [pane, isOn]);
}

function scrollsSideways(target: EventTarget | null, stop: Element): boolean {
  for (let at = target instanceof Element ? target : null; at && at !== stop; at = at.parentElement) {
    if (at.matches("input, textarea, [data-no-swipe]")) return true;
    if (
      at.scrollWidth > at.clientWidth + 1 &&
      getComputedStyle(at).overflowX !== "visible" &&
      at.scrollLeft > 0
    )
      return true;
  }
  return false;
}
