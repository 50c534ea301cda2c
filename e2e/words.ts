import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";

const FOLDER = join(import.meta.dirname, "../apps/web/messages");

/** The plain sentences of the interface in one language: those without a variable. */
function sentences(locale: "en" | "fr"): Map<string, string> {
  const all = new Map<string, string>();
  for (const file of readdirSync(join(FOLDER, locale))) {
    const messages: Record<string, unknown> = JSON.parse(readFileSync(join(FOLDER, locale, file), "utf8"));
    for (const [key, text] of Object.entries(messages)) {
      if (typeof text === "string" && !text.includes("{")) all.set(key, text);
    }
  }
  return all;
}

const french = new Set(sentences("fr").values());
/** English sentences that are none in French as well ("Notifications", "Message"). */
const english = new Set([...sentences("en").values()].filter((text) => !french.has(text)));

/** English sentences that stand on the page: in its text, its labels, its hints, its title. */
export async function englishOn(page: Page): Promise<string[]> {
  const words = await page.evaluate(() => {
    const found = [document.title];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) found.push(texts.currentNode.textContent ?? "");
    for (const element of document.querySelectorAll("*")) {
      for (const name of ["aria-label", "title", "placeholder", "alt"]) {
        found.push(element.getAttribute(name) ?? "");
      }
    }
    return found;
  });
  return [...new Set(words.map((text) => text.trim()))].filter((text) => english.has(text));
}
