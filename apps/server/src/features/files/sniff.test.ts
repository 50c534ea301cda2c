import { expect, test } from "bun:test";
import fc from "fast-check";
import { animatedGif, bitmap, jpeg, png, webp } from "../../../tests/pictures.ts";
import { mayShow, sniffType } from "./sniff.ts";

const ascii = (text: string) => Buffer.from(text, "latin1");
const TEXT = "text/plain; charset=utf-8";

test("pictures, sound and moving pictures are known by their first bytes", async () => {
  for (const [bytes, type] of [
    [await png(2, 2), "image/png"],
    [await jpeg(2, 2), "image/jpeg"],
    [await webp(2, 2), "image/webp"],
    [animatedGif(), "image/gif"],
    [bitmap(2, 2), "image/bmp"],
    [ascii("\0\0\0\x20ftypheic"), "image/heic"],
    [ascii("\0\0\0\x20ftypavif"), "image/avif"],
    [ascii("\0\0\0\x20ftypisom"), "video/mp4"],
    [ascii("\0\0\0\x20ftypM4A "), "audio/mp4"],
    [ascii("RIFF\0\0\0\0WAVEfmt "), "audio/wav"],
    [ascii("ID3\x04\0"), "audio/mpeg"],
    [ascii("\xff\xfb\x90\0"), "audio/mpeg"],
    [ascii("\xff\xf1\x50\0"), "audio/aac"],
    [ascii("OggS\0\x02\0\0OpusHead"), "audio/ogg"],
    [ascii("\x1a\x45\xdf\xa3....webm"), "video/webm"],
    [ascii("%PDF-1.7"), "application/pdf"],
    [ascii("PK\x03\x04"), "application/zip"],
  ] as const) {
    expect(sniffType(bytes)).toBe(type);
  }
});

test("whatever is valid UTF-8 is plain text, pages included", () => {
  for (const text of [
    "hello",
    "",
    "<!doctype html><script>",
    '<svg xmlns="…">',
    "été 🙂",
    "a\tb\r\n",
    "BMW, a make of cars",
    "ID3 tags",
  ]) {
    expect(sniffType(Buffer.from(text))).toBe(TEXT);
  }
  // Cut in the middle of a character.
  expect(sniffType(Buffer.from("aé").subarray(0, 2))).toBe(TEXT);
});

test("anything else is bytes to save, and no type that could run is ever shown", () => {
  expect(sniffType(ascii("\x7fELF\0\0"))).toBe("application/octet-stream");
  expect(sniffType(ascii("a\0b"))).toBe("application/octet-stream");
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(sniffType(bytes)).not.toMatch(/html|svg|xml|javascript/);
    }),
  );
  for (const type of ["text/html", "image/svg+xml", "application/pdf", "application/xml"]) {
    expect(mayShow(type)).toBe(false);
  }
});
