/** Runs what was to be done last within a transaction, and what that asks for itself. */
export async function runBeforeCommit(acts: (() => Promise<void>)[]): Promise<void> {
  for (let act = acts.shift(); act !== undefined; act = acts.shift()) await act();
}

/** Runs what waited for a commit. One that throws is reported: what is durable cannot be taken back for it. */
export function runAfterCommit(acts: readonly (() => void)[], onError: (error: unknown) => void): void {
  for (const act of acts) {
    try {
      act();
    } catch (error) {
      onError(error);
    }
  }
}
