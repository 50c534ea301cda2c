import { type FormEvent, useState } from "react";
import { fieldErrorText } from "../../i18n/errors.ts";
import { useSaving } from "../server-settings/useSaving.ts";

/** A form about what is saved already: holds what was changed, sends that alone, and tells refusals by field. */
export function useForm<T extends object>(before: T, send: (changed: Partial<T>) => Promise<unknown>) {
  const [draft, setDraft] = useState<Partial<T>>({});
  const { failure, isPending, save, forget } = useSaving();
  const changed = Object.fromEntries(
    Object.entries(draft).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof T]),
    ),
  ) as Partial<T>;

  async function submit() {
    if (await save(() => send(changed))) setDraft({});
  }

  return {
    shown: { ...before, ...draft },
    put: (change: Partial<T>) => setDraft((now) => ({ ...now, ...change })),
    failure,
    /** What is wrong with a field, or with one of those in it. */
    errorOf: (field: string, index?: number) =>
      fieldErrorText(failure, index === undefined ? field : `${field}.${index}`),
    onSubmit(event: FormEvent) {
      event.preventDefault();
      void submit();
    },
    /** For the bar at the foot. */
    bar: {
      isChanged: Object.keys(changed).length > 0,
      isPending,
      onReset() {
        setDraft({});
        forget();
      },
    },
  };
}
