import type { Page } from "@playwright/test";
import { choose, composer, log, message, newLine, untilReady, untilSaved, write } from "../pages.ts";
import { say } from "../people.ts";
import { bringIn, openServer } from "../servers.ts";
import { expect, test } from "../test.ts";
import { englishOn } from "../words.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

const rail = (page: Page) => page.getByRole("navigation", { name: "Places" });
const channels = (page: Page, server: string) =>
  page.getByRole("navigation", { name: `Channels of ${server}` });
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

test("a server is made and filled by the page; who is brought in talks, and is called by name", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const mine = await visit(ada);
  await untilReady(mine);
  await rail(mine).getByRole("button", { name: "Add a server" }).click();
  await mine.getByRole("dialog", { name: "Add a server" }).getByRole("button", { name: "Blank" }).click();
  const dialog = mine.getByRole("dialog", { name: "Create a server" });
  await expect(dialog.getByLabel("Server name")).toHaveValue("Ada Nowak’s server");
  await dialog.getByLabel("Server name").fill("Tessera");
  await mine.keyboard.press("Enter");
  await expect(heading(mine, "general")).toBeVisible();
  await expect(rail(mine).getByRole("link", { name: "Tessera" })).toHaveAttribute("aria-current", "page");
  await write(mine, "Nobody here yet");
  await expect(message(mine, "Nobody here yet")).toBeVisible();

  await channels(mine, "Tessera").getByRole("button", { name: "Create a channel in Text channels" }).click();
  const creating = mine.getByRole("dialog", { name: "Create a channel in Text channels" });
  await creating.getByText("Announcements").click();
  await creating.getByLabel("Channel name").fill("news");
  await creating.getByRole("button", { name: "Create" }).click();
  await expect(heading(mine, "news")).toBeVisible();
  await expect(composer(mine)).toHaveAccessibleName("Message #news");

  const [, serverId = ""] = /channels\/(\d+)/.exec(mine.url()) ?? [];
  const all = await ada.api.http.request<{ id: string; name: string }[]>(
    "GET",
    `/guilds/${serverId}/channels`,
  );
  const general = all.find((one) => one.name === "general")?.id ?? "";
  const hers = await visit(grace);
  await untilReady(hers);
  await bringIn(ada, general, grace);
  await rail(hers).getByRole("link", { name: "Tessera" }).click();
  await expect(heading(hers, "general")).toBeVisible();
  // What was written before she came is read.
  await expect(message(hers, "Nobody here yet")).toBeVisible();
  await expect(newLine(hers)).toHaveCount(0);
  await channels(mine, "Tessera")
    .getByRole("link", { name: /general/ })
    .click();
  await expect(log(mine).getByText(/Grace Őry is here/)).toBeVisible();

  // A member is found by the beginning of a name, a channel by its own.
  await composer(mine).pressSequentially("See #ne");
  await mine.getByRole("option", { name: /news/ }).click();
  await composer(mine).pressSequentially("@gra");
  await mine.getByRole("option", { name: /Grace Őry/ }).click();
  await composer(mine).press("Enter");
  const said = message(hers, "See #news");
  await expect(said.getByRole("link", { name: "#news" })).toBeVisible();
  await expect(said.getByRole("button", { name: "@Grace Őry" })).toBeVisible();
  await said.getByRole("link", { name: "#news" }).click();
  await expect(heading(hers, "news")).toBeVisible();
});

