import { USERNAME_PATTERN } from "@palabre/protocol";
import { useEffect, useState } from "react";
import { api } from "./api.ts";

export type UsernameState = "empty" | "short" | "invalid" | "checking" | "free" | "taken" | "unknown";

/** Milliseconds after the last key before the server is asked. */
const pause = 350;

/** Whether a user name can be had, asked while it is typed. `unknown` when the server did not say: submitting decides. */
export function useUsername(typed: string): UsernameState {
  const name = typed.trim().toLowerCase();
  const [answer, setAnswer] = useState<{ name: string; state: UsernameState } | null>(null);
  const isWellFormed = USERNAME_PATTERN.test(name);

  useEffect(() => {
    if (!isWellFormed) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      api.auth.checkUsername(name, { signal: abort.signal }).then(
        ({ available }) => setAnswer({ name, state: available ? "free" : "taken" }),
        () => {
          if (!abort.signal.aborted) setAnswer({ name, state: "unknown" });
        },
      );
    }, pause);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [name, isWellFormed]);

  if (name === "") return "empty";
  if (!isWellFormed) return name.length < 2 ? "short" : "invalid";
  return answer?.name === name ? answer.state : "checking";
}
