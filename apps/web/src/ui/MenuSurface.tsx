import type { RefObject } from "react";
import { Popover } from "react-aria-components/Popover";
import { type MenuEntry, MenuItems } from "./MenuItems.tsx";
import { Sheet } from "./Sheet.tsx";

export type MenuPlacement = "bottom start" | "bottom end" | "top start" | "top end" | "right top";

export interface MenuSurfaceProps {
  label: string;
  items: readonly MenuEntry[];
  isOpen: boolean;
  onClose: () => void;
  /** What it hangs from. */
  anchor: RefObject<Element | null>;
  placement: MenuPlacement;
  /** A phone's long press: rows of 44 px from the bottom of the screen. */
  isSheet?: boolean;
  /** True focuses the menu, "first" and "last" a row: what opened it by keyboard wants a row. */
  focus: true | "first" | "last";
}

/**
 * An open menu. Menus are a sixth of React Aria's weight and nothing shows one at first, so `Menu` and
 * `useContextMenu` fetch this file when the first menu opens.
 */
export function MenuSurface({
  label,
  items,
  isOpen,
  onClose,
  anchor,
  placement,
  isSheet,
  focus,
}: MenuSurfaceProps) {
  const close = (open: boolean) => {
    if (!open) onClose();
  };
  const rows = <MenuItems label={label} items={items} onClose={onClose} autoFocus={focus} isFlat={isSheet} />;
  if (isSheet) {
    return (
      <Sheet label={label} isOpen={isOpen} onOpenChange={close}>
        {rows}
      </Sheet>
    );
  }
  return (
    <Popover
      className="pop menu"
      aria-label={label}
      triggerRef={anchor}
      isOpen={isOpen}
      onOpenChange={close}
      placement={placement}
      offset={4}
    >
      {rows}
    </Popover>
  );
}
