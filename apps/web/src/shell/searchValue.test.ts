import { expect, test } from "bun:test";
import { parseSearchWith, stringifySearchWith } from "@tanstack/react-router";
import { readSearchValue } from "./searchValue.ts";

const parse = parseSearchWith(readSearchValue);
const stringify = stringifySearchWith(JSON.stringify, readSearchValue);

test("an address of another tool stays as it was written", () => {
  for (const value of [
    "1234567890123456789",
    "1e5",
    "007",
    '"quoted"',
    '{ "a": 1 }',
    "true",
    "12",
    "null",
    "a b",
  ]) {
    const query = `?${new URLSearchParams({ state: value })}`;
    expect(new URLSearchParams(stringify(parse(query))).get("state")).toBe(value);
  }
});

test("ids are read with all their digits, and what the client itself writes comes back", () => {
  expect(parse("?client_id=1234567890123456789")).toEqual({ client_id: "1234567890123456789" });
  for (const search of [
    { role: "1234567890123456789" },
    { n: 12 },
    { n: "12" },
    { list: [1, "a"] },
    { is: true },
  ]) {
    expect(parse(stringify(search))).toEqual(search);
  }
});
