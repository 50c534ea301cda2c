import { errorText } from "../../i18n/errors.ts";
import * as m from "../../paraglide/messages.js";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { SkeletonRows } from "../../ui/Skeleton.tsx";

/** In the place of a list that is on its way, or did not come. */
export function Loading({ error, reload, rows = 5 }: { error: unknown; reload: () => void; rows?: number }) {
  if (!error) return <SkeletonRows rows={rows} />;
  return (
    <EmptyState
      title={m.settings_not_loaded()}
      tone="danger"
      actions={<Button onPress={reload}>{m.common_retry()}</Button>}
    >
      {errorText(error)}
    </EmptyState>
  );
}
