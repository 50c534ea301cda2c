/** Bytes from the start of a file that {@link sniffType} looks at. */
export const SNIFF_BYTES = 4_096;

const TEXT = "text/plain; charset=utf-8";
export const UNKNOWN = "application/octet-stream";

type Magic = [type: string, offset: number, bytes: string];

/** Signatures of what a browser shows or a person recognises, as hexadecimal. */
const MAGIC: Magic[] = [
  ["image/png", 0, "89504e470d0a1a0a"],
  ["image/jpeg", 0, "ffd8ff"],
  ["image/gif", 0, "474946383761"],
  ["image/gif", 0, "474946383961"],
  ["image/webp", 8, "57454250"],
  ["audio/wav", 8, "57415645"],
  ["audio/flac", 0, "664c6143"],
  ["application/pdf", 0, "255044462d"],
  ["application/zip", 0, "504b0304"],
  ["application/gzip", 0, "1f8b"],
  ["application/x-7z-compressed", 0, "377abcaf271c"],
  ["application/zstd", 0, "28b52ffd"],
];

const BRANDS: Record<string, string> = {
  avif: "image/avif",
  avis: "image/avif",
  heic: "image/heic",
  heix: "image/heic",
  heim: "image/heic",
  heis: "image/heic",
  hevc: "image/heic",
  mif1: "image/heic",
  msf1: "image/heic",
  "M4A ": "audio/mp4",
  "M4B ": "audio/mp4",
  "qt  ": "video/quicktime",
};

/**
 * What a file is, by its first bytes; what the sender says it is counts for nothing. Anything that is valid UTF-8 is
 * plain text, HTML and SVG included, so that no browser ever takes it for a page.
 */
export function sniffType(head: Uint8Array): string {
  const hex = Buffer.from(head.subarray(0, 16)).toString("hex");
  const riff = hex.startsWith("52494646");
  for (const [type, offset, bytes] of MAGIC) {
    if (offset === 8 && !riff) continue;
    if (hex.startsWith(bytes, offset * 2)) return type;
  }
  // Two signatures that are letters alone: a text may begin with them, hence the zeros that follow count too.
  if (/^424d.{8}00000000/.test(hex)) return "image/bmp";
  if (/^4944330[0-4]/.test(hex)) return "audio/mpeg";
  const ascii = Buffer.from(head.subarray(0, 512)).toString("latin1");
  if (ascii.slice(4, 8) === "ftyp") return BRANDS[ascii.slice(8, 12)] ?? "video/mp4";
  if (ascii.startsWith("OggS")) {
    return ascii.includes("theora") || ascii.includes("\x01video") ? "video/ogg" : "audio/ogg";
  }
  if (hex.startsWith("1a45dfa3")) return ascii.includes("webm") ? "video/webm" : "video/x-matroska";
  // A frame of MPEG audio without tags: sync bits, layer III or ADTS.
  if (/^fff[ab239]/.test(hex) || /^fff[189]/.test(hex))
    return /^fff[19]/.test(hex) ? "audio/aac" : "audio/mpeg";
  return isText(head) ? TEXT : UNKNOWN;
}

function isText(head: Uint8Array): boolean {
  for (const byte of head) {
    if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 0x1b) return false;
  }
  try {
    // The last character may be cut in two: `stream` lets that pass.
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Types that cannot run anything in a page of their own, so that they may be shown rather than saved. */
const INLINE = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
  "image/bmp",
  "audio/wav",
  "audio/flac",
  "audio/mpeg",
  "audio/mp4",
  "audio/ogg",
  "audio/aac",
  "video/mp4",
  "video/webm",
  "video/ogg",
  "video/quicktime",
  TEXT,
]);

export const mayShow = (type: string): boolean => INLINE.has(type);
