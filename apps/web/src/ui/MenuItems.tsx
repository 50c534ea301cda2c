import { Check, ChevronRight, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import {
  Menu as AriaMenu,
  Header,
  Keyboard,
  MenuItem,
  MenuSection,
  Separator,
  SubmenuTrigger,
} from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { Text } from "react-aria-components/Text";
import { classes } from "./classes.ts";
import { Icon } from "./Icon.tsx";
import { showKeys } from "./keys.ts";

export interface MenuAction {
  id: string;
  label: string;
  description?: string;
  icon?: LucideIcon;
  /** Something drawn in the icon's place, such as a presence disc. */
  glyph?: ReactNode;
  /** The key that does the same. Shown, not bound. */
  keys?: string;
  isDanger?: boolean;
  isDisabled?: boolean;
  /** A tick: one of several states is this one. */
  isChecked?: boolean;
  onAction?: () => void;
  /** A menu of its own, one deep: → opens it, ← closes it. In a phone's sheet its rows stand below its name. */
  items?: readonly MenuAction[];
}

/** An action, or a rule between groups. Danger comes last after a rule. */
export type MenuEntry = MenuAction | "separator";

/** What a menu shows, asked when it opens; it may have to be fetched first. */
export type AskEntries = () => readonly MenuEntry[] | Promise<readonly MenuEntry[]>;

export interface MenuItemsProps {
  label: string;
  items: readonly MenuEntry[];
  onClose?: () => void;
  autoFocus?: boolean | "first" | "last";
  /** Submenus are laid out in place: a thumb has no room beside. */
  isFlat?: boolean;
}

/** The rows of a menu: shared by Menu, ContextMenu and the phone's sheet. */
export function MenuItems({ label, items, onClose, autoFocus, isFlat }: MenuItemsProps) {
  return (
    <AriaMenu aria-label={label} className="menu-list" onClose={onClose} autoFocus={autoFocus}>
      {items.map((entry, index) => {
        if (entry === "separator") {
          const after = items[index + 1];
          return (
            <Separator key={`before-${typeof after === "object" ? after.id : "end"}`} className="menu-rule" />
          );
        }
        if (!entry.items) return menuRow(entry);
        return isFlat ? (
          <MenuSection key={entry.id} className="menu-section">
            <Header className="opts-head">{entry.label}</Header>
            {entry.items.map(menuRow)}
          </MenuSection>
        ) : (
          <SubmenuTrigger key={entry.id}>
            {menuRow(entry)}
            <Popover className="pop menu" offset={4} aria-label={entry.label}>
              <AriaMenu aria-label={entry.label} className="menu-list" onClose={onClose}>
                {entry.items.map(menuRow)}
              </AriaMenu>
            </Popover>
          </SubmenuTrigger>
        );
      })}
    </AriaMenu>
  );
}

function menuRow(entry: MenuAction) {
  return (
    <MenuItem
      key={entry.id}
      id={entry.id}
      textValue={entry.label}
      isDisabled={entry.isDisabled}
      onAction={entry.onAction}
      className={classes("opt", entry.isDanger && "is-danger")}
      aria-current={entry.isChecked || undefined}
    >
      {entry.glyph ?? (entry.icon ? <Icon of={entry.icon} size={16} /> : null)}
      <span className="grow">
        <Text slot="label" className="truncate">
          {entry.label}
        </Text>
        {entry.description ? (
          <Text slot="description" className="opt-about">
            {entry.description}
          </Text>
        ) : null}
      </span>
      {entry.isChecked ? <Icon of={Check} size={16} className="opt-check" /> : null}
      {entry.items ? <Icon of={ChevronRight} size={16} className="opt-end" /> : null}
      {entry.keys ? <Keyboard>{showKeys(entry.keys).join(" ")}</Keyboard> : null}
    </MenuItem>
  );
}
