/** The page beside the rail that one saw last: settings and administration lead back to it. */
let last = "/";

/** Settings and administration themselves do not count: the address is theirs before the shell is gone. */
export function keepPlace(path: string): void {
  if (!/^\/(settings|admin)\b|^\/channels\/[^/]+(\/[^/]+)?\/settings\b/.test(path)) last = path;
}

export function lastPlace(): string {
  return last;
}
