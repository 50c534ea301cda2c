import { cloneElement, type ReactElement, type Ref, useRef, useState } from "react";
import type { ButtonProps } from "react-aria-components/Button";
import { LazyMenuSurface } from "./LazyMenuSurface.tsx";
import type { AskEntries, MenuEntry } from "./MenuItems.tsx";
import type { MenuPlacement } from "./MenuSurface.tsx";
import { sayUnreached } from "./sayUnreached.ts";

export type { AskEntries, MenuEntry } from "./MenuItems.tsx";

export interface MenuProps {
  label: string;
  /** A Button or IconButton; the menu takes its `onPress`. */
  trigger: ReactElement<ButtonProps & { ref?: Ref<HTMLButtonElement> }>;
  /** A function is asked each time the menu opens. */
  items: readonly MenuEntry[] | AskEntries;
  placement?: MenuPlacement;
}

/** A list of actions behind a button. Typing a letter jumps, arrows move, Escape closes. */
export function Menu({ label, trigger, items, placement = "bottom start" }: MenuProps) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [focus, setFocus] = useState<true | "first" | "last">(true);
  const [asked, setAsked] = useState<readonly MenuEntry[]>([]);

  function show(where: true | "first" | "last") {
    setFocus(where);
    if (typeof items !== "function") return setOpen(true);
    Promise.resolve(items()).then((entries) => {
      setAsked(entries);
      setOpen(true);
    }, sayUnreached);
  }

  return (
    <>
      {cloneElement(trigger, {
        ref: anchor,
        "aria-haspopup": "menu",
        "aria-expanded": isOpen,
        onHoverStart: LazyMenuSurface.preload,
        onFocus: LazyMenuSurface.preload,
        onPress: ({ pointerType }) =>
          show(pointerType === "keyboard" || pointerType === "virtual" ? "first" : true),
        onKeyDown: (event) => {
          if (event.key === "ArrowDown") show("first");
          else if (event.key === "ArrowUp") show("last");
          // React Aria keeps keys that are listened to; the page's own keys must still hear the others.
          else event.continuePropagation();
        },
      })}
      <LazyMenuSurface
        label={label}
        items={typeof items === "function" ? asked : items}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        anchor={anchor}
        placement={placement}
        focus={focus}
      />
    </>
  );
}
