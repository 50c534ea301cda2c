import { Canvas, type Color, type Point, type Shape, toPng } from "./canvas.ts";
import { canWrite, write, writeWithin } from "./letters.ts";

export const STYLES = ["shield", "banner1", "banner2", "banner3", "banner4"] as const;
export type WidgetStyle = (typeof STYLES)[number];

export interface Shown {
  name: string;
  online: number;
  /** The pixels of its picture, `ICON` wide and high; null for none. */
  icon: ((x: number, y: number) => Color) | null;
}

/** Width and height of a server's picture. */
export const ICON = 56;

const INK: Color = [38, 34, 31];
const DEEP: Color = [27, 24, 22];
const RUST: Color = [164, 73, 42];
const WHITE: Color = [255, 255, 255];
const SOFT: Color = [201, 192, 184];
const GREEN: Color = [94, 184, 116];

/** Palabre's mark in 32 by 32: where it begins, and its curves. */
const MARK: readonly (readonly number[])[] = [
  [19.1, 2.5, 21.8, 4, 23.3, 6.4],
  [25.84, 6.5, 28.16, 7.86, 29.48, 10.02],
  [30.81, 12.18, 30.97, 14.87, 29.91, 17.17],
  [28.85, 19.48, 26.71, 21.1, 24.2, 21.5],
  [21.9, 21.5, 19.9, 22.1, 19, 24.1],
  [17.8, 26.8, 15.1, 29, 10.8, 29.7],
  [12.7, 27.7, 13.5, 25.6, 13.2, 23.8],
  [12.9, 22.2, 10.9, 21.5, 7.8, 21.5],
  [5.29, 21.1, 3.15, 19.48, 2.09, 17.17],
  [1.03, 14.87, 1.19, 12.18, 2.52, 10.02],
  [3.84, 7.86, 6.16, 6.5, 8.7, 6.4],
  [10.2, 4, 12.9, 2.5, 16, 2.5],
];

function mark(x: number, y: number, side: number): Shape {
  const points: Point[] = [];
  let from: Point = { x: 16, y: 2.5 };
  for (const [ax = 0, ay = 0, bx = 0, by = 0, cx = 0, cy = 0] of MARK) {
    for (let piece = 1; piece <= 8; piece++) {
      const t = piece / 8;
      const [p, q, r, s] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t ** 3];
      points.push({
        x: x + ((p * from.x + q * ax + r * bx + s * cx) * side) / 32,
        y: y + ((p * from.y + q * ay + r * by + s * cy) * side) / 32,
      });
    }
    from = { x: cx, y: cy };
  }
  return [points];
}

function rounded(x: number, y: number, width: number, height: number, radius: number): Shape {
  const corner = (cx: number, cy: number, turn: number) =>
    Array.from({ length: 9 }, (_, n) => {
      const angle = (turn + n / 8) * (Math.PI / 2);
      return { x: cx + Math.cos(angle) * radius, y: cy + Math.sin(angle) * radius };
    });
  const [left, right, top, bottom] = [x + radius, x + width - radius, y + radius, y + height - radius];
  return [
    [
      ...corner(right, bottom, 0),
      ...corner(left, bottom, 1),
      ...corner(left, top, 2),
      ...corner(right, top, 3),
    ],
  ];
}

/** A shape moved to where it is to be. */
const at = (x: number, y: number, { shape }: { shape: Shape }): Shape =>
  shape.map((points) => points.map((point) => ({ x: point.x + x, y: point.y + y })));

const online = (count: number) => `${count} online`;

/** The picture of a server, or the first letter of its name. */
function drawIcon(canvas: Canvas, x: number, y: number, { icon, name }: Shown): void {
  const place = rounded(x, y, ICON, ICON, 16);
  if (icon) {
    canvas.fill(place, RUST);
    canvas.fill(place, (px, py) => icon(px - x, py - y));
    return;
  }
  canvas.fill(place, RUST);
  const first = [...name.trim().normalize("NFC")][0] ?? "";
  if (!canWrite(first)) {
    canvas.fill(mark(x + 14, y + 14, 28), WHITE);
    return;
  }
  const letter = write(first.toUpperCase(), 26, true);
  canvas.fill(at(x + (ICON - letter.width) / 2, y + ICON / 2 + 9.5, letter), WHITE);
}

/** Picture, name, and how many are there, beside each other. */
function drawServer(canvas: Canvas, x: number, y: number, room: number, shown: Shown): void {
  drawIcon(canvas, x, y, shown);
  const left = x + ICON + 16;
  canvas.fill(at(left, y + 25, writeWithin(shown.name, 17, room - ICON - 16, true)), WHITE);
  canvas.fill(rounded(left, y + 36, 8, 8, 4), GREEN);
  canvas.fill(at(left + 15, y + 44.5, write(online(shown.online), 13)), SOFT);
}

function shield({ name, online: count }: Shown): Canvas {
  const [said, number] = [writeWithin(name, 12, 260), write(online(count), 12)];
  const left = Math.ceil(said.width) + 34;
  const width = left + Math.ceil(number.width) + 16;
  const canvas = new Canvas(width, 24);
  const whole = rounded(0, 0, width, 24, 6);
  canvas.fill(whole, (x) => (x < left ? INK : RUST));
  canvas.fill(mark(7, 4, 16), WHITE);
  canvas.fill(at(27, 16.3, said), WHITE);
  canvas.fill(at(left + 8, 16.3, number), WHITE);
  return canvas;
}

/** A card, with a foot in a colour of its own. */
function card(width: number, height: number, foot: number, color: Color): Canvas {
  const canvas = new Canvas(width, height);
  canvas.fill(rounded(0, 0, width, height, 10), (_, y) => (y < height - foot ? INK : color));
  return canvas;
}

function large(shown: Shown): Canvas {
  const canvas = card(340, 124, 36, DEEP);
  drawServer(canvas, 16, 16, 308, shown);
  canvas.fill(mark(16, 97, 18), SOFT);
  canvas.fill(at(41, 110.5, write("Powered by Palabre", 12)), SOFT);
  return canvas;
}

function small(shown: Shown): Canvas {
  const canvas = new Canvas(340, 88);
  canvas.fill(rounded(0, 0, 340, 88, 10), (x) => (x < 260 ? INK : RUST));
  drawServer(canvas, 16, 16, 232, shown);
  canvas.fill(mark(280, 24, 40), WHITE);
  return canvas;
}

function talking(shown: Shown): Canvas {
  const canvas = card(340, 132, 44, RUST);
  drawServer(canvas, 16, 16, 308, shown);
  canvas.fill(mark(16, 98, 24), WHITE);
  const words = write("Chat now", 14, true);
  canvas.fill(at(324 - words.width, 115, words), WHITE);
  return canvas;
}

function tall(shown: Shown): Canvas {
  const canvas = card(340, 248, 0, INK);
  canvas.fill(mark(134, 20, 72), RUST);
  drawServer(canvas, 16, 108, 308, shown);
  canvas.fill(rounded(16, 188, 308, 44, 8), RUST);
  const words = write("Join the server", 14, true);
  canvas.fill(at((340 - words.width) / 2, 215, words), WHITE);
  return canvas;
}

const DRAWN: Record<WidgetStyle, (shown: Shown) => Canvas> = {
  shield,
  banner1: large,
  banner2: small,
  banner3: talking,
  banner4: tall,
};

/** A picture of a server for pages elsewhere. */
export const drawWidget = (style: WidgetStyle, shown: Shown): Uint8Array<ArrayBuffer> =>
  toPng(DRAWN[style](shown));
