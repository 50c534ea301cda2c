import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const THEMES = ["encre", "papier", "contraste"] as const;

/** Axe finds nothing on what is shown, in any theme. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  for (const theme of THEMES) {
    await page.evaluate((name) => {
      document.documentElement.dataset.switching = "";
      document.documentElement.dataset.theme = name;
    }, theme);
    const { violations } = await new AxeBuilder({ page })
      // Looks at this page alone, without opening another: what floats stays open.
      .setLegacyMode(true)
      // Where React Aria speaks to screen readers: what it said may name a button that is gone by now.
      .exclude("[data-live-announcer]")
      .analyze();
    const found = violations.flatMap((one) =>
      one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 200)}`),
    );
    expect.soft(found, `${where}, ${theme}`).toEqual([]);
  }
}
