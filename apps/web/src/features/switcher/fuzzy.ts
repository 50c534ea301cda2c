/**
 * How well `query` fits `text`, without regard to case and accents: null when it does not, higher is better.
 * Letters must come in order; a run of letters, the start of the text and the starts of words count more.
 * `at` are the places of the letters found, for marking them.
 */
export function fuzzyMatch(query: string, text: string): { score: number; at: number[] } | null {
  const wanted = fold(query);
  const given = [...text].map(fold);
  if (wanted.length === 0) return { score: 0, at: [] };
  const whole = given.join("").indexOf(wanted);
  // A run found as a whole beats any scattered letters.
  if (whole >= 0 && given.every((letter) => letter.length === 1)) {
    const at = Array.from({ length: wanted.length }, (_, n) => whole + n);
    const start = whole === 0 ? 60 : isWordStart(given, whole) ? 40 : 0;
    return { score: 100 + start - given.length / 100, at };
  }
  const at: number[] = [];
  let score = 0;
  let from = 0;
  for (const letter of wanted) {
    if (letter === " ") continue;
    const found = given.indexOf(letter, from);
    if (found < 0) return null;
    score += isWordStart(given, found) ? 10 : found === from && at.length > 0 ? 5 : 1;
    at.push(found);
    from = found + 1;
  }
  return { score: score - given.length / 100, at };
}

function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function isWordStart(letters: readonly string[], at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(letters[at - 1] ?? "");
}
