import { LIMITS } from "@palabre/protocol";

/** Names that Windows takes for devices, with or without an extension. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
const SPOILER = "SPOILER_";

/**
 * A name that is safe in an address, a header and anybody's downloads folder, whatever the sender called it. Keeps
 * letters of every script; drops folders, control characters, and the marks that make `exe.txt` read as `txt.exe`.
 */
export function cleanFileName(name: string | null | undefined, fallback = "file"): string {
  const base = (name ?? "").toWellFormed().normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const cleaned = base
    // Control and format characters (bidirectional overrides among them), private use, line separators.
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, "")
    .replace(/[<>:"|?*%#]/g, "_")
    .replace(/\s+/gu, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  const named = shorten(cleaned === "" ? fallback : cleaned, LIMITS.fileName);
  return RESERVED.test(named) ? `_${named}` : named;
}

/** Cut to `max` bytes of UTF-8, what file systems count in; the extension stays. */
function shorten(name: string, max: number): string {
  if (Buffer.byteLength(name) <= max) return name;
  const dot = name.lastIndexOf(".");
  const extension = dot > 0 && Buffer.byteLength(name.slice(dot)) <= 32 ? name.slice(dot) : "";
  let stem = "";
  let room = max - Buffer.byteLength(extension);
  for (const character of extension ? name.slice(0, dot) : name) {
    room -= Buffer.byteLength(character);
    if (room < 0) break;
    stem += character;
  }
  return stem.trimEnd() + extension;
}

export const isSpoilerName = (name: string): boolean => name.startsWith(SPOILER);

/** The name with or without the prefix by which Discord's clients know a hidden file. */
export function asSpoiler(name: string, spoiler: boolean): string {
  if (spoiler === isSpoilerName(name)) return name;
  return spoiler ? shorten(SPOILER + name, LIMITS.fileName) : name.slice(SPOILER.length) || "file";
}
