import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { composer, log, untilReady, write } from "../pages.ts";
import type { Person } from "../people.ts";
import { bringIn, openServer } from "../servers.ts";
import { expect, test } from "../test.ts";
import { bringBot, connect } from "../voice.ts";
import { englishOn } from "../words.ts";

const list = (page: Page): Locator => page.getByRole("navigation", { name: "Channels of Tessera" });
const inVoice = (page: Page, channel: string): Locator =>
  list(page)
    .getByRole("list", { name: `In voice in ${channel}` })
    .getByRole("listitem");
const strip = (page: Page): Locator => page.getByRole("region", { name: "Voice", exact: true });
const among = (page: Page, title: string): Locator =>
  strip(page).getByRole("list", { name: title }).getByRole("listitem");

// View, send, read history, connect, speak, request to speak.
const USUAL = String(1024 + 2048 + 65_536 + (1 << 20) + (1 << 21) + 2 ** 32);

async function tessera(owner: Person, ...others: readonly Person[]) {
  const server = await openServer(owner, {
    name: "Tessera",
    roles: [{ id: 0, permissions: USUAL }],
    channels: [
      { name: "clearing", type: 0 },
      { name: "Hall", type: 2 },
      { name: "Back room", type: 2 },
    ],
  });
  await bringIn(owner, server.channel("clearing"), ...others);
  await owner.api.guildChannels.update(server.channel("Hall"), { user_limit: 5 });
  const { id: stage } = await owner.api.http.request<{ id: string }>(
    "POST",
    `/guilds/${server.id}/channels`,
    { body: { name: "Talks", type: 13 } },
  );
  return { ...server, stage };
}

async function chooseFor(page: Page, on: Locator, name: string, ...path: string[]): Promise<void> {
  await on.getByRole("button", { name: `Actions for ${name}` }).click();
  for (const action of path) await page.getByRole("menuitem", { name: action, exact: true }).click();
}

test("who is in voice is seen, muted, moved and taken out by those who moderate", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, channel } = await tessera(ada, grace);
  const programs = await visit(null, "/about");
  const bot = await bringBot(programs, ada, id, "Jukebox");
  const mine = await visit(ada, `/channels/${id}/${channel("Hall")}`);
  const hers = await visit(grace, `/channels/${id}/${channel("clearing")}`);
  await untilReady(hers);
  await expect(list(hers).getByRole("link", { name: "Hall 0 of 5 in voice" })).toBeVisible();
  await expect(strip(mine)).toContainText("Nobody is in this channel. Calls come with a later version.");

  await bot.go(channel("Hall"), { self_mute: true });
  await expect(inVoice(hers, "Hall")).toHaveText(/Jukebox.*Muted/);
  await expect(list(hers).getByRole("link", { name: /^Hall 1 of 5 in voice, Since / })).toBeVisible();
  // Who does not moderate is offered nothing of it.
  await inVoice(hers, "Hall").getByRole("button").click({ button: "right" });
  await expect(hers.getByRole("menuitem", { name: "Copy ID" })).toBeVisible();
  await expect(hers.getByRole("menuitem", { name: /for all|Move to|Disconnect/ })).toHaveCount(0);
  await hers.keyboard.press("Escape");

  const there = among(mine, "In voice in Hall");
  await chooseFor(mine, there, "Jukebox", "Mute for all");
  await expect(inVoice(hers, "Hall")).toContainText("Muted for all");
  await chooseFor(mine, there, "Jukebox", "Deafen for all");
  await expect(inVoice(hers, "Hall")).toContainText("Deafened for all");
  await chooseFor(mine, there, "Jukebox", "Unmute for all");
  await expect(inVoice(hers, "Hall")).not.toContainText("Muted for all");

  // To another channel, by a menu within the menu.
  await there.getByRole("button", { name: "Actions for Jukebox" }).click();
  await mine.getByRole("menuitem", { name: "Move to…" }).click();
  await expect(mine.getByRole("menuitem", { name: "Hall", exact: true })).toHaveCount(0);
  await mine.getByRole("menuitem", { name: "Back room", exact: true }).click();
  await expect(inVoice(hers, "Back room")).toContainText("Jukebox");
  await expect(inVoice(hers, "Hall")).toHaveCount(0);

  // By keyboard, from the list.
  await inVoice(mine, "Back room").getByRole("button").focus();
  await mine.keyboard.press("Shift+F10");
  await expect(mine.getByRole("menu")).toBeVisible();
  await mine.keyboard.press("d");
  await expect(mine.getByRole("menuitem", { name: "Disconnect from voice" })).toBeVisible();
  await mine.getByRole("menuitem", { name: "Disconnect from voice" }).focus();
  await mine.keyboard.press("Enter");
  await expect(inVoice(hers, "Back room")).toHaveCount(0);

  // Who sees no channel sees nobody in it.
  await bot.go(channel("Back room"));
  await expect(inVoice(hers, "Back room")).toContainText("Jukebox");
  await ada.api.guildChannels.setOverwrite(channel("Back room"), grace.id, {
    type: 1,
    allow: "0",
    deny: "1024",
  });
  await expect(list(hers).getByRole("link", { name: /Back room/ })).toHaveCount(0);
  await expect(list(hers).getByText("Jukebox")).toHaveCount(0);
  await expect(inVoice(mine, "Back room")).toContainText("Jukebox");
});

