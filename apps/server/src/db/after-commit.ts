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
