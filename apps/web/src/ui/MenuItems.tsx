import { ArrowLeft, Check, ChevronRight, type LucideIcon } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Menu as AriaMenu, Keyboard, MenuItem, Separator } from "react-aria-components/Menu";
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
  /** More to choose from: a press shows them in the place of the menu, with a way back at the top. */
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
}

/** The rows of a menu: shared by Menu, ContextMenu and the phone's sheet. */
export function MenuItems({ label, items, onClose, autoFocus }: MenuItemsProps) {
  const [inner, setInner] = useState<MenuAction | null>(null);
  const [hasMoved, setMoved] = useState(false);
  function go(to: MenuAction | null) {
    setInner(to);
    setMoved(true);
  }
  const back = inner && { id: "back", label: inner.label, icon: ArrowLeft };
  const shown: readonly MenuEntry[] = back ? [back, "separator", ...(inner.items ?? [])] : items;
  return (
    <AriaMenu
      key={inner?.id ?? "all"}
      aria-label={inner?.label ?? label}
      className="menu-list"
      onClose={onClose}
      autoFocus={hasMoved ? "first" : autoFocus}
    >
      {shown.map((entry, index) => {
        if (entry === "separator") {
          const after = shown[index + 1];
          return (
            <Separator key={`before-${typeof after === "object" ? after.id : "end"}`} className="menu-rule" />
          );
        }
        if (entry === back) return menuRow({ ...entry, onAction: () => go(null) }, false);
        return entry.items ? menuRow({ ...entry, onAction: () => go(entry) }, false) : menuRow(entry);
      })}
    </AriaMenu>
  );
}

function menuRow(entry: MenuAction, closes = true) {
  return (
    <MenuItem
      key={entry.id}
      id={entry.id}
      textValue={entry.label}
      isDisabled={entry.isDisabled}
      onAction={entry.onAction}
      shouldCloseOnSelect={closes}
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
      {entry.items ? <Icon of={ChevronRight} size={16} className="opt-check" /> : null}
      {entry.keys ? <Keyboard>{showKeys(entry.keys).join(" ")}</Keyboard> : null}
    </MenuItem>
  );
}
