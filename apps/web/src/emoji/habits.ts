/** What this browser remembers of picking emoji: the skin tone and how often each was used. */
const TONE = "palabre.emoji.tone";
const USED = "palabre.emoji.used";
const KEPT = 40;
const USUAL = ["👍", "👀", "🎉", "❤️", "😂", "🙏", "🔥", "✅"];

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Private windows may refuse storage.
  }
}

/** 0: none, 1 to 5: lightest to darkest. */
export function readTone(): number {
  const tone = Number(read(TONE));
  return Number.isInteger(tone) && tone >= 0 && tone <= 5 ? tone : 0;
}

export function keepTone(tone: number): void {
  write(TONE, String(tone));
}

function readUsed(): [char: string, count: number][] {
  try {
    const kept: unknown = JSON.parse(read(USED) ?? "[]");
    if (!Array.isArray(kept)) return [];
    return kept.filter(
      (entry): entry is [string, number] => typeof entry?.[0] === "string" && typeof entry[1] === "number",
    );
  } catch {
    return [];
  }
}

/** Counts fade, so that this month's habits win over last year's. */
export function noteUse(char: string): void {
  const used = readUsed().map(([each, count]): [string, number] => [each, count * 0.95]);
  const found = used.find(([each]) => each === char);
  if (found) found[1] += 1;
  else used.push([char, 1]);
  write(USED, JSON.stringify(used.sort((a, b) => b[1] - a[1]).slice(0, KEPT)));
}

/** Most used first, filled up with what most people use; custom ones, which one may not use everywhere, only if asked for. */
export function frequent(count: number, withCustom = false): string[] {
  const used = readUsed().map(([char]) => char);
  return [...new Set([...used, ...USUAL])].filter((one) => withCustom || one[0] !== "<").slice(0, count);
}
