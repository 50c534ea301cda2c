import { expect, test } from "bun:test";
import { cellBeside, rowsOf } from "./usePickerGrid.ts";

test("Groups begin rows of their own", () => {
  expect(rowsOf([4, 0, 2], 3)).toEqual([
    { start: 0, size: 3 },
    { start: 3, size: 1 },
    { start: 4, size: 2 },
  ]);
});

test("Up and down keep the column, as far as a row goes", () => {
  const rows = rowsOf([4, 2], 3);
  expect(cellBeside(rows, 2, 1)).toBe(3);
  expect(cellBeside(rows, 3, 1)).toBe(4);
  expect(cellBeside(rows, 5, -1)).toBe(3);
  expect(cellBeside(rows, 3, -1)).toBe(0);
  expect(cellBeside(rows, 1, -1)).toBeUndefined();
  expect(cellBeside(rows, 5, 1)).toBeUndefined();
  expect(cellBeside([], 0, 1)).toBeUndefined();
});
