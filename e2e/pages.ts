/** Where things are on the pages, by what they are called to people. */
import { expect, type Locator, type Page } from "@playwright/test";

export function composer(page: Page): Locator {
  return page.getByRole("main").getByRole("textbox", { name: /^(Message|Écrire à) / });
}

/** The line above what is new. */
export function newLine(page: Page): Locator {
  return log(page).getByText("New", { exact: true });
}

export function log(page: Page): Locator {
  return page.getByRole("log");
}

/** The message with this text, pending or sent. */
export function message(page: Page, text: string | RegExp): Locator {
  return log(page).getByRole("article").filter({ hasText: text });
}

/** The message once the server has it: before, it is another row, without actions. */
export function sent(page: Page, text: string | RegExp): Locator {
  return confirmed(page, message(page, text));
}

function confirmed(page: Page, on: Locator): Locator {
  return on.and(page.locator("[data-message]"));
}

export async function write(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press("Enter");
}

/** Asks for files to send, as the button beside the field does. */
export async function attachFiles(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("menuitem", { name: "Attach files" }).click();
}

/** Resolves once nothing in the log has moved for a few frames. */
export function untilStill(page: Page): Promise<void> {
  return log(page).evaluate(
    (element) =>
      new Promise<void>((resolve) => {
        let last = "";
        let still = 0;
        const watch = () => {
          const first = element.querySelector("article")?.getBoundingClientRect().top;
          const now = `${first} ${element.scrollTop} ${element.scrollHeight}`;
          still = now === last ? still + 1 : 0;
          last = now;
          if (still > 8) resolve();
          else requestAnimationFrame(watch);
        };
        watch();
      }),
  );
}

/** Does it and waits until the server has taken `setting`: a page that goes away takes its request with it. */
export async function untilSaved(page: Page, setting: string, act: () => Promise<void>): Promise<void> {
  const answered = page.waitForResponse(
    (answer) =>
      answer.url().endsWith("/settings") && (answer.request().postData()?.includes(`"${setting}"`) ?? false),
  );
  await act();
  expect((await answered).ok()).toBe(true);
}

/** What a press puts into the clipboard, which the page may read. */
export async function copiedBy(page: Page, press: () => Promise<unknown>): Promise<string> {
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await press();
  const read = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(read).not.toBe("");
  return read();
}

/** Opens the menu of a message, and shows it once it stands. */
export async function openActions(page: Page, on: Locator): Promise<Locator> {
  await confirmed(page, on).click({ button: "right", position: { x: 300, y: 4 } });
  const menu = page.getByRole("menu", { name: /^(Message actions|Actions du message)$/ });
  await expect(menu).toBeVisible();
  return menu;
}

/** Chooses from the menu of a message. */
export async function choose(page: Page, on: Locator, action: string): Promise<void> {
  const menu = await openActions(page, on);
  await menu.getByRole("menuitem", { name: action }).click();
}

/** The row of a conversation in the list at the left. */
export function conversation(page: Page, name: string | RegExp): Locator {
  return page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name });
}

export async function logIn(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel("E-mail or user name").fill(login);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
}

/** Opens the menu of presence and pages at the foot of the list. */
export async function ownMenu(page: Page, item: string): Promise<void> {
  await page.getByRole("button", { name: /Presence and status/ }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

/** Waits until the client has its READY: the page of somebody who is logged in stands. */
export async function untilReady(page: Page, own = /Presence and status/): Promise<void> {
  await expect(page.getByRole("button", { name: own })).toBeVisible();
}

/** Chooses one of several by pressing what names it: the radio itself is drawn by the label around it. */
export async function pick(page: Page, name: string | RegExp): Promise<void> {
  await page
    .locator("label")
    .filter({ has: page.getByRole("radio", { name }) })
    .click();
}
