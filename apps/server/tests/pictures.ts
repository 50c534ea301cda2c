import { deflateSync } from "node:zlib";

/** A picture of `width` × `height`, every pixel another colour, as an uncompressed bitmap. */
export function bitmap(width: number, height: number): Uint8Array {
  const row = (width * 3 + 3) & ~3;
  const bytes = new Uint8Array(54 + row * height);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, 54, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      bytes.set([(x * 255) / width, (y * 255) / height, 128], 54 + y * row + x * 3);
  }
  return bytes;
}

export const jpeg = (width: number, height: number) => new Bun.Image(bitmap(width, height)).jpeg().bytes();
export const png = (width: number, height: number) => new Bun.Image(bitmap(width, height)).png().bytes();
export const webp = (width: number, height: number) => new Bun.Image(bitmap(width, height)).webp().bytes();

/** What a camera writes: an orientation, and a GPS directory with a latitude that stands for a place. */
export function exif(orientation: number): Uint8Array {
  const tiff = Buffer.alloc(200);
  tiff.write("MM\0*", "latin1");
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(2, 8);
  const entry = (at: number, tag: number, type: number, count: number, value: number, short = false) => {
    tiff.writeUInt16BE(tag, at);
    tiff.writeUInt16BE(type, at + 2);
    tiff.writeUInt32BE(count, at + 4);
    if (short) tiff.writeUInt16BE(value, at + 8);
    else tiff.writeUInt32BE(value, at + 8);
  };
  entry(10, 0x0112, 3, 1, orientation, true);
  entry(22, 0x8825, 4, 1, 60);
  tiff.writeUInt16BE(1, 60);
  // GPSLatitude: three rationals at 100; the text after them is what tests look for.
  entry(62, 0x0002, 5, 3, 100);
  tiff.write("SECRET-PLACE-SECRET-PLAC", 100, "latin1");
  return Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
}

/** A JPEG with that EXIF, a comment, and a preview behind its end. */
export async function photograph(width: number, height: number, orientation = 1): Promise<Uint8Array> {
  const plain = await jpeg(width, height);
  return Buffer.concat([
    plain.subarray(0, 2),
    segment(0xe1, exif(orientation)),
    segment(0xfe, Buffer.from("by SECRET-AUTHOR")),
    plain.subarray(2),
    Buffer.from("SECRET-PREVIEW"),
  ]);
}

function segment(marker: number, payload: Uint8Array): Uint8Array {
  const length = payload.length + 2;
  return Buffer.concat([Uint8Array.from([0xff, marker, length >> 8, length & 0xff]), payload]);
}

/** A PNG with a text chunk. */
export async function signedPng(width: number, height: number): Promise<Uint8Array> {
  const plain = await png(width, height);
  const text = chunk("tEXt", Buffer.from("Author\0SECRET-AUTHOR", "latin1"));
  // After IHDR, which is 8 + 25 bytes in.
  return Buffer.concat([plain.subarray(0, 33), text, plain.subarray(33)]);
}

/** A WebP with an EXIF chunk, in the extended form that announces it. */
export async function taggedWebp(width: number, height: number): Promise<Uint8Array> {
  const plain = Buffer.from(await webp(width, height));
  const extended = Buffer.alloc(18);
  extended.write("VP8X", "latin1");
  extended.writeUInt32LE(10, 4);
  extended[8] = 0b1000;
  extended.writeUIntLE(width - 1, 12, 3);
  extended.writeUIntLE(height - 1, 15, 3);
  const tags = exif(1);
  const chunk = Buffer.alloc(8);
  chunk.write("EXIF", "latin1");
  chunk.writeUInt32LE(tags.length, 4);
  const body = Buffer.concat([extended, plain.subarray(12), chunk, tags, Buffer.alloc(tags.length % 2)]);
  const header = Buffer.from(plain.subarray(0, 12));
  header.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([header, body]);
}

/** A GIF of two frames that repeats and says who made it. */
export function animatedGif(): Uint8Array {
  const frame = [0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
  const comment = [...Buffer.from("SECRET-AUTHOR")];
  return Uint8Array.from([
    ...Buffer.from("GIF89a"),
    ...[1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255],
    ...[0x21, 0xff, 11, ...Buffer.from("NETSCAPE2.0"), 3, 1, 0, 0, 0],
    ...[0x21, 0xfe, comment.length, ...comment, 0],
    ...frame,
    ...frame,
    0x3b,
  ]);
}

type Colour = [red: number, green: number, blue: number];

/** A PNG drawn by a function of each pixel. */
export function drawPng(width: number, height: number, at: (x: number, y: number) => Colour): Buffer {
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows.set(at(x, y), y * (1 + width * 3) + 1 + x * 3);
  }
  return pngOf(width, height, deflateSync(rows));
}

/** A PNG of a few bytes that claims to be of this size. */
export const pngBomb = (width: number, height: number): Buffer =>
  pngOf(width, height, deflateSync(Buffer.alloc(100)));

/** A PNG of 24 bits a pixel around compressed rows. */
export function pngOf(width: number, height: number, data: Uint8Array): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A PNG's chunk. */
function chunk(type: string, body: Uint8Array): Buffer {
  const out = Buffer.alloc(12 + body.length);
  out.writeUInt32BE(body.length, 0);
  out.write(type, 4, "latin1");
  out.set(body, 8);
  out.writeUInt32BE(Bun.hash.crc32(out.subarray(4, 8 + body.length)), 8 + body.length);
  return out;
}

export const dataUri = (type: string, bytes: Uint8Array): string =>
  `data:${type};base64,${Buffer.from(bytes).toString("base64")}`;
