import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { composer, log, untilReady } from "../pages.ts";
import { bringIn, openServer } from "../servers.ts";
import { expect, test } from "../test.ts";

const panel = (page: Page): Locator => page.getByRole("complementary", { name: /^Members/ });
const row = (page: Page, name: string): Locator =>
  panel(page).getByRole("listitem").filter({ hasText: name });

async function chooseFor(page: Page, name: string, action: string): Promise<void> {
  await panel(page)
    .getByRole("button", { name: `Actions for ${name}` })
    .click();
  await page.getByRole("menuitem", { name: action }).click();
}

test("members stand below their role, with colour, presence and status, and follow what happens", async ({
  people,
  visit,
}) => {
  const [ada, grace, maud] = await people("Ada Nowak", "Grace Őry", "Maud Leroy");
  const { id, channel } = await openServer(ada, { name: "Tessera" });
  const general = channel("general");
  await bringIn(ada, general, grace, maud);
  const role = await ada.api.roles.create(id, { name: "Maintainers", color: 0x3498db, hoist: true });
  await ada.api.members.addRole(id, grace.id, role.id);
  await grace.api.settings.update({
    custom_status: { text: "Reviewing #4131", emoji_name: null, expires_at: null },
  });
  const hers = await visit(grace, "/");
  await untilReady(hers);
  const page = await visit(ada, `/channels/${id}/${general}`);
  await expect(panel(page).getByRole("heading", { name: /^Members · 3/ })).toBeVisible();
  await expect(panel(page).getByRole("heading", { level: 3 })).toHaveText([
    "Maintainers1",
    "Online1",
    "Offline1",
  ]);
  await expect(row(page, "Grace Őry")).toContainText("Reviewing #4131");
  await expect(row(page, "Grace Őry").getByText("Grace Őry", { exact: true })).toHaveClass(/in-role-color/);
  await expect(row(page, "Maud Leroy")).toContainText("Offline");

  // The card tells what they are in this server.
  await row(page, "Grace Őry").getByRole("button").first().click();
  const card = page.getByRole("dialog", { name: "Profile of Grace Őry" });
  await expect(card.getByRole("list", { name: "Roles" })).toHaveText("Maintainers");
  await expect(card).toContainText("Member since");
  await page.keyboard.press("Escape");

  // One is mentioned in what one writes.
  await chooseFor(page, "Grace Őry", "Mention");
  await expect(composer(page)).toHaveValue(`@${grace.username} `);
  await composer(page).pressSequentially("hello");
  await composer(page).press("Enter");
  await expect(log(page).getByRole("article").filter({ hasText: "hello" })).toContainText("Grace Őry");

  // Who comes moves up; who is put out is gone.
  const third = await visit(maud, "/");
  await untilReady(third);
  await expect(panel(page).getByRole("heading", { level: 3 })).toHaveText(["Maintainers1", "Online2"]);
  await chooseFor(page, "Maud Leroy", "Remove from the server");
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove from the server" }).click();
  await expect(row(page, "Maud Leroy")).toHaveCount(0);
  await expect(panel(page).getByRole("heading", { name: /^Members · 2/ })).toBeVisible();
});

test("a member is found by name, walked to by keys, and offered only what one may do", async ({
  people,
  visit,
}) => {
  const [ada, grace, maud] = await people("Ada Nowak", "Grace Őry", "Maud Leroy");
  const { id, channel } = await openServer(ada, { name: "Tessera" });
  const general = channel("general");
  await bringIn(ada, general, grace, maud);
  const page = await visit(grace, `/channels/${id}/${general}`);
  await expect(row(page, "Ada Nowak")).toBeVisible();
  await row(page, "Grace Őry").getByRole("button").first().focus();
  await page.keyboard.press("End");
  await expect(row(page, "Maud Leroy").getByRole("button").first()).toBeFocused();
  await page.keyboard.press("Home");
  await expect(row(page, "Grace Őry").getByRole("button").first()).toBeFocused();

  await panel(page).getByRole("searchbox", { name: "Find a member" }).fill("mau");
  await expect(row(page, "Maud Leroy")).toBeVisible();
  await expect(row(page, "Ada Nowak")).toHaveCount(0);
  await panel(page).getByRole("button", { name: "Actions for Maud Leroy" }).click();
  await expect(page.getByRole("menuitem")).toHaveText(["Mention", "Message", "Copy ID"]);
  await page.keyboard.press("Escape");
  await panel(page).getByRole("searchbox").fill("nobody here");
  await expect(panel(page)).toContainText("Nobody by that name here.");
});

test("a phone has the members in a page of their own, with a sheet of what can be done", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, channel } = await openServer(ada, { name: "Tessera" });
  const general = channel("general");
  await bringIn(ada, general, grace);
  const page = await visit(ada, `/channels/${id}/${general}`, { viewport: { width: 390, height: 844 } });
  await expect(composer(page)).toBeVisible();
  await expect(panel(page)).toHaveCount(0);
  await page.getByRole("button", { name: "Members" }).click();
  await chooseFor(page, "Grace Őry", "Mention");
  await expect(panel(page)).toHaveCount(0);
  await expect(composer(page)).toHaveValue(`@${grace.username} `);
});

for (const width of [1440, 1024, 390]) {
  test(`axe finds nothing among the members of a server, ${width} wide`, async ({ people, visit }) => {
    const [ada, grace, maud] = await people("Ada Nowak", "Grace Őry", "Maud Leroy");
    const { id, channel } = await openServer(ada, { name: "Tessera" });
    const general = channel("general");
    await bringIn(ada, general, grace, maud);
    const role = await ada.api.roles.create(id, { name: "Maintainers", color: 0xe67e22, hoist: true });
    await ada.api.members.addRole(id, ada.id, role.id);
    const page = await visit(ada, `/channels/${id}/${general}`, {
      viewport: { width, height: 844 },
      reducedMotion: "reduce",
    });
    if (width < 1180) await page.getByRole("button", { name: "Members" }).click();
    await expect(row(page, "Maud Leroy")).toBeVisible();
    await expectAccessible(page, "members");
    await panel(page).getByRole("button", { name: "Actions for Grace Őry" }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await expectAccessible(page, "what can be done with a member");
    await page.keyboard.press("Escape");
    await row(page, "Ada Nowak").getByRole("button").first().click();
    await expect(page.getByRole("list", { name: "Roles" })).toBeVisible();
    await expectAccessible(page, "a member's card");
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/members-${width}.png` });
  });
}
