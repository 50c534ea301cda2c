import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { type Bot, startBot } from "../bots.ts";
import { picture } from "../images.ts";
import { message } from "../pages.ts";
import type { Person } from "../people.ts";
import { foundServer } from "../servers-of.ts";
import { expect, test } from "../test.ts";

interface Place {
  ada: Person;
  bot: Bot;
  path: string;
}

const inServer = test.extend<{ place: Place }>({
  place: async ({ people, server }, use) => {
    const [ada, bob] = await people("Ada Nowak", "Bob Reyes");
    const { id, clearing } = await foundServer(ada, [bob]);
    await using bot = await startBot(server.url, ada, id, "Build Herald");
    const open = { type: 1, components: [{ type: 2, style: 2, custom_id: "report", label: "Report" }] };
    await bot.say(clearing, { content: "Something broke?", components: [open] });
    await use({ ada, bot, path: `/channels/${id}/${clearing}` });
  },
});

const label = (name: string, component: object, description?: string) => ({
  type: 18,
  label: name,
  component,
  ...(description && { description }),
});
const FORM = {
  custom_id: "fault",
  title: "Report a fault",
  components: [
    label("How bad", {
      type: 21,
      custom_id: "bad",
      options: [
        { label: "A little", value: "little" },
        { label: "Very", value: "very", description: "Nobody can work" },
      ],
    }),
    label(
      "Where",
      {
        type: 22,
        custom_id: "where",
        min_values: 1,
        max_values: 2,
        options: [
          { label: "Stage", value: "stage" },
          { label: "Production", value: "production" },
          { label: "Laptops", value: "laptops" },
        ],
      },
      "As far as you saw.",
    ),
    label(
      "Logs and pictures",
      { type: 19, custom_id: "logs", max_values: 3, file_types: ["image", ".txt"] },
      "What shows it.",
    ),
    label(
      "Since when",
      {
        type: 21,
        custom_id: "since",
        required: false,
        options: [
          { label: "Today", value: "today" },
          { label: "Yesterday", value: "yesterday" },
        ],
      },
      "If you know.",
    ),
    label(
      "Tell me when it works again",
      { type: 23, custom_id: "tell", default: true },
      "By a message to you alone.",
    ),
  ],
};

const TEXT = { name: "log.txt", mimeType: "text/plain", buffer: Buffer.from("it rains") };
const PICTURE = { name: "rain.png", mimeType: "image/png", buffer: picture(8, 8) };
const PROGRAM = { name: "setup.exe", mimeType: "application/x-msdownload", buffer: Buffer.from("no") };

const radio = (form: Locator, name: string | RegExp) => form.getByRole("radio", { name, exact: true });
const box = (form: Locator, name: string) => form.getByRole("checkbox", { name, exact: true });

async function choose(page: Page, form: Locator, files: (typeof TEXT)[]): Promise<void> {
  const choosing = page.waitForEvent("filechooser");
  await form.getByRole("button", { name: /^Logs and pictures: / }).click();
  await (await choosing).setFiles(files);
}

