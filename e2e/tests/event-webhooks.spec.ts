import { createHmac } from "node:crypto";
import { createApplicationRest } from "@palabre/client";
import { expectAccessible } from "../accessible.ts";
import { isFromApplication, startReceiver } from "../receiver.ts";
import { startPalabre } from "../server.ts";
import { openServer } from "../servers.ts";
import { test as base, expect } from "../test.ts";

/** With addresses of this machine allowed: the programs that take events run here. */
const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
  server: async ({}, use) => {
    await using palabre = await startPalabre({ PALABRE_ALLOW_PRIVATE_ENDPOINTS: "on" });
    await use(palabre);
  },
});

test("a manager has a server's messages posted elsewhere, signed, reads the log, and ends it", async ({
  people,
  visit,
}) => {
  await using receiver = await startReceiver(() => [503, "the disk is full", 20]);
  const [ada] = await people("Ada Nowak");
  const { id, channel } = await openServer(ada, { name: "Tessera" });
  const page = await visit(ada, `/channels/${id}/settings/integrations`);
  await expect(page.getByText("Nothing is sent out")).toBeVisible();
  await page.getByRole("button", { name: "New outgoing webhook" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("Archive");
  await dialog.getByLabel("Address", { exact: true }).fill("http://nowhere.invalid/");
  await expect(dialog.getByRole("checkbox", { name: /A message is written/ })).toBeChecked();
  await dialog.getByText("A message is edited").click();
  await expectAccessible(page, "a new outgoing webhook");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("This address cannot be reached from here.")).toBeVisible();
  await dialog.getByLabel("Address", { exact: true }).fill(receiver.url);
  await dialog.getByRole("button", { name: "Save" }).click();

  const shown = page.getByRole("dialog", { name: "Secret of Archive" });
  const secret = await shown.getByLabel("Secret", { exact: true }).inputValue();
  expect(secret).toMatch(/^whsec_/);
  await shown.getByRole("button", { name: "Done" }).click();
  const row = page.getByRole("list", { name: "Outgoing" }).getByRole("listitem").first();
  await expect(row).toContainText("What every member sees");
  await expect(row).toContainText("Ada Nowak answers for it");

  await ada.api.messages.send(channel("general"), { content: "hello, archive" });
  await row.getByRole("button", { name: "Deliveries of Archive" }).click();
  const log = page.getByRole("list", { name: "Deliveries of Archive" });
  await expect(log.getByText("trying again")).toBeVisible();
  await log.getByRole("button", { name: /A message is written/ }).click();
  await expect(log.getByText('"content": "hello, archive"')).toBeVisible();
  await expect(log.getByText("the disk is full")).toBeVisible();
  receiver.answer = () => [204];
  await expectAccessible(page, "a delivery");
  const [first] = receiver.all;
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const signed = `${first?.headers["webhook-id"]}.${first?.headers["webhook-timestamp"]}.${first?.text}`;
  expect(first?.headers["webhook-signature"]).toBe(
    `v1,${createHmac("sha256", key).update(signed).digest("base64")}`,
  );

  // It is asked again by itself, when it wanted to be.
  await expect(log.getByText("taken", { exact: true })).toBeVisible({ timeout: 30_000 });
  await log.getByRole("button", { name: "Send again" }).click();
  await expect(page.getByText("On its way again.")).toBeVisible();
  await expect.poll(() => receiver.all.length).toBe(3);
  await row.getByRole("button", { name: "Send a test" }).click();
  await expect(log.getByRole("button", { name: /TEST/ })).toBeVisible();

  await row.getByRole("button", { name: "Edit Archive" }).click();
  await dialog.getByText("Post events").click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(row.getByText("off", { exact: true })).toBeVisible();
  await row.getByRole("button", { name: "Delete Archive" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete outgoing webhook" }).click();
  await expect(page.getByText("Nothing is sent out")).toBeVisible();
});

test("a developer has an application's events posted, and sees what its bot may not hear", async ({
  people,
  visit,
}) => {
  const [ada] = await people("Ada Nowak");
  const applications = createApplicationRest(ada.api.http);
  const { id, verify_key } = await applications.create({ name: "Build Herald" });
  await using receiver = await startReceiver((request) => [
    isFromApplication(verify_key, request) ? 204 : 401,
  ]);
  const { id: guild, channel } = await openServer(ada, { name: "Tessera" });
  const page = await visit(ada, `/developers/${id}/events`);
  await expect(page.getByRole("heading", { name: "Event webhooks" })).toBeVisible();
  await page.getByLabel("Address that events are posted to").fill(`${receiver.url.replace("events", "")}`);
  await page.getByText("A message is written").click();
  await page.getByText("Somebody adds the application").click();
  await expect(page.getByText("messages come without their text")).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Nothing was sent yet")).toBeVisible();
  await expect(page.getByRole("switch", { name: "Post events" })).toBeChecked();
  await expectAccessible(page, "event webhooks of an application");

  await applications.answer(
    { client_id: id, scope: "bot" },
    { authorize: true, guild_id: guild, permissions: "1024" },
  );
  await ada.api.messages.send(channel("general"), { content: "secret" });
  const log = page.getByRole("list", { name: "Deliveries" });
  // The other one says that the bot came in.
  const message = log.getByRole("button", { name: /A message is written/ }).first();
  await expect(message).toContainText("taken");
  await expect(log.getByRole("button", { name: /Somebody adds the application/ })).toContainText("taken");
  await message.click();
  await expect(log.getByText('"content": ""')).toBeVisible();
  await expectAccessible(page, "deliveries of an application");

  receiver.answer = () => [204];
  await page.getByLabel("Address that events are posted to").fill(receiver.url);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("This address did not answer as it has to")).toBeVisible();
});
