/**
 * Draws the stickers that every server has into apps/server/assets/stickers: the mark, with a face, at work.
 * `npm run -w e2e stickers` after a change of a drawing; what it makes is committed.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import playwright from "./playwright.config.ts";

const SIDE = 320;
const FOLDER = join(import.meta.dirname, "../apps/server/assets/stickers");

const clay = "oklch(0.66 0.142 42)";
const deep = "oklch(0.515 0.128 40)";
const light = "oklch(0.8 0.105 45)";
const ink = "oklch(0.255 0.011 60)";
const paper = "oklch(0.988 0.005 80)";
const amber = "oklch(0.82 0.14 82)";
const leaf = "oklch(0.64 0.13 150)";
const water = "oklch(0.68 0.09 235)";
const cup = "oklch(0.86 0.1 84)";
const rose = "oklch(0.64 0.19 18)";

const mark =
  "M16 2.5c3.1 0 5.8 1.5 7.3 3.9a7.6 7.6 0 0 1 .9 15.1c-2.3 0-4.3.6-5.2 2.6-1.2 2.7-3.9 4.9-8.2 5.6 1.9-2 2.7-4.1 2.4-5.9-.3-1.6-2.3-2.3-5.4-2.3a7.6 7.6 0 0 1 .9-15.1C10.2 4 12.9 2.5 16 2.5z";

/** The mark in a square of `side` whose corner is at x, y. */
const crown = (x: number, y: number, side: number, fill = clay) =>
  `<path transform="translate(${x} ${y}) scale(${side / 32})" fill="${fill}" d="${mark}"/>`;
const line = (d: string, width = 9, stroke = ink) =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
const dot = (x: number, y: number, rx: number, ry = rx, fill = ink) =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"/>`;
const eye = (x: number, y: number, size = 11) =>
  `${dot(x, y, size, size * 1.3)}${dot(x + size * 0.35, y - size * 0.5, size * 0.34, size * 0.34, paper)}`;
const cheeks = (left: number, right: number, y: number) =>
  dot(left, y, 13, 8, light) + dot(right, y, 13, 8, light);
const heart = (x: number, y: number, size: number, fill: string) =>
  `<path transform="translate(${x} ${y}) scale(${size})" fill="${fill}" d="M0 9C-13-2-13-14-6.5-14-2-14 0-10 0-8 0-10 2-14 6.5-14 13-14 13-2 0 9z"/>`;

