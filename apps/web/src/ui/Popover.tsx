import { cloneElement, type ReactElement, type Ref, type RefObject, useRef, useState } from "react";
import type { ButtonProps } from "react-aria-components/Button";
import { lazyOverlay } from "./lazyOverlay.tsx";
import type { PopoverPlacement, PopoverSurfaceProps } from "./PopoverSurface.tsx";

const PopoverSurface = lazyOverlay<PopoverSurfaceProps>(
  () => import("./PopoverSurface.tsx").then((module) => module.PopoverSurface),
  ({ onOpenChange }) => onOpenChange(false),
);

export interface PopoverProps extends Pick<PopoverSurfaceProps, "children" | "className"> {
  /** Its accessible name. */
  label: string;
  /** A Button or IconButton that opens it; or give `triggerRef`, `isOpen` and `onOpenChange`. */
  trigger?: ReactElement<ButtonProps & { ref?: Ref<HTMLButtonElement> }>;
  triggerRef?: RefObject<Element | null>;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  placement?: PopoverPlacement;
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
  const button = useRef<HTMLButtonElement>(null);
  const [isOpenHere, setOpenHere] = useState(false);
  const isShown = isOpen ?? isOpenHere;
  const change = (open: boolean) => {
    setOpenHere(open);
    onOpenChange?.(open);
  };
  return (
    <>
      {trigger
        ? cloneElement(trigger, {
            ref: button,
            "aria-haspopup": "dialog",
            "aria-expanded": isShown,
            onHoverStart: PopoverSurface.preload,
            onFocus: PopoverSurface.preload,
            onPress: () => change(!isShown),
          })
        : null}
      <PopoverSurface
        label={label}
        anchor={trigger ? button : (triggerRef ?? button)}
        isOpen={isShown}
        onOpenChange={change}
        placement={placement}
        className={className}
      >
        {children}
      </PopoverSurface>
    </>
  );
}
