import { expect, test } from "bun:test";
import fc from "fast-check";
import { asSpoiler, cleanFileName } from "./file-name.ts";

test("folders, control characters and reversed text go, scripts stay", () => {
  expect(cleanFileName("../../etc/passwd")).toBe("passwd");
  expect(cleanFileName("..\\..\\boot.ini")).toBe("boot.ini");
  expect(cleanFileName("..")).toBe("file");
  expect(cleanFileName("a\0b\r\nc.txt")).toBe("abc.txt");
  expect(cleanFileName("invoice\u202Efdp.exe")).toBe("invoicefdp.exe");
  expect(cleanFileName("photo d’été – 夏.jpg")).toBe("photo d’été – 夏.jpg");
  expect(cleanFileName(".htaccess")).toBe("htaccess");
  expect(cleanFileName("CON.txt")).toBe("_CON.txt");
  expect(cleanFileName('a"b<c>.txt')).toBe("a_b_c_.txt");
  expect(cleanFileName(undefined)).toBe("file");
});

test("a long name keeps its extension", () => {
  const name = cleanFileName(`${"é".repeat(400)}.tar`);
  expect(name.endsWith(".tar")).toBe(true);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
});

test("spoilers are known by their name", () => {
  expect(asSpoiler("a.png", true)).toBe("SPOILER_a.png");
  expect(asSpoiler("SPOILER_a.png", true)).toBe("SPOILER_a.png");
  expect(asSpoiler("SPOILER_a.png", false)).toBe("a.png");
});

test("any name becomes one that is no path, no device and fits", () => {
  const anything = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), fc.string());
  fc.assert(
    fc.property(anything, (name) => {
      const clean = cleanFileName(name);
      expect(clean).not.toMatch(/[/\\\p{Cc}\p{Cf}"]/u);
      expect(clean).not.toMatch(/^\.|^$/);
      expect(Buffer.byteLength(clean)).toBeLessThanOrEqual(256);
      expect(cleanFileName(clean)).toBe(clean);
      expect(encodeURIComponent(clean)).toBeString();
    }),
  );
});
