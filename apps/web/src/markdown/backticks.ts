/** Where runs of backticks stand, so that looking for a closing run never scans the text twice. */
export interface BacktickRuns {
  lengthAt(position: number): number;
  /** The start of the first run of exactly `length` at or after `from`, or -1. */
  nextExactly(length: number, from: number): number;
  /** The start of the first run of `length` or more at or after `from`, or -1. */
  nextAtLeast(length: number, from: number): number;
}

export interface Fence {
  lang: string;
  title: string;
  code: string;
  end: number;
}

export function backtickRuns(source: string): BacktickRuns {
  const starts: number[] = [];
  const lengths: number[] = [];
  const byLength = new Map<number, number[]>();
  for (let at = source.indexOf("`"); at >= 0; at = source.indexOf("`", at)) {
    let end = at;
    while (source[end] === "`") end += 1;
    starts.push(at);
    lengths.push(end - at);
    const same = byLength.get(end - at);
    if (same) same.push(at);
    else byLength.set(end - at, [at]);
    at = end;
  }
  const first = (list: readonly number[], from: number): number => {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((list[middle] ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    lengthAt: (position) => {
      // A run may be entered in its middle, after an escaped backtick.
      const index = first(starts, position + 1) - 1;
      const start = starts[index] ?? position;
      return start + (lengths[index] ?? 1) - position;
    },
    nextExactly: (length, from) => {
      const list = byLength.get(length) ?? [];
      return list[first(list, from)] ?? -1;
    },
    nextAtLeast: (length, from) => {
      for (let index = first(starts, from); index < starts.length; index += 1) {
        if ((lengths[index] ?? 0) >= length) return starts[index] ?? -1;
      }
      return -1;
    },
  };
}

/** A language, and a path: one word that has a dot or a slash. Anything else is code already. */
const INFO = /^([\w+#.-]{1,32})?(?:[ \t]+([^\s`]{0,200}[./][^\s`]{0,200}))?$/;

/**
 * The fence that opens at `at`, if one does: three backticks or more, closed by a run as long. The rest of the
 * first line names language and path; on one line (```` ```like this``` ````) everything is code.
 */
export function findFence(source: string, at: number, runs: BacktickRuns): Fence | null {
  const length = runs.lengthAt(at);
  if (length < 3) return null;
  const close = runs.nextAtLeast(length, at + length);
  if (close < 0) return null;
  const inner = source.slice(at + length, close);
  const code = readInfo(inner);
  if (code.code.trim() === "" && code.lang === "") return null;
  return { ...code, end: close + length };
}

function readInfo(inner: string): { lang: string; title: string; code: string } {
  const lineEnd = inner.indexOf("\n");
  if (lineEnd < 0) return { lang: "", title: "", code: inner };
  const first = inner.slice(0, lineEnd);
  const info = INFO.exec(first.trimEnd());
  if (!info && first.trim() !== "") return { lang: "", title: "", code: trimLines(inner) };
  return {
    lang: info?.[1] ?? "",
    title: (info?.[2] ?? "").trim(),
    code: trimLines(inner.slice(lineEnd + 1)),
  };
}

/** Blank lines around code are how people type fences, not part of the code; indentation is. */
function trimLines(code: string): string {
  let start = 0;
  for (let at = 0; at < code.length; at += 1) {
    if (code[at] === "\n") start = at + 1;
    else if (code[at] !== " " && code[at] !== "\t" && code[at] !== "\r") break;
  }
  return code.slice(start).trimEnd();
}
