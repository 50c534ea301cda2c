import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { choose, message, openActions, sent, untilReady, write } from "../pages.ts";
import { type Person, say } from "../people.ts";
import { bringIn, openServer } from "../servers.ts";
import { expect, test } from "../test.ts";
import { englishOn } from "../words.ts";

const mark = (on: Locator): Locator => on.locator(".publish-mark");

/** Ada's server with the announcement channel "bulletin", which Grace reads; and Grace's own, "Atelier". */
async function twoServers(ada: Person, grace: Person) {
  const tessera = await openServer(ada, {
    name: "Tessera",
    channels: [
      { name: "bulletin", type: 5 },
      { name: "clearing", type: 0 },
    ],
  });
  const atelier = await openServer(grace, {
    name: "Atelier",
    channels: [
      { name: "workbench", type: 0 },
      { name: "shelf", type: 0 },
    ],
  });
  await bringIn(ada, tessera.channel("bulletin"), grace);
  return { tessera, atelier };
}

async function follow(page: Page, channel: string): Promise<void> {
  await page.getByRole("button", { name: "Follow", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Follow bulletin" });
  await expect(dialog.getByRole("button", { name: /Your server/ })).toContainText("Atelier");
  await dialog.getByRole("button", { name: /Channel that gets it/ }).click();
  await page.getByRole("option", { name: channel }).click();
  await dialog.getByRole("button", { name: "Follow", exact: true }).click();
  await expect(page.getByText(`#${channel} follows bulletin now`)).toBeVisible();
}

test("a channel follows another: what is published there comes, says where from, and ends when one likes", async ({
  people,
  visit,
}) => {
  const [ada, grace, maud] = await people("Ada Nowak", "Grace Őry", "Maud Leroy");
  const { tessera, atelier } = await twoServers(ada, grace);
  const bulletin = tessera.channel("bulletin");
  const shelf = atelier.channel("shelf");
  await bringIn(grace, shelf, maud);
  const mine = await visit(ada, `/channels/${tessera.id}/${bulletin}`);
  const hers = await visit(grace, `/channels/${tessera.id}/${bulletin}`);
  const other = await visit(maud, `/channels/${atelier.id}/${shelf}`);
  await untilReady(other);
  await follow(hers, "shelf");
  await expect(message(other, "Tessera #bulletin")).toBeVisible();

  // Ada publishes, from the menu; Grace, who reads there, may not.
  await write(mine, "Version 2 is out");
  await expect(message(hers, "Version 2 is out")).toBeVisible();
  const menu = await openActions(hers, message(hers, "Version 2 is out"));
  await expect(menu.getByRole("menuitem", { name: "Copy text" })).toBeVisible();
  await expect(menu.getByRole("menuitem", { name: "Publish" })).toHaveCount(0);
  await hers.keyboard.press("Escape");
  await choose(mine, message(mine, "Version 2 is out"), "Publish");
  await expect(mine.getByText("Published to those who follow")).toBeVisible();
  await expect(mark(sent(mine, "Version 2 is out"))).toHaveText("Published");
  await expect(mark(sent(hers, "Version 2 is out"))).toHaveText("Published");
  const copy = sent(other, "Version 2 is out");
  await expect(mark(copy)).toHaveText("Comes from Tessera #bulletin");
  // Who does not see the source is not led there.
  await expect(mark(copy).getByRole("link")).toHaveCount(0);
  const again = await openActions(mine, message(mine, "Version 2 is out"));
  await expect(again.getByRole("menuitem", { name: "Copy text" })).toBeVisible();
  await expect(again.getByRole("menuitem", { name: "Publish" })).toHaveCount(0);
  await mine.keyboard.press("Escape");

  // The copy follows an edit, and leads whoever sees the source to it.
  const [first] = await ada.api.messages.list(bulletin, { limit: 1 });
  await ada.api.messages.edit(bulletin, first?.id ?? "", { content: "Version 2.0 is out" });
  await expect(sent(other, "Version 2.0 is out")).toBeVisible();
  await hers.goto(`/channels/${atelier.id}/${shelf}`);
  await mark(sent(hers, "Version 2.0 is out")).getByRole("link", { name: "Tessera #bulletin" }).click();
  await expect(hers).toHaveURL(new RegExp(`/${bulletin}(/|$)`));

  // By the toolbar, too.
  await write(mine, "And 3 is on its way");
  await sent(mine, "And 3 is on its way").hover();
  await mine.getByRole("toolbar").getByRole("button", { name: "Publish" }).click();
  await expect(message(other, "And 3 is on its way")).toBeVisible();

  // What the channel follows stands in its settings, and ends there.
  await hers.goto(`/channels/${atelier.id}/${shelf}/settings/follows`);
  await expect(hers.getByRole("heading", { name: "Followed channels" })).toBeVisible();
  await expect(hers.getByRole("listitem").filter({ hasText: "#bulletin" })).toContainText("From Tessera");
  await hers.getByRole("button", { name: "Stop following #bulletin" }).click();
  await expect(hers.getByText("This channel follows no other.", { exact: false })).toBeVisible();
  await say(ada, bulletin, "Nobody hears this");
  await choose(mine, message(mine, "Nobody hears this"), "Publish");
  await expect(mark(sent(mine, "Nobody hears this"))).toHaveText("Published");
  await say(grace, shelf, "Quiet now");
  await expect(message(other, "Quiet now")).toBeVisible();
  await expect(message(other, "Nobody hears this")).toHaveCount(0);
});

test("what is hidden from some is followed by nobody; without a place to put it, the dialog says so", async ({
  people,
  visit,
}) => {
  const [ada, grace, maud] = await people("Ada Nowak", "Grace Őry", "Maud Leroy");
  const { tessera } = await twoServers(ada, grace);
  const bulletin = tessera.channel("bulletin");
  await bringIn(ada, bulletin, maud);
  const page = await visit(maud, `/channels/${tessera.id}/${bulletin}`);
  await page.getByRole("button", { name: "Follow", exact: true }).click();
  await expect(page.getByRole("dialog")).toContainText("You need a server with a channel");
  await page.keyboard.press("Escape");

  const hers = await visit(grace, `/channels/${tessera.id}/${bulletin}`);
  await hers.getByRole("button", { name: "Follow", exact: true }).click();
  const dialog = hers.getByRole("dialog", { name: "Follow bulletin" });
  await expect(dialog.getByRole("button", { name: /Your server/ })).toBeVisible();
  const role = await ada.api.roles.create(tessera.id, { name: "Readers" });
  await ada.api.guildChannels.setOverwrite(bulletin, role.id, { type: 0, allow: "1024", deny: "0" });
  await ada.api.members.addRole(tessera.id, grace.id, role.id);
  await ada.api.guildChannels.setOverwrite(bulletin, tessera.id, { type: 0, allow: "0", deny: "1024" });
  await dialog.getByRole("button", { name: "Follow", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("Not everybody in its server sees that channel");
});

test("Suivre et publier, en français, sur un téléphone", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { tessera, atelier } = await twoServers(ada, grace);
  const bulletin = tessera.channel("bulletin");
  const shelf = atelier.channel("shelf");
  await grace.api.followers.follow(bulletin, shelf);
  await ada.api.followers.publish(bulletin, await say(ada, bulletin, "La version 2 est là"));
  const options = { viewport: { width: 390, height: 844 }, locale: "fr-FR", hasTouch: true };
  const page = await visit(grace, `/channels/${atelier.id}/${shelf}`, options);
  await expect(mark(sent(page, "La version 2"))).toHaveText("Vient de Tessera #bulletin");
  expect(await englishOn(page)).toEqual([]);
  await mark(sent(page, "La version 2")).getByRole("link").click();
  await expect(mark(sent(page, "La version 2"))).toHaveText("Publié");
  await page.getByRole("button", { name: "Suivre", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Suivre bulletin" })).toBeVisible();
  expect(await englishOn(page)).toEqual([]);
  await page.goto(`/channels/${atelier.id}/${shelf}/settings/follows`);
  await expect(page.getByRole("button", { name: "Ne plus suivre #bulletin" })).toBeVisible();
  expect(await englishOn(page)).toEqual([]);
});

for (const width of [1440, 390]) {
  test(`axe finds nothing in what is followed, ${width} wide`, async ({ people, visit }) => {
    const [ada, grace] = await people("Ada Nowak", "Grace Őry");
    const { tessera, atelier } = await twoServers(ada, grace);
    const bulletin = tessera.channel("bulletin");
    const shelf = atelier.channel("shelf");
    await grace.api.followers.follow(bulletin, shelf);
    await ada.api.followers.publish(bulletin, await say(ada, bulletin, "Version 2 is out"));
    const page = await visit(grace, `/channels/${atelier.id}/${shelf}`, {
      viewport: { width, height: 844 },
      reducedMotion: "reduce",
    });
    const shoot = async (name: string) => {
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}-${width}.png` });
    };
    await expect(mark(sent(page, "Version 2 is out"))).toBeVisible();
    await expectAccessible(page, "a copy of what was published");
    await shoot("copy");
    await page.goto(`/channels/${tessera.id}/${bulletin}`);
    await expect(mark(sent(page, "Version 2 is out"))).toHaveText("Published");
    await page.getByRole("button", { name: "Follow", exact: true }).click();
    await expect(page.getByRole("dialog", { name: "Follow bulletin" })).toBeVisible();
    await expectAccessible(page, "where to get it");
    await shoot("follow");
    await page.goto(`/channels/${atelier.id}/${shelf}/settings/follows`);
    await expect(page.getByRole("button", { name: "Stop following #bulletin" })).toBeVisible();
    await expectAccessible(page, "what a channel follows");
    await shoot("follows");
  });
}
