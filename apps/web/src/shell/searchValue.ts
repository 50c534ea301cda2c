/**
 * A value of an address's query. The router reads values as JSON and writes the address anew; only what comes out as it
 * went in is read so, since an id has more digits than a number and a tool's `state` must come back letter by letter.
 * @throws SyntaxError for what stays as it is
 */
export function readSearchValue(text: string): unknown {
  const value: unknown = JSON.parse(text);
  // Quotes are the router's own where the words between them would be read as something else.
  if (typeof value === "string") readSearchValue(value);
  if (JSON.stringify(value) !== text) throw new SyntaxError("not written as it would be again");
  return value;
}
