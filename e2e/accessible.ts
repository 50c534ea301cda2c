import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const [FIRST, ...OTHERS] = ["encre", "papier", "contraste"] as const;

/** What axe reads from paint. All else is the same in every theme: a theme is colours, and where they are put. */
const PAINTED = ["color-contrast", "link-in-text-block"];

/** Axe finds nothing on what is shown, in any theme. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  const whole = await violationsIn(page, FIRST);
  expect.soft(whole, `${where}, ${FIRST}`).toEqual([]);
  for (const theme of OTHERS) {
    expect.soft(await violationsIn(page, theme, PAINTED), `${where}, ${theme}`).toEqual([]);
  }
}

async function violationsIn(page: Page, theme: string, rules?: string[]): Promise<string[]> {
  await page.evaluate((name) => {
    document.documentElement.dataset.switching = "";
    document.documentElement.dataset.theme = name;
  }, theme);
  const { violations } = await new AxeBuilder({ page })
    // Looks at this page alone, without opening another: what floats stays open.
    .setLegacyMode(true)
    .options({ resultTypes: ["violations"], ...(rules && { runOnly: { type: "rule", values: rules } }) })
    // Where React Aria speaks to screen readers: what it said may name a button that is gone by now.
    .exclude("[data-live-announcer]")
    .analyze();
  return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 200)}`));
}
