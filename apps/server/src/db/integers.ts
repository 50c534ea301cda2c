/**
 * Integers as both databases hand them over. Ids are 64 bits wide, more than a JavaScript number holds, so:
 * an integer that a number holds exactly comes back as a number, a larger one as its decimal string.
 * Every snowflake of this century is larger, hence always a string.
 */
export function fromInteger(value: bigint | string): number | string {
  const big = BigInt(value);
  return big >= -9007199254740991n && big <= 9007199254740991n ? Number(big) : big.toString();
}
