import { type FormEvent, type ReactNode, useState } from "react";
import { useLoaded } from "../admin/useLoaded.ts";
import { FormFailure } from "./FormFailure.tsx";
import { Loading } from "./Loading.tsx";
import { SaveBar } from "./SaveBar.tsx";
import { useSaving } from "./useSaving.ts";

/**
 * A form over what the server keeps: loads it, lets it be changed, warns while it is not saved, saves it or goes back to
 * what stood.
 */
export function DraftForm<T, D extends object>({
  title,
  rows,
  load,
  toDraft,
  save,
  fields = [],
  children,
}: {
  /** A heading of its own, where it is one of several forms. */
  title?: string;
  /** What its place holds while it loads. */
  rows: number;
  /** The same function from render to render. */
  load: (signal: AbortSignal) => Promise<T>;
  toDraft: (data: T) => D;
  /** @returns what stands then */
  save: (draft: D, data: T) => Promise<T>;
  /** Those that say themselves what was refused. */
  fields?: readonly string[];
  children: (form: {
    draft: D;
    data: T;
    put: (change: Partial<D>) => void;
    /** What was refused, for `fieldErrorText`. */
    failure: unknown;
  }) => ReactNode;
}) {
  const { data, error, reload, setData } = useLoaded(load);
  const [changed, setChanged] = useState<D | null>(null);
  const { failure, isPending, save: saving, forget } = useSaving();
  if (data === null) return <Loading error={error} reload={() => void reload()} rows={rows} />;
  const before = toDraft(data);
  const draft = changed ?? before;

  async function submit(event: FormEvent, from: T) {
    event.preventDefault();
    const went = await saving(async () => setData(await save(draft, from)));
    // What was written meanwhile stays.
    if (went) setChanged((now) => (now === changed ? null : now));
  }

  const form = (
    <form className="settings-form" onSubmit={(event) => void submit(event, data)}>
      {children({ draft, data, put: (change) => setChanged({ ...draft, ...change }), failure })}
      <FormFailure failure={failure} fields={fields} />
      <SaveBar
        isChanged={JSON.stringify(draft) !== JSON.stringify(before)}
        isPending={isPending}
        onReset={() => {
          setChanged(null);
          forget();
        }}
      />
    </form>
  );
  if (title === undefined) return form;
  return (
    <section>
      <h2 className="h-section">{title}</h2>
      {form}
    </section>
  );
}
