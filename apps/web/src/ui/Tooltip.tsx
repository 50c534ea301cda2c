import type { ComponentProps, ReactElement } from "react";
import { Tooltip as AriaTooltip, Focusable, TooltipTrigger } from "react-aria-components/Tooltip";
import { Kbd } from "./Kbd.tsx";

export interface TooltipProps {
  text: string;
  /** A key combination that does the same, as in `keys.ts`. */
  keys?: string;
  placement?: "top" | "bottom" | "left" | "right";
  /** One element that takes focus: a Button, a link, or anything with `tabIndex` and a role. */
  children: ReactElement;
  /** True when the child is a React Aria Button already (it needs no help to become a trigger). */
  isAriaChild?: boolean;
  isDisabled?: boolean;
}

type FocusableChild = ComponentProps<typeof Focusable>["children"];

/** Words on hover and keyboard focus, after 400 ms. It never carries the only label of a control. */
export function Tooltip({ text, keys, placement = "top", children, isAriaChild, isDisabled }: TooltipProps) {
  return (
    <TooltipTrigger delay={400} closeDelay={80} isDisabled={isDisabled}>
      {isAriaChild ? children : <Focusable>{children as FocusableChild}</Focusable>}
      <AriaTooltip className="tip" offset={6} placement={placement}>
        {text}
        {keys ? <Kbd keys={keys} /> : null}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
