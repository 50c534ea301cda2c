import { expect, test } from "bun:test";
import { fuzzyMatch } from "./fuzzy.ts";

const rank = (query: string, texts: string[]) =>
  texts
    .flatMap((text) => {
      const match = fuzzyMatch(query, text);
      return match ? [{ text, score: match.score }] : [];
    })
    .sort((a, b) => b.score - a.score)
    .map((one) => one.text);

test("accents and case do not matter", () => {
  expect(fuzzyMatch("lefevre", "Maud Lefèvre")).not.toBeNull();
  expect(fuzzyMatch("INÈS", "ines")).not.toBeNull();
});

test("the start of the name comes before the start of a word, before the middle, before scattered letters", () => {
  expect(rank("ma", ["Tomas", "Grand Manoir", "Maud", "Mia Lamarr", "Kim Alba"])[0]).toBe("Maud");
  expect(rank("lr", ["Loom readers", "Wei Chen"])).toEqual(["Loom readers"]);
});

test("the letters found are told, for marking", () => {
  expect(fuzzyMatch("rea", "Loom readers")?.at).toEqual([5, 6, 7]);
  expect(fuzzyMatch("lr", "Loom readers")?.at).toEqual([0, 5]);
});
