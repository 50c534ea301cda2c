import { CircleAlert } from "lucide-react";
import { errorText } from "../../i18n/errors.ts";
import "../../i18n/accountErrors.ts";
import { Icon } from "../../ui/Icon.tsx";

/** What went wrong with the form as a whole; read out when it appears. */
export function FormError({ error }: { error: unknown }) {
  return (
    <div role="alert" className="form-error" hidden={!error}>
      {error ? (
        <>
          <Icon of={CircleAlert} size={16} />
          <span>{errorText(error)}</span>
        </>
      ) : null}
    </div>
  );
}
