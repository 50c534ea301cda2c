import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { choose, composer, message, untilReady } from "../pages.ts";
import { say } from "../people.ts";
import { bringIn, openServer } from "../servers.ts";
import { expect, test } from "../test.ts";

const list = (page: Page): Locator => page.getByRole("navigation", { name: "Channels of Tessera" });
const panel = (page: Page): Locator => page.getByRole("complementary", { name: "Threads" });

const beside = (page: Page, name: string): Locator =>
  page.getByRole("complementary", { name: `Thread ${name}` });
const field = (place: Locator): Locator => place.getByRole("textbox", { name: /^Message / });
const lineOf = (page: Page, name: RegExp): Locator => page.getByRole("main").getByRole("link", { name });
const newLineIn = (place: Locator): Locator => place.getByRole("log").getByText("New", { exact: true });

async function writeIn(place: Locator, text: string): Promise<void> {
  await field(place).fill(text);
  await field(place).press("Enter");
}

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
  const myThread = beside(mine, "WAL stall");
  await expect(field(myThread)).toBeFocused();
  // It begins with the message, which is no reply.
  await expect(myThread.getByRole("article", { name: /Grace Őry/ })).toContainText(
    "Compaction stalled again",
  );
  await writeIn(myThread, "only on arm64");

  // Others see it below the message, at once, and answer in it.
  await lineOf(hers, /1 reply.*WAL stall/).click();
  const herThread = beside(hers, "WAL stall");
  await expect(herThread.getByRole("article").filter({ hasText: "only on arm64" })).toBeVisible();
  await writeIn(herThread, "x86 is flat");
  await expect(myThread.getByRole("article").filter({ hasText: "x86 is flat" })).toBeVisible();
  await expect(list(hers).getByRole("link", { name: /WAL stall/ })).toBeVisible();
  await expect(lineOf(mine, /2 replies/)).toBeVisible();

  await chooseHere(mine, "Rename");
  await mine.getByLabel("Name of the thread").fill("WAL stall on arm64");
  await mine.getByRole("button", { name: "Save" }).click();
  await expect(beside(hers, "WAL stall on arm64")).toBeVisible();
  // What it begins with follows the message of the channel.
  await choose(hers, hers.getByRole("main").getByRole("article").filter({ hasText: "Compaction" }), "Edit");
  await hers.getByLabel("Edit the message").fill("Compaction stalled, twice");
  await hers.keyboard.press("Enter");
  await expect(myThread.getByText("Compaction stalled, twice")).toBeVisible();

  await chooseHere(mine, "Archive");
  // Notices leave after a while.
  await Promise.all(
    [mine, hers].map((page) => expect(page.getByText("“WAL stall on arm64” was archived.")).toBeVisible()),
  );
  for (const page of [mine, hers]) {
    await expect(beside(page, "WAL stall on arm64")).toHaveCount(0);
    await expect(page).toHaveURL(new RegExp(`/${general}$`));
  }
  await expect(list(hers).getByRole("link", { name: /WAL stall/ })).toHaveCount(0);

  // An archived one is found in its channel, and by its address; writing wakes it.
  await openThreads(mine);
  await expect(panel(mine)).toContainText("No active thread here");
  await mine.getByText("Archived", { exact: true }).click();
  await panel(mine)
    .getByRole("link", { name: /WAL stall on arm64/ })
    .click();
  await expect(myThread.getByRole("article").filter({ hasText: "x86 is flat" })).toBeVisible();
  await mine.reload();
  await expect(myThread.getByRole("article").filter({ hasText: "x86 is flat" })).toBeVisible();
  await expect(myThread.getByText("Archived", { exact: true })).toBeVisible();
  await writeIn(myThread, "found it");
  await expect(myThread.getByText("Archived", { exact: true })).toHaveCount(0);
  await lineOf(hers, /WAL stall/).click();
  await expect(herThread.getByRole("article").filter({ hasText: "found it" })).toBeVisible();

  // It is a page, too. Locked: who does not manage threads writes no more.
  await myThread.getByRole("button", { name: "Open as a page" }).click();
  await expect(mine.getByRole("heading", { level: 1 })).toContainText("WAL stall on arm64");
  await expect(message(mine, "found it")).toBeVisible();
  await chooseHere(mine, "Lock");
  await expect(herThread.getByPlaceholder(/locked/)).toBeDisabled();
  await chooseHere(mine, "Delete the thread");
  await mine.getByRole("alertdialog").getByRole("button", { name: "Delete the thread" }).click();
  await expect(hers.getByText("“WAL stall on arm64” is gone, or no longer open to you.")).toBeVisible();
  await expect(mine).toHaveURL(new RegExp(`/${general}$`));
  await expect(herThread).toHaveCount(0);
});

