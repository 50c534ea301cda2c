let isHeld = false;

if (typeof window !== "undefined") {
  const look = (event: KeyboardEvent | PointerEvent) => {
    isHeld = event.shiftKey;
  };
  window.addEventListener("keydown", look, true);
  window.addEventListener("keyup", look, true);
  window.addEventListener("pointerdown", look, true);
}

/** Whether Shift is down now: menus tell which row was chosen, not with which keys. */
export function isShiftHeld(): boolean {
  return isHeld;
}