const DRAWINGS = {
  hello: `
    <g transform="rotate(-4 150 160)">
      ${crown(12, 36, 248)}
      ${eye(110, 122)}${eye(168, 122)}${cheeks(88, 192, 150)}
      <path d="M116 148q23 34 46 0z" fill="${ink}"/><path d="M128 163q11-9 22 0-11 10-22 0z" fill="${rose}"/>
    </g>
    <g transform="rotate(16 254 92)">
      ${line("M236 168Q248 150 250 128", 16, deep)}
      <path d="M228 112c-4-14-10-24-6-28 5-4 10 4 14 12l-4-32c-1-9 11-10 13-1l4 28 2-34c1-9 13-8 13 1l-1 34 8-28c3-8 14-5 12 4l-9 44c-4 18-14 28-26 26-11-2-16-12-20-26z" fill="${clay}" stroke="${deep}" stroke-width="5" stroke-linejoin="round"/>
    </g>
    ${line("M290 54q14 12 14 32M282 150q12-6 16-18", 7, deep)}`,
  thanks: `
    ${crown(24, 22, 256)}
    ${line("M106 116q13-18 26 0M172 116q13-18 26 0", 8)}${cheeks(100, 206, 142)}
    ${line("M136 140q17 17 34 0", 8)}
    ${heart(212, 218, 4.4, rose)}
    <path d="M181 176q5-13 17-12" fill="none" stroke="${paper}" stroke-width="7" stroke-linecap="round" opacity=".75"/>
    ${heart(276, 108, 1.5, rose)}${heart(46, 232, 1.2, rose)}`,
  "ship-it": `
    <g transform="rotate(-5 160 170)">
      ${line("M160 60V232", 10, ink)}
      ${crown(82, 14, 172)}
      ${eye(144, 92, 8)}${eye(184, 92, 8)}${line("M153 111q11 11 22 0", 6)}
      <path d="M160 44l44-14-44-14z" fill="${amber}" transform="translate(0 -2)"/>
      <path d="M48 204h224l-36 66a14 14 0 0 1-12 7H98a14 14 0 0 1-12-7z" fill="oklch(0.93 0.02 76)"/>
      <path d="M48 204h224l-13 24H62z" fill="${deep}"/>
      <path d="M160 228l-52 49h104z" fill="oklch(0.85 0.025 70)"/>
    </g>
    <path d="M14 262q24-22 49 0t49 0 49 0 49 0 49 0 48 0v18q0 22-22 22H36q-22 0-22-22z" fill="${water}"/>
    ${line("M52 284q14-9 27 0M146 286q14-9 27 0M238 284q14-9 27 0", 6, paper)}`,
  lgtm: `
    <rect x="52" y="18" width="172" height="232" rx="18" fill="${paper}" stroke="${ink}" stroke-width="8"/>
    ${line("M86 66h62M86 98h104M86 130h80", 9, "oklch(0.81 0.018 70)")}
    ${line("M166 66h24", 9, light)}
    ${crown(30, 128, 150)}
    ${eye(86, 186, 7.5)}${eye(120, 186, 7.5)}${line("M92 204q11 11 22 0", 6)}
    <circle cx="226" cy="196" r="70" fill="${leaf}"/>
    ${line("M190 184l24 25 46-50", 19, paper)}
    ${line("M195 228v18h10M226 232q-6-5-11 0-5 7 1 13 6 4 10-1v-5h-5M232 229h14M239 229v17M251 246v-17l7 10 7-10v17", 5, paper)}`,
  bug: `
    ${line("M98 132L50 108 34 124M92 178H36L26 200M104 222l-44 26 2 24M222 132l48-24 16 16M228 178h56l10 22M216 222l44 26-2 24", 12)}
    ${line("M132 74Q118 34 92 36M188 74q14-40 40-38", 9)}
    ${dot(90, 36, 9)}${dot(230, 36, 9)}
    <path d="M102 104q0-52 58-52t58 52z" fill="${ink}"/>
    ${dot(160, 186, 80, 94, clay)}
    <path d="M80 184q0-50 22-76h116q22 26 22 76-20-44-80-44t-80 44z" fill="${deep}" opacity=".35"/>
    ${line("M160 118v158", 7)}
    ${dot(118, 170, 15, 18)}${dot(202, 170, 15, 18)}${dot(126, 228, 12, 14)}${dot(194, 228, 12, 14)}
    ${dot(138, 84, 16, 18, paper)}${dot(182, 84, 16, 18, paper)}${dot(142, 88, 7, 9)}${dot(178, 88, 7, 9)}
    ${line("M148 112q12-8 24 0", 5, paper)}`,
  coffee: `
    ${line("M116 92q-16-18 0-34t0-32M164 92q-16-18 0-34t0-32M212 92q-16-18 0-34t0-32", 9, "oklch(0.7 0.019 67)")}
    ${line("M246 146h14a34 34 0 0 1 0 68h-20", 20, cup)}
    <path d="M58 112h200v102a66 66 0 0 1-66 66h-68a66 66 0 0 1-66-66z" fill="${cup}"/>
    ${dot(158, 114, 100, 19, "oklch(0.33 0.06 50)")}
    <ellipse cx="158" cy="114" rx="100" ry="19" fill="none" stroke="${paper}" stroke-width="7"/>
    ${crown(94, 142, 124)}
    ${eye(141, 190, 6.5)}${eye(170, 190, 6.5)}${line("M148 205q8 8 16 0", 5)}
    <rect x="40" y="284" width="236" height="16" rx="8" fill="${deep}"/>`,
  "on-fire": `
    <path d="M164 14c10 44 74 72 74 150 24-14 24-44 22-58 34 40 44 88 32 126-18 54-70 74-132 74S44 282 28 228c-12-44 6-84 36-114-2 22 6 38 20 46-6-62 32-108 80-146z" fill="${rose}"/>
    <path d="M164 74c8 40 50 54 50 112 12-6 16-18 16-30 28 46 20 132-70 132s-100-78-70-128c2 18 10 26 20 32-4-48 24-84 54-118z" fill="${amber}"/>
    ${crown(84, 148, 152)}
    ${dot(140, 206, 14, 17, paper)}${dot(182, 206, 14, 17, paper)}${dot(142, 208, 6.5, 8)}${dot(180, 208, 6.5, 8)}
    ${line("M144 236q8-7 16 0t18 0", 6)}
    <path d="M218 178q13 17 0 26-13-9 0-26z" fill="${water}"/>`,
  facepalm: `
    ${crown(28, 20, 260)}
    ${eye(118, 120)}${cheeks(98, 214, 154)}
    ${line("M142 172q14-12 30 2", 8)}
    ${line("M92 92l30-8", 8)}
    ${line("M268 276Q268 214 226 176", 34, deep)}
    <g transform="rotate(-38 196 130)" stroke="${deep}" stroke-width="5" stroke-linejoin="round" fill="${light}">
      <path d="M166 128V78c0-11 15-11 15 0V66c0-11 16-11 16 0v6c0-11 16-11 16 0v14c0-10 14-10 14 0v54c0 32-16 48-36 48-18 0-28-10-38-30l-14-28c-5-11 8-17 14-8z"/>
      <path d="M181 78v36M197 72v42M213 86v28" fill="none"/>
    </g>
    <path d="M62 42q18 24 0 36-18-12 0-36z" fill="${water}"/>`,
};

/** A drawing with the pale edge that stickers have, so that it stands out on any ground. */
const page = (drawing: string) => `<!doctype html><style>body{margin:0}svg{display:block}</style>
<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}" viewBox="-14 -14 348 348">
  <filter id="edge" x="-10%" y="-10%" width="120%" height="120%" color-interpolation-filters="sRGB">
    <feGaussianBlur in="SourceAlpha" stdDeviation="5"/>
    <feComponentTransfer><feFuncA type="linear" slope="24" intercept="-1.2"/></feComponentTransfer>
    <feComposite in2="SourceAlpha" operator="over" result="shape"/>
    <feFlood flood-color="${paper}"/>
    <feComposite in2="shape" operator="in" result="pale"/>
    <feMerge><feMergeNode in="pale"/><feMergeNode in="SourceGraphic"/></feMerge>
  </filter>
  <g filter="url(#edge)">${drawing}</g>
</svg>`;

mkdirSync(FOLDER, { recursive: true });
const browser = await chromium.launch(playwright.use?.launchOptions);
const tab = await browser.newPage({ viewport: { width: SIDE, height: SIDE } });
for (const [name, drawing] of Object.entries(DRAWINGS)) {
  await tab.setContent(page(drawing));
  await tab.screenshot({ path: join(FOLDER, `${name}.png`), omitBackground: true });
  console.log(name);
}
await browser.close();
