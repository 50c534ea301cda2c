import { expect, test } from "bun:test";
import type { APISticker } from "discord-api-types/v10";
import { searchStickers, stickerUrl } from "./sticker.ts";

const sticker = (id: string, name: string, tags: string) =>
  ({ id, name, tags, description: null, type: 2, format_type: 1 }) as APISticker;

test("a sticker is found by its name and words, without case and accents", () => {
  const groups = [
    { id: "1", name: "Tessera", stickers: [sticker("5", "Café", "pause"), sticker("6", "Bug", "insect")] },
    { id: "2", name: "Palabre", stickers: [sticker("7", "Coffee", "café, break")] },
  ];
  const found = (query: string) =>
    searchStickers(groups, query).map(({ id, stickers }) => [id, stickers.map((one) => one.id)]);
  expect(found("cafe")).toEqual([
    ["1", ["5"]],
    ["2", ["7"]],
  ]);
  expect(found("CAFÉ break")).toEqual([["2", ["7"]]]);
  expect(found("")).toHaveLength(2);
  expect(found("tea")).toEqual([]);
});

test("a GIF lies under its own ending", () => {
  expect(stickerUrl({ id: "5", format_type: 1 })).toBe("/stickers/5.png");
  expect(stickerUrl({ id: "5", format_type: 2 })).toBe("/stickers/5.png");
  expect(stickerUrl({ id: "5", format_type: 4 })).toBe("/stickers/5.gif");
});
