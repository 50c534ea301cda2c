import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Point, Shape } from "./canvas.ts";
import { type Contour, type Font, readFont } from "./font.ts";

/** The web client's letters, by the scripts that they write. */
const SCRIPTS = ["latin", "latin-ext", "vietnamese", "greek", "cyrillic", "cyrillic-ext", "greek-ext"];
/** Straight pieces that a curve is made of: letters are small here. */
const PIECES = 5;

const fonts = new Map<string, Font>();

/** Read when something is first written in a script. */
function fontOf(script: string): Font {
  let font = fonts.get(script);
  if (!font) {
    const file = import.meta.resolve(`@fontsource-variable/inter/files/inter-${script}-wght-normal.woff2`);
    font = readFont(readFileSync(fileURLToPath(file)));
    fonts.set(script, font);
  }
  return font;
}

/** Signs that take no room: those that join others, or say how these look. */
const UNSEEN = /[\p{Mn}\p{Me}\p{Cf}\p{Cc}]/u;

/** Writes in a line that begins at 0|0. What no font here has is a box. */
export function write(text: string, size: number, isBold = false): { width: number; shape: Shape } {
  const shape: Shape = [];
  let x = 0;
  for (const sign of text.normalize("NFC")) {
    if (UNSEEN.test(sign)) continue;
    const { advance, outline } = letter(sign.codePointAt(0) ?? 0);
    for (const points of outline) {
      const placed = points.map((point) => ({ x: x + point.x * size, y: -point.y * size }));
      shape.push(placed);
      // The letters have one weight: twice, a little apart, they are heavier.
      if (isBold) shape.push(placed.map((point) => ({ x: point.x + size / 26, y: point.y })));
    }
    x += advance * size;
  }
  return { width: x, shape };
}

/** The text, or as much of it as there is room for. */
export function writeWithin(text: string, size: number, room: number, isBold = false) {
  const whole = write(text, size, isBold);
  if (whole.width <= room) return whole;
  const signs = [...text];
  for (let n = signs.length - 1; n > 0; n--) {
    const cut = write(`${signs.slice(0, n).join("").trimEnd()}…`, size, isBold);
    if (cut.width <= room) return cut;
  }
  return write("…", size, isBold);
}

interface Letter {
  advance: number;
  outline: Shape;
}
const letters = new Map<number, Letter>();
const MOST = 2_000;

/** Whether there is a letter for the first sign. */
export const canWrite = (sign: string): boolean =>
  SCRIPTS.some((script) => fontOf(script).glyph(sign.codePointAt(0) ?? 0) !== undefined);

/** In parts of a line's height. */
function letter(sign: number): Letter {
  const known = letters.get(sign);
  if (known) return known;
  const drawn = draw(sign);
  if (letters.size >= MOST) letters.clear();
  letters.set(sign, drawn);
  return drawn;
}

function draw(sign: number): Letter {
  for (const script of SCRIPTS) {
    const font = fontOf(script);
    const glyph = font.glyph(sign);
    if (!glyph) continue;
    const scale = (value: number) => value / font.unitsPerEm;
    const outline = glyph.contours.map((contour) =>
      flatten(contour).map(({ x, y }) => ({ x: scale(x), y: scale(y) })),
    );
    return { advance: scale(glyph.advance), outline };
  }
  const box = (inset: number) => [
    { x: 0.08 + inset, y: inset },
    { x: 0.08 + inset, y: 0.72 - inset },
    { x: 0.62 - inset, y: 0.72 - inset },
    { x: 0.62 - inset, y: inset },
  ];
  return { advance: 0.7, outline: [box(0), box(0.06).reverse()] };
}

/** Between two points that bend the curve lies one on it. */
function flatten(contour: Contour): Point[] {
  const first = contour.findIndex(({ on }) => on);
  if (first === -1) return [];
  const points = [...contour.slice(first), ...contour.slice(0, first)];
  const flat: Point[] = [];
  let from: Point = points[0] ?? { x: 0, y: 0 };
  for (let n = 1; n <= points.length; n++) {
    const to = points[n % points.length];
    if (!to) break;
    if (to.on) {
      flat.push(to);
      from = to;
      continue;
    }
    const next = points[(n + 1) % points.length] ?? to;
    const end = next.on ? next : { x: (to.x + next.x) / 2, y: (to.y + next.y) / 2 };
    for (let piece = 1; piece <= PIECES; piece++) {
      const t = piece / PIECES;
      const u = 1 - t;
      flat.push({
        x: u * u * from.x + 2 * u * t * to.x + t * t * end.x,
        y: u * u * from.y + 2 * u * t * to.y + t * t * end.y,
      });
    }
    from = end;
    if (next.on) n++;
  }
  return flat;
}
