/** Milliseconds since 1970 at which snowflake time begins: 2015-01-01T00:00:00Z. */
export const SNOWFLAKE_EPOCH = 1_420_070_400_000;

const MAX_NODE = 1023;
const MAX_SEQUENCE = 4095;

/**
 * Makes ids that rise within a node and are unique across nodes: 42 bits of milliseconds since
 * {@link SNOWFLAKE_EPOCH}, 10 bits of node (0 to 1023), 12 bits of sequence; as decimal strings.
 * A clock that steps back does not make an id twice: the generator stays at the last millisecond it used.
 */
export function createSnowflakes(node: number, now: () => number = Date.now): () => string {
  if (!Number.isInteger(node) || node < 0 || node > MAX_NODE) {
    throw new RangeError(`a snowflake node is an integer from 0 to ${MAX_NODE}, not ${node}`);
  }
  let last = 0;
  let sequence = 0;
  return () => {
    const time = now();
    if (time > last) {
      last = time;
      sequence = 0;
    } else if (++sequence > MAX_SEQUENCE) {
      // More than 4,096 ids in a millisecond: borrow from the next one rather than wait.
      last++;
      sequence = 0;
    }
    return snowflakeParts(last, node, sequence);
  };
}

function snowflakeParts(time: number, node: number, sequence: number): string {
  return ((BigInt(time - SNOWFLAKE_EPOCH) << 22n) | BigInt((node << 12) | sequence)).toString();
}

/** The smallest id a message made at `time` (milliseconds since 1970) can have. */
export function snowflakeAt(time: number): string {
  return snowflakeParts(Math.max(time, SNOWFLAKE_EPOCH), 0, 0);
}

/** Milliseconds since 1970 at which `id` was made. */
export function snowflakeTime(id: string): number {
  return Number(BigInt(id) >> 22n) + SNOWFLAKE_EPOCH;
}

/** Whether `text` is a snowflake: 1 to 19 decimal digits that fit 63 bits, no leading zero. */
export function isSnowflake(text: string): boolean {
  return /^(0|[1-9]\d{0,18})$/.test(text) && (text.length < 19 || text <= "9223372036854775807");
}

/** Orders ids by time, oldest first. Works on ids of any length. */
export function compareSnowflakes(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