test("the one who loses a role loses the channel at that moment, in every tab", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const server = await openServer(ada, { name: "Tessera" });
  await bringIn(ada, server.channel("general"), grace);
  const role = await ada.api.roles.create(server.id, { name: "Triage", color: 0xe67e22, mentionable: true });
  const secret = await ada.api.guildChannels.create(server.id, {
    name: "security",
    permission_overwrites: [
      { id: server.id, type: 0, deny: "1024" },
      { id: role.id, type: 0, allow: "1024" },
    ],
  });
  const [tab, otherTab] = [await visit(grace), await visit(grace, `/channels/${server.id}`)];
  await Promise.all([untilReady(tab), untilReady(otherTab)]);
  const row = (page: Page) => channels(page, "Tessera").getByRole("link", { name: /security/ });
  await rail(tab).getByRole("link", { name: "Tessera" }).click();
  await expect(heading(otherTab, "general")).toBeVisible();
  await expect(row(tab)).toHaveCount(0);

  await ada.api.members.addRole(server.id, grace.id, role.id);
  for (const page of [tab, otherTab]) await row(page).click();
  await say(ada, secret.id, `A hole, <@&${role.id}>`);
  for (const page of [tab, otherTab]) {
    await expect(message(page, "A hole").getByText("@Triage")).toBeVisible();
  }

  await ada.api.members.removeRole(server.id, grace.id, role.id);
  for (const page of [tab, otherTab]) {
    await expect(page.getByRole("heading", { name: "No such channel" })).toBeVisible();
    await expect(row(page)).toHaveCount(0);
    await expect(page.getByText("A hole")).toHaveCount(0);
  }
  await tab.getByRole("link", { name: "Back to Tessera" }).click();
  await expect(heading(tab, "general")).toBeVisible();

  // The address of what one may not see shows nothing either.
  await tab.goto(`/channels/${server.id}/${secret.id}`);
  await expect(tab.getByRole("heading", { name: "No such channel" })).toBeVisible();
});

test("what one may not do is not offered, and slow mode counts down", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const server = await openServer(ada, { name: "Tessera" });
  const general = server.channel("general");
  await bringIn(ada, general, grace);
  await say(ada, general, "Look, do not touch");
  const page = await visit(grace, `/channels/${server.id}/${general}`);
  await expect(message(page, "Look, do not touch")).toBeVisible();
  await ada.api.guildChannels.update(general, { rate_limit_per_user: 3600 });
  await write(page, "Once an hour");
  await expect(message(page, "Once an hour")).toBeVisible();
  await expect(composer(page)).toHaveAttribute("placeholder", /Slow mode: you can write again in/);
  await composer(page).fill("Twice");
  await expect(page.getByRole("button", { name: "Send" })).toBeDisabled();
  await composer(page).fill("");

  await ada.api.guildChannels.setOverwrite(general, server.id, { type: 0, allow: "0", deny: "2112" });
  await expect(composer(page)).toBeDisabled();
  await expect(composer(page)).toHaveAttribute("placeholder", "You cannot write here");
  await choose(page, message(page, "Look, do not touch"), "Copy link");
  await message(page, "Look, do not touch").click({ button: "right", position: { x: 300, y: 4 } });
  await expect(page.getByRole("menuitem", { name: "Mark unread" })).toBeVisible();
  for (const name of ["Reply", "React", "Pin", "Delete"]) {
    await expect(page.getByRole("menuitem", { name, exact: true })).toHaveCount(0);
  }
  await page.keyboard.press("Escape");
  // Neither is the making of channels.
  await expect(channels(page, "Tessera").getByRole("button", { name: /Create a channel/ })).toHaveCount(0);
});

test("a channel in the hand shows where it was, and goes to another category", async ({ people, visit }) => {
  const [ada] = await people("Ada Nowak");
  const server = await openServer(ada, {
    name: "Tessera",
    channels: [
      { id: 1, type: 4, name: "Commons" },
      { id: 2, type: 0, name: "general", parent_id: "1" },
      { id: 3, type: 4, name: "Engine" },
      { id: 4, type: 0, name: "storage", parent_id: "3" },
      { id: 5, type: 0, name: "planner", parent_id: "3" },
    ],
  });
  const page = await visit(ada, `/channels/${server.id}/${server.channel("general")}`);
  const list = channels(page, "Tessera");
  const row = (name: string) => list.getByRole("listitem").filter({ hasText: name }).last();
  await expect(row("planner")).toBeVisible();
  await row("planner").hover();
  await page.mouse.down();
  await row("storage").hover();
  // The browser says where a drag is when it moves on from there.
  await row("general").hover({ position: { x: 60, y: 24 } });
  await row("general").hover({ position: { x: 60, y: 27 } });
  await expect(row("planner")).toHaveCSS("opacity", "0.4");
  await page.mouse.up();
  await expect(list.locator("[data-channel]").getByRole("link")).toHaveText([
    /general/,
    /planner/,
    /storage/,
  ]);
  for (const name of ["planner", "general", "storage"]) await expect(row(name)).toHaveCSS("opacity", "1");
});