inServer(
  "a form of buttons, boxes and files: refused in place, kept when sending fails, and the bot gets just that",
  async ({ place, visit }) => {
    const { ada, bot, path } = place;
    const page = await visit(ada, path);
    const open = message(page, "Something broke?").getByRole("button", { name: "Report", exact: true });
    await open.click();
    await bot.answer(await bot.next(), 9, FORM);
    const form = page.getByRole("dialog", { name: "Report a fault" });
    await expect(form).toBeVisible();
    await expect(form.getByRole("radiogroup", { name: "How bad", exact: true })).toBeVisible();
    await expect(form.getByRole("radiogroup", { name: "Since when (optional)", exact: true })).toBeVisible();
    await expect(form.getByRole("group", { name: "Where", exact: true })).toBeVisible();
    await expect(form.getByRole("group", { name: "Logs and pictures", exact: true })).toBeVisible();
    await expect(form).toContainText("3 files at most. Types: pictures or .txt.");
    const tell = box(form, "Tell me when it works again");
    await expect(tell).toBeChecked();
    await expect(tell).toHaveAccessibleDescription("By a message to you alone.");

    // Nothing is filled in: each says so, and the first has the focus.
    const send = form.getByRole("button", { name: "Send", exact: true });
    await send.click();
    await expect(form.getByText("This is needed.", { exact: true })).toHaveCount(3);
    await expect(radio(form, "A little")).toBeFocused();
    await expectAccessible(page, "a form that was refused");

    // By keyboard: arrows choose, Space ticks, no more than two.
    await page.keyboard.press("ArrowDown");
    await expect(radio(form, /^Very/)).toBeChecked();
    await page.keyboard.press("Tab");
    await expect(box(form, "Stage")).toBeFocused();
    await page.keyboard.press("Space");
    await expect(box(form, "Stage")).toBeChecked();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await expect(box(form, "Laptops")).toBeFocused();
    await page.keyboard.press("Space");
    await expect(form.getByText("2 of 2 chosen", { exact: true })).toBeVisible();
    await expect(box(form, "Production")).toBeDisabled();
    await page.keyboard.press("Tab");
    await expect(
      form.getByRole("button", { name: "Logs and pictures: Choose files", exact: true }),
    ).toBeFocused();

    // What is not asked for is not added; what was chosen can be taken out again.
    await choose(page, form, [TEXT, PROGRAM]);
    await expect(form.getByText("setup.exe was not added: asked for are pictures or .txt.")).toBeVisible();
    const chosen = form.getByRole("listitem");
    await expect(chosen).toHaveCount(1);
    await choose(page, form, [{ ...TEXT, name: "wrong.txt" }, PICTURE]);
    await expect(chosen).toHaveCount(3);
    await expect(form.getByText("was not added")).toHaveCount(0);
    await choose(page, form, [{ ...TEXT, name: "fourth.txt" }]);
    await expect(form.getByText("3 files at most go here. The others were not added.")).toBeVisible();
    await expect(chosen).toHaveCount(3);
    await form.getByRole("button", { name: "Remove wrong.txt", exact: true }).focus();
    await page.keyboard.press("Enter");
    await expect(chosen).toHaveCount(2);
    await expect(form.getByRole("button", { name: "Remove rain.png", exact: true })).toBeFocused();

    // One of several is taken back where it may be left out.
    await radio(form, "Today").check({ force: true });
    await form.getByRole("button", { name: "Clear the choice: Since when (optional)", exact: true }).click();
    await expect(radio(form, "Today")).not.toBeChecked();
    await tell.focus();
    await page.keyboard.press("Space");
    await expect(tell).not.toBeChecked();

    // The network fails: all of it stays.
    const address = "**/api/v*/interactions";
    await page.route(address, (route) => route.abort());
    await send.click();
    await expect(form.getByRole("alert")).toContainText("The server cannot be reached");
    await expect(radio(form, /^Very/)).toBeChecked();
    await expect(box(form, "Stage")).toBeChecked();
    await expect(box(form, "Laptops")).toBeChecked();
    await expect(chosen).toHaveText([/log\.txt/, /rain\.png/]);
    await page.unroute(address);
    await send.click();

    const sent = await bot.next();
    await bot.answer(sent, 4, { content: "Noted: very bad" });
    const { components = [], resolved = {} } = sent.data;
    const files = resolved.attachments ?? {};
    const [log, rain] = Object.keys(files);
    expect(sent.type).toBe(5);
    expect(components).toMatchObject([
      { type: 18, component: { type: 21, custom_id: "bad", value: "very" } },
      { type: 18, component: { type: 22, custom_id: "where", values: ["stage", "laptops"] } },
      { type: 18, component: { type: 19, custom_id: "logs", values: [log, rain] } },
      { type: 18, component: { type: 21, custom_id: "since", value: null } },
      { type: 18, component: { type: 23, custom_id: "tell", value: false } },
    ]);
    expect(Object.values(files)).toMatchObject([
      { filename: "log.txt", size: 8 },
      { filename: "rain.png", content_type: "image/png" },
    ]);
    expect(await (await fetch(String(files[log ?? ""]?.url))).text()).toBe("it rains");
    await expect(form).toHaveCount(0);
    await expect(open).toBeFocused();
    await expect(message(page, "Noted: very bad")).toBeVisible();
  },
);

inServer("a form of all parts in French, on a phone", async ({ place, visit }) => {
  const { ada, bot, path } = place;
  const page = await visit(ada, path, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    locale: "fr-FR",
    reducedMotion: "reduce",
  });
  await message(page, "Something broke?").getByRole("button", { name: "Report", exact: true }).tap();
  await bot.answer(await bot.next(), 9, FORM);
  const form = page.getByRole("dialog", { name: "Report a fault" });
  await expect(form).toContainText("3 fichiers au plus. Types\u202f: images ou .txt.");
  await form.locator("label", { hasText: "Very" }).tap();
  await expect(radio(form, /^Very/)).toBeChecked();
  await form.locator("label", { hasText: "Production" }).tap();
  await expect(box(form, "Production")).toBeChecked();
  const add = form.getByRole("button", { name: "Logs and pictures: Choisir des fichiers", exact: true });
  expect((await add.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  const choosing = page.waitForEvent("filechooser");
  await add.tap();
  await (await choosing).setFiles([TEXT]);
  await expect(form.getByRole("listitem")).toContainText("log.txt");
  await expectAccessible(page, "a form of all parts, on a phone");
  await form.getByRole("button", { name: "Envoyer", exact: true }).tap();
  const sent = await bot.next();
  await bot.answer(sent, 4, { content: "C’est noté" });
  expect(sent.data.components).toMatchObject([
    { component: { value: "very" } },
    { component: { values: ["production"] } },
    { component: { type: 19, values: [expect.stringMatching(/^\d+$/)] } },
    { component: { value: null } },
    { component: { value: true } },
  ]);
  await expect(form).toHaveCount(0);
});
