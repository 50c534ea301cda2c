import type { ReactElement, ReactNode, RefObject } from "react";
import { Dialog, DialogTrigger } from "react-aria-components/Modal";
import { Popover as AriaPopover } from "react-aria-components/Popover";
import { classes } from "./classes.ts";

export interface PopoverProps {
  /** Its accessible name. */
  label: string;
  /** A Button or IconButton that opens it; or give `triggerRef`, `isOpen` and `onOpenChange`. */
  trigger?: ReactElement;
  triggerRef?: RefObject<Element | null>;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  placement?:
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
  children: ReactNode | ((close: () => void) => ReactNode);
  className?: string;
}

/** A small surface tied to what opened it: profile cards, pickers. Escape or a press outside closes it. */
export function Popover({
  label,
  trigger,
  triggerRef,
  isOpen,
  onOpenChange,
  placement = "bottom",
  children,
  className,
}: PopoverProps) {
  const surface = (
    <AriaPopover
      className={classes("pop", className)}
      placement={placement}
      offset={6}
      {...(trigger ? {} : { triggerRef, isOpen, onOpenChange })}
    >
      <Dialog aria-label={label} className="pop-in">
        {({ close }) => (typeof children === "function" ? children(close) : children)}
      </Dialog>
    </AriaPopover>
  );
  if (!trigger) return surface;
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={onOpenChange}>
      {trigger}
      {surface}
    </DialogTrigger>
  );
}