test("channels and servers are put in order by menu and by mouse, categories close, and all of it is kept", async ({
  people,
  visit,
}) => {
  const [ada] = await people("Ada Nowak");
  const server = await openServer(ada, {
    name: "Tessera",
    channels: [
      { id: 1, type: 4, name: "Commons" },
      { id: 2, type: 0, name: "general", parent_id: "1" },
      { id: 3, type: 0, name: "news", parent_id: "1" },
      { id: 4, type: 4, name: "Engine" },
      { id: 5, type: 0, name: "storage", parent_id: "4" },
    ],
  });
  await openServer(ada, { name: "Corto" });
  await openServer(ada, { name: "Nantes" });
  const page = await visit(ada, `/channels/${server.id}/${server.channel("general")}`);
  const list = channels(page, "Tessera");
  const rows = list.locator("[data-channel]").getByRole("link");
  await expect(rows).toHaveText([/general/, /news/, /storage/]);

  await list.getByRole("link", { name: /news/ }).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Move up" }).click();
  await expect(rows).toHaveText([/news/, /general/, /storage/]);
  await list.getByRole("link", { name: /storage/ }).dragTo(list.getByRole("link", { name: /news/ }), {
    targetPosition: { x: 60, y: 4 },
  });
  await expect(rows).toHaveText([/storage/, /news/, /general/]);

  const category = list.getByRole("button", { name: "Commons", exact: true });
  await category.click();
  await expect(category).toHaveAttribute("aria-expanded", "false");
  // Where one is stays in sight.
  await expect(rows).toHaveText([/general/]);

  const tiles = rail(page).getByRole("listitem").getByRole("link");
  await expect(tiles).toHaveCount(3);
  await rail(page).getByRole("link", { name: "Nantes" }).click({ button: "right" });
  await page.getByRole("menuitem", { name: "Move up" }).click();
  await expect(tiles.nth(1)).toHaveAccessibleName("Nantes");
  // Let go in the middle of another, both become a folder.
  await untilSaved(page, "guild_folders", () =>
    rail(page)
      .getByRole("link", { name: "Corto" })
      .dragTo(rail(page).getByRole("link", { name: "Nantes" })),
  );
  const folder = rail(page).getByRole("button", { name: "Folder: Nantes, Corto" });
  await folder.click();
  await expect(tiles).toHaveCount(3);

  await page.reload();
  await expect(folder).toHaveAttribute("aria-expanded", "true");
  await expect(tiles.nth(2)).toHaveAccessibleName("Corto");
  await expect(category).toHaveAttribute("aria-expanded", "false");
  await category.click();
  await expect(rows).toHaveText([/storage/, /news/, /general/]);

  // Keys go from channel to channel and from server to server.
  await page.keyboard.press("Alt+ArrowUp");
  await expect(heading(page, "news")).toBeVisible();
  await page.keyboard.press("Control+Alt+ArrowDown");
  await expect(channels(page, "Nantes")).toBeVisible();
  await page.keyboard.press("Control+Alt+ArrowUp");
  await expect(heading(page, "news")).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Go to" })).toBeFocused();
  await page.keyboard.type("stor");
  await expect(page.getByRole("option", { name: /storage/ }).first()).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await page.keyboard.press("Enter");
  await expect(heading(page, "storage")).toBeVisible();
});

