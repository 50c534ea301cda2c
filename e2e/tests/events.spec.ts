import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { picture } from "../images.ts";
import { copiedBy, untilReady } from "../pages.ts";
import type { Person } from "../people.ts";
import { bringIn, openServer } from "../servers.ts";
import { expect, test } from "../test.ts";
import { englishOn } from "../words.ts";

const HOUR = 3_600_000;
const at = (ms: number) => new Date(Date.now() + ms).toISOString();
const list = (page: Page): Locator => page.getByRole("navigation", { name: "Channels of Tessera" });
const card = (page: Page, name: string): Locator => page.getByRole("article").filter({ hasText: name });
const interested = (page: Page, name: string): Locator =>
  card(page, name).getByRole("button", { name: `Interested in ${name}` });

async function tessera(owner: Person, ...others: readonly Person[]) {
  const server = await openServer(owner, {
    name: "Tessera",
    // @everyone reads and writes, and plans nothing.
    roles: [{ id: 0, permissions: String(1024 + 2048 + 65536) }],
    channels: [
      { name: "clearing", type: 0 },
      { name: "Hall", type: 2 },
      { name: "Back room", type: 2 },
    ],
  });
  await bringIn(owner, server.channel("clearing"), ...others);
  return server;
}

const gameNight = {
  name: "Game night",
  description: "Bring your own dice.",
  scheduled_start_time: at(24 * HOUR),
  scheduled_end_time: at(26 * HOUR),
  entity_type: 3 as const,
  entity_metadata: { location: "The café" },
};

async function act(page: Page, name: string, action: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: action, exact: true }).click();
}

/** As a field of dates and times wants it, in the time zone of the browser. */
const field = (page: Page, ms: number) =>
  page.evaluate((time) => {
    const date = new Date(time - new Date(time).getTimezoneOffset() * 60_000);
    return date.toISOString().slice(0, 16);
  }, Date.now() + ms);

test("what an event is about is drawn as messages are, in the list and on its own page", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, channel } = await tessera(ada, grace);
  const { id: eventId } = await ada.api.events.create(id, {
    ...gameNight,
    description: `**Bring** dice, ask <@${grace.id}> in <#${channel("clearing")}>\n- cards\n- [rules](https://example.org/rules)`,
  });
  const page = await visit(ada, `/events/${id}`);
  const about = card(page, "Game night").locator(".event-about");
  await expect(about.locator("strong")).toHaveText("Bring");
  await expect(about.getByRole("button", { name: "@Grace Őry", exact: true })).toBeVisible();
  await page.goto(new URL(`/events/${id}/${eventId}`, page.url()).href);
  await expect(about.getByRole("listitem")).toHaveText(["cards", "rules"]);
  await expect(about.getByRole("link", { name: "rules", exact: true })).toHaveAttribute("rel", /noopener/);
  await expectAccessible(page, "an event with a list and links");
  await about.getByRole("button", { name: "@Grace Őry", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Grace Őry" })).toBeVisible();
  await page.keyboard.press("Escape");
  await about.getByRole("link", { name: "#clearing", exact: true }).click();
  await expect(page.getByRole("log")).toBeVisible();
});

