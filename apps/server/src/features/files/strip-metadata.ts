/**
 * Takes out of an image what says where, when and by whom it was taken (of HEIC and AVIF: where), leaving every pixel
 * as it was. No decoding, so it costs a copy, and an animation stays one. What shows the picture right stays: the colour profile, and a JPEG's
 * orientation.
 * Sources: ITU T.81 and Exif 2.32 (JPEG), PNG third edition, Google's WebP container specification, GIF89a.
 * @returns null when the bytes do not follow their format
 */
export function stripMetadata(bytes: Uint8Array, type: string): Uint8Array | null {
  try {
    switch (type) {
      case "image/jpeg":
        return stripJpeg(bytes);
      case "image/png":
        return stripPng(bytes);
      case "image/webp":
        return stripWebp(bytes);
      case "image/gif":
        return stripGif(bytes);
      case "image/bmp":
        // The format has no room for any.
        return bytes;
      case "image/heic":
      case "image/avif":
        return blankPlace(bytes);
      default:
        return null;
    }
  } catch (error) {
    // Reading past the end: cut short or broken.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The EXIF orientation of a JPEG, 1 to 8; 1 when it has none. */
export function jpegOrientation(bytes: Uint8Array): number {
  try {
    for (const { marker, start, end } of jpegSegments(bytes)) {
      if (marker === 0xe1) {
        const found = exifOrientation(bytes.subarray(start + 4, end));
        if (found) return found;
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return 1;
}

interface Segment {
  marker: number;
  start: number;
  /** Exclusive. */
  end: number;
}

/** Segments, chunks or blocks that a file is taken apart into; a picture has some thousands at most. */
const MAX_SEGMENTS = 50_000;

function countSegment(count: number): void {
  if (count > MAX_SEGMENTS) throw new RangeError("too many segments");
}

function* jpegSegments(bytes: Uint8Array): Generator<Segment> {
  const view = viewOf(bytes);
  let at = 2;
  for (let count = 1; ; count++) {
    countSegment(count);
    const start = at;
    if (view.getUint8(at) !== 0xff) throw new RangeError("no marker");
    while (view.getUint8(at) === 0xff) at++;
    const marker = view.getUint8(at++);
    if (marker === 0xd9) {
      yield { marker, start, end: at };
      return;
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) continue;
    at += view.getUint16(at);
    if (marker === 0xda) {
      // Coded data follows, until a marker that is neither stuffing nor a restart.
      while (true) {
        const next = bytes.indexOf(0xff, at);
        if (next === -1) throw new RangeError("no end of image");
        const code = view.getUint8(next + 1);
        if (code !== 0 && code !== 0xff && !(code >= 0xd0 && code <= 0xd7)) {
          at = next;
          break;
        }
        at = next + (code === 0xff ? 1 : 2);
      }
    }
    if (at > bytes.length) throw new RangeError("segment past the end");
    yield { marker, start, end: at };
  }
}

function stripJpeg(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [bytes.subarray(0, 2)];
  const orientation = jpegOrientation(bytes);
  if (orientation !== 1) parts.push(orientationSegment(orientation));
  for (const { marker, start, end } of jpegSegments(bytes)) {
    // APP0 (JFIF), APP2 when it is a colour profile and APP14 (Adobe's colour transform) are needed to decode. What
    // follows the end of the image (previews, motion pictures) is dropped by not being a segment.
    const isProfile = marker === 0xe2 && latin1(bytes, start + 4, 11) === "ICC_PROFILE";
    const isApp = marker >= 0xe0 && marker <= 0xef;
    if (marker === 0xfe || (isApp && marker !== 0xe0 && marker !== 0xee && !isProfile)) continue;
    parts.push(bytes.subarray(start, end));
  }
  return concat(parts);
}

/** `payload` begins after the segment's length. */
function exifOrientation(payload: Uint8Array): number | null {
  if (latin1(payload, 0, 6) !== "Exif\0\0") return null;
  const tiff = viewOf(payload.subarray(6));
  const little = tiff.getUint16(0) === 0x4949;
  const directory = tiff.getUint32(4, little);
  const entries = tiff.getUint16(directory, little);
  for (let i = 0; i < entries; i++) {
    const entry = directory + 2 + i * 12;
    if (tiff.getUint16(entry, little) !== 0x0112) continue;
    const value = tiff.getUint16(entry + 8, little);
    return value >= 1 && value <= 8 ? value : null;
  }
  return null;
}

/** An APP1 that holds nothing but the orientation. */
function orientationSegment(orientation: number): Uint8Array {
  const tiff = [
    0x4d,
    0x4d,
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    0x01,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  ];
  const payload = [...Buffer.from("Exif\0\0", "latin1"), ...tiff];
  const length = payload.length + 2;
  return Uint8Array.from([0xff, 0xe1, length >> 8, length & 0xff, ...payload]);
}

/** Chunks that carry words, times or camera data; all other ones, unknown ones too, only concern the picture. */
const PNG_DROPPED = new Set(["eXIf", "tEXt", "zTXt", "iTXt", "tIME"]);

function stripPng(bytes: Uint8Array): Uint8Array {
  const view = viewOf(bytes);
  const parts: Uint8Array[] = [bytes.subarray(0, 8)];
  for (let at = 8, count = 1; ; count++) {
    countSegment(count);
    const end = at + 12 + view.getUint32(at);
    const type = latin1(bytes, at + 4, 4);
    if (end > bytes.length) throw new RangeError("chunk past the end");
    if (!PNG_DROPPED.has(type)) parts.push(bytes.subarray(at, end));
    if (type === "IEND") return concat(parts);
    at = end;
  }
}

function stripWebp(bytes: Uint8Array): Uint8Array {
  const view = viewOf(bytes);
  const limit = Math.min(bytes.length, 8 + view.getUint32(4, true));
  const parts: Uint8Array[] = [];
  for (let at = 12, count = 1; at + 8 <= limit; count++) {
    countSegment(count);
    const size = view.getUint32(at + 4, true);
    const end = at + 8 + size + (size % 2);
    const type = latin1(bytes, at, 4);
    if (at + 8 + size > bytes.length) throw new RangeError("chunk past the end");
    if (type === "VP8X") {
      const chunk = bytes.slice(at, end);
      // The flags that promise EXIF (bit 3) and XMP (bit 2).
      chunk[8] = (chunk[8] ?? 0) & ~0b1100;
      parts.push(chunk);
    } else if (type !== "EXIF" && type !== "XMP ") parts.push(bytes.subarray(at, end));
    at = end;
  }
  const body = concat(parts);
  const header = new Uint8Array(12);
  header.set(bytes.subarray(0, 4));
  viewOf(header).setUint32(4, body.length + 4, true);
  header.set(bytes.subarray(8, 12), 8);
  return concat([header, body]);
}

interface GifBlock {
  kind: "image" | "extension" | "end";
  /** Of an extension. */
  label: number;
  start: number;
  /** Exclusive. */
  end: number;
}

/** What follows a GIF's header and global colours. */
function* gifBlocks(bytes: Uint8Array): Generator<GifBlock> {
  const view = viewOf(bytes);
  const afterBlocks = (from: number) => {
    let at = from;
    for (let size = view.getUint8(at); size !== 0; size = view.getUint8(at)) at += size + 1;
    return at + 1;
  };
  let at = gifHeader(view);
  for (let count = 1; ; count++) {
    countSegment(count);
    const start = at;
    const kind = view.getUint8(at);
    if (kind === 0x3b) {
      yield { kind: "end", label: 0, start, end: at + 1 };
      return;
    }
    if (kind === 0x2c) {
      at = afterBlocks(at + 10 + gifTable(view.getUint8(at + 9)) + 1);
      yield { kind: "image", label: 0, start, end: at };
    } else if (kind === 0x21) {
      const label = view.getUint8(at + 1);
      at = afterBlocks(at + 2);
      yield { kind: "extension", label, start, end: at };
    } else throw new RangeError("no block");
  }
}

/** Bytes of a table of colours. */
const gifTable = (packed: number): number => (packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0);
const gifHeader = (view: DataView): number => 13 + gifTable(view.getUint8(10));

/** Pictures that a GIF shows one after the other; 0 when the bytes are none. */
export function countGifFrames(bytes: Uint8Array): number {
  try {
    return [...gifBlocks(bytes)].filter(({ kind }) => kind === "image").length;
  } catch (error) {
    if (error instanceof RangeError) return 0;
    throw error;
  }
}

function stripGif(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [bytes.subarray(0, gifHeader(viewOf(bytes)))];
  for (const { kind, label, start, end } of gifBlocks(bytes)) {
    if (kind === "extension") {
      // Of the applications' own blocks only those that say how often to repeat; no comments.
      const application = label === 0xff ? latin1(bytes, start + 3, 11) : "";
      const loops = application === "NETSCAPE2.0" || application === "ANIMEXTS1.0";
      if (label !== 0xf9 && label !== 0x01 && !loops) continue;
    }
    parts.push(bytes.subarray(start, end));
  }
  return concat(parts);
}

const GPS_DIRECTORY = 0x8825;
/** Cameras write one Exif block with some tens of entries. A file made to be walked for minutes is walked this far. */
const MAX_BLOCKS = 16;
const MAX_ENTRIES = 512;
/** Bytes of the longest value of a place. */
const MAX_VALUE = 65_536;

/**
 * A HEIC or AVIF file is a box of items that point at each other by position: rather than move them, the place in its
 * Exif item is overwritten with zeros.
 */
function blankPlace(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  let blocks = 0;
  for (
    let at = copy.indexOf("Exif\0\0", 0, "latin1");
    at !== -1 && blocks < MAX_BLOCKS;
    at = copy.indexOf("Exif\0\0", at + 6, "latin1")
  ) {
    const tiff = copy.subarray(at + 6);
    const little = tiff.subarray(0, 4).equals(Buffer.from("II*\0", "latin1"));
    if (!little && !tiff.subarray(0, 4).equals(Buffer.from("MM\0*", "latin1"))) continue;
    blocks++;
    try {
      blankDirectory(tiff, little);
    } catch (error) {
      // Broken, or no Exif block at all: the next may be one.
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return copy;
}

function blankDirectory(block: Buffer, little: boolean): void {
  const tiff = viewOf(block);
  for (const entry of tiffEntries(tiff, tiff.getUint32(4, little), little)) {
    if (tiff.getUint16(entry, little) !== GPS_DIRECTORY) continue;
    for (const place of tiffEntries(tiff, tiff.getUint32(entry + 8, little), little)) {
      const width = TIFF_WIDTHS[tiff.getUint16(place + 2, little)] ?? 1;
      const length = Math.min(width * tiff.getUint32(place + 4, little), MAX_VALUE);
      const start = tiff.getUint32(place + 8, little);
      if (length > 4 && start < block.length) block.fill(0, start, Math.min(start + length, block.length));
      for (let i = 0; i < 12; i++) tiff.setUint8(place + i, 0);
    }
    return;
  }
}

/** Bytes of one value, by TIFF type. */
const TIFF_WIDTHS: Record<number, number> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8 };

function* tiffEntries(tiff: DataView, directory: number, little: boolean): Generator<number> {
  const count = Math.min(tiff.getUint16(directory, little), MAX_ENTRIES);
  for (let i = 0; i < count; i++) yield directory + 2 + i * 12;
}

/** Whether a file moves: a thumbnail of it would stand still. */
export function isAnimated(bytes: Uint8Array, type: string): boolean {
  if (type === "image/gif") return true;
  if (type === "image/webp") return latin1(bytes, 12, 4) === "VP8X" && ((bytes[20] ?? 0) & 0b10) !== 0;
  // An animated PNG says so in front of its data.
  return type === "image/png" && latin1(bytes, 0, Math.min(bytes.length, 4_096)).includes("acTL");
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function latin1(bytes: Uint8Array, start: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    "latin1",
    start,
    start + length,
  );
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}
