import { expect, test } from "bun:test";
import fc from "fast-check";
import { clampCrop, cropSquare } from "./crop.ts";

test("the frame never shows a gap, wherever one drags and however far one zooms", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 1, max: 5000 }),
      fc.record({
        zoom: fc.double({ min: -2, max: 9, noNaN: true }),
        x: fc.double({ min: -3, max: 3, noNaN: true }),
        y: fc.double({ min: -3, max: 3, noNaN: true }),
      }),
      (width, height, crop) => {
        const { size, left, top } = cropSquare(width, height, clampCrop(width, height, crop));
        const slack = 1e-6 * Math.max(width, height);
        expect(left).toBeGreaterThanOrEqual(-slack);
        expect(top).toBeGreaterThanOrEqual(-slack);
        expect(left + size).toBeLessThanOrEqual(width + slack);
        expect(top + size).toBeLessThanOrEqual(height + slack);
      },
    ),
  );
});

test("without zoom a landscape is cut at its sides alone", () => {
  expect(cropSquare(200, 100, clampCrop(200, 100, { zoom: 1, x: 0.5, y: 0.2 }))).toEqual({
    size: 100,
    left: 50,
    top: 0,
  });
});
