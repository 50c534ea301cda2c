const SCHEMES = new Set(["http:", "https:", "mailto:"]);

/** The address as the browser will read it, or null when following it could run or open something else. */
export function safeHref(written: string): string | null {
  if (!URL.canParse(written)) return null;
  const url = new URL(written);
  if (!SCHEMES.has(url.protocol)) return null;
  if (url.protocol !== "mailto:" && url.hostname === "") return null;
  return url.href;
}
