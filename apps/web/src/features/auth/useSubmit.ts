import { type FormEvent, useRef, useState } from "react";

/**
 * A form that is sent to the server: pending while it is under way, the error when it was refused, and focus on the
 * first field that is wrong.
 */
export function useSubmit(send: () => Promise<void>) {
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const isSending = useRef(false);

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (isSending.current) return;
    const form = event.currentTarget;
    isSending.current = true;
    setPending(true);
    setError(null);
    try {
      await send();
    } catch (reason) {
      setError(reason);
    } finally {
      isSending.current = false;
      setPending(false);
      // Refused by the server, or not even sent: either way the first field that is wrong is where to go on.
      requestAnimationFrame(() => form.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
    }
  }

  return {
    onSubmit: (event: FormEvent<HTMLFormElement>) => void onSubmit(event),
    isPending,
    error,
    setError,
  };
}
