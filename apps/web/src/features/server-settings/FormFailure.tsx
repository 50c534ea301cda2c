import { errorText, isFieldError } from "../../i18n/errors.ts";

/** What appears below what is in sight, or under the bar that saves, is brought up. */
const showIt = (element: HTMLElement | null) => element?.scrollIntoView({ block: "nearest" });

/** What was refused, unless it is told under one of `fields` already. */
export function FormFailure({ failure, fields = [] }: { failure: unknown; fields?: readonly string[] }) {
  if (!failure || isFieldError(failure, fields)) return null;
  return (
    <p className="hint-error form-failure" role="alert" ref={showIt}>
      {errorText(failure)}
    </p>
  );
}
