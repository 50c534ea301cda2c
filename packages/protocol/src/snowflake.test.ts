import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  compareSnowflakes,
  createSnowflakes,
  isSnowflake,
  SNOWFLAKE_EPOCH,
  snowflakeAt,
  snowflakeTime,
} from "./snowflake.ts";

test("ids rise and never repeat, whatever the clock does", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 200 }), (steps) => {
      let clock = SNOWFLAKE_EPOCH + 1000;
      const next = createSnowflakes(7, () => clock);
      let previous = next();
      for (const step of steps) {
        clock += step;
        const id = next();
        expect(compareSnowflakes(previous, id)).toBeLessThan(0);
        previous = id;
      }
    }),
  );
});

test("a burst of more than 4,096 ids in one millisecond stays unique", () => {
  const next = createSnowflakes(0, () => SNOWFLAKE_EPOCH + 1);
  const ids = new Set(Array.from({ length: 10_000 }, next));
  expect(ids.size).toBe(10_000);
});

test("two nodes never make the same id", () => {
  const clock = () => SNOWFLAKE_EPOCH + 1;
  const a = createSnowflakes(1, clock);
  const b = createSnowflakes(2, clock);
  const ids = new Set([...Array.from({ length: 100 }, a), ...Array.from({ length: 100 }, b)]);
  expect(ids.size).toBe(200);
});

test("the time of an id is read back", () => {
  const time = Date.UTC(2030, 1, 2);
  expect(snowflakeTime(createSnowflakes(3, () => time)())).toBe(time);
  expect(snowflakeTime(snowflakeAt(time))).toBe(time);
});

test("what is no snowflake is told apart", () => {
  for (const good of ["0", "1", "175928847299117063", "9223372036854775807"])
    expect(isSnowflake(good)).toBe(true);
  for (const bad of ["", "-1", "01", "1.5", "abc", "9223372036854775808", "12345678901234567890"]) {
    expect(isSnowflake(bad)).toBe(false);
  }
});