test("a voice channel says what happens in it, has a chat, and its limits are set", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, channel } = await tessera(ada, grace);
  const mine = await visit(ada, `/channels/${id}/${channel("Hall")}`);
  const hers = await visit(grace, `/channels/${id}/${channel("Hall")}`);
  await expect(strip(hers)).toContainText("Nobody is in this channel.");
  await expect(strip(hers).getByRole("button")).toHaveCount(0);
  await strip(mine).getByRole("button", { name: "Set a status" }).click();
  await mine.getByRole("dialog").getByLabel("What happens here").fill("Pairing on #4131");
  await mine.keyboard.press("Enter");
  await expect(strip(hers).getByRole("heading", { name: "Pairing on #4131" })).toBeVisible();
  await expect(list(hers).getByText("Pairing on #4131")).toBeVisible();
  await hers.reload();
  await expect(list(hers).getByText("Pairing on #4131")).toBeVisible();
  await strip(mine).getByRole("button", { name: "Change the status" }).click();
  await mine.getByRole("dialog").getByLabel("What happens here").fill("");
  await mine.getByRole("button", { name: "Save" }).click();
  await expect(list(hers).getByText("Pairing on #4131")).toHaveCount(0);
  await untilReady(hers);
  await write(hers, "See you there");
  await expect(log(mine).getByText("See you there")).toBeVisible();

  await mine.goto(`/channels/${id}/${channel("Hall")}/settings/overview`);
  await mine.getByRole("button", { name: /Room for/ }).click();
  await mine.getByRole("option", { name: "2 people", exact: true }).click();
  await mine.getByRole("button", { name: /Sound quality/ }).click();
  await mine.getByRole("option", { name: "96 kbit/s", exact: true }).click();
  await mine.getByRole("button", { name: "Save changes" }).click();
  await expect(list(hers).getByRole("link", { name: "Hall 0 of 2 in voice" })).toBeVisible();
  // It stands in the audit log, in words.
  await mine.goto(`/channels/${id}/settings/audit-log`);
  await expect(mine.getByText("Ada Nowak removed the status of #Hall")).toBeVisible();
  await expect(mine.getByText("Ada Nowak set the status of #Hall")).toBeVisible();
});

