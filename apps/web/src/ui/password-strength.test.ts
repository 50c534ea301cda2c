import { expect, test } from "bun:test";
import { passwordStrength } from "./password-strength.ts";

test("what the server refuses is nought", () => {
  expect(passwordStrength("")).toBe(0);
  expect(passwordStrength("Xk9$q2!")).toBe(0);
});

test("leaked words, runs and repeats are weak however long", () => {
  for (const weak of [
    "password",
    "motdepasse",
    "azertyuiop",
    "aaaaaaaaaaaaaaaa",
    "123456789012345",
    "password123",
  ]) {
    expect({ weak, strength: passwordStrength(weak) }).toEqual({ weak, strength: 1 });
  }
});

test("one's own name does not count", () => {
  expect(passwordStrength("maudlefevre", ["maudlefevre"])).toBe(1);
});

test("phrases are strong", () => {
  expect(passwordStrength("quatre mots au hasard")).toBe(4);
  expect(passwordStrength("correct horse battery staple")).toBe(4);
});

test("longer is never weaker", () => {
  const text = "tH3 r4in in Sp@in falls mainly";
  for (let length = 8; length < text.length; length += 1) {
    expect(passwordStrength(text.slice(0, length + 1))).toBeGreaterThanOrEqual(
      passwordStrength(text.slice(0, length)),
    );
  }
});
