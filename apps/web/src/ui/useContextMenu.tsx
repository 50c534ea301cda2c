import {
  type MouseEvent,
  type ReactElement,
  type TouchEvent,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";
import { LazyMenuSurface } from "./LazyMenuSurface.tsx";
import type { AskEntries, MenuEntry } from "./MenuItems.tsx";
import { sayUnreached } from "./sayUnreached.ts";

interface Opened {
  x: number;
  y: number;
  isTouch: boolean;
  label: string;
  items: readonly MenuEntry[];
}

export interface ContextMenuProps {
  onContextMenu: (event: MouseEvent) => void;
  onTouchStart: (event: TouchEvent) => void;
  onTouchMove: (event: TouchEvent) => void;
  onTouchEnd: (event: TouchEvent) => void;
  onTouchCancel: () => void;
}

/** How long a finger rests before the menu opens, and how far it may tremble (pixels). */
const longPress = 480;
const tremble = 8;

/**
 * A context menu for right click, Shift+F10 and long press (there a sheet from the bottom with 44 px rows).
 * One call serves a whole list: spread `props(label, items)` on each row and render `menu` once.
 * `items` is asked only when the menu opens, so a thousand rows cost nothing.
 */
export function useContextMenu(): {
  props: (label: string, items: AskEntries) => ContextMenuProps;
  /** Opens it from code: at a point, as a menu. */
  open: (at: { x: number; y: number }, label: string, items: AskEntries) => void;
  menu: ReactElement | null;
} {
  const [opened, setOpened] = useState<Opened | null>(null);
  const anchor = useRef<HTMLSpanElement>(null);
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  const pressed = useRef(false);

  const release = useCallback(() => {
    if (press.current) clearTimeout(press.current.timer);
    press.current = null;
  }, []);
  useEffect(() => release, [release]);

  const props = useCallback(
    (label: string, items: AskEntries): ContextMenuProps => {
      const show = (at: Omit<Opened, "label" | "items">) => void ask(items, { ...at, label }, setOpened);
      return {
        onContextMenu(event) {
          // Text that is selected, links and fields keep the browser's own menu: it copies, opens, corrects.
          if (keepsNativeMenu(event.target)) return;
          event.preventDefault();
          if (pressed.current) return;
          if (event.nativeEvent instanceof PointerEvent && event.nativeEvent.pointerType === "touch") {
            release();
            show({ x: event.clientX, y: event.clientY, isTouch: true });
            return;
          }
          const isKeyboard = event.clientX === 0 && event.clientY === 0;
          const box = event.currentTarget.getBoundingClientRect();
          show({
            x: isKeyboard ? box.left + 24 : event.clientX,
            y: isKeyboard ? box.top + Math.min(box.height, 32) : event.clientY,
            isTouch: false,
          });
        },
        onTouchStart(event) {
          release();
          pressed.current = false;
          const touch = event.touches[0];
          if (!touch || event.touches.length > 1 || keepsNativeMenu(event.target)) return;
          const { clientX: x, clientY: y } = touch;
          const timer = setTimeout(() => {
            press.current = null;
            pressed.current = true;
            navigator.vibrate?.(10);
            show({ x, y, isTouch: true });
          }, longPress);
          press.current = { timer, x, y };
        },
        onTouchMove(event) {
          const touch = event.touches[0];
          const start = press.current;
          if (start && (!touch || Math.hypot(touch.clientX - start.x, touch.clientY - start.y) > tremble))
            release();
        },
        onTouchEnd(event) {
          // The finger that opened the menu must not also follow a link as it lifts.
          if (pressed.current) event.preventDefault();
          pressed.current = false;
          release();
        },
        onTouchCancel() {
          pressed.current = false;
          release();
        },
      };
    },
    [release],
  );

  const open = useCallback((at: { x: number; y: number }, label: string, items: AskEntries) => {
    void ask(items, { ...at, isTouch: false, label }, setOpened);
  }, []);

  const close = () => setOpened(null);
  const menu = opened ? (
    <>
      <span ref={anchor} className="menu-anchor" style={{ left: opened.x, top: opened.y }} />
      <LazyMenuSurface
        key={`${opened.x} ${opened.y}`}
        label={opened.label}
        items={opened.items}
        isOpen
        onClose={close}
        anchor={anchor}
        placement="bottom start"
        isSheet={opened.isTouch}
        focus={opened.isTouch ? true : "first"}
      />
    </>
  ) : null;

  return { props, open, menu };
}

async function ask(
  items: AskEntries,
  at: Omit<Opened, "items">,
  show: (opened: Opened) => void,
): Promise<void> {
  try {
    const entries = await items();
    if (entries.length > 0) show({ ...at, items: entries });
  } catch {
    // Offline, and never opened before: the next time asks again.
    sayUnreached();
  }
}

function keepsNativeMenu(target: EventTarget): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest("input, textarea, [contenteditable=true], [data-native-menu]")) return true;
  const selection = getSelection();
  return Boolean(selection && !selection.isCollapsed && selection.containsNode(target, true));
}
