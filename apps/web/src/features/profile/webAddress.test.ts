import { expect, test } from "bun:test";
import { webAddress } from "./webAddress.ts";

test("only pages on the web are led to", () => {
  expect(webAddress("https://example.org/add?to=me")).toBe("https://example.org/add?to=me");
  expect(webAddress("HTTP://Example.org")).toBe("http://example.org/");
  for (const other of [
    undefined,
    "",
    "example.org",
    "javascript:alert(1)",
    "data:text/html,x",
    "mailto:a@b.c",
  ]) {
    expect(webAddress(other)).toBeNull();
  }
});
