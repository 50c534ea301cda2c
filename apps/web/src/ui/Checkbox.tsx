import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";
import {
  Checkbox as AriaCheckbox,
  type CheckboxProps as AriaCheckboxProps,
} from "react-aria-components/Checkbox";
import { classes } from "./classes.ts";

export interface CheckboxProps extends Omit<AriaCheckboxProps, "children" | "className" | "style"> {
  children: ReactNode;
  className?: string;
}

/** A box to tick, with its words at the right. */
export function Checkbox({ children, className, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className={classes("check", className)}>
      {({ isIndeterminate }) => (
        <>
          <span className="check-box" aria-hidden>
            {isIndeterminate ? <Minus size={14} strokeWidth={3} /> : <Check size={14} strokeWidth={3} />}
          </span>
          <span className="grow">{children}</span>
        </>
      )}
    </AriaCheckbox>
  );
}
