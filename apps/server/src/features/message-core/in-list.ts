/**
 * Ids for an `in (…)`, filled up by repeating the last one to a power of two: few lengths make few statements, and
 * those stay prepared.
 */
export function inList(ids: Iterable<string>): string[] {
  const list = [...new Set(ids)];
  const last = list.at(-1);
  if (last === undefined) return ["0"];
  const length = 2 ** Math.ceil(Math.log2(list.length));
  while (list.length < length) list.push(last);
  return list;
}
