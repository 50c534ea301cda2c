import type { ReactNode } from "react";
import { CheckboxGroup as AriaCheckboxGroup } from "react-aria-components/CheckboxGroup";
import { Label } from "react-aria-components/TextField";
import { Checkbox } from "./Checkbox.tsx";
import { classes } from "./classes.ts";
import { FieldNote } from "./FieldNote.tsx";

interface CheckboxOption {
  id: string;
  label: ReactNode;
  description?: ReactNode;
  isDisabled?: boolean;
}

export interface CheckboxGroupProps {
  label: string;
  options: readonly CheckboxOption[];
  value: readonly string[];
  onChange: (ids: string[]) => void;
  hint?: ReactNode;
  error?: ReactNode;
  className?: string;
}

/** Any of a few choices, all visible. */
export function CheckboxGroup({
  label,
  options,
  value,
  onChange,
  hint,
  error,
  className,
}: CheckboxGroupProps) {
  return (
    <AriaCheckboxGroup
      value={[...value]}
      onChange={onChange}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      className={classes("field", className)}
    >
      <Label className="label">{label}</Label>
      <div className="radio-list">
        {options.map((option) => (
          <Checkbox key={option.id} value={option.id} isDisabled={option.isDisabled}>
            <span className="switch-text">
              <b>{option.label}</b>
              {option.description ? <span>{option.description}</span> : null}
            </span>
          </Checkbox>
        ))}
      </div>
      <FieldNote hint={hint} error={error} />
    </AriaCheckboxGroup>
  );
}
