import type { HTMLAttributes, ReactNode } from "react";
import type { MenuEntry } from "./MenuItems.tsx";
import { useContextMenu } from "./useContextMenu.tsx";

export interface ContextMenuAreaProps extends HTMLAttributes<HTMLDivElement> {
  label: string;
  items: () => readonly MenuEntry[];
  children: ReactNode;
}

/** A block with a context menu. Lists use `useContextMenu` once instead. */
export function ContextMenu({ label, items, children, ...rest }: ContextMenuAreaProps) {
  const { props, menu } = useContextMenu();
  return (
    <div {...rest} {...props(label, items)}>
      {children}
      {menu}
    </div>
  );
}
