import type { ReactElement } from "react";
import { MenuTrigger, Popover } from "react-aria-components/Menu";
import { type MenuEntry, MenuItems } from "./MenuItems.tsx";

export type { MenuAction, MenuEntry } from "./MenuItems.tsx";

export interface MenuProps {
  label: string;
  /** A Button or IconButton. */
  trigger: ReactElement;
  items: readonly MenuEntry[];
  placement?: "bottom start" | "bottom end" | "top start" | "top end" | "right top";
}

/** A list of actions behind a button. Typing a letter jumps, arrows move, Escape closes. */
export function Menu({ label, trigger, items, placement = "bottom start" }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="pop menu" placement={placement} offset={4}>
        <MenuItems label={label} items={items} />
      </Popover>
    </MenuTrigger>
  );
}
