import { errorText, isFieldError } from "../../i18n/errors.ts";

/** What was refused, unless it is told under one of `fields` already. */
export function FormFailure({ failure, fields = [] }: { failure: unknown; fields?: readonly string[] }) {
  if (!failure || isFieldError(failure, fields)) return null;
  return (
    <p className="hint-error" role="alert">
      {errorText(failure)}
    </p>
  );
}
