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
