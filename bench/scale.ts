/** How long and how large: `full` gives the figures one quotes, `quick` a first impression, `smoke` only proves it runs. */
export type Scale = "full" | "quick" | "smoke";

export interface RunOptions {
  scale: Scale;
  /** Folder for a CPU profile of each server that runs; absent: none. */
  profileDir: string | undefined;
  /** Says what is being done, on one line. */
  say(text: string): void;
}

export const pick = <T>(scale: Scale, sizes: Record<Scale, T>): T => sizes[scale];
