import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { composer, conversation, log, message, newLine, untilStill } from "../pages.ts";
import { openChat, say } from "../people.ts";
import type { History } from "../seed-history.ts";
import { bunPath, type Palabre } from "../server.ts";
import { expect, ownServer as test } from "../test.ts";

const COUNT = 100_000;
/** How far it was read: the next one is the oldest unread. */
const READ = 98_000;
/** Rows that the page may hold at once, however long the talk. */
const MOST_ROWS = 150;

async function seed(server: Palabre, history: History): Promise<void> {
  await server.stop();
  const script = join(import.meta.dirname, "../seed-history.ts");
  const file = join(server.dataDir, "palabre.db");
  await promisify(execFile)(bunPath(), [script, file, JSON.stringify(history)]);
  await server.start();
}

interface Seen {
  n: number;
  y: number;
}

/** The numbered messages in sight, from the top, and how many rows the page holds. */
function look(page: Page): Promise<{ seen: Seen[]; rows: number }> {
  return log(page).evaluate((element) => {
    const frame = element.getBoundingClientRect();
    const articles = [...element.querySelectorAll("article")];
    const seen = articles.flatMap((article) => {
      const box = article.getBoundingClientRect();
      const n = Number(/#(\d+)/.exec(article.textContent ?? "")?.[1]);
      return box.bottom > frame.top && box.top < frame.bottom ? [{ n, y: box.top }] : [];
    });
    return { seen, rows: articles.length };
  });
}

function expectContiguous(numbers: readonly number[]): void {
  const from = numbers[0] ?? 0;
  expect(numbers).toEqual(numbers.map((_, index) => from + index));
}

test("100,000 messages scroll without gap or jump, in a bounded page", async ({ people, visit, server }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channelId = await openChat(ada, grace);
  await seed(server, {
    channelId,
    authorIds: [ada.id, grace.id],
    count: COUNT,
    reader: { id: ada.id, upTo: READ },
  });
  const page = await visit(ada, `/channels/@me/${channelId}`, { reducedMotion: "reduce" });
  await expect(message(page, `#${COUNT} `)).toBeInViewport();
  await untilStill(page);

  // Several pages up: what one looks at moves by the hand's measure alone, whatever loads above.
  let pages = 0;
  page.on("response", (response) => {
    if (response.url().includes("before=")) pages++;
  });
  await log(page).hover();
  const met = new Set<number>();
  // Three turns of a wheel at once.
  const STEP = 360;
  for (let step = 0; step < 36; step++) {
    const { seen, rows } = await look(page);
    expectContiguous(seen.map((one) => one.n));
    for (const { n } of seen) met.add(n);
    expect(rows).toBeLessThanOrEqual(MOST_ROWS);
    const anchor = seen[0] ?? { n: 0, y: 0 };
    await page.mouse.wheel(0, -STEP);
    await expect.poll(async () => (await place(anchor.n)) !== anchor.y).toBe(true);
    await untilStill(page);
    expect(Math.abs((await place(anchor.n)) - anchor.y - STEP), `step ${step}`).toBeLessThanOrEqual(2);
  }
  expect(pages).toBeGreaterThanOrEqual(3);
  expectContiguous([...met].sort((a, b) => a - b));
  expect(met.has(COUNT)).toBe(true);

  // To the oldest unread, a thousand pages away, and on from there in both directions.
  await page.getByRole("button", { name: "Jump", exact: true }).click();
  await expect(newLine(page)).toBeInViewport();
  await untilStill(page);
  const around = (await look(page)).seen.map((one) => one.n);
  expectContiguous(around);
  expect(around).toContain(READ + 1);
  for (const direction of [1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1, -1]) {
    await page.mouse.wheel(0, direction * 600);
    await untilStill(page);
    expectContiguous((await look(page)).seen.map((one) => one.n));
  }
  await page.getByRole("button", { name: /present/ }).click();
  await expect(message(page, `#${COUNT} `)).toBeInViewport();
  expect((await look(page)).rows).toBeLessThanOrEqual(MOST_ROWS);

  // A link to one of the first, long before anything that is loaded.
  const [early] = await ada.api.messages.list(channelId, { after: "0", limit: 1 });
  await page.goto(`/channels/@me/${channelId}/${early?.id}`);
  await expect(log(page).getByText(/^#1 /)).toBeInViewport();
  await expect(page.getByText(/The beginning of your conversation/)).toBeAttached();

  async function place(n: number): Promise<number> {
    return (await look(page)).seen.find((one) => one.n === n)?.y ?? Number.NaN;
  }
});

test("typing and switching stay quick beside 100,000 messages", async ({ people, visit, server }, info) => {
  const [ada, grace, maud] = await people("Ada Nowak", "Grace Őry", "Maud Leroy");
  const channelId = await openChat(ada, grace);
  const short = await openChat(ada, maud);
  await say(maud, short, "#1 a short talk");
  await seed(server, {
    channelId,
    authorIds: [ada.id, grace.id],
    count: COUNT,
    reader: { id: ada.id, upTo: COUNT },
  });
  const page = await visit(ada, `/channels/@me/${short}`);
  await expect(message(page, "a short talk")).toBeVisible();
  await conversation(page, /Grace Őry/).click();
  await expect(message(page, `#${COUNT} `)).toBeInViewport();

  await composer(page).focus();
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { times });
    document.addEventListener("keydown", (event) => {
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => times.push(performance.now() - event.timeStamp);
        channel.port2.postMessage(null);
      });
    });
  });
  // What the page's own thread works is the page's doing; what it waits for is the machine's, too.
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const worked = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    return 1_000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
  };
  const words = "how long until it is painted";
  const beforeTyping = await worked();
  await composer(page).pressSequentially(words, { delay: 40 });
  const afterTyping = await worked();
  const typing = await page.evaluate(() => (window as unknown as { times: number[] }).times);

  const switching: number[] = [];
  for (let n = 0; n < 10; n++) {
    const name = n % 2 === 0 ? "Maud Leroy" : "Grace Őry";
    const text = n % 2 === 0 ? "#1 a short talk" : `#${COUNT} `;
    switching.push(
      await conversation(page, new RegExp(name)).evaluate(
        (link: HTMLElement, wanted) =>
          new Promise<number>((resolve) => {
            const start = performance.now();
            const watch = () => {
              const articles = [...document.querySelectorAll("[role=log] article")];
              if (!articles.some((article) => article.textContent?.includes(wanted))) {
                requestAnimationFrame(watch);
                return;
              }
              const channel = new MessageChannel();
              channel.port1.onmessage = () => resolve(performance.now() - start);
              requestAnimationFrame(() => channel.port2.postMessage(null));
            };
            link.click();
            requestAnimationFrame(watch);
          }),
        text,
      ),
    );
  }
  const perKey = (afterTyping - beforeTyping) / words.length;
  const perSwitch = ((await worked()) - afterTyping) / switching.length;
  const figures = `typing to paint ${median(typing).toFixed(1)} ms, switching ${median(switching).toFixed(1)} ms (medians); the page works ${perKey.toFixed(1)} ms for a key, ${perSwitch.toFixed(1)} ms to switch`;
  info.annotations.push({ type: "measured", description: figures });
  console.log(figures);
  // Three times what is aimed at, for machines that are as much slower.
  expect(perKey).toBeLessThan(3 * 16);
  expect(perSwitch).toBeLessThan(3 * 50);
});

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
