import { type ComponentType, type LazyExoticComponent, lazy } from "react";

/** Milliseconds between two tries; each waits twice as long as the one before, up to the second. */
const PAUSE = [500, 30_000] as const;
/** Tries that fail though the server answers: what is asked for is gone, with the version that had it. */
const GONE_AFTER = 5;

/**
 * Code that is fetched until it is there: what is opened in a tunnel appears at its end. Rejects only when the server
 * answers and does not have it.
 */
export function reached<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => {
    let gone = 0;
    for (let pause = PAUSE[0] as number; ; pause = Math.min(pause * 2, PAUSE[1])) {
      try {
        return await load();
      } catch (error) {
        if (await answers()) gone++;
        if (gone >= GONE_AFTER) throw error;
        await new Promise<unknown>((done) => {
          addEventListener("online", done, { once: true, signal: AbortSignal.timeout(pause) });
          setTimeout(done, pause);
        });
      }
    }
  };
}

function answers(): Promise<boolean> {
  return fetch("/api/v10/gateway").then(
    (answer) => answer.ok,
    () => false,
  );
}

/**
 * A part of a page in a chunk of its own. Its Suspense shows what stands there until it is reached; `instead`, where
 * there is one, what stands there when it is gone.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  instead?: ComponentType<Props>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => ({
    default: await reached(load)().catch((error) => {
      if (instead) return instead;
      throw error;
    }),
  }));
}
