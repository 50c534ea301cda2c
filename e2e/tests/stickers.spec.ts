import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { picture } from "../images.ts";
import { composer, message, untilReady, write } from "../pages.ts";
import type { Person } from "../people.ts";
import { bringIn, openServer } from "../servers.ts";
import { expect, test } from "../test.ts";
import { englishOn } from "../words.ts";

const DRAWN = join(import.meta.dirname, "../../apps/server/assets/stickers/bug.png");
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** MP3 of as many frames as asked for, each 24 ms of silence. */
function silence(frames: number): Buffer {
  const frame = Buffer.alloc(192);
  frame.writeUInt32BE(0xfffb5400);
  return Buffer.concat(Array.from({ length: frames }, () => frame));
}

async function tessera(owner: Person, ...others: readonly Person[]) {
  const server = await openServer(owner, {
    name: "Tessera",
    channels: [{ name: "clearing", type: 0 }],
  });
  await bringIn(owner, server.channel("clearing"), ...others);
  return { ...server, place: `/channels/${server.id}/${server.channel("clearing")}` };
}

/** A sticker made over the API. */
async function addSticker(person: Person, guildId: string, name: string): Promise<string> {
  const form = new FormData();
  for (const [key, value] of Object.entries({ name, description: "Six legs", tags: "insect" }))
    form.append(key, value);
  form.append("file", new Blob([readFileSync(DRAWN)]), "bug.png");
  const { id } = await person.api.http.request<{ id: string }>("POST", `/guilds/${guildId}/stickers`, {
    form,
  });
  return id;
}

const pick = (page: Page): Locator => page.getByRole("button", { name: "Choose a sticker" });
const picker = (page: Page): Locator => page.getByRole("dialog", { name: "Stickers" });
const field = (page: Page): Locator => picker(page).getByRole("combobox", { name: "Find a sticker" });

test("a sticker is added, changed and deleted; others have it at once", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, place } = await tessera(ada, grace);
  const mine = await visit(ada, `/channels/${id}/settings/stickers`);
  const hers = await visit(grace, place);
  await untilReady(hers);
  await expect(mine.getByRole("heading", { name: "No stickers yet" })).toBeVisible();
  await expectAccessible(mine, "no stickers");
  await mine.getByRole("button", { name: "Add sticker" }).click();
  const dialog = mine.getByRole("dialog", { name: "Add sticker" });
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("A sticker needs a picture.");
  await dialog.getByLabel("Picture", { exact: true }).setInputFiles(DRAWN);
  await expect(dialog.getByLabel("Name")).toHaveValue("bug");
  await dialog.getByLabel("Name").fill("Beetle");
  await dialog.getByLabel("Description").fill("Six legs");
  await expectAccessible(mine, "a new sticker");
  await dialog.getByRole("button", { name: "Save" }).click();
  const cards = mine.getByRole("list", { name: "Stickers" });
  await expect(cards.getByRole("img", { name: "Six legs" })).toBeVisible();
  await expect(cards).toContainText("added by Ada Nowak");
  await expectAccessible(mine, "stickers");

  await pick(hers).click();
  await expect(picker(hers).getByRole("option", { name: "Beetle" })).toBeVisible();
  await mine.getByRole("button", { name: "Edit Beetle" }).click();
  await mine.getByRole("dialog", { name: "Edit sticker" }).getByLabel("Name").fill("Scarab");
  await mine.getByRole("button", { name: "Save" }).click();
  await expect(picker(hers).getByRole("option", { name: "Scarab" })).toBeVisible();
  await expectAccessible(hers, "the picker");
  await mine.getByRole("button", { name: "Delete Scarab" }).click();
  await mine.getByRole("button", { name: "Delete sticker" }).click();
  await expect(mine.getByRole("heading", { name: "No stickers yet" })).toBeVisible();
  await expect(picker(hers).getByRole("option", { name: "Scarab" })).toBeHidden();
  await expect(picker(hers).getByRole("option", { name: "Hello" })).toBeVisible();
});

test("a sticker is found and sent by keyboard, answered, and keeps its name when it is gone", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, place } = await tessera(ada, grace);
  const stickerId = await addSticker(ada, id, "Beetle");
  const mine = await visit(ada, place);
  const hers = await visit(grace, place);
  await untilReady(mine);
  await pick(hers).click();
  await field(hers).fill("insect");
  await expect(picker(hers).getByRole("option")).toHaveCount(2);
  await field(hers).press("ArrowRight");
  await field(hers).press("ArrowLeft");
  await expect(picker(hers).getByRole("option", { name: "Beetle" })).toHaveAttribute("aria-selected", "true");
  await field(hers).press("Enter");
  await expect(picker(hers)).toBeHidden();
  await expect(mine.getByRole("img", { name: "Beetle" })).toBeVisible();
  await expect(composer(hers)).toBeFocused();
  await expectAccessible(mine, "a message that is a sticker");

  // One answers with another, and an answer in words says what it answers.
  const sticker = mine.getByRole("article").filter({ has: mine.getByRole("img", { name: "Beetle" }) });
  await sticker.hover();
  await sticker.getByRole("button", { name: "Reply" }).click();
  await pick(mine).click();
  await picker(mine).getByRole("option", { name: "LGTM" }).click();
  await expect(hers.getByRole("img", { name: "LGTM" })).toBeVisible();
  await expect(hers.getByText("Sticker: Beetle")).toBeVisible();
  await expect(mine.getByText("Replying to")).toBeHidden();
  await write(mine, "fixed");
  await expect(message(hers, "fixed")).toBeVisible();

  await ada.api.http.request("DELETE", `/guilds/${id}/stickers/${stickerId}`);
  // Who has seen it keeps the picture for as long as their browser does: this is one that has not.
  const later = await visit(grace, place);
  const gone = later.getByRole("article").filter({ hasText: "no longer there" });
  await expect(gone).toContainText("Beetle");
});

