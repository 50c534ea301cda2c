import * as m from "../../paraglide/messages.js";
import { Button } from "../../ui/Button.tsx";

/** Stays in sight at the foot while something is changed and not saved. In a form, or with `onSave`. */
export function SaveBar({
  isChanged,
  isPending,
  onReset,
  onSave,
}: {
  isChanged: boolean;
  isPending: boolean;
  onReset: () => void;
  onSave?: () => void;
}) {
  if (!isChanged) return null;
  return (
    <div className="save-bar">
      <span className="grow" role="status">
        {m.server_unsaved()}
      </span>
      <Button variant="ghost" onPress={onReset}>
        {m.server_reset()}
      </Button>
      <Button
        variant="primary"
        type={onSave ? "button" : "submit"}
        isPending={isPending}
        {...(onSave && { onPress: onSave })}
      >
        {m.common_save()}
      </Button>
    </div>
  );
}
