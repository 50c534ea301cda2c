import { expect, test } from "bun:test";
import { nameOfFile } from "./picture.ts";

test("an emoji is called after its file, as far as names go", () => {
  expect(nameOfFile("party_parrot.gif")).toBe("party_parrot");
  expect(nameOfFile("Fête du village (2).png")).toBe("Fete_du_village_2");
  expect(nameOfFile("日本.png")).toBe("emoji");
  expect(nameOfFile("x.webp")).toBe("emoji");
  expect(nameOfFile(`${"long".repeat(20)}.png`)).toHaveLength(32);
  expect(nameOfFile("v1.2.png")).toBe("v1_2");
});
