/** A file whose name begins so is covered until somebody asks to see it. */
const SPOILER = "SPOILER_";

export function isSpoiler(filename: string): boolean {
  return filename.startsWith(SPOILER);
}

export function withSpoiler(filename: string, isOn: boolean): string {
  const bare = isSpoiler(filename) ? filename.slice(SPOILER.length) : filename;
  return isOn ? SPOILER + bare : bare;
}
