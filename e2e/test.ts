import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from "@playwright/test";
import { type Person, signUp } from "./people.ts";
import { type Palabre, startPalabre } from "./server.ts";

export { expect };

/** What the network refused is told in the console too; only what the page itself did wrong counts. */
const OF_THE_NETWORK = /^(Failed to load resource|WebSocket connection to)/;

interface Fixtures {
  /** The server of this test. Shared by the tests of a worker; `ownServer` has one for itself. */
  server: Palabre;
  /** Makes accounts over REST. */
  people: <const Names extends readonly string[]>(...names: Names) => Promise<{ [K in keyof Names]: Person }>;
  /** A browser of its own (a context), logged in as `person`, or as nobody, at `path`. */
  visit: (person: Person | null, path?: string, options?: BrowserContextOptions) => Promise<Page>;
}

interface WorkerFixtures {
  sharedServer: Palabre;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  sharedServer: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
    async ({}, use) => {
      const palabre = await startPalabre();
      // The first account runs the server: nobody in the tests should by chance.
      await signUp(palabre.url, "Operator");
      await use(palabre);
      await palabre[Symbol.asyncDispose]();
    },
    { scope: "worker" },
  ],
  server: async ({ sharedServer }, use) => use(sharedServer),
  people: async ({ server }, use) => {
    await use((...names) => signUp(server.url, ...names));
  },
  visit: async ({ browser, server }, use) => {
    const errors: string[] = [];
    const contexts: BrowserContext[] = [];
    await use(async (person, path = "/", options) => {
      const context = await openContext(browser, server.url, person, options);
      contexts.push(context);
      context.on("weberror", (error) => errors.push(error.error().message));
      context.on("console", (message) => {
        if (message.type() === "error" && !OF_THE_NETWORK.test(message.text())) errors.push(message.text());
      });
      const page = await context.newPage();
      await page.goto(server.url + path);
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
    expect(errors, "errors in the console").toEqual([]);
  },
});

/** For tests that change or stop the server, or are about its first account. */
export const ownServer = test.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
  server: async ({}, use) => {
    const palabre = await startPalabre();
    await use(palabre);
    await palabre[Symbol.asyncDispose]();
  },
});

/** One device of `person`: a context with the cookie of a log-in of its own. */
async function openContext(
  browser: Browser,
  url: string,
  person: Person | null,
  options?: BrowserContextOptions,
): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: url, ...options });
  if (person) {
    const answer = await context.request.post("/api/v10/auth/login", {
      headers: { Origin: url },
      data: { login: person.username, password: person.password },
    });
    expect(answer.ok()).toBe(true);
  }
  return context;
}
