/**
 * A rough guess of how hard a password is to find, from 0 (not allowed) to 4. It counts what an attacker must try:
 * length above all, a little for kinds of characters, less for repeats, runs and words that stand at the top of
 * every leaked list. It advises; the server alone decides (at least `minimum` characters).
 */
export const minimumPasswordLength = 8;

const common = [
  "password",
  "motdepasse",
  "azerty",
  "qwerty",
  "123456",
  "palabre",
  "admin",
  "welcome",
  "bonjour",
  "iloveyou",
  "letmein",
  "dragon",
  "soleil",
  "doudou",
  "loulou",
  "monkey",
  "football",
];

export function passwordStrength(password: string, own: readonly string[] = []): 0 | 1 | 2 | 3 | 4 {
  if (password.length < minimumPasswordLength) return 0;
  let rest = password.toLowerCase();
  for (const word of [
    ...common,
    ...own.filter((name) => name.length >= 3).map((name) => name.toLowerCase()),
  ]) {
    rest = rest.split(word).join("·");
  }
  // "aaaa" and "1234" add little: a character that repeats or follows the one before counts a quarter.
  let length = 0;
  for (let index = 0; index < rest.length; index += 1) {
    const step = index === 0 ? 99 : rest.charCodeAt(index) - rest.charCodeAt(index - 1);
    length += Math.abs(step) <= 1 ? 0.25 : 1;
  }
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(password)).length;
  const bits = length * (3.2 + kinds * 0.5);
  if (bits < 28) return 1;
  if (bits < 42) return 2;
  if (bits < 68) return 3;
  return 4;
}
