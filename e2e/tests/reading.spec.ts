import type { Page } from "@playwright/test";
import {
  choose,
  composer,
  conversation,
  log,
  message,
  newLine,
  sent,
  untilReady,
  untilStill,
  write,
} from "../pages.ts";
import { openChat, openRoom, say, talk } from "../people.ts";
import { expect, test } from "../test.ts";

test("what is unread is counted and divided on every device, and read on one is read on all", async ({
  people,
  visit,
}) => {
  const [ada, grace, maud] = await people("Ada Nowak", "Grace Őry", "Maud Leroy");
  const room = await openRoom(grace, [ada, maud], "compilers");
  await say(grace, room, "Read long ago");
  const laptop = await visit(ada, `/channels/@me/${room}`);
  await expect(message(laptop, "Read long ago")).toBeVisible();
  await expect(conversation(laptop, /compilers/)).not.toContainText("Unread");
  await laptop.getByRole("link", { name: "Inbox" }).click();
  const phone = await visit(ada);
  await untilReady(phone);

  await say(grace, room, "First news");
  await say(maud, room, `And <@${ada.id}> is called`);
  for (const page of [laptop, phone]) {
    await expect(conversation(page, /compilers/)).toContainText("1 mention");
    await expect(page.getByRole("region", { name: "Mentions" })).toContainText("is called");
  }
  await conversation(laptop, /compilers/).click();
  const divider = newLine(laptop);
  await expect(divider).toBeVisible();
  const below = await divider.evaluate((line) => line.closest("[data-row]")?.textContent);
  expect(below).toContain("First news");
  // Read here, it is read there.
  for (const page of [laptop, phone]) {
    await expect(conversation(page, /compilers/)).not.toContainText("Unread");
    await expect(conversation(page, /compilers/)).not.toContainText("mention");
  }
  await expect(phone.getByText("Nothing needs you. Enjoy the shade.")).toBeVisible();

  await choose(laptop, message(laptop, "First news"), "Mark unread from here");
  await expect(conversation(phone, /compilers/)).toContainText("Unread");
  await expect(divider).toBeVisible();
  await composer(laptop).press("Escape");
  await expect(divider).toHaveCount(0);
  await expect(conversation(phone, /compilers/)).not.toContainText("Unread");
});

test("a long absence offers the jump to the oldest unread, and Escape marks all as read", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  await say(grace, channel, "Read before the holidays");
  const before = await visit(ada, `/channels/@me/${channel}`);
  await expect(message(before, "before the holidays")).toBeVisible();
  await expect(conversation(before, "Grace Őry")).not.toContainText("Unread");
  await before.close();
  await talk(grace, grace, channel, 70);

  const page = await visit(ada, `/channels/@me/${channel}`);
  await expect(page.getByText(/^\d+\+? new since/)).toBeVisible();
  await page.getByRole("button", { name: "Jump", exact: true }).click();
  await expect(newLine(page)).toBeInViewport();
  await expect(message(page, "before the holidays")).toBeInViewport();
  await page.getByRole("button", { name: /jump to present/i }).click();
  await expect(message(page, /line \d+ of a long talk/).last()).toBeInViewport();
  await composer(page).press("Escape");
  await expect(page.getByText(/new since/)).toHaveCount(0);
  await expect(conversation(page, "Grace Őry")).not.toContainText("Unread");
});

test("a draft waits on the other device, and is gone once it is sent", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  const laptop = await visit(ada, `/channels/@me/${channel}`);
  const phone = await visit(ada, `/channels/@me/${channel}`);
  await expect(composer(phone)).toHaveValue("");
  await composer(laptop).pressSequentially("I was about to say");
  await expect(composer(phone)).toHaveValue("I was about to say");
  await laptop.getByRole("link", { name: "Inbox" }).click();
  await conversation(laptop, "Grace Őry").click();
  await expect(composer(laptop)).toHaveValue("I was about to say");
  await composer(phone).press("End");
  await composer(phone).pressSequentially(" something");
  await expect(composer(laptop)).toHaveValue("I was about to say something");
  await composer(phone).press("Enter");
  await expect(message(laptop, "I was about to say something")).toHaveCount(1);
  await expect(composer(laptop)).toHaveValue("");
  await laptop.reload();
  await expect(message(laptop, "I was about to say something")).toBeVisible();
  await expect(composer(laptop)).toHaveValue("");
});