test("unread and calls show in list, rail and inbox, and are read in one go", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const server = await openServer(ada, { name: "Tessera" });
  const other = await ada.api.guildChannels.create(server.id, { name: "storage" });
  await bringIn(ada, server.channel("general"), grace);
  const page = await visit(grace);
  await untilReady(page);
  const tile = rail(page).getByRole("link", { name: "Tessera" });
  await say(ada, other.id, `For <@${grace.id}>`);
  await expect(tile).toContainText("1");
  const mention = page.getByRole("region", { name: "Mentions" }).getByRole("link");
  await expect(mention).toContainText("in #storage · Tessera");

  await mention.click();
  await expect(heading(page, "storage")).toBeVisible();
  await expect(tile).not.toContainText("1");
  await rail(page).getByRole("link", { name: "Home" }).click();
  await say(ada, server.channel("general"), "Morning");
  await expect(tile).toContainText("Unread");
  await tile.click({ button: "right" });
  await page.getByRole("menuitem", { name: "Mark the server as read" }).click();
  await tile.click();
  await expect(channels(page, "Tessera").getByRole("link", { name: /general/ })).not.toContainText("Unread");

  await page.getByRole("button", { name: "Tessera: server menu" }).click();
  await page.getByRole("menuitem", { name: "Leave the server" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Leave the server" }).click();
  await expect(tile).toHaveCount(0);
});

test("a role given or taken changes at once what calls", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, channel } = await openServer(ada, {
    name: "Tessera",
    channels: [{ name: "general" }, { name: "builds" }],
    roles: [
      { id: 0, permissions: String((1n << 10n) | (1n << 16n) | (1n << 0n)) },
      { id: 1, name: "makers", mentionable: true },
    ],
  });
  await bringIn(ada, channel("general"), grace);
  const { roles } = await ada.api.guilds.get(id);
  const makers = roles.find(({ name }) => name === "makers")?.id ?? "";
  await say(ada, channel("builds"), `<@&${makers}> red again`);
  await say(ada, channel("builds"), `<@&${makers}> green`);
  const page = await visit(grace, `/channels/${id}/${channel("general")}`);
  const builds = page.getByRole("navigation", { name: "Channels of Tessera" }).getByRole("link", {
    name: /builds/,
  });
  await expect(builds).toContainText("Unread");
  await expect(page).not.toHaveTitle(/^\(/);
  await ada.api.members.addRole(id, grace.id, makers);
  await expect(builds).toContainText("2 mentions");
  await expect(page).toHaveTitle(/^\(2\)/);
  await say(ada, channel("builds"), `<@&${makers}> red`);
  await expect(builds).toContainText("3 mentions");
  await ada.api.members.removeRole(id, grace.id, makers);
  await expect(page).not.toHaveTitle(/^\(/);
  await expect(builds).toContainText("Unread");
});

test("a phone shows the rail beside the channels, and one channel at a time", async ({ people, visit }) => {
  const [ada] = await people("Ada Nowak");
  const server = await openServer(ada, { name: "Tessera" });
  await say(ada, server.channel("general"), "In my hand");
  const page = await visit(ada, "/channels/@me", PHONE);
  await rail(page).getByRole("link", { name: "Tessera" }).tap();
  await expect(heading(page, "Tessera: server menu")).toBeVisible();
  await expect(page.getByRole("main")).toHaveCount(1);
  await channels(page, "Tessera")
    .getByRole("link", { name: /general/ })
    .tap();
  await expect(message(page, "In my hand")).toBeVisible();
  await expect(rail(page)).toBeHidden();
  await page.getByRole("button", { name: "Back" }).tap();
  await expect(channels(page, "Tessera")).toBeVisible();
  const box = await channels(page, "Tessera")
    .getByRole("link", { name: /general/ })
    .boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(44);
});

test("a server speaks French", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channels = [{ id: 1, type: 0, name: "accueil" }];
  const server = await openServer(ada, { name: "Tessera", channels, system_channel_id: 1 });
  await bringIn(ada, server.channel("accueil"), grace);
  const page = await visit(ada, `/channels/${server.id}/${server.channel("accueil")}`, { locale: "fr-FR" });
  await expect(log(page).getByText(/Grace Őry est là/)).toBeVisible();
  expect(await englishOn(page)).toEqual([]);
  await page.getByRole("button", { name: /menu du serveur/ }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  expect(await englishOn(page)).toEqual([]);
  await page.getByRole("menuitem", { name: "Créer un canal" }).click();
  await page.getByText("Canal privé").click();
  await expect(page.getByRole("listbox")).toBeVisible();
  expect(await englishOn(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Ajouter un serveur" }).click();
  await expect(page.getByRole("dialog", { name: "Ajouter un serveur" })).toBeVisible();
  expect(await englishOn(page)).toEqual([]);
  await page.getByRole("dialog").getByRole("button", { name: "Projet libre" }).click();
  await expect(page.getByRole("dialog", { name: "Projet libre" })).toBeVisible();
  expect(await englishOn(page)).toEqual([]);
});