test("an event is planned, seen by others at once, changed, begun and ended", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, channel } = await tessera(ada, grace);
  const mine = await visit(ada, `/channels/${id}/${channel("clearing")}`);
  const hers = await visit(grace, `/channels/${id}/${channel("clearing")}`);
  await untilReady(hers);
  // Nothing is planned: only who may plan has the way there.
  await expect(list(hers).getByRole("link", { name: "clearing" })).toBeVisible();
  await expect(list(hers).getByRole("link", { name: "Events" })).toHaveCount(0);
  await list(mine).getByRole("link", { name: "Events" }).click();
  await expect(mine.getByText("No event yet")).toBeVisible();
  await mine.getByRole("button", { name: "New event" }).click();
  const form = mine.getByRole("dialog", { name: "New event" });
  await form.getByRole("button", { name: "Plan the event" }).click();
  await expect(form.getByText("Give the event a name.")).toBeVisible();
  await form.getByLabel("Name", { exact: true }).fill("Game night");
  await form.getByLabel("Begins").fill(await field(mine, -HOUR));
  await expect(form.getByText("That is in the past.")).toBeVisible();
  await form.getByLabel("Begins").fill(await field(mine, 24 * HOUR));
  await form.getByLabel("Ends").fill(await field(mine, 23 * HOUR));
  await expect(form.getByText("It ends before it begins.")).toBeVisible();
  await form.getByLabel("Ends").fill(await field(mine, 26 * HOUR));
  await form.getByLabel("What it is about").fill("Bring your own dice.");
  await form.getByRole("button", { name: /Repeats/ }).click();
  await mine.getByRole("option", { name: "Every week", exact: true }).click();
  await expect(form.getByRole("group", { name: "Days of the week" })).toBeVisible();
  await form.locator("input[data-picture=event]").setInputFiles({
    name: "cover.png",
    mimeType: "image/png",
    buffer: picture(1400, 700),
  });
  await expect(form.locator("img.event-cover")).toBeVisible();
  await form.getByRole("button", { name: "Plan the event" }).click();
  await expect(mine.getByRole("heading", { level: 2, name: "Game night" })).toBeVisible();
  await expect(mine).toHaveURL(new RegExp(`/events/${id}/\\d+$`));
  await expect(mine.getByText("Hall", { exact: true }).last()).toBeVisible();
  await expect(card(mine, "Game night").getByText(/^Every week: /)).toBeVisible();

  // Others have it in their list, with its count, and say that they come.
  await list(hers).getByRole("link", { name: "Events 1 event" }).click();
  await expect(card(hers, "Game night")).toContainText("Bring your own dice.");
  await expect(card(hers, "Game night")).toContainText("Planned by Ada Nowak");
  const cover = card(hers, "Game night").locator("img.event-cover");
  await expect.poll(() => cover.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1024);
  await expect(mine.getByText("0 people interested")).toBeVisible();
  await interested(hers, "Game night").click();
  await expect(interested(hers, "Game night")).toHaveAttribute("aria-pressed", "true");
  await expect(mine.getByText("1 person interested")).toBeVisible();
  await expect(mine.getByRole("button", { name: "Grace Őry" })).toBeVisible();

  await act(mine, "Game night", "Edit");
  const edit = mine.getByRole("dialog", { name: "Edit the event" });
  await edit.getByLabel("Name", { exact: true }).fill("Chess night");
  await edit.getByText("Elsewhere").click();
  await edit.getByLabel("Place").fill("The café");
  await edit.getByRole("button", { name: "Save changes" }).click();
  await expect(edit).toHaveCount(0);
  await expect(card(hers, "Chess night")).toContainText("The café");
  await expect(interested(hers, "Chess night")).toHaveAttribute("aria-pressed", "true");

  // It begins: those who said so hear of it, and the list shows it.
  await hers.goto("/");
  await expect(hers.getByRole("heading", { name: "Inbox" })).toBeVisible();
  await expect
    .poll(() =>
      hers.evaluate(() =>
        performance
          .getEntriesByType("resource")
          .some((one) => /\/assets\/preload-[\w-]{8}\.js$/.test(one.name)),
      ),
    )
    .toBe(true);
  await act(mine, "Chess night", "Start now");
  // The notice stays while the pointer is on it.
  await hers.getByText("Chess night has begun").hover();
  await expect(hers.getByRole("region", { name: "Happening now" }).getByRole("link")).toContainText(
    "Tessera",
  );
  await hers.getByRole("button", { name: "Look" }).click();
  await expect(hers.getByRole("heading", { level: 2, name: "Chess night" })).toBeVisible();
  await expect(list(hers).getByRole("link", { name: /Chess night.*Live now/ })).toBeVisible();

  // One that repeats comes again.
  await act(mine, "Chess night", "End");
  await expect(card(hers, "Chess night").getByText("Live now")).toHaveCount(0);
  await expect(list(hers).getByRole("link", { name: /Live now/ })).toHaveCount(0);
  await act(mine, "Chess night", "Call off");
  await mine.getByRole("alertdialog").getByRole("button", { name: "Call off" }).click();
  await expect(card(hers, "Chess night").getByText("Called off")).toBeVisible();
  await expect(list(hers).getByRole("link", { name: "Events" })).toHaveCount(0);
  await act(mine, "Chess night", "Delete");
  await mine.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await mine.getByRole("link", { name: "All events" }).click();
  await expect(mine.getByText("No event yet")).toBeVisible();

  // All of it stands in the audit log, in words.
  await mine.goto(`/channels/${id}/settings/audit-log`);
  await expect(mine.getByRole("heading", { level: 1, name: "Audit log" })).toBeVisible();
  await expect(mine.getByRole("insertion").filter({ hasText: "Called off" })).toBeVisible();
});

