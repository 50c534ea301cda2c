/** A page on the web as the browser will read it; null for what is none, whatever it claims to be. */
export function webAddress(written: string | undefined): string | null {
  if (written === undefined || !URL.canParse(written)) return null;
  const url = new URL(written);
  return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
}
