import { describe, expect, test } from "bun:test";
import { countRows, placeIn, ROW_HEIGHT, rangesOf, rowsInSight, stepRow } from "./memberRows.ts";

const groups = [
  { id: "7", count: 2 },
  { id: "online", count: 1 },
  { id: "offline", count: 3 },
];

describe("the rows of a list of members", () => {
  test("are heads and members alike", () => {
    expect(countRows(groups)).toBe(9);
    expect(countRows([])).toBe(0);
    expect(placeIn(groups, 0)).toMatchObject({ group: { id: "7" }, isHead: true });
    expect(placeIn(groups, 2)).toMatchObject({ group: { id: "7" }, isHead: false });
    expect(placeIn(groups, 3)).toMatchObject({ group: { id: "online" }, isHead: true });
    expect(placeIn(groups, 8)).toMatchObject({ group: { id: "offline" }, isHead: false });
    expect(placeIn(groups, 9)).toBeUndefined();
  });

  test("are drawn where they are in sight, and a few beyond", () => {
    expect(rowsInSight(0, 10 * ROW_HEIGHT, 100_000)).toEqual({ first: 0, last: 17 });
    expect(rowsInSight(500 * ROW_HEIGHT, 10 * ROW_HEIGHT, 100_000)).toEqual({ first: 492, last: 517 });
    expect(rowsInSight(0, 900, 3)).toEqual({ first: 0, last: 2 });
    expect(rowsInSight(0, 900, 0)).toEqual({ first: 0, last: -1 });
  });

  test("are asked for in whole hundreds, five at most", () => {
    expect(rangesOf({ first: 0, last: 17 })).toEqual([[0, 99]]);
    expect(rangesOf({ first: 0, last: -1 })).toEqual([[0, 99]]);
    expect(rangesOf({ first: 92, last: 117 })).toEqual([
      [0, 99],
      [100, 199],
    ]);
    expect(rangesOf({ first: 0, last: 9_999 })).toHaveLength(5);
  });

  test("are walked over heads, and not beyond the ends", () => {
    expect(stepRow(groups, 2, 1)).toBe(4);
    expect(stepRow(groups, 4, -1)).toBe(2);
    expect(stepRow(groups, 1, -1)).toBe(1);
    expect(stepRow(groups, 8, 1)).toBe(8);
  });
});