test("an event in a channel comes and goes with the sight of it; a link leads to those who see it", async ({
  people,
  visit,
}) => {
  const [ada, grace, maud] = await people("Ada Nowak", "Grace Őry", "Maud Leroy");
  const { id, channel } = await tessera(ada, grace);
  const room = channel("Back room");
  const hide = (isHidden: boolean) =>
    ada.api.guildChannels.setOverwrite(room, id, { type: 0, allow: "0", deny: isHidden ? "1024" : "0" });
  await hide(true);
  const { name, scheduled_start_time } = gameNight;
  const event = await ada.api.events.create(id, {
    name,
    scheduled_start_time,
    entity_type: 2,
    channel_id: room,
  });
  const hers = await visit(grace, `/channels/${id}/${channel("clearing")}`);
  await expect(list(hers).getByRole("link", { name: "clearing" })).toBeVisible();
  await expect(list(hers).getByRole("link", { name: "Events" })).toHaveCount(0);
  await hide(false);
  await list(hers).getByRole("link", { name: "Events 1 event" }).click();
  await expect(card(hers, "Game night")).toContainText("Back room");
  await hide(true);
  await expect(card(hers, "Game night")).toHaveCount(0);
  await expect(hers.getByText("No event yet")).toBeVisible();

  await hide(false);
  await hers.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const link = await copiedBy(hers, () => act(hers, "Game night", "Copy link"));
  expect(new URL(link).pathname).toBe(`/events/${id}/${event.id}`);
  // Within a message it leads there without a new page.
  await ada.api.messages.send(channel("clearing"), { content: `See ${link}` });
  await list(hers).getByRole("link", { name: "clearing" }).click();
  await hers.getByRole("log").getByRole("link", { name: link }).click();
  await expect(hers.getByRole("heading", { level: 2, name: "Game night" })).toBeVisible();
  // Others keep out.
  const other = await visit(maud, new URL(link).pathname);
  await expect(other.getByRole("heading", { name: "This event is not there" })).toBeVisible();
  await expect(other.getByText("Game night")).toHaveCount(0);
});

