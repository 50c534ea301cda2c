import type { Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { foundServer } from "../servers-of.ts";
import { expect, test } from "../test.ts";

const list = (page: Page) => page.getByRole("navigation", { name: "Operations" });
const tryIt = (page: Page) => page.getByRole("complementary", { name: "Try it" });
const heading = (page: Page, name: string) => page.getByRole("heading", { name, level: 1, exact: true });

test("whoever comes by finds an operation and reads what it takes, without a log-in", async ({ visit }) => {
  const page = await visit(null, "/docs/api");
  await expect(heading(page, "Everything this server understands")).toBeVisible();
  await expect(list(page).getByRole("link", { name: "Make a role" })).toBeAttached();
  await page.keyboard.press("/");
  await page.keyboard.type("message pin");
  await expect(list(page).getByRole("link", { name: "Make a role" })).toBeHidden();
  await page.getByRole("searchbox", { name: "Search operations" }).fill("create_message");
  await expect(list(page).getByRole("link")).toHaveCount(1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(heading(page, "Send a message")).toBeVisible();
  await expect(page).toHaveURL(/\/docs\/api#\/create_message$/);
  const main = page.getByRole("main");
  await expect(main.getByText("SEND_MESSAGES", { exact: true })).toBeVisible();
  await expect(main.getByText("10 in 10 s")).toBeVisible();
  await expect(
    main
      .getByRole("listitem")
      .filter({ hasText: /^content/ })
      .first(),
  ).toContainText("≤ 2000 characters");
  await expectAccessible(page, "an operation");
  await page.goto("about:blank");
  await page.goBack();
  await expect(heading(page, "Send a message")).toBeVisible();
});

test("one sends a message from the console with one's own session, and sees what is left", async ({
  people,
  visit,
}) => {
  const [ada] = await people("Ada Nowak");
  const { clearing } = await foundServer(ada, []);
  const page = await visit(ada, "/docs/api#/create_message");
  await expect(heading(page, "Send a message")).toBeVisible();
  const form = tryIt(page);
  const send = form.getByRole("button", { name: "Send POST" });
  await expect(send).toHaveAttribute("aria-disabled", "true");
  await form.getByRole("textbox", { name: "channel_id" }).fill(clearing);
  const body = form.getByRole("textbox", { name: "Body" });
  await body.fill('{ "content": 5 }');
  await expect(form.getByText("must be string | null")).toBeVisible();
  await body.fill('{ "content": "From the console" }');
  await send.click();
  const answer = form.getByRole("status");
  await expect(answer.getByText("200", { exact: true })).toBeVisible();
  await expect(answer).toContainText("10 of 10 left");
  await form.getByRole("button", { name: /^Show \d+ more lines$/ }).click();
  await expect(form.getByText('"content": "From the console",')).toBeVisible();
  expect((await ada.api.messages.list(clearing)).map(({ content }) => content)).toEqual(["From the console"]);
});

test("a bot's token asks alone, is kept nowhere, and what deletes asks first", async ({ people, visit }) => {
  const [ada] = await people("Ada Nowak");
  const { clearing } = await foundServer(ada, []);
  const { id } = await ada.api.messages.send(clearing, { content: "Stays, or not" });
  const page = await visit(ada, "/docs/api#/delete_message");
  await expect(heading(page, "Delete a message")).toBeVisible();
  const form = tryIt(page);
  await form.getByRole("radio", { name: "Bot" }).click({ force: true });
  await form.getByLabel("Token", { exact: true }).fill("not-a-token");
  await form.getByRole("textbox", { name: "channel_id" }).fill(clearing);
  await form.getByRole("textbox", { name: "message_id" }).fill(id);
  await form.getByRole("button", { name: "Send DELETE" }).click();
  const question = page.getByRole("alertdialog");
  await expect(question).toContainText(`DELETE /channels/${clearing}/messages/${id}`);
  await question.getByRole("button", { name: "Send DELETE" }).click();
  await expect(form.getByRole("status").getByText("401", { exact: true })).toBeVisible();
  // The session would have been allowed to: it was not sent along.
  expect(await ada.api.messages.list(clearing)).toHaveLength(1);
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]),
  );
  expect(kept).not.toContain("not-a-token");

  // What fades lies over the console until it is gone.
  await expect(question).toHaveCount(0);
  await form.getByRole("radio", { name: "Myself" }).check({ force: true });
  await form.getByRole("button", { name: "Send DELETE" }).click();
  await question.getByRole("button", { name: "Send DELETE" }).click();
  await expect(form.getByRole("status").getByText("204", { exact: true })).toBeVisible();
  expect(await ada.api.messages.list(clearing)).toHaveLength(0);
});

test("on a phone, in French, one goes from the list to an operation and back", async ({ visit }) => {
  const page = await visit(null, "/docs/api", { viewport: { width: 390, height: 844 }, locale: "fr-FR" });
  await page.getByRole("searchbox", { name: "Chercher une opération" }).fill("make a role");
  await page.getByRole("link", { name: "Make a role" }).click();
  await expect(heading(page, "Make a role")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Corps" })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByRole("link", { name: "Toutes les opérations" }).click();
  await expect(heading(page, "Tout ce que ce serveur comprend")).toBeVisible();
});
