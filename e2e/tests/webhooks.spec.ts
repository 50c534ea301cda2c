import type { Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { picture } from "../images.ts";
import { copiedBy, log, message, untilReady } from "../pages.ts";
import { bringIn, openServer } from "../servers.ts";
import { expect, test } from "../test.ts";

/** What a press on a form of the address puts into the clipboard. */
async function copied(page: Page, name: string, form: string): Promise<string> {
  return copiedBy(page, async () => {
    await page.getByRole("button", { name: `Copy the address of ${name}` }).click();
    await page.getByRole("menuitem", { name: form }).click();
    await expect(page.getByText("Address copied.").first()).toBeVisible();
  });
}

/** As a build server posts: without a log-in, with nothing but the address. */
async function post(address: string, body: unknown, init: RequestInit = {}) {
  const response = await fetch(address, {
    method: "POST",
    ...init,
    headers: { "Content-Type": "application/json", ...init.headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.text() };
}

test("a webhook is made in the settings, posts, is seen live, edits and deletes, and ends", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, channel } = await openServer(ada, { name: "Tessera" });
  const general = channel("general");
  await bringIn(ada, general, grace);
  const hers = await visit(grace, `/channels/${id}/${general}`);
  await untilReady(hers);

  const page = await visit(ada, `/channels/${id}/settings/integrations`, {
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await expect(page.getByText("Nothing posts here")).toBeVisible();
  await expectAccessible(page, "no integrations");
  await page.getByRole("button", { name: "New webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Build server");
  await expect(dialog.getByRole("button", { name: /Posts in/ })).toContainText("#general");
  await expectAccessible(page, "a new webhook");
  await dialog.getByRole("button", { name: "Save" }).click();
  const rows = page.getByRole("list", { name: "Webhooks" }).getByRole("listitem");
  await expect(rows).toContainText("Build server");
  await expect(rows).toContainText("#general · made by Ada Nowak");
  const address = await copied(page, "Build server", "Plain");
  expect(address).toMatch(/\/api\/webhooks\/\d+\/[\w-]{68}$/);
  expect(await copied(page, "Build server", "GitHub")).toBe(`${address}/github`);
  expect(await copied(page, "Build server", "Command for curl")).toContain(`'${address}'`);
  await expectAccessible(page, "integrations");

  const { body } = await post(`${address}?wait=true`, {
    content: "Build **7** is running",
    embeds: [
      {
        title: "Build 7",
        url: "https://ci.example.org/7",
        description: "of `main`",
        color: 0x2da44e,
        fields: [{ name: "Took", value: "41 s", inline: true }],
      },
    ],
  });
  const row = message(hers, "Build 7 is running");
  await expect(row).toBeVisible();
  await expect(row.getByText("Webhook", { exact: true })).toBeVisible();
  await expect(row.getByRole("link", { name: "Build 7" })).toHaveAttribute(
    "href",
    "https://ci.example.org/7",
  );
  await expect(row.getByText("41 s")).toBeVisible();
  await row.getByRole("button", { name: "Build server", exact: true }).click();
  await expect(hers.getByText("A webhook: an address through which a program posts")).toBeVisible();
  await expectAccessible(hers, "a webhook's card");
  await hers.keyboard.press("Escape");

  const own = `${address}/messages/${(JSON.parse(body) as { id: string }).id}`;
  await post(own, { content: "Build 7 is done" }, { method: "PATCH" });
  await expect(message(hers, "Build 7 is done")).toBeVisible();
  await expect(message(hers, "Build 7 is running")).toHaveCount(0);
  await fetch(own, { method: "DELETE" });
  await expect(message(hers, "Build 7 is done")).toHaveCount(0);

  // Under another name it stands under a line of its own.
  await post(address, { content: "one" });
  await post(address, { content: "two", username: "Release" });
  await expect(log(hers).getByRole("button", { name: "Release", exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Edit Build server" }).click();
  await dialog.getByLabel("Name").fill("Builds");
  await dialog.getByLabel("Secret").fill("open sesame");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(rows).toContainText("Builds");
  await expect(rows).toContainText("signed posts only");
  expect((await post(address, { content: "three" })).status).toBe(401);

  await page.getByRole("button", { name: "Delete Builds" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete webhook" }).click();
  await expect(page.getByText("Nothing posts here")).toBeVisible();
  expect((await post(address, { content: "four" })).status).toBe(404);
  await page.goto(`/channels/${id}/settings/audit-log`);
  await expect(page.getByText("Ada Nowak deleted the webhook Builds")).toBeVisible();
});

test("in a channel's settings a webhook gets a picture and moves away; what is followed stands beside", async ({
  people,
  visit,
}) => {
  const [ada] = await people("Ada Nowak");
  const { id, channel } = await openServer(ada, {
    name: "Tessera",
    channels: [
      { name: "general", type: 0 },
      { name: "builds", type: 0 },
      { name: "news", type: 5 },
    ],
  });
  const general = channel("general");
  await ada.api.http.request("POST", `/channels/${channel("news")}/followers`, {
    body: { webhook_channel_id: general },
  });
  const page = await visit(ada, `/channels/${id}/${general}/settings/integrations`);
  const followed = page.getByRole("list", { name: "Followed channels" });
  await expect(followed).toContainText("Tessera #news");
  await page.getByRole("button", { name: "New webhook" }).click();
  const dialog = page.getByRole("dialog", { name: "New webhook" });
  await dialog.locator("input[type=file]").setInputFiles({
    name: "tile.png",
    mimeType: "image/png",
    buffer: picture(64, 64),
  });
  await page.getByRole("button", { name: "Use picture", exact: true }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  const rows = page.getByRole("list", { name: "Webhooks" }).getByRole("listitem");
  await expect(rows).toContainText("Herald");
  await expect(rows.locator("img")).toHaveAttribute("src", /^\/avatars\//);

  await page.getByRole("button", { name: "Edit Herald" }).click();
  const edit = page.getByRole("dialog", { name: "Edit webhook" });
  await edit.getByRole("button", { name: /Posts in/ }).click();
  await page.getByRole("option", { name: "#builds" }).click();
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Nothing posts here")).toBeVisible();
  await page.goto(`/channels/${id}/${channel("builds")}/settings/integrations`);
  await expect(rows).toContainText("Herald");

  await page.goto(`/channels/${id}/${general}/settings/integrations`);
  await page.getByRole("button", { name: "Stop following Tessera #news" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Stop following" }).click();
  await expect(followed).toHaveCount(0);
});

test("a webhook whose maker is gone says so in the settings, and posts on", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, channel } = await openServer(ada, {
    name: "Tessera",
    // @everyone sees, writes and manages webhooks.
    roles: [{ id: 0, permissions: String((1 << 10) + (1 << 11) + (1 << 29)) }],
    channels: [{ name: "general", type: 0 }],
  });
  const general = channel("general");
  await bringIn(ada, general, grace);
  for (const [person, name] of [
    [ada, "Herald"],
    [grace, "Build server"],
  ] as const) {
    await person.api.http.request("POST", `/channels/${general}/webhooks`, { body: { name } });
  }
  const page = await visit(ada, `/channels/${id}/settings/integrations`);
  const rows = page.getByRole("list", { name: "Webhooks", exact: true }).getByRole("listitem");
  await expect(rows).toHaveCount(2);
  const gone = page.getByText(
    "Grace Őry is not in this server any more. The webhook posts on until you delete it.",
  );
  await expect(gone).toHaveCount(0);
  await ada.api.http.request("DELETE", `/guilds/${id}/members/${grace.id}`);
  await expect(rows.filter({ hasText: "Build server" })).toContainText(
    "The webhook posts on until you delete it.",
  );
  await page.reload();
  await expect(gone).toBeVisible();
  await expect(rows.filter({ hasText: "Herald" })).not.toContainText("any more");
  await expectAccessible(page, "a webhook whose maker is gone");
});
