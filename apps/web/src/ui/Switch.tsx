import type { ReactNode } from "react";
import { Switch as AriaSwitch } from "react-aria-components/Switch";
import { classes } from "./classes.ts";

export interface SwitchProps {
  label: ReactNode;
  /** A second line that says what it changes. */
  description?: ReactNode;
  isSelected: boolean;
  onChange: (isSelected: boolean) => void;
  isDisabled?: boolean;
  /** Keeps the label for screen readers alone. */
  isLabelHidden?: boolean;
  className?: string;
}

/** On or off, at once, without a save button. The label stands at the left, as in a row of settings. */
export function Switch({
  label,
  description,
  isSelected,
  onChange,
  isDisabled,
  isLabelHidden,
  className,
}: SwitchProps) {
  return (
    <AriaSwitch
      isSelected={isSelected}
      onChange={onChange}
      isDisabled={isDisabled}
      className={classes("switch-row", className)}
    >
      <span className={isLabelHidden ? "vh" : "switch-text"}>
        <b>{label}</b>
        {description ? <span>{description}</span> : null}
      </span>
      <i className="switch" aria-hidden />
    </AriaSwitch>
  );
}
