import type { ReactNode } from "react";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { classes } from "./classes.ts";

export interface SegmentedProps<Id extends string> {
  /** Read out, not drawn. */
  label: string;
  options: readonly { id: Id; label: ReactNode }[];
  value: Id;
  onChange: (id: Id) => void;
  isDisabled?: boolean;
  className?: string;
}

/** Two to four short choices side by side: a radio group in one row. */
export function Segmented<Id extends string>({
  label,
  options,
  value,
  onChange,
  isDisabled,
  className,
}: SegmentedProps<Id>) {
  return (
    <RadioGroup
      aria-label={label}
      orientation="horizontal"
      value={value}
      onChange={(id) => onChange(id as Id)}
      isDisabled={isDisabled}
      className={classes("seg", className)}
    >
      {options.map((option) => (
        <Radio key={option.id} value={option.id}>
          {option.label}
        </Radio>
      ))}
    </RadioGroup>
  );
}
