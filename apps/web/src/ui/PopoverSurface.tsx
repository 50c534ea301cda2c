import type { ReactNode, RefObject } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { classes } from "./classes.ts";

export interface PopoverSurfaceProps {
  label: string;
  /** What it hangs from. */
  anchor: RefObject<Element | null>;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  placement: PopoverPlacement;
  children: ReactNode | ((close: () => void) => ReactNode);
  className?: string;
}

export type PopoverPlacement =
  | "top"
  | "bottom"
  | "left"
  | "right"
  | "top start"
  | "top end"
  | "bottom start"
  | "bottom end"
  | "right top"
  | "left top";

/** An open popover; `Popover` fetches this file when the first one opens. */
export function PopoverSurface({
  label,
  anchor,
  isOpen,
  onOpenChange,
  placement,
  children,
  className,
}: PopoverSurfaceProps) {
  return (
    <Popover
      className={classes("pop", className)}
      triggerRef={anchor}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      placement={placement}
      offset={6}
    >
      <Dialog aria-label={label} className="pop-in">
        {typeof children === "function" ? children(() => onOpenChange(false)) : children}
      </Dialog>
    </Popover>
  );
}