test("on a phone a tap sends a sticker", async ({ people, visit }) => {
  const [ada] = await people("Ada Nowak");
  const { place } = await tessera(ada);
  const page = await visit(ada, place, PHONE);
  await pick(page).tap();
  const box = await picker(page).getByRole("option", { name: "Coffee" }).boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
  await picker(page).getByRole("option", { name: "Coffee" }).tap();
  await expect(page.getByRole("img", { name: "Coffee" })).toBeVisible();
});

test("sounds are played, added, changed and deleted", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id } = await tessera(ada, grace);
  const page = await visit(ada, `/channels/${id}/settings/soundboard`);
  const hers = await visit(grace, `/channels/${id}/settings/soundboard`);
  await expect(hers.getByRole("heading", { name: "No sounds yet" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Play Applause" })).toBeVisible();
  await page.getByRole("button", { name: "Add sound" }).click();
  const dialog = page.getByRole("dialog", { name: "Add sound" });
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("Choose a sound first.");
  const file = (frames: number) => ({
    name: "fog-horn.mp3",
    mimeType: "audio/mpeg",
    buffer: silence(frames),
  });
  const input = dialog.getByLabel("Sound", { exact: true });
  await input.setInputFiles(file(300));
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toHaveText("It may play for 5.2 seconds at most.");
  await input.setInputFiles(file(200));
  await expect(dialog.getByLabel("Name")).toHaveValue("fog horn");
  await dialog.getByLabel("Volume").fill("0.5");
  await expectAccessible(page, "a new sound");
  await dialog.getByRole("button", { name: "Save" }).click();
  const own = hers.getByRole("list", { name: "Of this server" });
  await expect(own).toContainText("fog horn");
  await expect(own).toContainText("added by Ada Nowak · volume 50%");
  await expectAccessible(page, "sounds");
  // Long enough to be stopped on a slow machine.
  await page.getByRole("button", { name: "Play fog horn" }).click();
  await page.getByRole("button", { name: "Stop fog horn" }).click();
  await expect(page.getByRole("button", { name: "Play fog horn" })).toBeVisible();
  // Grace brought none, and may not change others'.
  await expect(own.getByRole("button", { name: "Delete fog horn" })).toBeHidden();
  await page.getByRole("button", { name: "Edit fog horn" }).click();
  await page.getByRole("dialog", { name: "Edit sound" }).getByLabel("Name").fill("Mist");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(own).toContainText("Mist");
  await page.getByRole("button", { name: "Delete Mist" }).click();
  await page.getByRole("button", { name: "Delete sound" }).click();
  await expect(hers.getByRole("heading", { name: "No sounds yet" })).toBeVisible();
});

test("stickers and sounds are French in French", async ({ people, visit }) => {
  const [ada] = await people("Ada Nowak");
  const { id, place } = await tessera(ada);
  const page = await visit(ada, `/channels/${id}/settings/stickers`, { locale: "fr-FR" });
  await page.getByRole("button", { name: "Ajouter un autocollant" }).click();
  expect(await englishOn(page)).toEqual([]);
  await page.goto(new URL(`/channels/${id}/settings/soundboard`, page.url()).href);
  await expect(page.getByRole("button", { name: "Jouer Grillons", exact: true })).toBeVisible();
  await page.goto(new URL(place, page.url()).href);
  await page.getByRole("button", { name: "Choisir un autocollant" }).click();
  const option = page.getByRole("option", { name: "Tout brûle" });
  await option.click();
  await expect(page.getByRole("img", { name: "Tout brûle" })).toBeVisible();
});

test("a picture that cannot be read is refused in words", async ({ people, visit }) => {
  const [ada] = await people("Ada Nowak");
  const { id } = await tessera(ada);
  const page = await visit(ada, `/channels/${id}/settings/stickers`);
  await page.getByRole("button", { name: "Add sticker" }).click();
  const dialog = page.getByRole("dialog", { name: "Add sticker" });
  const input = dialog.getByLabel("Picture", { exact: true });
  const save = dialog.getByRole("button", { name: "Save" });
  await input.setInputFiles({ name: "no.png", mimeType: "image/png", buffer: Buffer.from("no picture") });
  await save.click();
  await expect(dialog.getByRole("alert")).toContainText("no picture that can be read");
  await input.setInputFiles({ name: "big.png", mimeType: "image/png", buffer: Buffer.alloc(600_000) });
  await expect(dialog.getByRole("alert")).toHaveText("The file may be 512 KB at most.");
  await input.setInputFiles({ name: "green.png", mimeType: "image/png", buffer: picture(64, 64) });
  await save.click();
  await expect(page.getByRole("list", { name: "Stickers" })).toContainText("no");
});