test("Événements, en français, sur un téléphone", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id } = await tessera(ada, grace);
  await ada.api.events.create(id, { ...gameNight, name: "Soirée jeux", description: null });
  const page = await visit(grace, `/channels/${id}`, {
    viewport: { width: 390, height: 844 },
    locale: "fr-FR",
    hasTouch: true,
  });
  await page.getByRole("link", { name: "Événements 1 événement" }).click();
  await expect(card(page, "Soirée jeux")).toBeVisible();
  // 20:00 – 22:00 in Paris, as French people write it.
  await expect(card(page, "Soirée jeux").locator("time")).toHaveText(
    /^[A-Z][a-z]+ \d+ \p{L}+,? .*\d\d:\d\d/u,
  );
  const press = card(page, "Soirée jeux").getByRole("button", { name: /Ça m’intéresse/ });
  await press.click();
  await expect(press).toHaveAttribute("aria-pressed", "true");
  expect((await press.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  expect(await englishOn(page)).toEqual([]);
  await card(page, "Soirée jeux").getByRole("link", { name: "Soirée jeux" }).click();
  await expect(page.getByRole("heading", { name: "Qui est intéressé" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Grace Őry" })).toBeVisible();
  expect(await englishOn(page)).toEqual([]);
  await page.getByRole("button", { name: "Retour" }).click();
  await expect(card(page, "Soirée jeux")).toBeVisible();
  await page.getByRole("button", { name: "Retour" }).click();
  await expect(page.getByRole("link", { name: "Événements 1 événement" })).toBeVisible();
});

test("one date of an event is moved, called off and restored, and others see it at once", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id } = await tessera(ada, grace);
  const start = "2031-03-03T18:00:00.000Z";
  const night = await ada.api.events.create(id, {
    ...gameNight,
    scheduled_start_time: start,
    scheduled_end_time: "2031-03-03T20:00:00.000Z",
    recurrence_rule: { start, frequency: 2, interval: 1 },
  });
  const mine = await visit(ada, `/events/${id}/${night.id}`);
  const hers = await visit(grace, `/events/${id}/${night.id}`);
  const dates = (page: Page) => page.getByRole("region", { name: "Next dates" });
  const second = (page: Page) => dates(page).getByRole("listitem").nth(1);
  await expect(second(hers)).toContainText("10 March 2031");
  await expect(second(hers).getByRole("button")).toHaveCount(0);

  await second(mine).getByRole("button").click();
  const dialog = mine.getByRole("dialog", { name: "Only this date" });
  await expect(dialog.getByRole("switch", { name: /Call this date off/ })).not.toBeChecked();
  // All of it is in sight.
  const inside = await dialog.boundingBox();
  const last = await dialog.getByLabel("Ends").boundingBox();
  expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThan((inside?.x ?? 0) + (inside?.width ?? 0));
  await expectAccessible(mine, "one date of an event");
  await dialog.getByLabel("Begins").fill("2031-03-11T20:30");
  await expect(dialog.getByLabel("Ends")).toHaveValue("2031-03-11T22:30");
  await dialog.getByRole("button", { name: "Save changes" }).click();
  await expect(dialog).toBeHidden();
  await expect(second(hers)).toContainText("Moved");
  await expect(second(hers)).toContainText(/11 March 2031.*20:30.*22:30/);

  await second(mine).getByRole("button").click();
  await dialog.getByText("Call this date off").click();
  await expect(dialog.getByLabel("Begins")).toHaveCount(0);
  await dialog.getByRole("button", { name: "Save changes" }).click();
  await expect(second(hers)).toContainText("Called off");

  await second(mine).getByRole("button").click();
  await dialog.getByRole("button", { name: "Restore this date" }).click();
  await expect(dialog).toBeHidden();
  await expect(second(hers)).not.toContainText("Called off");
  await expect(second(hers)).toContainText(/10 March 2031.*19:00.*21:00/);
});

for (const width of [1440, 1024, 390]) {
  test(`axe finds nothing in events, ${width} wide`, async ({ people, visit }) => {
    const [ada, grace] = await people("Ada Nowak", "Grace Őry");
    const { id, channel } = await tessera(ada, grace);
    const night = await ada.api.events.create(id, {
      ...gameNight,
      image: `data:image/png;base64,${picture(500, 200).toString("base64")}`,
      recurrence_rule: { start: gameNight.scheduled_start_time, frequency: 2, interval: 1 },
    });
    await grace.api.events.attend(id, night.id);
    await ada.api.events.attend(id, night.id);
    const call = await ada.api.events.create(id, {
      name: "Release call",
      scheduled_start_time: at(HOUR),
      entity_type: 2,
      channel_id: channel("Hall"),
    });
    await ada.api.events.update(id, call.id, { status: 2 });
    const page = await visit(ada, `/events/${id}`, {
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
    await expect(card(page, "Release call").getByText("Live now")).toBeVisible();
    await expect(card(page, "Game night").locator("img")).toBeVisible();
    await expect(card(page, "Game night")).toContainText("Planned by");
    await expectAccessible(page, "events");
    await shoot("events");
    await card(page, "Game night").getByRole("link", { name: "Game night" }).click();
    await expect(page.getByRole("button", { name: "Grace Őry" })).toBeVisible();
    await expectAccessible(page, "an event");
    await shoot("event");
    await act(page, "Game night", "Edit");
    await expect(page.getByRole("dialog", { name: "Edit the event" })).toBeVisible();
    await expectAccessible(page, "the form of an event");
    await shoot("form");
  });
}