test("a stage is made, opened, listened to and closed; one who asks is let to speak", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, channel } = await tessera(ada, grace);
  const page = await visit(ada, `/channels/${id}/${channel("clearing")}`);
  await page.getByRole("button", { name: "Tessera: server menu" }).click();
  await page.getByRole("menuitem", { name: "Create a channel" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.locator("label").filter({ hasText: "Some speak, others listen" }).click();
  await dialog.getByLabel("Channel name").fill("Amphitheatre");
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Amphitheatre" })).toBeVisible();
  await expect(strip(page)).toContainText("The stage is closed.");
  const stage = new URL(page.url()).pathname.split("/").at(-1) ?? "";

  await strip(page).getByRole("button", { name: "Open the stage" }).click();
  await page.getByRole("dialog").getByLabel("Topic").fill("Release 2");
  await page.getByRole("dialog").getByRole("button", { name: "Open the stage" }).click();
  await expect(strip(page).getByRole("heading", { name: "Release 2" })).toBeVisible();
  const hers = await visit(grace, `/channels/${id}/${stage}`);
  await expect(strip(hers).getByRole("heading", { name: "Release 2" })).toBeVisible();
  await expect(list(hers).getByText("Release 2")).toBeVisible();
  await expect(strip(hers).getByRole("button")).toHaveCount(0);

  const programs = await visit(null, "/about");
  const speaker = await connect(programs, grace.token, id);
  await speaker.go(stage);
  await expect(among(page, "Listening")).toContainText("Grace Őry");
  await grace.api.http.request("PATCH", `/guilds/${id}/voice-states/@me`, {
    body: { channel_id: stage, request_to_speak_timestamp: new Date().toISOString() },
  });
  await expect(among(page, "Asking to speak")).toContainText("Grace Őry");
  await strip(page).getByRole("button", { name: "Let Grace Őry speak" }).click();
  await expect(among(hers, "Speaking")).toContainText("Grace Őry");
  await strip(page).getByRole("button", { name: "Move to listeners" }).click();
  await expect(among(hers, "Listening")).toContainText("Grace Őry");

  await strip(page).getByRole("button", { name: "Edit the topic" }).click();
  await page.getByRole("dialog").getByLabel("Topic").fill("Release 3");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(strip(hers).getByRole("heading", { name: "Release 3" })).toBeVisible();
  // With the sight of the stage its topic goes and comes.
  const hide = (isHidden: boolean) =>
    ada.api.guildChannels.setOverwrite(stage, id, { type: 0, allow: "0", deny: isHidden ? "1024" : "0" });
  await hers.goto(`/channels/${id}/${channel("clearing")}`);
  await expect(list(hers).getByText("Release 3")).toBeVisible();
  await hide(true);
  await expect(list(hers).getByText("Release 3")).toHaveCount(0);
  await hide(false);
  await expect(list(hers).getByText("Release 3")).toBeVisible();
  await strip(page).getByRole("button", { name: "Close the stage" }).click();
  await expect(list(hers).getByText("Release 3")).toHaveCount(0);
  await expect(strip(page)).toContainText("The stage is closed.");

  // An event may take place on it.
  await page.goto(`/events/${id}`);
  await page.getByRole("button", { name: "New event" }).click();
  const event = page.getByRole("dialog", { name: "New event" });
  await event.getByLabel("Name", { exact: true }).fill("Town hall");
  await event.getByRole("button", { name: /Voice channel or stage/ }).click();
  await page.getByRole("option", { name: "Amphitheatre" }).click();
  await event.getByRole("button", { name: "Plan the event" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Town hall" })).toBeVisible();
  expect(await ada.api.http.request("GET", `/guilds/${id}/scheduled-events`)).toMatchObject([
    { entity_type: 1, channel_id: stage },
  ]);
});

test("Vocal et scène, en français, sur un téléphone", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, stage } = await tessera(ada, grace);
  const programs = await visit(null, "/about");
  const bot = await bringBot(programs, ada, id, "Juke");
  await bot.go(stage, { self_deaf: true });
  const page = await visit(ada, `/channels/${id}`, {
    viewport: { width: 390, height: 844 },
    locale: "fr-FR",
    hasTouch: true,
  });
  const person = page.getByRole("list", { name: "En vocal dans Talks" }).getByRole("button");
  await expect(person).toContainText("Juke");
  expect((await person.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  expect(await englishOn(page)).toEqual([]);
  await page.getByRole("link", { name: /^Talks/ }).click();
  const band = page.getByRole("region", { name: "Vocal", exact: true });
  await expect(band).toContainText("La scène est fermée.");
  await expect(composer(page)).toBeVisible();
  expect(await englishOn(page)).toEqual([]);
  await band.getByRole("button", { name: "Ouvrir la scène" }).click();
  await expect(page.getByRole("dialog", { name: "Ouvrir Talks" })).toBeVisible();
  expect(await englishOn(page)).toEqual([]);
  await page.getByRole("dialog").getByLabel("Sujet").fill("Version 2");
  await page.getByRole("dialog").getByRole("button", { name: "Ouvrir la scène" }).click();
  await expect(band.getByRole("heading", { name: "Version 2" })).toBeVisible();
  await band
    .getByRole("button", { name: /^Actions pour Juke|Juke$/ })
    .last()
    .click();
  await expect(page.getByRole("menuitem", { name: "Sortir du vocal" })).toBeVisible();
  expect(await englishOn(page)).toEqual([]);
});

for (const width of [1440, 1024, 390]) {
  test(`axe finds nothing in voice, ${width} wide`, async ({ people, visit }) => {
    const [ada, grace, maud] = await people("Ada Nowak", "Grace Őry", "Maud Leroy");
    const { id, channel, stage } = await tessera(ada, grace, maud);
    const programs = await visit(null, "/about");
    const jukebox = await bringBot(programs, ada, id, "Jukebox");
    const scribe = await bringBot(programs, ada, id, "Scribe");
    const first = await connect(programs, grace.token, id);
    const second = await connect(programs, maud.token, id);
    await jukebox.go(channel("Hall"), { self_mute: true });
    await ada.api.http.request("PUT", `/channels/${channel("Hall")}/voice-status`, {
      body: { status: "Pairing on #4131" },
    });
    await ada.api.http.request("POST", "/stage-instances", {
      body: { channel_id: stage, topic: "What release 2 brings" },
    });
    await scribe.go(stage, { self_deaf: true });
    await first.go(stage);
    await second.go(stage);
    await ada.api.http.request("PATCH", `/guilds/${id}/voice-states/${scribe.id}`, {
      body: { channel_id: stage, suppress: false },
    });
    await grace.api.http.request("PATCH", `/guilds/${id}/voice-states/@me`, {
      body: { channel_id: stage, request_to_speak_timestamp: new Date().toISOString() },
    });
    const page = await visit(ada, `/channels/${id}/${stage}`, {
      viewport: { width, height: 844 },
      reducedMotion: "reduce",
    });
    const shoot = async (name: string) => {
      if (!process.env.SHOTS) return;
      for (const theme of ["papier", "encre"]) {
        await page.evaluate((one) => {
          document.documentElement.dataset.theme = one;
        }, theme);
        await page.screenshot({ path: `${process.env.SHOTS}/${name}-${width}-${theme}.png` });
      }
    };
    await expect(among(page, "Asking to speak")).toContainText("Grace Őry");
    await expect(strip(page)).toContainText(/Since /);
    await expectAccessible(page, "a stage");
    await shoot("stage");
    await page.goto(`/channels/${id}/${channel("Hall")}`);
    await expect(among(page, "In voice in Hall")).toContainText("Jukebox");
    await expectAccessible(page, "a voice channel");
    await shoot("voice");
    if (width < 720) {
      await page.goto(`/channels/${id}`);
      await expect(inVoice(page, "Hall")).toContainText("Jukebox");
      await expectAccessible(page, "the list of a server");
      await shoot("list");
    }
  });
}
