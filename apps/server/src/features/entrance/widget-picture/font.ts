import { brotliDecompressSync } from "node:zlib";

/** One contour as it stands in a font: points on the curve, and those that bend it. */
export type Contour = { x: number; y: number; on: boolean }[];

/** The upright letters of a font, in units of which `unitsPerEm` make a line. */
export interface Font {
  unitsPerEm: number;
  /** Of a character; undefined when the font has none. */
  glyph(sign: number): { advance: number; contours: Contour[] } | undefined;
}

/** Reads on from where it is: numbers as WOFF2 has them. */
class Reader {
  readonly #view: DataView;
  constructor(
    bytes: Uint8Array,
    public at = 0,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  u8 = () => this.#view.getUint8(this.#past(1));
  u16 = () => this.#view.getUint16(this.#past(2));
  i16 = () => this.#view.getInt16(this.#past(2));
  u32 = () => this.#view.getUint32(this.#past(4));
  #past(bytes: number): number {
    this.at += bytes;
    return this.at - bytes;
  }
  /** 255UInt16. */
  short(): number {
    const code = this.u8();
    if (code === 253) return this.u16();
    if (code === 254) return 506 + this.u8();
    return code === 255 ? 253 + this.u8() : code;
  }
  /** UIntBase128. */
  long(): number {
    let value = 0;
    for (;;) {
      const byte = this.u8();
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
  }
}

/** Tables of which something is read, by their numbers in WOFF2; 63 says that the name itself follows. */
const KNOWN = { cmap: 0, head: 1, hhea: 2, hmtx: 3, glyf: 10, loca: 11 } as const;
const NAMED = 63;

interface Table {
  bytes: Uint8Array;
  transformed: boolean;
}

function readTables(file: Uint8Array): Map<number, Table> {
  const directory = new Reader(file, 12);
  const count = directory.u16();
  directory.at = 48;
  const entries = Array.from({ length: count }, () => {
    const flags = directory.u8();
    const number = flags & 63;
    if (number === NAMED) directory.at += 4;
    const version = flags >> 6;
    const length = directory.long();
    // Outlines are transformed unless it says otherwise, all else if it says so.
    const isOutline = number === KNOWN.glyf || number === KNOWN.loca;
    const transformed = isOutline ? version !== 3 : version !== 0;
    return { number, transformed, length: transformed ? directory.long() : length };
  });
  const whole = brotliDecompressSync(file.subarray(directory.at));
  const tables = new Map<number, Table>();
  let at = 0;
  for (const { number, transformed, length } of entries) {
    if (number !== NAMED) tables.set(number, { bytes: whole.subarray(at, at + length), transformed });
    at += length;
  }
  return tables;
}

/** Which glyph a character has, by a `cmap` of format 4. */
function readCharacters(bytes: Uint8Array): Map<number, number> {
  const glyphs = new Map<number, number>();
  const reader = new Reader(bytes, 2);
  const offsets = Array.from({ length: reader.u16() }, () => {
    reader.at += 4;
    return reader.u32();
  });
  for (const offset of offsets) {
    reader.at = offset;
    if (reader.u16() !== 4) continue;
    reader.at += 4;
    const segments = reader.u16() / 2;
    const [ends, starts] = [offset + 14, offset + 16 + segments * 2];
    for (let n = 0; n < segments; n++) {
      const value = (column: number) => new Reader(bytes, column + n * 2).u16();
      const [end, start] = [value(ends), value(starts)];
      const delta = value(starts + segments * 2);
      const rangeAt = starts + segments * 4 + n * 2;
      const range = new Reader(bytes, rangeAt).u16();
      for (let sign = start; sign <= end && sign < 0xffff; sign++) {
        const listed = range === 0 ? sign : new Reader(bytes, rangeAt + range + (sign - start) * 2).u16();
        const glyph = range !== 0 && listed === 0 ? 0 : (listed + delta) & 0xffff;
        if (glyph !== 0) glyphs.set(sign, glyph);
      }
    }
  }
  return glyphs;
}

const signed = (flag: number, value: number) => ((flag & 1) === 0 ? -value : value);

/** How far the next point is, as WOFF2 packs it. */
function readStep(flag: number, from: Reader): [dx: number, dy: number] {
  if (flag < 10) return [0, signed(flag, ((flag & 14) << 7) + from.u8())];
  if (flag < 20) return [signed(flag, (((flag - 10) & 14) << 7) + from.u8()), 0];
  if (flag < 84) {
    const [high, low] = [flag - 20, from.u8()];
    return [
      signed(flag, 1 + (high & 0x30) + (low >> 4)),
      signed(flag >> 1, 1 + ((high & 0x0c) << 2) + (low & 0x0f)),
    ];
  }
  if (flag < 120) {
    const high = flag - 84;
    return [
      signed(flag, 1 + (Math.floor(high / 12) << 8) + from.u8()),
      signed(flag >> 1, 1 + (((high % 12) >> 2) << 8) + from.u8()),
    ];
  }
  if (flag < 124) {
    const [a, b, c] = [from.u8(), from.u8(), from.u8()];
    return [signed(flag, (a << 4) + (b >> 4)), signed(flag >> 1, ((b & 0x0f) << 8) + c)];
  }
  return [signed(flag, from.u16()), signed(flag >> 1, from.u16())];
}

/** A part of a glyph that is made of others: moved and scaled. */
interface Part {
  glyph: number;
  matrix: [a: number, b: number, c: number, d: number, x: number, y: number];
}

function readParts(composite: Reader, glyphs: Reader): Part[] {
  const parts: Part[] = [];
  for (let flags = 0x20, instructed = false; (flags & 0x20) !== 0; ) {
    flags = composite.u16();
    instructed ||= (flags & 0x100) !== 0;
    const glyph = composite.u16();
    const byte = () => (composite.u8() << 24) >> 24;
    const [x, y] = (flags & 1) !== 0 ? [composite.i16(), composite.i16()] : [byte(), byte()];
    const scale = () => composite.i16() / 0x4000;
    let [a, b, c, d] = [1, 0, 0, 1];
    if ((flags & 0x08) !== 0) a = d = scale();
    else if ((flags & 0x40) !== 0) [a, d] = [scale(), scale()];
    else if ((flags & 0x80) !== 0) [a, b, c, d] = [scale(), scale(), scale(), scale()];
    parts.push({ glyph, matrix: [a, b, c, d, x, y] });
    if ((flags & 0x20) === 0 && instructed) glyphs.short();
  }
  return parts;
}

/** All outlines of a transformed `glyf`: contours, or what they are made of. */
function readOutlines(bytes: Uint8Array): (Contour[] | Part[])[] {
  const head = new Reader(bytes, 4);
  const count = head.u16();
  head.at += 2;
  const sizes = Array.from({ length: 7 }, () => head.u32());
  let at = head.at;
  const [contours, points, flags, glyphs, composite] = sizes.map((size) => {
    const reader = new Reader(bytes, at);
    at += size;
    return reader;
  }) as [Reader, Reader, Reader, Reader, Reader];
  return Array.from({ length: count }, () => {
    const number = contours.i16();
    if (number === 0) return [];
    if (number < 0) return readParts(composite, glyphs);
    const lengths = Array.from({ length: number }, () => points.short());
    let [x, y] = [0, 0];
    const outline = lengths.map((length) =>
      Array.from({ length }, () => {
        const flag = flags.u8();
        const [dx, dy] = readStep(flag & 127, glyphs);
        x += dx;
        y += dy;
        return { x, y, on: flag < 128 };
      }),
    );
    glyphs.short();
    return outline;
  });
}

const isPart = (one: Contour | Part): one is Part => "glyph" in one;

/** Reads a font as the web client ships it; of one that varies, the instance that it begins with. */
export function readFont(file: Uint8Array): Font {
  const tables = readTables(file);
  const table = (number: number): Table => {
    const found = tables.get(number);
    if (!found) throw new Error("the font lacks a table");
    return found;
  };
  const characters = readCharacters(table(KNOWN.cmap).bytes);
  const outlines = readOutlines(table(KNOWN.glyf).bytes);
  const metrics = new Reader(table(KNOWN.hhea).bytes, 34).u16();
  const { bytes: widths, transformed } = table(KNOWN.hmtx);
  const [from, step] = transformed ? [1, 2] : [0, 4];
  const contoursOf = (glyph: number, depth = 0): Contour[] =>
    (outlines[glyph] ?? []).flatMap((one: Contour | Part) => {
      if (!isPart(one)) return [one];
      if (depth > 4) return [];
      const [a, b, c, d, dx, dy] = one.matrix;
      return contoursOf(one.glyph, depth + 1).map((contour) =>
        contour.map(({ x, y, on }) => ({ x: a * x + c * y + dx, y: b * x + d * y + dy, on })),
      );
    });
  return {
    unitsPerEm: new Reader(table(KNOWN.head).bytes, 18).u16(),
    glyph(sign) {
      const glyph = characters.get(sign);
      if (glyph === undefined) return undefined;
      const advance = new Reader(widths, from + Math.min(glyph, metrics - 1) * step).u16();
      return { advance, contours: contoursOf(glyph) };
    },
  };
}
