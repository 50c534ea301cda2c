import { expect, test } from "bun:test";
import { dataUri, png } from "../../../tests/pictures.ts";
import { readPicture } from "./pictures.ts";

test("Whoever adds many emojis at once holds up nobody else's", async () => {
  const picture = dataUri("image/png", await png(64, 64));
  const done: string[] = [];
  const add = (who: string) => readPicture(who, picture).then(() => done.push(who));
  await Promise.all([...Array.from({ length: 12 }, () => add("alice")), add("bob")]);
  expect(done.filter((who) => who === "alice")).toHaveLength(12);
  // Behind the one that is being worked on, and the next at most.
  expect(done.indexOf("bob")).toBeLessThan(3);
});
