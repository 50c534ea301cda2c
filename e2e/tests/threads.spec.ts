import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { choose, log, message, untilReady, write } from "../pages.ts";
import { say } from "../people.ts";
import { bringIn, openServer } from "../servers.ts";
import { expect, test } from "../test.ts";

const list = (page: Page): Locator => page.getByRole("navigation", { name: "Channels of Tessera" });
const panel = (page: Page): Locator => page.getByRole("complementary", { name: "Threads" });

async function openThreads(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Threads", exact: true }).click();
  await expect(panel(page)).toBeVisible();
  // The tooltip goes.
  await page.mouse.move(200, 400);
}

async function chooseHere(page: Page, action: string): Promise<void> {
  await page.getByRole("button", { name: "Actions for this thread" }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

test("a thread begins with a message, which shows its replies; it is renamed, archived, found and woken", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, channel } = await openServer(ada, { name: "Tessera" });
  const general = channel("general");
  await bringIn(ada, general, grace);
  await say(grace, general, "Compaction stalled again");
  const mine = await visit(ada, `/channels/${id}/${general}`);
  const hers = await visit(grace, `/channels/${id}/${general}`);
  await expect(message(hers, "Compaction stalled")).toBeVisible();
  await choose(mine, message(mine, "Compaction stalled"), "Start a thread");
  const dialog = mine.getByRole("dialog", { name: "Start a thread" });
  await expect(dialog.getByLabel("Name of the thread")).toHaveValue("Compaction stalled again");
  await dialog.getByLabel("Name of the thread").fill("WAL stall");
  await dialog.getByRole("button", { name: "Start thread" }).click();
  await expect(mine.getByRole("heading", { level: 1 })).toContainText("WAL stall");
  await write(mine, "only on arm64");

  // Others see it below the message, at once, and answer in it.
  const line = message(hers, "Compaction stalled").getByRole("link", { name: /1 reply.*WAL stall/ });
  await line.click();
  await expect(message(hers, "only on arm64")).toBeVisible();
  await write(hers, "x86 is flat");
  await expect(message(mine, "x86 is flat")).toBeVisible();
  await expect(list(hers).getByRole("link", { name: /WAL stall/ })).toBeVisible();

  await chooseHere(mine, "Rename");
  await mine.getByLabel("Name of the thread").fill("WAL stall on arm64");
  await mine.getByRole("button", { name: "Save" }).click();
  await expect(hers.getByRole("heading", { level: 1 })).toContainText("WAL stall on arm64");
  await chooseHere(mine, "Archive");
  await expect(hers.getByRole("heading", { level: 1 })).toContainText("Archived");
  await expect(list(hers).getByRole("link", { name: /WAL stall/ })).toHaveCount(0);

  // An archived one is found in its channel, and by its address; writing wakes it.
  await mine.getByRole("link", { name: "Back to general" }).click();
  await openThreads(mine);
  await expect(panel(mine)).toContainText("No active thread here");
  await mine.getByText("Archived", { exact: true }).click();
  await panel(mine)
    .getByRole("link", { name: /WAL stall on arm64/ })
    .click();
  await expect(message(mine, "x86 is flat")).toBeVisible();
  await mine.reload();
  await expect(message(mine, "x86 is flat")).toBeVisible();
  await write(mine, "found it");
  await expect(hers.getByRole("heading", { level: 1 })).not.toContainText("Archived");
  await expect(message(hers, "found it")).toBeVisible();

  // Locked: who does not manage threads writes no more.
  await chooseHere(mine, "Lock");
  await expect(hers.getByPlaceholder(/locked/)).toBeDisabled();
  await chooseHere(mine, "Delete the thread");
  await mine.getByRole("alertdialog").getByRole("button", { name: "Delete the thread" }).click();
  await expect(mine).toHaveURL(new RegExp(`/${general}$`));
  await expect(log(hers)).toHaveCount(0);
});

test("a private thread is seen by whom it is for, and by nobody else", async ({ people, visit }) => {
  const [ada, grace, maud] = await people("Ada Nowak", "Grace Őry", "Maud Leroy");
  const { id, channel } = await openServer(ada, { name: "Tessera" });
  const general = channel("general");
  await bringIn(ada, general, grace, maud);
  const mine = await visit(ada, `/channels/${id}/${general}`);
  const hers = await visit(grace, `/channels/${id}/${general}`);
  const other = await visit(maud, `/channels/${id}/${general}`);
  await Promise.all([untilReady(hers), untilReady(other)]);
  await openThreads(mine);
  await panel(mine).getByRole("button", { name: "New thread" }).click();
  const dialog = mine.getByRole("dialog", { name: "Start a thread" });
  await dialog.getByLabel("Name of the thread").fill("Keys leaked");
  await dialog.getByText("Private thread").click();
  await dialog.getByRole("button", { name: "Start thread" }).click();
  await expect(mine.getByRole("heading", { level: 1 })).toContainText("Keys leaked");
  await write(mine, "rotate them");
  await chooseHere(mine, "Add people");
  await mine.getByRole("option", { name: /Grace Őry/ }).click();
  await expect(mine.getByText("Grace Őry is in the thread.")).toBeVisible();
  await mine.keyboard.press("Escape");

  await list(hers)
    .getByRole("link", { name: /Keys leaked/ })
    .click();
  await expect(message(hers, "rotate them")).toBeVisible();

  await openThreads(other);
  await expect(panel(other)).toContainText("No active thread here");
  await expect(list(other).getByRole("link", { name: /Keys leaked/ })).toHaveCount(0);
  await other.goto(new URL(mine.url()).pathname);
  await expect(other.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(other.getByText("rotate them")).toHaveCount(0);
  await expect(other.getByText("Keys leaked")).toHaveCount(0);

  // Who leaves sees it no more.
  await chooseHere(hers, "Leave the thread");
  await expect(message(hers, "rotate them")).toHaveCount(0);
  await expect(list(hers).getByRole("link", { name: /Keys leaked/ })).toHaveCount(0);
});

for (const width of [1440, 1024, 390]) {
  test(`axe finds nothing in threads, ${width} wide`, async ({ people, visit }) => {
    const [ada, grace] = await people("Ada Nowak", "Grace Őry");
    const { id, channel } = await openServer(ada, { name: "Tessera" });
    const general = channel("general");
    await bringIn(ada, general, grace);
    const first = await say(grace, general, "Compaction stalled again");
    const thread = await ada.api.threads.createFrom(general, first, { name: "WAL stall" });
    await say(grace, thread.id, "only on arm64");
    const page = await visit(ada, `/channels/${id}/${general}`, {
      viewport: { width, height: 844 },
      reducedMotion: "reduce",
    });
    await expect(message(page, "Compaction").getByRole("link", { name: /1 reply/ })).toBeVisible();
    await openThreads(page);
    await expect(panel(page).getByRole("link", { name: /WAL stall/ })).toBeVisible();
    await expectAccessible(page, "threads of a channel");
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/threads-${width}.png` });
    await panel(page).getByRole("button", { name: "New thread" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectAccessible(page, "a new thread");
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await panel(page)
      .getByRole("link", { name: /WAL stall/ })
      .click();
    await expect(message(page, "only on arm64")).toBeVisible();
    await expectAccessible(page, "a thread");
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/thread-${width}.png` });
  });
}
