import { expect, test } from "bun:test";
import { deflateSync } from "node:zlib";
import { pngOf } from "../../../tests/pictures.ts";
import { cropToSquare } from "./crop.ts";

/** Left third red, middle green, right blue; encoded with whatever filters the encoder likes. */
async function stripes(width: number, height: number): Promise<Uint8Array> {
  const bmp = Buffer.alloc(54 + width * height * 4);
  bmp.write("BM");
  bmp.writeUInt32LE(bmp.length, 2);
  bmp.writeUInt32LE(54, 10);
  bmp.writeUInt32LE(40, 14);
  bmp.writeInt32LE(width, 18);
  bmp.writeInt32LE(height, 22);
  bmp.writeUInt16LE(1, 26);
  bmp.writeUInt16LE(32, 28);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const third = Math.floor(((width > height ? x : height - 1 - y) / Math.max(width, height)) * 3);
      const colour = [0, 0, 0, 255];
      colour[2 - third] = 255;
      bmp.set(colour, 54 + (y * width + x) * 4);
    }
  }
  return new Bun.Image(bmp).png().bytes();
}

test.each([
  [90, 30],
  [30, 90],
  [91, 31],
])("the middle of %i × %i is cut out", async (width, height) => {
  const square = cropToSquare(await stripes(width, height));
  const side = Math.min(width, height);
  const image = new Bun.Image(square);
  expect(await image.metadata()).toMatchObject({ width: side, height: side });
  const green = await new Bun.Image(await stripes(3, 1)).resize(1, 1, { filter: "nearest" }).png().bytes();
  expect(await image.resize(1, 1, { filter: "nearest" }).png().bytes()).toEqual(green);
});

test("every filter is undone", () => {
  const width = 11;
  const height = 25;
  const stride = width * 3;
  const pixels = Uint8Array.from({ length: stride * height }, (_, n) => (n * n * 31 + n * 7) & 255);
  const at = (x: number, y: number) => (x < 0 || y < 0 ? 0 : (pixels[y * stride + x] ?? 0));
  const paeth = (a: number, b: number, c: number) => {
    const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
    return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
  };
  /** The same picture, row `y` filtered with `filterOf(y)`. */
  const encode = (filterOf: (y: number) => number) => {
    const rows = Buffer.alloc((stride + 1) * height);
    for (let y = 0; y < height; y++) {
      const filter = filterOf(y);
      rows[y * (stride + 1)] = filter;
      for (let x = 0; x < stride; x++) {
        const [a, b, c] = [at(x - 3, y), at(x, y - 1), at(x - 3, y - 1)];
        const predicted = [0, a, b, (a + b) >> 1, paeth(a, b, c)][filter] ?? 0;
        rows[y * (stride + 1) + 1 + x] = at(x, y) - predicted;
      }
    }
    return pngOf(width, height, deflateSync(rows));
  };
  expect(cropToSquare(encode((y) => y % 5))).toEqual(cropToSquare(encode(() => 0)));
});

test("what is no such PNG is refused", () => {
  expect(() => cropToSquare(Buffer.from("nothing of the kind"))).toThrow();
});
