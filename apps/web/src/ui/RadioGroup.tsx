import type { ReactNode } from "react";
import { RadioGroup as AriaRadioGroup, Label, Radio } from "react-aria-components/RadioGroup";
import { classes } from "./classes.ts";
import { FieldNote } from "./FieldNote.tsx";

interface RadioOption<Id extends string> {
  id: Id;
  label: ReactNode;
  description?: ReactNode;
  isDisabled?: boolean;
}

export interface RadioGroupProps<Id extends string> {
  label: string;
  isLabelHidden?: boolean;
  options: readonly RadioOption<Id>[];
  /** Empty: none is chosen yet. */
  value: Id;
  onChange: (id: Id) => void;
  hint?: ReactNode;
  error?: ReactNode;
  isRequired?: boolean;
  /** How one option looks, when a disc and two lines are not enough (theme cards). */
  children?: (option: RadioOption<Id>, isSelected: boolean) => ReactNode;
  className?: string;
}

/** One of a few choices, all visible. Arrow keys move, as a native group does. */
export function RadioGroup<Id extends string>({
  label,
  isLabelHidden,
  options,
  value,
  onChange,
  hint,
  error,
  isRequired = false,
  children,
  className,
}: RadioGroupProps<Id>) {
  return (
    <AriaRadioGroup
      // None at all, so that Tab reaches the first.
      value={value || null}
      onChange={(id) => onChange(id as Id)}
      isInvalid={Boolean(error)}
      isRequired={isRequired}
      validationBehavior="aria"
      className={classes("field", className)}
    >
      <Label className={isLabelHidden ? "vh" : "label"}>{label}</Label>
      <div className={children ? "radio-cards" : "radio-list"}>
        {options.map((option) => (
          <Radio
            key={option.id}
            value={option.id}
            isDisabled={option.isDisabled}
            className={children ? "radio-card" : "radio"}
          >
            {children ? (
              children(option, option.id === value)
            ) : (
              <>
                <i className="radio-disc" aria-hidden />
                <span className="switch-text">
                  <b>{option.label}</b>
                  {option.description ? <span>{option.description}</span> : null}
                </span>
              </>
            )}
          </Radio>
        ))}
      </div>
      <FieldNote hint={hint} error={error} />
    </AriaRadioGroup>
  );
}
