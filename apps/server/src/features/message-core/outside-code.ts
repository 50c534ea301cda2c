/**
 * A text whose parts outside of code are replaced, and those that are code spans and blocks by `code`: a run of
 * backticks opens one, the next run of that length closes it. Takes linear time.
 */
export function replaceOutsideCode(
  content: string,
  replace: (text: string) => string,
  code: (text: string) => string = (text) => text,
): string {
  if (!content.includes("`")) return replace(content);
  const runs = [...content.matchAll(/`+/g)].map((run) => ({ at: run.index, length: run[0].length }));
  // The next run of the same length, for each run; found from the end so that it takes linear time.
  const next: (number | undefined)[] = [];
  const last = new Map<number, number>();
  for (let i = runs.length - 1; i >= 0; i--) {
    const length = runs[i]?.length ?? 0;
    next[i] = last.get(length);
    last.set(length, i);
  }
  let text = "";
  let from = 0;
  for (let i = 0; i < runs.length; i++) {
    const run = runs[i];
    const close = runs[next[i] ?? -1];
    if (!run || !close) continue;
    const end = close.at + close.length;
    text += replace(content.slice(from, run.at)) + code(content.slice(run.at, end));
    from = end;
    i = next[i] ?? i;
  }
  return text + replace(content.slice(from));
}