test("beside its channel a thread has its own words, answers, edits, unread and files", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, channel } = await openServer(ada, { name: "Tessera" });
  const general = channel("general");
  await bringIn(ada, general, grace);
  const first = await say(grace, general, "Compaction stalled again");
  const { id: thread } = await ada.api.threads.createFrom(general, first, { name: "WAL stall" });
  await say(grace, general, "lunch?");
  const page = await visit(ada, `/channels/${id}/${general}/threads/${thread}`);
  const other = await visit(ada);
  await untilReady(other);
  const main = page.getByRole("main");
  const side = beside(page, "WAL stall");
  await expect(field(side)).toBeFocused();
  await expect(main.getByRole("article").filter({ hasText: "lunch?" })).toBeVisible();

  // Each keeps what is typed in it.
  await field(side).fill("for the thread");
  await composer(page).fill("for the channel");
  await expect(field(side)).toHaveValue("for the thread");
  await composer(page).press("Enter");
  await field(side).press("Enter");
  await expect(main.getByRole("article").filter({ hasText: "for the channel" })).toBeVisible();
  await expect(side.getByRole("article").filter({ hasText: "for the thread" })).toBeVisible();
  await expect(main.getByRole("log").getByText("for the thread")).toHaveCount(0);

  // ↑ edits the last of one's own where one writes.
  for (const [place, own, changed] of [
    [side, "for the thread", "changed in the thread"],
    [main, "for the channel", "changed in the channel"],
  ] as const) {
    await expect(
      place.getByRole("article").filter({ hasText: own }).and(page.locator("[data-message]")),
    ).toBeVisible();
    await field(place).press("ArrowUp");
    await expect(page.getByLabel("Edit the message")).toHaveValue(own);
    await place.getByLabel("Edit the message").fill(changed);
    await page.keyboard.press("Enter");
    await expect(place.getByRole("article").filter({ hasText: changed })).toContainText("edited");
  }

  // What comes into either is read as it is seen: on another device nothing is left.
  await say(grace, thread, "x86 is flat");
  await say(grace, general, "now?");
  await expect(side.getByRole("article").filter({ hasText: "x86 is flat" })).toBeVisible();
  await expect(main.getByRole("article").filter({ hasText: "now?" })).toBeVisible();
  await other.goto(`${new URL(other.url()).origin}/`);
  await untilReady(other);
  const server = other.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Tessera" });
  await expect(server).toBeVisible();
  await expect(server).not.toHaveClass(/is-unread/);

  // Files go where they are dropped.
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["dropped words"], "dropped.txt", { type: "text/plain" }));
    return transfer;
  });
  await side.dispatchEvent("dragenter", { dataTransfer: data });
  await expect(page.getByText("Drop to send to WAL stall")).toBeVisible();
  await expect(page.getByText("Drop to send to general")).toHaveCount(0);
  await side.dispatchEvent("drop", { dataTransfer: data });
  await expect(side.getByRole("list", { name: "1 file to send" })).toContainText("dropped.txt");
  await expect(main.getByRole("list", { name: "1 file to send" })).toHaveCount(0);

  // An answer in the thread is put away before the thread is.
  const answered = side.getByRole("article").filter({ hasText: "x86 is flat" });
  await answered.focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("r");
  await expect(side.getByText(/Replying to/)).toBeVisible();
  await expect(main.getByText(/Replying to/)).toHaveCount(0);
  await field(side).press("Escape");
  await expect(side.getByText(/Replying to/)).toHaveCount(0);
  await field(side).press("Escape");
  await expect(side).toHaveCount(0);
  await expect(composer(page)).toBeFocused();

  // Nobody looks at it now.
  await say(grace, thread, "still flat");
  await expect(list(page).getByRole("link", { name: /WAL stall/ })).toContainText("Unread");
  await expect(server).toHaveClass(/is-unread/);
  await expect(lineOf(page, /3 replies/)).toHaveClass(/is-unread/);
  await lineOf(page, /3 replies/).click();
  await expect(newLineIn(side)).toBeVisible();
  await expect(list(page).getByRole("link", { name: /WAL stall/ })).not.toContainText("Unread");
  await expect(server).not.toHaveClass(/is-unread/);
});

