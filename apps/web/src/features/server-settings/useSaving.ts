import { useState } from "react";
import * as m from "../../paraglide/messages.js";
import { toast } from "../../ui/toast.ts";

/** Saves a form: what was refused is kept to be shown at its field, what went well is said. */
export function useSaving(): {
  failure: unknown;
  isPending: boolean;
  /** Whether it went well. */
  save: (work: () => Promise<unknown>) => Promise<boolean>;
  forget: () => void;
} {
  const [failure, setFailure] = useState<unknown>(null);
  const [isPending, setPending] = useState(false);
  return {
    failure,
    isPending,
    forget: () => setFailure(null),
    async save(work) {
      setPending(true);
      setFailure(null);
      try {
        await work();
        toast({ tone: "success", title: m.common_saved() });
        return true;
      } catch (error) {
        setFailure(error);
        return false;
      } finally {
        setPending(false);
      }
    },
  };
}
