import { store } from "./store.ts";
import { totals } from "./unread.ts";

let page = "";

/** What the page is about; the tab's title says it after the count of what calls for oneself. */
export function setPageTitle(title: string): void {
  page = title;
  show();
}

/** Title and icon of the tab follow what is unread. */
export function watchTab(): () => void {
  show();
  const stop = store.subscribe(show);
  return () => {
    stop();
    show();
  };
}

let shown = "";
function show(): void {
  const state = store.get();
  const { mentions, requests, unread } = state.self ? totals(state) : { mentions: 0, requests: 0, unread: 0 };
  const calls = mentions + requests;
  const count = calls > 99 ? "99+" : String(calls);
  const title = `${calls > 0 ? `(${count}) ` : unread > 0 ? "• " : ""}${page ? `${page} · ` : ""}Palabre`;
  if (document.title !== title) document.title = title;
  const icon = calls > 0 ? count : unread > 0 ? "dot" : "";
  if (icon === shown) return;
  shown = icon;
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (!link) return;
  if (icon === "") link.href = "/favicon.svg";
  else if (icon === "dot") link.href = "/favicon-unread.svg";
  else void counted(icon).then((href) => shown === icon && link.setAttribute("href", href));
}

let drawing: Promise<string> | undefined;

/** The icon with this count in its badge. */
async function counted(count: string): Promise<string> {
  drawing ??= fetch("/favicon-mention.svg").then((answer) => answer.text());
  try {
    const svg = await drawing;
    const size = count.length > 2 ? 8 : count.length > 1 ? 10 : 12;
    const text = svg
      .replace(/font-size="\d+"/, `font-size="${size}"`)
      .replace(/>\d+<\/text>/, `>${count}</text>`);
    return `data:image/svg+xml,${encodeURIComponent(text)}`;
  } catch {
    drawing = undefined;
    return "/favicon-mention.svg";
  }
}
