import { expect, test } from "bun:test";
import fc from "fast-check";
import { highlightSource } from "./highlightSource.ts";

const show = (source: string) =>
  highlightSource(source)
    .map((span) => (span.kinds.length ? `${span.text}{${span.kinds.toSorted().join(" ")}}` : span.text))
    .join("|");

test.each([
  ["a **b** c", "a |**{mark strong}|b{strong}|**{mark strong}| c"],
  ["`x`", "`{code mark}|x{code}|`{code mark}"],
  ["# a", "# {mark}|a{heading}"],
  ["> a\nb", "> {mark}|a{quote}|\nb"],
  ["```js\nx\n```", "```js\nx\n```{fence}"],
  ["hi <@1>", "hi |<@1>{mention}"],
  ["**open", "**open"],
])("%j is cut as %s", (source, expected) => {
  expect(show(source)).toBe(expected);
});

test("the spans are the source again", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(..."*_~|`>#- \n<@1:ab[](\\"), maxLength: 200 }),
      (source) => {
        const joined = highlightSource(source).map((span) => span.text);
        expect(joined.join("")).toBe(source);
      },
    ),
  );
});
