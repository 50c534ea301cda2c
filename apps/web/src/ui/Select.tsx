import { Check, ChevronDown, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import {
  Select as AriaSelect,
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from "react-aria-components/Select";
import { Text } from "react-aria-components/Text";
import { classes } from "./classes.ts";
import { FieldNote } from "./FieldNote.tsx";
import { Icon } from "./Icon.tsx";

interface SelectOption<Id extends string> {
  id: Id;
  label: string;
  description?: string;
  icon?: LucideIcon;
}

export interface SelectProps<Id extends string> {
  label: string;
  isLabelHidden?: boolean;
  options: readonly SelectOption<Id>[];
  value: Id;
  onChange: (id: Id) => void;
  hint?: ReactNode;
  error?: ReactNode;
  /** 44 px (default) or 32. */
  size?: "sm" | "lg";
  isDisabled?: boolean;
  className?: string;
}

/** One choice out of a short list that would take too much room drawn open. */
export function Select<Id extends string>({
  label,
  isLabelHidden,
  options,
  value,
  onChange,
  hint,
  error,
  size = "lg",
  isDisabled,
  className,
}: SelectProps<Id>) {
  const chosen = options.find((option) => option.id === value);
  return (
    <AriaSelect
      value={value}
      onChange={(key) => {
        const picked = options.find((option) => option.id === key);
        if (picked) onChange(picked.id);
      }}
      isDisabled={isDisabled}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      className={classes("field", className)}
    >
      <Label className={isLabelHidden ? "vh" : "label"}>{label}</Label>
      <Button
        className={classes(
          "input",
          "input-select",
          size === "sm" && "input-sm",
          Boolean(error) && "is-error",
        )}
      >
        <SelectValue className="select-value">
          {chosen?.icon ? <Icon of={chosen.icon} size={16} /> : null}
          <span className="truncate">{chosen?.label}</span>
        </SelectValue>
        <Icon of={ChevronDown} size={16} />
      </Button>
      <FieldNote hint={hint} error={error} />
      <Popover className="pop pop-select" offset={4} placement="bottom start">
        <ListBox items={options}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className="opt">
              {({ isSelected }) => (
                <>
                  {option.icon ? <Icon of={option.icon} size={16} /> : null}
                  <span className="grow">
                    <Text slot="label" className="truncate">
                      {option.label}
                    </Text>
                    {option.description ? (
                      <Text slot="description" className="opt-about">
                        {option.description}
                      </Text>
                    ) : null}
                  </span>
                  {isSelected ? <Icon of={Check} size={16} className="opt-check" /> : null}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
