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
    const begin = (event: TouchEvent) => {
      const touch = event.touches[0];
      start =
        touch && event.touches.length === 1 && !scrollsSideways(event.target, element)
          ? { x: touch.clientX, y: touch.clientY, isOurs: false }
          : null;
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
      if (start?.isOurs && touch && touch.clientX - start.x > distance && event.type === "touchend")
        back.current?.();
      start = null;
      element.style.translate = "";
    };
    element.addEventListener("touchstart", begin, { passive: true });
    element.addEventListener("touchmove", move, { passive: true });
    element.addEventListener("touchend", end);
    element.addEventListener("touchcancel", end);
    return () => {
      element.removeEventListener("touchstart", begin);
      element.removeEventListener("touchmove", move);
      element.removeEventListener("touchend", end);
      element.removeEventListener("touchcancel", end);
      element.style.translate = "";
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