test("the keyboard opens a thread, works in it, and comes back; its address is kept and shared", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, channel } = await openServer(ada, { name: "Tessera" });
  const general = channel("general");
  await bringIn(ada, general, grace);
  const first = await say(grace, general, "Compaction stalled again");
  const { id: thread } = await ada.api.threads.createFrom(general, first, { name: "WAL stall" });
  await say(grace, thread, "only on arm64");
  const page = await visit(ada, `/channels/${id}/${general}`);
  const side = beside(page, "WAL stall");
  const members = page.getByRole("complementary", { name: "Members" });
  await expect(members).toBeVisible();
  await lineOf(page, /1 reply/).focus();
  await page.keyboard.press("Enter");
  await expect(side).toBeVisible();
  await expect(members).toHaveCount(0);
  await expect(field(side)).toBeFocused();
  await expect(page).toHaveURL(new RegExp(`/channels/${id}/${general}/threads/${thread}$`));

  // Keys answer for the conversation that has the focus.
  await page.keyboard.press("Control+e");
  await expect(page.getByRole("combobox", { name: "Find an emoji" })).toBeFocused();
  await page.keyboard.type("tada");
  await expect(page.getByRole("gridcell", { selected: true })).toHaveAccessibleName(/party popper/);
  await page.keyboard.press("Enter");
  await expect(field(side)).toHaveValue("🎉");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("Control+p");
  const pins = page.getByRole("complementary", { name: "Pinned messages" });
  await expect(pins).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(pins).toHaveCount(0);
  await expect(field(side)).toBeFocused();
  await field(side).fill("");

  await page.keyboard.press("Escape");
  await expect(side).toHaveCount(0);
  await expect(members).toBeVisible();
  await expect(lineOf(page, /1 reply/)).toBeFocused();
  await expect(page).toHaveURL(new RegExp(`/${general}$`));

  await page.keyboard.press("Enter");
  await expect(field(side)).toBeFocused();
  await page.reload();
  await expect(side.getByRole("article").filter({ hasText: "only on arm64" })).toBeVisible();
  await expect(field(side)).toBeFocused();
  await page.goBack();
  await expect(side).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("general");
  await page.goForward();
  await expect(side).toBeVisible();

  // With the focus in the channel its own keys answer, and the thread stays.
  await composer(page).focus();
  await page.keyboard.press("Escape");
  await expect(side).toBeVisible();
  await page.keyboard.press("Control+p");
  await expect(pins).toBeVisible();
  await expect(side).toHaveCount(0);

  // To the message that it began with, in the channel, without leaving it.
  await lineOf(page, /1 reply/).click();
  await side.getByRole("button", { name: "See it in #general" }).click();
  await expect(page.getByRole("main").locator(".is-flashing")).toContainText("Compaction stalled again");
  await expect(side).toBeVisible();
  await page.getByRole("main").getByRole("article").filter({ hasText: "Compaction" }).focus();
  await grace.api.messages.remove(general, first);
  await expect(side.getByText("The message that this thread began with was deleted.")).toBeVisible();

  // As wide as one likes.
  const grip = page.getByRole("separator", { name: "Width of the thread" });
  const before = await side.evaluate((element) => element.clientWidth);
  await grip.focus();
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => side.evaluate((element) => element.clientWidth)).toBe(before + 24);

  // What is not there says so.
  await page.goto(page.url().replace(thread, id));
  await expect(page.getByText("This thread is gone, or not open to you.")).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`/${general}$`));
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
  await writeIn(beside(mine, "Keys leaked"), "rotate them");
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
  await expect(other.getByText("This thread is gone, or not open to you.")).toBeVisible();
  await expect(other.getByText("rotate them")).toHaveCount(0);
  await expect(other.getByText("Keys leaked")).toHaveCount(0);

  // Who leaves sees it no more.
  await chooseHere(hers, "Leave the thread");
  await expect(message(hers, "rotate them")).toHaveCount(0);
  await expect(list(hers).getByRole("link", { name: /Keys leaked/ })).toHaveCount(0);
});

test("on a phone a thread is a page, and leads back to its channel", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, channel } = await openServer(ada, { name: "Tessera" });
  const general = channel("general");
  await bringIn(ada, general, grace);
  const first = await say(grace, general, "Compaction stalled again");
  const { id: thread } = await ada.api.threads.createFrom(general, first, { name: "WAL stall" });
  await say(grace, thread, "only on arm64");
  const page = await visit(ada, `/channels/${id}/${general}`, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
  });
  await lineOf(page, /1 reply/).tap();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("WAL stall");
  await expect(message(page, "only on arm64")).toBeVisible();
  await expect(page.getByRole("log")).toHaveCount(1);
  await composer(page).fill("from the train");
  await page.getByRole("button", { name: "Send", exact: true }).tap();
  await expect(message(page, "from the train")).toBeVisible();
  await page.reload();
  await expect(message(page, "from the train")).toBeVisible();
  await page.getByRole("button", { name: "Back", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("general");
  await expect(lineOf(page, /2 replies/)).toBeVisible();
  await lineOf(page, /2 replies/).tap();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("WAL stall");
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("general");
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
    await expect(message(page, "Compaction stalled again").last()).toBeVisible();
    const side = beside(page, "WAL stall");
    await expect(side).toHaveCount(width > 720 ? 1 : 0);
    await expectAccessible(page, "a thread");
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/thread-${width}.png` });
    if (width !== 1024) return;
    // Where it floats over the channel, Escape takes it away from there too.
    await composer(page).focus();
    await page.keyboard.press("Escape");
    await expect(side).toHaveCount(0);
    await expect(panel(page)).toBeVisible();
  });
}
