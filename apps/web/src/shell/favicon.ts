/** The icon in the tab: plain, with a dot for unread, with a count for mentions and requests. */
import { markPath } from "../ui/Mark.tsx";

export function setFavicon(needsMe: number, hasUnread: boolean): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (!link) return;
  const address = needsMe > 0 ? counted(needsMe) : hasUnread ? "/favicon-unread.svg" : "/favicon.svg";
  if (link.getAttribute("href") !== address) link.setAttribute("href", address);
}

/** Drawn outside the page, where no token reaches: the colours are those of the files in `public/`. */
function counted(count: number): string {
  const text = count > 9 ? "9+" : String(count);
  const size = text.length > 1 ? 10 : 12;
  const mark = `<path class="m" mask="url(#k)" d="${markPath}"/>`;
  const hole = `<mask id="k"><rect width="32" height="32" fill="#fff"/><circle cx="24" cy="24" r="9.5" fill="#000"/></mask>`;
  const style = "<style>.m{fill:#b4532f}@media (prefers-color-scheme:dark){.m{fill:#e8916a}}</style>";
  const badge = `<circle cx="24" cy="24" r="8" fill="#e0a526"/><text x="24" y="28.2" text-anchor="middle" font-family="Inter,system-ui,sans-serif" font-weight="700" font-size="${size}" fill="#241a12">${text}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${style}${hole}${mark}${badge}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
