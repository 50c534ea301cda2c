import { Suspense } from "react";
import * as m from "../../paraglide/messages.js";
import type { Failure } from "../../state/types.ts";
import { Button } from "../../ui/Button.tsx";
import { lazyPart } from "../../ui/lazyPart.ts";
import { Skeleton } from "../../ui/Skeleton.tsx";

const RHYTHM = [
  [116, "86%", "54%"],
  [92, "62%"],
  [134, "92%", "74%"],
  [88, "38%"],
  [120, "70%", "81%"],
] as const;

/** The shape of messages while the first page is on its way. */
export function LogSkeleton() {
  return (
    <div className="log log-skeleton" role="status" aria-label={m.common_loading()}>
      {RHYTHM.map(([name, ...lines]) => (
        <div key={name} className="msg head" aria-hidden>
          <span className="av" style={{ "--g": "var(--skeleton)" } as React.CSSProperties} />
          <div className="sk-msg">
            <Skeleton width={name} />
            {lines.map((width) => (
              <Skeleton key={width} width={width} />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}

interface LogErrorProps {
  error: Failure;
  onRetry: () => void;
}

const FullError = lazyPart(() => import("./LogError.tsx").then((x) => x.LogError), PlainError);

/** The first page did not come. */
export function LogError(props: LogErrorProps) {
  return (
    <Suspense fallback={<PlainError {...props} />}>
      <FullError {...props} />
    </Suspense>
  );
}

/** The same where what tells more did not come either. */
function PlainError({ onRetry }: LogErrorProps) {
  return (
    <div className="log log-error">
      <p role="alert">{m.common_error_offline()}</p>
      <Button onPress={onRetry}>{m.common_retry()}</Button>
    </div>
  );
}
