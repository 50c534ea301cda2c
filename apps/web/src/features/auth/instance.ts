import type { Instance } from "@palabre/protocol";
import { useEffect, useState } from "react";
import { api } from "./api.ts";

let asked: Promise<Instance> | null = null;

function load(): Promise<Instance> {
  asked ??= api.instance.get();
  // A failure is not kept: the next page asks again.
  asked.catch(() => {
    asked = null;
  });
  return asked;
}

/** Forgets what is known, after something that changes it: the first account, an admin's choice. */
export function forgetInstance(): void {
  asked = null;
}

/** What this server says of itself to everybody. */
export function useInstance(): { instance: Instance | null; error: unknown } {
  const [answer, setAnswer] = useState<{ instance: Instance | null; error: unknown }>({
    instance: null,
    error: null,
  });
  useEffect(() => {
    let isCurrent = true;
    load().then(
      (instance) => isCurrent && setAnswer({ instance, error: null }),
      (error: unknown) => isCurrent && setAnswer({ instance: null, error }),
    );
    return () => {
      isCurrent = false;
    };
  }, []);
  return answer;
}
