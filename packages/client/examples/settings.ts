/** A setting from the environment. Without it the program says what it wants and ends. */
export function need(name: string, what: string): string {
  const value = process.env[name];
  if (value) return value;
  console.error(`${name} is missing: ${what}`);
  process.exit(2);
}

/** Ends the program as it is asked to, after `stop`. */
export function untilStopped(stop: () => void): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      stop();
      process.exit(0);
    });
  }
}
