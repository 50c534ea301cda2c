import { Check, CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { FieldError } from "react-aria-components/FieldError";
import { Text } from "react-aria-components/Text";
import { Icon } from "./Icon.tsx";

export interface FieldNoteProps {
  hint?: ReactNode;
  error?: ReactNode;
  success?: ReactNode;
}

/** The line under a field: the error if there is one, else the answer, else the hint. Read out with the field. */
export function FieldNote({ hint, error, success }: FieldNoteProps) {
  if (error) {
    return (
      <FieldError className="hint-error">
        <Icon of={CircleAlert} size={16} />
        <span>{error}</span>
      </FieldError>
    );
  }
  if (success) {
    return (
      <Text slot="description" className="hint-ok">
        <Icon of={Check} size={16} />
        <span>{success}</span>
      </Text>
    );
  }
  return hint ? (
    <Text slot="description" className="hint">
      {hint}
    </Text>
  ) : null;
}
