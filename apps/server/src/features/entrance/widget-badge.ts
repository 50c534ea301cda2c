import type { Widget } from "./widget.ts";

const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (mark) => `&#${mark.codePointAt(0)};`);

/** Wide letters count more than narrow ones; nothing here knows the reader's font. */
function widthOf(text: string): number {
  let width = 0;
  for (const sign of text) {
    if (/[iIl.,:;'|! ]/.test(sign)) width += 3.6;
    else if (/[mwMW@]/.test(sign)) width += 10;
    else width += (sign.codePointAt(0) ?? 0) > 0x2e80 ? 12 : 7;
  }
  return Math.ceil(width);
}

function shorten(text: string, most: number): string {
  const signs = [...text];
  return signs.length > most ? `${signs.slice(0, most - 1).join("")}…` : text;
}

/** A small picture for a page: what the server is called, and how many are there. */
export function drawBadge({ name, presence_count }: Widget): string {
  const label = escapeXml(shorten(name, 40));
  const count = `${presence_count} online`;
  const [left, right] = [widthOf(shorten(name, 40)) + 34, widthOf(count) + 16];
  const width = left + right;
  const font = `font-family="system-ui,'Segoe UI',Roboto,Helvetica,Arial,sans-serif" font-size="12"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="24" role="img" aria-label="${label}: ${count}">`,
    `<clipPath id="r"><rect width="${width}" height="24" rx="6"/></clipPath>`,
    `<g clip-path="url(#r)"><rect width="${left}" height="24" fill="#26221f"/>`,
    `<rect x="${left}" width="${right}" height="24" fill="#a4492a"/></g>`,
    `<path d="M9 8.5h9a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2h-4.5L10.5 18v-2.5H9a2 2 0 0 1-2-2v-3a2 2 0 0 1 2-2z" fill="#fff"/>`,
    `<g fill="#fff" ${font}><text x="26" y="16" textLength="${left - 34}" lengthAdjust="spacingAndGlyphs">${label}</text>`,
    `<text x="${left + 8}" y="16" textLength="${right - 16}" lengthAdjust="spacingAndGlyphs">${count}</text></g></svg>`,
  ].join("");
}

/** For whoever has no picture. */
export const NOBODY =
  '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64"><rect width="64" height="64" fill="#7a6f66"/><circle cx="32" cy="25" r="11" fill="#fff"/><path d="M11 58a21 18 0 0 1 42 0z" fill="#fff"/></svg>';
