/** The code in what somebody pasted: a link to an invitation, or the code alone. Null: neither. */
export function inviteCode(text: string): string | null {
  const code = text
    .trim()
    .replace(/[?#].*$/, "")
    .replace(/\/+$/, "")
    .split("/")
    .at(-1);
  return code && /^[\w-]{2,100}$/.test(code) ? code : null;
}
