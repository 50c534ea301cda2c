import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  animatedGif,
  exif,
  jpeg,
  photograph,
  png,
  signedPng,
  taggedWebp,
  webp,
} from "../../../tests/pictures.ts";
import { isAnimated, jpegOrientation, stripMetadata } from "./strip-metadata.ts";

const contains = (bytes: Uint8Array | null, text: string) => Buffer.from(bytes ?? []).includes(text);
const pixels = (bytes: Uint8Array) => new Bun.Image(bytes, { autoOrient: false }).png().bytes();

test("every format loses its secrets and keeps its pixels", async () => {
  for (const [type, bytes] of [
    ["image/jpeg", await photograph(60, 40)],
    ["image/png", await signedPng(60, 40)],
    ["image/webp", await taggedWebp(60, 40)],
    ["image/gif", animatedGif()],
  ] as const) {
    expect(contains(bytes, "SECRET")).toBe(true);
    const clean = stripMetadata(bytes, type);
    expect(clean).not.toBeNull();
    expect(contains(clean, "SECRET")).toBe(false);
    expect(contains(clean, "Exif")).toBe(false);
    expect(await pixels(clean as Uint8Array)).toEqual(await pixels(bytes));
  }
});

test("a photograph keeps its orientation and nothing else of its EXIF", async () => {
  const clean = stripMetadata(await photograph(60, 40, 6), "image/jpeg") as Uint8Array;
  expect(jpegOrientation(clean)).toBe(6);
  expect(contains(clean, "SECRET")).toBe(false);
  expect(
    await new Bun.Image(clean)
      .png()
      .bytes()
      .then((b) => new Bun.Image(b).metadata()),
  ).toMatchObject({
    width: 40,
    height: 60,
  });
});

test("an image without metadata comes out as it went in", async () => {
  for (const [type, bytes] of [
    ["image/jpeg", await jpeg(30, 20)],
    ["image/png", await png(30, 20)],
    ["image/webp", await webp(30, 20)],
  ] as const) {
    expect(Buffer.compare(stripMetadata(bytes, type) ?? new Uint8Array(), bytes)).toBe(0);
  }
});

test("an animation stays one", () => {
  const clean = stripMetadata(animatedGif(), "image/gif") as Uint8Array;
  expect(contains(clean, "NETSCAPE2.0")).toBe(true);
  expect(isAnimated(clean, "image/gif")).toBe(true);
});

test("the place in a HEIC file is overwritten where it stands", () => {
  const file = Buffer.concat([Buffer.from("....ftypheic"), exif(6), Buffer.from("pixels")]);
  const clean = stripMetadata(file, "image/heic") as Uint8Array;
  expect(clean).toHaveLength(file.length);
  expect(contains(clean, "SECRET")).toBe(false);
  expect(contains(clean, "pixels")).toBe(true);
});

test("a HEIC file made of directories that point at each other is done with at once", () => {
  const count = 65_535;
  const directory = 2 + count * 12;
  const file = Buffer.alloc(32 + 2 * directory + 1_000_000);
  file.write("....ftypheic", 0, "latin1");
  file.write("Exif\0\0MM\0*", 16, "latin1");
  const tiff = file.subarray(22);
  tiff.writeUInt32BE(8, 4);
  for (const [at, tag, value] of [
    [8, 0x8825, 8 + directory],
    [8 + directory, 1, 8 + 2 * directory],
  ] as const) {
    tiff.writeUInt16BE(count, at);
    for (let i = 0; i < count; i++) {
      const entry = at + 2 + i * 12;
      tiff.writeUInt16BE(tag, entry);
      tiff.writeUInt16BE(5, entry + 2);
      tiff.writeUInt32BE(0x0fff_ffff, entry + 4);
      tiff.writeUInt32BE(value, entry + 8);
    }
  }
  // Followed to the end, it would take minutes in which the server does nothing else.
  expect(stripMetadata(file, "image/heic")).toHaveLength(file.length);
});

test("a picture in a million pieces is not taken apart", () => {
  const chunk = Buffer.from("\0\0\0\0tEXt\0\0\0\0", "latin1");
  const file = Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), ...Array<Buffer>(60_000).fill(chunk)]);
  const end = Buffer.from("\0\0\0\0IEND\0\0\0\0", "latin1");
  expect(stripMetadata(Buffer.concat([file, end]), "image/png")).toBeNull();
  expect(stripMetadata(Buffer.concat([file.subarray(0, 12_008), end]), "image/png")).toHaveLength(20);
});

test("a broken block in a HEIC file does not save the place in the next", () => {
  const broken = Buffer.from("Exif\0\0MM\0*\xff\xff\xff\xff", "latin1");
  const file = Buffer.concat([Buffer.from("....ftypheic"), broken, exif(6), Buffer.from("pixels")]);
  expect(contains(stripMetadata(file, "image/heic") as Uint8Array, "SECRET")).toBe(false);
});

test("bytes that only claim to be an image are refused, never looped over", async () => {
  const photo = await photograph(20, 20);
  const types = ["image/jpeg", "image/png", "image/webp", "image/gif", "image/heic"];
  fc.assert(
    fc.property(
      fc.constantFrom(...types),
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.nat({ max: photo.length }).map((n) => photo.subarray(0, n)),
      ),
      (type, bytes) => {
        const clean = stripMetadata(bytes, type);
        expect(clean === null || clean.length <= bytes.length + 40).toBe(true);
      },
    ),
  );
});
