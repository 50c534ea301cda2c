import {
  cloneElement,
  type FocusEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { createPortal } from "react-dom";
import { Kbd } from "./Kbd.tsx";

type Placement = "top" | "bottom" | "left" | "right";

/** What a trigger may listen to already; both are then told. */
interface TriggerProps {
  "aria-label"?: string;
  "aria-describedby"?: string;
  onFocus?: (event: FocusEvent<Element>) => void;
  onBlur?: (event: FocusEvent<Element>) => void;
  onHoverStart?: (event: { target: Element }) => void;
  onHoverEnd?: (event: { target: Element }) => void;
  onPressStart?: (event: never) => void;
  onPointerEnter?: (event: PointerEvent) => void;
  onPointerLeave?: (event: PointerEvent) => void;
  onPointerDown?: (event: PointerEvent) => void;
}

export interface TooltipProps {
  text: string;
  /** A key combination that does the same, as in `keys.ts`. */
  keys?: string;
  placement?: Placement;
  /** One element that takes focus: a Button, a link, or anything with `tabIndex` and a role. */
  children: ReactElement;
  /** True when the child is a React Aria Button, which tells of hover in its own way. */
  isAriaChild?: boolean;
  isDisabled?: boolean;
}

/** Milliseconds before it shows, after the pointer left, and within which the next one shows at once. */
const openDelay = 400;
const closeDelay = 100;
const warmth = 300;
/** Pixels from the trigger and from the window's edge. */
const gap = 6;
const edge = 8;

let lastClosed = 0;

/**
 * Words on hover and keyboard focus, after 400 ms. It never carries the only label of a control. Written here rather
 * than taken from React Aria: that one brings 18 kB of positioning to every page, for a line of text beside a button.
 */
export function Tooltip({ text, keys, placement = "top", children, isAriaChild, isDisabled }: TooltipProps) {
  const id = useId();
  const [anchor, setAnchor] = useState<Element | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  function show(target: Element, delay: number) {
    clearTimeout(timer.current);
    const wait = Date.now() - lastClosed < warmth ? 0 : delay;
    timer.current = setTimeout(() => setAnchor(target), wait);
  }
  function hide(delay = 0) {
    clearTimeout(timer.current);
    if (delay > 0) {
      timer.current = setTimeout(() => hide(), delay);
      return;
    }
    if (anchor) lastClosed = Date.now();
    setAnchor(null);
  }

  // Goes with the commit that takes the trigger away: from a page that is gone, Escape must not be kept from the next.
  useLayoutEffect(() => {
    if (!anchor) return;
    const away = () => {
      lastClosed = Date.now();
      setAnchor(null);
    };
    // On the window: a handler on a React Aria button would keep its keys from everybody else.
    const key = (event: KeyboardEvent) => {
      if (event.key === "Tab" || event.key === "Shift") return;
      if (event.key === "Escape" && anchor.isConnected) event.stopPropagation();
      away();
    };
    window.addEventListener("keydown", key, true);
    // The trigger moves or goes: a tooltip that stays behind points at nothing.
    window.addEventListener("scroll", away, { capture: true, passive: true });
    window.addEventListener("blur", away);
    return () => {
      window.removeEventListener("scroll", away, { capture: true });
      window.removeEventListener("blur", away);
      window.removeEventListener("keydown", key, true);
    };
  }, [anchor]);

  if (isDisabled) return children;
  const child = children as ReactElement<TriggerProps>;
  const own = child.props;
  const shared = {
    "aria-describedby": anchor && own["aria-label"] !== text ? id : own["aria-describedby"],
    onFocus(event: FocusEvent<Element>) {
      own.onFocus?.(event);
      if (event.target.matches(":focus-visible")) show(event.target, 0);
    },
    onBlur(event: FocusEvent<Element>) {
      own.onBlur?.(event);
      hide();
    },
  };
  const trigger = isAriaChild
    ? cloneElement(child, {
        ...shared,
        onHoverStart(event: { target: Element }) {
          own.onHoverStart?.(event);
          show(event.target, openDelay);
        },
        onHoverEnd(event: { target: Element }) {
          own.onHoverEnd?.(event);
          hide(closeDelay);
        },
        onPressStart(event: never) {
          own.onPressStart?.(event);
          hide();
        },
      })
    : cloneElement(child, {
        ...shared,
        onPointerEnter(event: PointerEvent) {
          own.onPointerEnter?.(event);
          if (event.pointerType !== "touch") show(event.currentTarget, openDelay);
        },
        onPointerLeave(event: PointerEvent) {
          own.onPointerLeave?.(event);
          hide(closeDelay);
        },
        onPointerDown(event: PointerEvent) {
          own.onPointerDown?.(event);
          hide();
        },
      });

  return (
    <>
      {trigger}
      {anchor ? (
        <Bubble
          id={id}
          anchor={anchor}
          placement={placement}
          onEnter={() => clearTimeout(timer.current)}
          onLeave={() => hide(closeDelay)}
        >
          {text}
          {keys ? <Kbd keys={keys} /> : null}
        </Bubble>
      ) : null}
    </>
  );
}

interface BubbleProps {
  id: string;
  anchor: Element;
  placement: Placement;
  onEnter: () => void;
  onLeave: () => void;
  children: ReactNode;
}

function Bubble({ id, anchor, placement, onEnter, onLeave, children }: BubbleProps) {
  const bubble = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = bubble.current;
    if (!element) return;
    const { left, top } = place(anchor.getBoundingClientRect(), element.getBoundingClientRect(), placement);
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
  });
  return createPortal(
    <div
      ref={bubble}
      id={id}
      role="tooltip"
      className="tip tip-float"
      onPointerEnter={onEnter}
      onPointerLeave={onLeave}
    >
      {children}
    </div>,
    document.body,
  );
}

/** Beside the trigger on the wanted side, on the other one where there is no room, always inside the window. */
function place(trigger: DOMRect, tip: DOMRect, placement: Placement): { left: number; top: number } {
  const width = document.documentElement.clientWidth;
  const height = document.documentElement.clientHeight;
  const middleX = trigger.left + (trigger.width - tip.width) / 2;
  const middleY = trigger.top + (trigger.height - tip.height) / 2;
  const above = trigger.top - tip.height - gap;
  const below = trigger.bottom + gap;
  const before = trigger.left - tip.width - gap;
  const after = trigger.right + gap;
  let left = middleX;
  let top = middleY;
  if (placement === "top") top = above >= edge ? above : below;
  if (placement === "bottom") top = below + tip.height <= height - edge ? below : above;
  if (placement === "left") left = before >= edge ? before : after;
  if (placement === "right") left = after + tip.width <= width - edge ? after : before;
  return {
    left: Math.round(Math.max(edge, Math.min(left, width - tip.width - edge))),
    top: Math.round(Math.max(edge, Math.min(top, height - tip.height - edge))),
  };
}
