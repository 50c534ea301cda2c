import { expect, test } from "bun:test";
import { kindOf, ownAddress, placeWithin, thumbnail } from "./files.ts";
import { withSpoiler } from "./spoiler.ts";

test("an image keeps its shape within 440 × 330 and is never blown up", () => {
  expect(placeWithin(4000, 3000)).toEqual({ width: 440, height: 330 });
  expect(placeWithin(4000, 1000)).toEqual({ width: 440, height: 110 });
  expect(placeWithin(100, 50)).toEqual({ width: 100, height: 50 });
  expect(placeWithin(10_000, 1)).toEqual({ width: 440, height: 1 });
});

test("an image that would be a sliver keeps a side that can be seen and pressed", () => {
  expect(placeWithin(300, 3300)).toEqual({ width: 96, height: 330 });
  expect(placeWithin(4000, 400)).toEqual({ width: 440, height: 96 });
  expect(placeWithin(20, 3300)).toEqual({ width: 20, height: 330 });
});

test("a thumbnail's address keeps its signature", () => {
  expect(thumbnail("/attachments/1/2/a.png?ex=1&hm=x", 440, 330, 2)).toBe(
    "/attachments/1/2/a.png?ex=1&hm=x&width=880&height=660",
  );
  expect(thumbnail("https://chat.example/a.png?ex=1", 10, 10)).toBe(
    "https://chat.example/a.png?ex=1&width=10&height=10",
  );
});

test("files are told apart by type, name and size", () => {
  const kind = (filename: string, content_type: string, size = 10, width?: number) =>
    kindOf({ filename, content_type, size, width });
  expect(kind("a.png", "image/png", 10, 4)).toBe("image");
  expect(kind("broken.png", "image/png")).toBe("other");
  expect(kind("a.rs", "application/octet-stream")).toBe("text");
  expect(kind("a.rs", "text/plain", 1_000_000)).toBe("other");
  expect(kind("empty.txt", "text/plain", 0)).toBe("other");
  expect(kind("a.mp4", "video/mp4")).toBe("video");
  expect(kind("a.gz", "application/gzip")).toBe("other");
});

test("a spoiler is told by the file's name", () => {
  expect(withSpoiler("a.png", true)).toBe("SPOILER_a.png");
  expect(withSpoiler("SPOILER_a.png", true)).toBe("SPOILER_a.png");
  expect(withSpoiler("SPOILER_a.png", false)).toBe("a.png");
});

test("a file comes from this page's own origin, whatever host its address names", () => {
  expect(ownAddress("http://evil.example/attachments/1/2/a.png?ex=1&hm=x")).toBe(
    "/attachments/1/2/a.png?ex=1&hm=x",
  );
  expect(ownAddress("/attachments/1/2/a.png?ex=1")).toBe("/attachments/1/2/a.png?ex=1");
});
