/**
 * The token of a link in a mail. It travels in the fragment (`/reset#token=…`), which browsers send to no server,
 * and leaves the address bar at once, so that it stands in no history and no screenshot.
 */
const taken = new Map<string, string | null>();

export function takeLinkToken(path: "/reset" | "/verify"): string | null {
  const fresh = new URLSearchParams(location.hash.slice(1)).get("token");
  if (fresh !== null || !taken.has(path)) taken.set(path, fresh);
  if (location.hash) history.replaceState(history.state, "", location.pathname);
  return taken.get(path) ?? null;
}