test("a message that arrives while one reads further up moves nothing and is counted", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  await talk(ada, grace, channel, 40);
  const page = await visit(ada, `/channels/@me/${channel}`);
  await expect(message(page, "line 40 of")).toBeInViewport();
  await log(page).hover();
  // Once, while rows are still being measured: one turn of the wheel is enough to be left in peace.
  await page.mouse.wheel(0, -700);
  await expect(page.getByRole("button", { name: "Jump to present" })).toBeVisible();
  await expect(message(page, "line 40 of")).not.toBeInViewport();
  const seen = message(page, "line 25 of");
  await untilStill(page);
  const before = await seen.boundingBox();
  await say(grace, channel, "News from below");
  await expect(page.getByRole("button", { name: "1 new, jump to present" })).toBeVisible();
  expect(await seen.boundingBox()).toEqual(before);
  await page.getByRole("button", { name: "1 new, jump to present" }).click();
  await expect(message(page, "News from below")).toBeInViewport();
  await expect(page.getByRole("button", { name: /jump to present/i })).toHaveCount(0);
  await write(page, "Answered");
  await expect(message(page, "Answered")).toBeInViewport();
});

test("what grows late keeps the end in sight, and moves nothing for who reads further up", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  await talk(ada, grace, channel, 40);
  const page = await visit(ada, `/channels/@me/${channel}`);
  await expect(message(page, "line 40 of")).toBeInViewport();
  // As an image does whose size nobody knew.
  const grow = (text: string) =>
    message(page, text).evaluate((row) => {
      row.style.paddingBottom = "500px";
    });
  await grow("line 39 of");
  await expect(message(page, "line 30 of")).not.toBeInViewport();
  await expect(message(page, "line 40 of")).toBeInViewport({ ratio: 1 });
  await log(page).hover();
  await page.mouse.wheel(0, -1_000);
  await expect(page.getByRole("button", { name: "Jump to present" })).toBeVisible();
  await untilStill(page);
  const seen = message(page, "line 25 of");
  const before = await seen.boundingBox();
  await grow("line 38 of");
  await untilStill(page);
  expect(await seen.boundingBox()).toEqual(before);
  // Back by hand, the end is followed again.
  await page.mouse.wheel(0, 5_000);
  await expect(page.getByRole("button", { name: "Jump to present" })).toHaveCount(0);
  await say(grace, channel, "News from below");
  await expect(message(page, "News from below")).toBeInViewport({ ratio: 1 });
});

test("a right click while the log still moves opens the actions of what lies under it", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  await talk(ada, grace, channel, 40);
  const page = await visit(ada, `/channels/@me/${channel}`);
  await expect(message(page, "line 40 of")).toBeInViewport();
  await log(page).hover();
  await log(page).evaluate((element) => {
    const moving = new Promise<void>((resolve) => {
      element.addEventListener("scroll", () => resolve(), { once: true });
    });
    Object.assign(window, { moving });
  });
  await page.mouse.wheel(0, -300);
  await page.evaluate(() => (window as unknown as { moving: Promise<void> }).moving);
  // The mouse rests where it was: a press of its own, since a locator's waits until the row can be pressed.
  await page.mouse.down({ button: "right" });
  await page.mouse.up({ button: "right" });
  await page.getByRole("menuitem", { name: "Reply" }).click();
  await expect(page.getByText(/^Replying to/)).toBeVisible();
});

test("what is written before the log knows its height stands there once it does", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  await openChat(ada, grace);
  const page = await visit(ada);
  await untilReady(page);
  // A slow machine: the page of history comes, one's own message is on its way, and nothing was laid out yet.
  const history = await holdBack(page, /\/messages\?/);
  const sending = await holdBack(page, /\/messages$/);
  await page.evaluate(() => {
    const later: (() => void)[] = [];
    const { ResizeObserver } = window;
    window.ResizeObserver = class extends ResizeObserver {
      override observe(target: Element) {
        if (window.ResizeObserver === ResizeObserver) super.observe(target);
        else later.push(() => super.observe(target));
      }
    };
    Object.assign(window, {
      layOut() {
        window.ResizeObserver = ResizeObserver;
        for (const observe of later.splice(0)) observe();
      },
    });
  });
  await conversation(page, "Grace Őry").click();
  await write(page, "Written early");
  const rows = log(page).locator("> div > div");
  const oneRow = await rows.evaluate((element) => element.clientHeight);
  history();
  await expect.poll(() => rows.evaluate((element) => element.clientHeight)).toBeGreaterThan(oneRow);
  await page.evaluate(() => (window as unknown as { layOut(): void }).layOut());
  await expect(message(page, "Written early")).toBeVisible();
  sending();
  await expect(sent(page, "Written early")).toBeVisible();
});

/** Holds back requests for these addresses. Call what it returns to let them go. */
async function holdBack(page: Page, address: RegExp): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(address, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}
