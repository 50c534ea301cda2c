import type { Locator, Page } from "@playwright/test";
import { composer, conversation, log, message, openActions, untilReady, write } from "../pages.ts";
import { befriend, openRoom } from "../people.ts";
import { expect, test } from "../test.ts";

function members(page: Page): Locator {
  return page.getByRole("complementary", { name: /^Members/ });
}

async function chooseFor(page: Page, name: string, action: string): Promise<void> {
  await members(page)
    .getByRole("button", { name: `Actions for ${name}` })
    .click();
  await page.getByRole("menuitem", { name: action }).click();
}

test("a room is made, named and governed by its owner and admins; who is put out is out at once", async ({
  people,
  visit,
}) => {
  const [ada, grace, maud] = await people("Ada Nowak", "Grace Őry", "Maud Leroy");
  await befriend(ada, grace, maud);
  const mine = await visit(ada);
  const hers = await visit(grace);
  const [tab, otherTab] = [await visit(maud), await visit(maud)];
  await Promise.all([untilReady(hers), untilReady(tab), untilReady(otherTab)]);

  await mine.getByRole("button", { name: "New conversation" }).click();
  const dialog = mine.getByRole("dialog", { name: "New conversation" });
  await dialog.getByRole("option", { name: "Grace Őry" }).click();
  await dialog.getByRole("option", { name: "Maud Leroy" }).click();
  await dialog.getByLabel("Room name").fill("compilers");
  await dialog.getByRole("button", { name: "Create room" }).click();
  await expect(mine.getByRole("heading", { level: 1, name: "compilers" })).toBeVisible();
  await expect(composer(mine)).toHaveAccessibleName("Message compilers");
  for (const page of [hers, tab, otherTab]) await conversation(page, /compilers/).click();
  await write(mine, "Welcome");
  for (const page of [hers, tab, otherTab]) await expect(message(page, "Welcome")).toBeVisible();

  // A plain member neither renames nor removes.
  await expect(members(hers)).toContainText("Maud Leroy");
  await expect(members(hers).getByRole("button", { name: "Actions for Maud Leroy" })).toHaveCount(0);
  await chooseFor(mine, "Grace Őry", "Make an admin");
  await expect(members(hers).getByRole("region", { name: "Admins" })).toContainText("Grace Őry");

  await members(hers).getByRole("button", { name: "Room settings" }).click();
  await hers.getByRole("dialog").getByLabel("Room name").fill("type theory");
  await hers.getByRole("dialog").getByRole("button", { name: "Rename" }).click();
  await hers.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  for (const page of [mine, hers, tab]) {
    await expect(page.getByRole("heading", { level: 1, name: "type theory" })).toBeVisible();
  }
  await expect(log(mine).getByText(/Grace Őry named the room type theory/)).toBeVisible();

  // The admin puts a member out: both of the member's tabs lose the room without a reload.
  await chooseFor(hers, "Maud Leroy", "Remove from the room");
  await hers.getByRole("alertdialog").getByRole("button", { name: "Remove from the room" }).click();
  for (const page of [tab, otherTab]) {
    await expect(page.getByRole("heading", { name: "No such conversation" })).toBeVisible();
    await expect(conversation(page, /type theory/)).toHaveCount(0);
  }
  await expect(log(mine).getByText(/Grace Őry removed Maud Leroy/)).toBeVisible();
  await write(mine, "Between us now");
  await expect(message(hers, "Between us now")).toBeVisible();
  await expect(tab.getByText("Between us now")).toHaveCount(0);
  await tab.reload();
  await expect(tab.getByRole("heading", { name: "No such conversation" })).toBeVisible();

  // Added again, she sees all of it.
  await members(mine).getByRole("button", { name: "Add friends to the room" }).click();
  await mine
    .getByRole("dialog")
    .getByRole("button", { name: /Maud Leroy/ })
    .click();
  await expect(conversation(tab, /type theory/)).toBeVisible();
  await conversation(tab, /type theory/).click();
  await expect(message(tab, "Between us now")).toBeVisible();
});

test("ownership is handed over, and follows on when the owner leaves", async ({ people, visit }) => {
  const [ada, grace, maud] = await people("Ada Nowak", "Grace Őry", "Maud Leroy");
  const room = await openRoom(ada, [grace, maud], "compilers");
  const [mine, hers, mauds] = [
    await visit(ada, `/channels/@me/${room}`),
    await visit(grace, `/channels/@me/${room}`),
    await visit(maud, `/channels/@me/${room}`),
  ];
  await chooseFor(mine, "Grace Őry", "Hand over ownership");
  await mine.getByRole("alertdialog").getByRole("button", { name: "Hand over ownership" }).click();
  for (const page of [mine, hers, mauds]) {
    await expect(members(page).getByRole("region", { name: "Owner" })).toContainText("Grace Őry");
    await expect(members(page).getByRole("region", { name: "Admins" })).toContainText("Ada Nowak");
  }
  await expect(members(mine).getByRole("button", { name: "Actions for Grace Őry" })).toHaveCount(0);

  await members(hers).getByRole("button", { name: "Leave the room" }).click();
  await hers.getByRole("alertdialog").getByRole("button", { name: "Leave the room" }).click();
  await expect(conversation(hers, /compilers/)).toHaveCount(0);
  for (const page of [mine, mauds]) {
    await expect(members(page).getByRole("region", { name: "Owner" })).toContainText("Ada Nowak");
    await expect(log(page).getByText(/Grace Őry left/)).toBeVisible();
  }
});

test("admins delete what others wrote and pin; members cannot", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const room = await openRoom(ada, [grace], "compilers");
  const [mine, hers] = [
    await visit(ada, `/channels/@me/${room}`),
    await visit(grace, `/channels/@me/${room}`),
  ];
  await write(hers, "Off topic");
  await write(mine, "On topic");
  const hersMay = await openActions(hers, message(hers, "On topic"));
  await expect(hersMay.getByRole("menuitem", { name: "Reply" })).toBeVisible();
  await expect(hersMay.getByRole("menuitem", { name: "Delete" })).toHaveCount(0);
  await expect(hersMay.getByRole("menuitem", { name: "Pin" })).toHaveCount(0);
  await hers.keyboard.press("Escape");

  const mineMay = await openActions(mine, message(mine, "Off topic"));
  await expect(mineMay.getByRole("menuitem", { name: "Pin" })).toBeVisible();
  await expect(mineMay.getByRole("menuitem", { name: "Edit" })).toHaveCount(0);
  await mineMay.getByRole("menuitem", { name: "Delete" }).click();
  await mine.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(message(hers, "Off topic")).toHaveCount(0);
});
