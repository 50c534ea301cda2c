import { expect, test } from "bun:test";
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

test("what is no such PNG is refused", () => {
  expect(() => cropToSquare(Buffer.from("nothing of the kind"))).toThrow();
});
