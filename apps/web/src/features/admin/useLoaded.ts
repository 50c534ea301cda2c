import { useCallback, useEffect, useRef, useState } from "react";

/**
 * What `load` gives, again every `every` milliseconds while the page is in sight. A failure keeps what stood.
 * `load` must be the same function from render to render.
 */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>, every?: number) {
  const [data, setData] = useState<T | null>(null);
  const [error, setError] = useState<unknown>(null);
  const running = useRef<AbortController>(undefined);
  const reload = useCallback(async () => {
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    try {
      const fresh = await load(abort.signal);
      if (abort.signal.aborted) return;
      setData(fresh);
      setError(null);
    } catch (failure) {
      if (!abort.signal.aborted) setError(failure);
    }
  }, [load]);
  useEffect(() => {
    void reload();
    const timer = every
      ? setInterval(() => document.visibilityState === "visible" && void reload(), every)
      : undefined;
    return () => {
      clearInterval(timer);
      running.current?.abort();
    };
  }, [reload, every]);
  return { data, error, reload, setData };
}
