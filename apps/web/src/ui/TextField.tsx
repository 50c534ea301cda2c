import type { LucideIcon } from "lucide-react";
import type { HTMLInputTypeAttribute, ReactNode, Ref } from "react";
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  Input,
  Label,
} from "react-aria-components/TextField";
import { classes } from "./classes.ts";
import { FieldNote } from "./FieldNote.tsx";
import { Icon } from "./Icon.tsx";

export interface TextFieldProps
  extends Omit<AriaTextFieldProps, "children" | "className" | "style" | "isInvalid"> {
  label: string;
  /** Keeps the label for screen readers alone: searches whose icon says it. */
  isLabelHidden?: boolean;
  /** At the right of the label, such as a "Forgot it?" link. */
  labelEnd?: ReactNode;
  hint?: ReactNode;
  /** What is wrong and what to do about it. */
  error?: ReactNode;
  /** Only where it answers a question ("This name is free"). */
  success?: ReactNode;
  /** Before the text, such as "@". */
  prefix?: ReactNode;
  /** After the text: a button, a key. */
  suffix?: ReactNode;
  icon?: LucideIcon;
  /** Between the field and its note: how strong a password is. */
  meter?: ReactNode;
  /** 44 px (default), or 32 for searches in panes. */
  size?: "sm" | "lg";
  placeholder?: string;
  type?: HTMLInputTypeAttribute;
  className?: string;
  /** `none` for names and codes: phones would write them with a capital. */
  autoCapitalize?: "none" | "sentences" | "words";
  inputRef?: Ref<HTMLInputElement>;
}

/** A line of text with its label above and its hint or error below. */
export function TextField({
  label,
  isLabelHidden,
  labelEnd,
  hint,
  error,
  success,
  prefix,
  suffix,
  icon,
  meter,
  size = "lg",
  placeholder,
  className,
  autoCapitalize,
  inputRef,
  ...rest
}: TextFieldProps) {
  const title = <Label className={isLabelHidden ? "vh" : "label"}>{label}</Label>;
  return (
    <AriaTextField
      {...rest}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      className={classes("field", className)}
    >
      {labelEnd ? (
        <div className="field-head">
          {title}
          {labelEnd}
        </div>
      ) : (
        title
      )}
      <div className={classes("input", size === "sm" && "input-sm", Boolean(error) && "is-error")}>
        {icon ? <Icon of={icon} size={16} /> : null}
        {prefix ? <span className="muted">{prefix}</span> : null}
        <Input ref={inputRef} placeholder={placeholder} autoCapitalize={autoCapitalize} />
        {suffix}
      </div>
      {meter}
      <FieldNote hint={hint} error={error} success={success} />
    </AriaTextField>
  );
}
