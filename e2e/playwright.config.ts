import { defineConfig } from "@playwright/test";

/** Chromium of the machine; `npm test` finds or installs it and names it in CHROMIUM. */
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

export default defineConfig({
  testDir: "./tests",
  outputDir: "./test-results",
  // One at a time: a browser, a server and two or three pages are what two cores bear without distorting each other.
  workers: 1,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  reporter: [["list"]],
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    locale: "en-GB",
    timezoneId: "Europe/Paris",
    viewport: { width: 1440, height: 900 },
    trace: "off",
    // Shorter than the test's own time: what hangs names its line.
    actionTimeout: 20_000,
    navigationTimeout: 30_000,
    launchOptions: {
      executablePath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
