import { deflateSync, inflateSync } from "node:zlib";

export interface Point {
  x: number;
  y: number;
}
export type Color = readonly [red: number, green: number, blue: number, alpha?: number];

/** Closed polygons, in pixels. */
export type Shape = Point[][];

/** A picture in memory. What is drawn lies on what is there, with soft edges. */
export class Canvas {
  readonly pixels: Uint8ClampedArray;
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.pixels = new Uint8ClampedArray(width * height * 4);
  }

  fill(shape: Shape, paint: Color | ((x: number, y: number) => Color)): void {
    const { width, height } = this;
    const stride = width + 2;
    const sums = new Float32Array(stride * height);
    const rows = shape.flat().map(({ y }) => y);
    const [top, bottom] = [Math.max(0, Math.floor(Math.min(...rows))), Math.min(height, Math.max(...rows))];
    for (const points of shape) {
      points.forEach((point, n) => {
        addEdge(sums, stride, height, point, points[(n + 1) % points.length] ?? point);
      });
    }
    for (let y = top; y < bottom; y++) {
      let sum = 0;
      for (let x = 0; x < width; x++) {
        sum += sums[y * stride + x] ?? 0;
        const covered = Math.min(1, Math.abs(sum));
        if (covered > 1 / 512) this.#blend(x, y, typeof paint === "function" ? paint(x, y) : paint, covered);
      }
    }
  }

  #blend(x: number, y: number, [red, green, blue, alpha = 1]: Color, covered: number): void {
    const at = (y * this.width + x) * 4;
    const { pixels } = this;
    const over = alpha * covered;
    const under = ((pixels[at + 3] ?? 0) / 255) * (1 - over);
    const all = over + under;
    pixels[at] = (red * over + (pixels[at] ?? 0) * under) / all;
    pixels[at + 1] = (green * over + (pixels[at + 1] ?? 0) * under) / all;
    pixels[at + 2] = (blue * over + (pixels[at + 2] ?? 0) * under) / all;
    pixels[at + 3] = all * 255;
  }
}

/** Adds how much an edge covers of the pixels that it crosses, to the right of it: signed by its direction. */
function addEdge(sums: Float32Array, stride: number, height: number, from: Point, to: Point): void {
  if (from.y === to.y) return;
  const sign = from.y < to.y ? 1 : -1;
  const [top, bottom] = sign === 1 ? [from, to] : [to, from];
  const slope = (bottom.x - top.x) / (bottom.y - top.y);
  const last = stride - 2;
  const inside = (x: number) => Math.min(last, Math.max(0, x));
  for (let y = Math.max(0, Math.floor(top.y)); y < Math.min(height, Math.ceil(bottom.y)); y++) {
    const [begin, end] = [Math.max(y, top.y), Math.min(y + 1, bottom.y)];
    const part = sign * (end - begin);
    const [a, b] = [inside(top.x + (begin - top.y) * slope), inside(top.x + (end - top.y) * slope)];
    const [left, right] = a < b ? [a, b] : [b, a];
    const first = Math.floor(left);
    const row = y * stride;
    // What of each pixel lies right of the edge, less what was said of the one before.
    let before = 0;
    for (let x = first; x <= Math.max(first, Math.ceil(right) - 1); x++) {
      const covered = rightOf(left, right, x);
      sums[row + x] = (sums[row + x] ?? 0) + part * (covered - before);
      before = covered;
    }
    const next = Math.max(first, Math.ceil(right) - 1) + 1;
    sums[row + next] = (sums[row + next] ?? 0) + part * (1 - before);
  }
}

/** How much of pixel `x` lies right of an edge that runs evenly from `left` to `right` within a row. */
function rightOf(left: number, right: number, x: number): number {
  if (right - left < 1e-6) return Math.min(1, Math.max(0, x + 1 - left));
  // The mean of clamp(x + 1 - e, 0, 1) for e between the two.
  const sum = (e: number) => {
    const t = Math.min(1, Math.max(0, x + 1 - e));
    const whole = Math.max(0, x - e);
    return whole + t * t * 0.5;
  };
  return (sum(left) - sum(right)) / (right - left);
}

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = (CRC[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(~crc >>> 0, body.length + 4);
  return framed;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export function toPng({ width, height, pixels }: Canvas): Uint8Array<ArrayBuffer> {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const lines = Buffer.alloc((width * 4 + 1) * height);
  for (let y = 0; y < height; y++) {
    lines.set(pixels.subarray(y * width * 4, (y + 1) * width * 4), y * (width * 4 + 1) + 1);
  }
  const parts = [
    SIGNATURE,
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(lines)),
    chunk("IEND", Buffer.alloc(0)),
  ];
  return new Uint8Array(Buffer.concat(parts));
}

/** The pixels of a PNG with 8 bits a channel that is not interlaced, as `Bun.Image` writes it; null for any other. */
export function readPng(bytes: Uint8Array): ((x: number, y: number) => Color) | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [file.readUInt32BE(16), file.readUInt32BE(20)];
  const [depth, kind, , , interlaced] = file.subarray(24, 29);
  const size = kind === 6 ? 4 : kind === 2 ? 3 : 0;
  if (depth !== 8 || size === 0 || interlaced !== 0) return null;
  const data: Buffer[] = [];
  for (let at = 8; at + 8 < file.length; ) {
    const length = file.readUInt32BE(at);
    if (file.toString("latin1", at + 4, at + 8) === "IDAT") data.push(file.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const lines = inflateSync(Buffer.concat(data));
  const stride = width * size;
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (stride + 1)] ?? 0;
    for (let n = 0; n < stride; n++) {
      const left = n < size ? 0 : (out[y * stride + n - size] ?? 0);
      const up = y === 0 ? 0 : (out[(y - 1) * stride + n] ?? 0);
      const corner = n < size || y === 0 ? 0 : (out[(y - 1) * stride + n - size] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      out[y * stride + n] = (lines[y * (stride + 1) + 1 + n] ?? 0) + guess;
    }
  }
  return (x, y) => {
    const at = (Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))) * size;
    return [out[at] ?? 0, out[at + 1] ?? 0, out[at + 2] ?? 0, size === 4 ? (out[at + 3] ?? 0) / 255 : 1];
  };
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
