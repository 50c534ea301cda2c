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

test("forms are sent as forms, and what a service sends follows the event that a header names", async ({
  people,
  visit,
}) => {
  const [ada] = await people("Ada Nowak");
  const { clearing } = await foundServer(ada, []);
  const page = await visit(ada, "/docs/api");
  const made = await page.request.post(`/api/v10/channels/${clearing}/webhooks`, {
    headers: { Authorization: ada.token },
    data: { name: "CI" },
  });
  const { id, token }: { id: string; token: string } = await made.json();
  const open = async (search: string, name: string) => {
    await page.getByRole("searchbox", { name: "Search operations" }).fill(search);
    await list(page).getByRole("link", { name }).click();
    await expect(heading(page, name)).toBeVisible();
  };
  const form = tryIt(page);
  const main = page.getByRole("main");

  await open("oauth2 token exchange", "Exchange a code, or a refresh token, for a bearer's token");
  await expect(main.getByText("such as authorization_code, refresh_token, client_credentials")).toBeVisible();
  await form.getByRole("textbox", { name: "grant_type", exact: true }).fill("client_credentials");
  await form.getByRole("textbox", { name: "client_id", exact: true }).fill("1");
  await expect(form.getByText("--data-urlencode 'grant_type=client_credentials'")).toBeVisible();
  const asked = page.waitForRequest((request) => request.url().endsWith("/oauth2/token"));
  await form.getByRole("button", { name: "Send POST" }).click();
  const request = await asked;
  expect(request.headers()["content-type"]).toBe("application/x-www-form-urlencoded");
  expect(request.postData()).toBe("grant_type=client_credentials&client_id=1");
  // Nobody is that client: understood, and refused as the standard says.
  await expect(form.getByText('"error": "invalid_client",')).toBeVisible();

  await open("post what github", "Post what github sends");
  await expect(main.getByRole("code").filter({ hasText: /^discussion_comment$/ })).toBeVisible();
  await form.getByRole("textbox", { name: "webhook_id", exact: true }).fill(id);
  await form.getByRole("textbox", { name: "webhook_token", exact: true }).fill(token);
  await form.getByRole("button", { name: /X-GitHub-Event/ }).click();
  await page.getByRole("option", { name: "fork", exact: true }).click();
  const body = form.getByRole("textbox", { name: "Body", exact: true });
  await expect(body).toHaveValue(/"forkee"/);
  await form.getByRole("button", { name: /Sent as/ }).click();
  await page.getByRole("option", { name: "application/x-www-form-urlencoded", exact: true }).click();
  await form.getByRole("button", { name: "Send POST" }).click();
  await expect(form.getByRole("status").getByText("204", { exact: true })).toBeVisible();
  expect((await ada.api.messages.list(clearing)).map(({ embeds }) => embeds[0]?.title)).toEqual([
    "[Hello] Fork created: Hello",
  ]);
  await expectAccessible(page, "a webhook's operation");
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
