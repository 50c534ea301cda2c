import type { ReactNode } from "react";
import {
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  Label,
} from "react-aria-components/TextField";
import { formatNumber } from "../i18n/format.ts";
import { classes } from "./classes.ts";
import { FieldNote } from "./FieldNote.tsx";

export interface TextAreaProps
  extends Omit<AriaTextFieldProps, "children" | "className" | "style" | "isInvalid" | "type"> {
  label: string;
  hint?: ReactNode;
  error?: ReactNode;
  rows?: number;
  placeholder?: string;
  className?: string;
}

/** Several lines of text. With `maxLength` and a controlled `value` it says how many characters are left. */
export function TextArea({ label, hint, error, rows = 4, placeholder, className, ...rest }: TextAreaProps) {
  const left =
    rest.maxLength !== undefined && rest.value !== undefined ? rest.maxLength - rest.value.length : null;
  return (
    <AriaTextField
      {...rest}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      className={classes("field", className)}
    >
      <div className="field-head">
        <Label className="label">{label}</Label>
        {left !== null ? <span className="hint tnum">{formatNumber(left)}</span> : null}
      </div>
      <div className={classes("input", "input-area", Boolean(error) && "is-error")}>
        {/* `field-sizing: content` grows with the text and forgets `rows`. */}
        <AriaTextArea
          rows={rows}
          placeholder={placeholder}
          style={{ minHeight: `calc(${rows} * var(--leading-lg) + 20px)` }}
        />
      </div>
      <FieldNote hint={hint} error={error} />
    </AriaTextField>
  );
}
