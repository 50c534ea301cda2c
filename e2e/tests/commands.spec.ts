import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { startHerald } from "../herald.ts";
import { composer, log, message, openActions, sent, write } from "../pages.ts";
import { befriend, type Person, say } from "../people.ts";
import { foundServer } from "../servers-of.ts";
import { expect, test } from "../test.ts";
import { englishOn } from "../words.ts";

const option = (type: number, name: string, more: object = {}) => ({
  type,
  name,
  description: `About ${name}`,
  ...more,
});

const COMMANDS = [
  {
    name: "deploy",
    name_localizations: { fr: "déployer" },
    description: "Ships a build",
    description_localizations: { fr: "Met en ligne" },
    options: [
      option(2, "to", {
        options: [
          option(1, "stage", {
            description: "To where people try it",
            options: [
              option(3, "tag", { required: true, min_length: 2, max_length: 8 }),
              option(4, "count", { required: true, min_value: 1, max_value: 5 }),
              option(3, "speed", {
                required: true,
                choices: [
                  { name: "Slowly", value: "slow" },
                  { name: "At once", value: "now" },
                ],
              }),
              option(6, "who"),
              option(7, "where", { channel_types: [0] }),
              option(8, "role"),
              option(9, "any"),
              option(5, "loud"),
              option(10, "share", { max_value: 1 }),
              option(11, "plan"),
            ],
          }),
        ],
      }),
    ],
  },
  { name: "ping", description: "Answers" },
  { name: "mute", description: "Says nothing", options: [option(3, "text", { required: true })] },
  { name: "slow", description: "Takes its time" },
  {
    name: "find",
    description: "Looks for a page",
    options: [option(3, "page", { required: true, autocomplete: true })],
  },
  { type: 2, name: "Look up" },
  { type: 3, name: "Quote" },
];

/** What the bot looks for pages in. */
const PAGES = ["Moss", "Lichen", "Fern"];

async function stage(url: string, ada: Person, others: readonly Person[] = []) {
  const guild = await foundServer(ada, others);
  const bot = await startHerald(url, ada, guild.id, "Build Herald");
  await bot.offer(COMMANDS);
  return { ...guild, bot, path: `/channels/${guild.id}/${guild.clearing}` };
}

const suggestions = (page: Page): Locator => page.getByRole("main").getByRole("listbox");
const form = (page: Page, name: string): Locator =>
  page.getByRole("group", { name: `Command /${name} of Build Herald` });

/** Types a slash and what follows, and waits until the bot's commands stand there. */
async function slash(page: Page, text: string): Promise<void> {
  await composer(page).focus();
  await page.keyboard.type(`/${text}`);
  await expect(suggestions(page).getByRole("group", { name: "Build Herald" })).toBeVisible();
}

test("by keyboard alone: a command is found, filled in field by field, and reaches its bot", async ({
  people,
  visit,
  server,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { path, bot, clearing, shade } = await stage(server.url, ada, [grace]);
  await using _ = bot;
  await say(grace, clearing, "is it out yet?");
  const page = await visit(ada, path);
  await expect(message(page, "is it out yet?")).toBeVisible();

  await slash(page, "");
  const list = suggestions(page);
  await expect(list.getByRole("group", { name: "Built in" })).toContainText("/shrug");
  await page.keyboard.type("stage");
  await expect(list.getByRole("option")).toHaveText([/\/deploy to stage.*To where people try it/]);
  await page.keyboard.press("Enter");

  const deploy = form(page, "deploy to stage");
  const tag = deploy.getByRole("textbox", { name: "tag" });
  await expect(tag).toBeFocused();
  await expect(tag).toHaveAccessibleDescription(/About tag/);
  await page.keyboard.type("v");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toHaveText("tag: from 2 to 8 characters.");
  await expect(tag).toBeFocused();
  await expect(tag).toHaveAttribute("aria-invalid", "true");
  await page.keyboard.type("12");
  await expect(page.getByRole("alert")).toHaveCount(0);

  await page.keyboard.press("Tab");
  const count = deploy.getByRole("textbox", { name: "count" });
  await expect(count).toBeFocused();
  await page.keyboard.type("9");
  await expect(page.getByRole("alert")).toHaveText("count: at most 5.");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("3");

  await page.keyboard.press("ArrowRight");
  const speed = deploy.getByRole("combobox", { name: "speed" });
  await expect(speed).toBeFocused();
  await expect(suggestions(page).getByRole("option")).toHaveText(["Slowly", "At once"]);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(speed).toHaveValue("At once");

  /** Adds an option by its name, and chooses what `typed` finds. */
  const add = async (name: string, typed: string, found: string | RegExp) => {
    await page.keyboard.press("Tab");
    await expect(deploy.getByRole("combobox", { name: "More options" })).toBeFocused();
    await page.keyboard.type(name);
    await page.keyboard.press("Enter");
    const field = deploy.getByRole("combobox", { name, exact: true });
    await expect(field).toBeFocused();
    await page.keyboard.type(typed);
    await expect(suggestions(page).getByRole("option").first()).toHaveText(found);
    await page.keyboard.press("Enter");
  };
  await add("who", "gra", /Grace Őry/);
  await add("where", "sha", "shade");
  await add("role", "gard", /@Gardeners/);
  await add("any", "ada", /Ada Nowak/);
  await add("loud", "tr", "True");

  // Backspace in an empty field takes it out again; further back it leads through the others.
  await page.keyboard.press("Tab");
  await page.keyboard.type("share");
  await page.keyboard.press("Enter");
  const share = deploy.getByRole("textbox", { name: "share" });
  await expect(share).toBeFocused();
  await page.keyboard.press("Backspace");
  await expect(share).toHaveCount(0);
  const loud = deploy.getByRole("combobox", { name: "loud" });
  await expect(loud).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(deploy.getByRole("combobox", { name: "any" })).toBeFocused();
  await page.keyboard.press("Enter");

  await expect(message(page, "deploy done")).toBeVisible();
  await expect(composer(page)).toBeFocused();
  const inside = bot.got[0]?.data.options?.[0]?.options?.[0]?.options;
  expect(inside).toMatchObject([
    { name: "tag", value: "v12" },
    { name: "count", value: 3 },
    { name: "speed", value: "now" },
    { name: "who", value: grace.id },
    { name: "where", value: shade },
    { name: "role" },
    { name: "any", value: ada.id },
    { name: "loud", value: true },
  ]);

  // Escape leaves it; what is built in works as before.
  await slash(page, "ping");
  await page.keyboard.press("Enter");
  await expect(form(page, "ping")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(composer(page)).toBeFocused();
  await expect(composer(page)).toHaveValue("");
  await slash(page, "ping");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Backspace");
  await expect(composer(page)).toHaveValue("/ping");
  await expect(composer(page)).toBeFocused();
  await expect(suggestions(page)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(form(page, "ping")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(message(page, "ping done")).toBeVisible();
  await write(page, "/shrug");
  await page.keyboard.press("Enter");
  await expect(message(page, "¯\\_(ツ)_/¯")).toBeVisible();
});

test("a bot that says nothing is told of, and what was typed is kept for another try", async ({
  people,
  visit,
  server,
}) => {
  const [ada] = await people("Ada Nowak");
  const { path, bot } = await stage(server.url, ada);
  await using _ = bot;
  const page = await visit(ada, path);
  await slash(page, "mute");
  await page.keyboard.press("Enter");
  await page.keyboard.type("for a while");
  await page.keyboard.press("Enter");
  const main = page.getByRole("main");
  await expect(main.getByText("Build Herald is thinking…")).toBeVisible();
  await expect(main.getByText("/mute text: for a while")).toBeVisible();
  await expect(main.getByText("Build Herald did not respond")).toBeVisible();
  await main.getByRole("button", { name: "Change" }).click();
  const text = form(page, "mute").getByRole("textbox", { name: "text" });
  await expect(text).toHaveValue("for a while");
  await expect(main.getByText("Build Herald did not respond")).toHaveCount(0);
  await page.keyboard.press("Escape");

  await slash(page, "slow");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(message(page, "took its time")).toBeVisible();
  await expect(main.getByText("Build Herald is thinking…")).toHaveCount(0);
});

test("what a bot completes is asked for while one types; when it does not answer that is said", async ({
  people,
  visit,
  server,
}) => {
  const [ada] = await people("Ada Nowak");
  const { path, bot } = await stage(server.url, ada);
  await using _ = bot;
  const page = await visit(ada, path);
  await slash(page, "find");
  await page.keyboard.press("Enter");
  const field = form(page, "find").getByRole("combobox", { name: "page" });
  await expect(field).toBeFocused();
  await expect(suggestions(page).getByRole("option")).toHaveText(PAGES);
  await page.keyboard.type("li");
  await expect(suggestions(page).getByRole("option")).toHaveText(["Lichen"]);
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue("Lichen");
  await page.keyboard.press("Enter");
  await expect(message(page, "find done for lichen")).toBeVisible();

  await slash(page, "find");
  await page.keyboard.press("Enter");
  await page.keyboard.type("nothing");
  await expect(page.getByText("Could not load options")).toBeVisible();
  // What was typed may be sent all the same.
  await page.keyboard.press("Enter");
  await expect(message(page, "find done for nothing")).toBeVisible();
});

test("a file goes along, chosen or dropped; without it the field says so", async ({
  people,
  visit,
  server,
}) => {
  const [ada] = await people("Ada Nowak");
  const { path, bot } = await stage(server.url, ada);
  await using _ = bot;
  await bot.offer([
    { name: "read", description: "Reads a file", options: [option(11, "plan", { required: true })] },
  ]);
  const page = await visit(ada, path);
  await slash(page, "read");
  await page.keyboard.press("Enter");
  const plan = form(page, "read").getByRole("button", { name: /^plan \(required\)/ });
  await expect(plan).toBeFocused();
  await form(page, "read").getByRole("button", { name: "Send the command" }).click();
  await expect(page.getByRole("alert")).toHaveText("plan is required.");
  await form(page, "read")
    .locator("input[type=file]")
    .setInputFiles({ name: "plan.txt", mimeType: "text/plain", buffer: Buffer.from("first the roots") });
  await expect(form(page, "read").getByRole("button", { name: /plan\.txt/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(message(page, "read done")).toBeVisible();
  const [file] = Object.values(bot.got[0]?.data.resolved?.attachments ?? {});
  expect(file).toMatchObject({ filename: "plan.txt", size: 15 });
});

test("commands of people and of messages stand in their menus", async ({ people, visit, server }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { path, bot, clearing } = await stage(server.url, ada, [grace]);
  await using _ = bot;
  const id = await say(grace, clearing, "worth keeping");
  const page = await visit(ada, path);
  // A menu does not wait long for what bots offer: it has it the next time.
  const offered = page.waitForResponse(/application-command-index/);
  await openActions(page, sent(page, "worth keeping"));
  await offered;
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await openActions(page, sent(page, "worth keeping"));
  await page.keyboard.press("End");
  await page.getByRole("menuitem", { name: "Apps" }).press("ArrowRight");
  const quote = page.getByRole("menuitem", { name: "Quote" });
  await expect(quote).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(message(page, `Quote done for ${id}`)).toBeVisible();

  await sent(page, "worth keeping").getByRole("button", { name: "Grace Őry" }).first().click();
  const card = page.getByRole("dialog", { name: /Grace Őry/ });
  await card.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Apps" }).click();
  await page.getByRole("menuitem", { name: "Look up" }).click();
  await expect(message(page, `Look up done for ${grace.id}`)).toBeVisible();
});

test("what a bot offers anew is there at once, what it takes back is gone, from a form as well", async ({
  people,
  visit,
  server,
}) => {
  const [ada] = await people("Ada Nowak");
  const { path, bot } = await stage(server.url, ada);
  await using _ = bot;
  const page = await visit(ada, path);
  await slash(page, "ping");
  await page.keyboard.press("Enter");
  await expect(form(page, "ping")).toBeVisible();
  await bot.offer([{ name: "pong", description: "Answers otherwise" }]);
  await expect(page.getByRole("alert")).toHaveText("/ping is not offered here any more.");
  await page.keyboard.press("Escape");
  await slash(page, "p");
  // Beside it the built-in command stays.
  await expect(suggestions(page).getByRole("option")).toHaveText([/\/pong/, /\/poll/]);
});

test("who manages the server says who may use a command, and where", async ({ people, visit, server }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, path, bot } = await stage(server.url, ada, [grace]);
  await using _ = bot;
  const hers = await visit(grace, path);
  await slash(hers, "ping");
  const page = await visit(ada, `/channels/${id}/settings/bots`);
  await page.getByRole("button", { name: "Commands of Build Herald" }).click();
  const dialog = page.getByRole("dialog", { name: "Commands of Build Herald" });
  await dialog
    .getByRole("button", { name: /Command/ })
    .first()
    .click();
  await page.getByRole("option", { name: "/ping" }).click();
  const who = dialog.getByRole("region", { name: "Roles and members" });
  await who.getByRole("button", { name: "Role" }).click();
  await page.getByRole("menuitem", { name: "@everyone" }).click();
  await who.locator("label").filter({ hasText: "Deny" }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("button", { name: "Save" })).toHaveCount(0);
  await expect(dialog.getByRole("button", { name: /\/ping, chosen/ })).toBeVisible();
  // Hers changes while the list is open.
  await expect(suggestions(hers)).toHaveCount(0);
  await expectAccessible(page, "command permissions");
});

test("in the chat with a bot its commands are there", async ({ people, visit, server }) => {
  const [ada] = await people("Ada Nowak");
  const { bot } = await stage(server.url, ada);
  await using _ = bot;
  const { id } = await ada.api.channels.openDm(bot.id);
  const page = await visit(ada, `/channels/@me/${id}`);
  await slash(page, "ping");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(message(page, "ping done")).toBeVisible();
});

test("in French, with the bot's own translations", async ({ people, visit, server }) => {
  const [ada] = await people("Ada Nowak");
  const { path, bot } = await stage(server.url, ada);
  await using _ = bot;
  const page = await visit(ada, path, { locale: "fr-FR" });
  await slash(page, "dép");
  await expect(suggestions(page).getByRole("option")).toHaveText([/\/déployer to stage/]);
  expect(await englishOn(page)).toEqual([]);
  await page.keyboard.press("Enter");
  const deploy = page.getByRole("group", { name: "Commande /déployer to stage de Build Herald" });
  await deploy.getByRole("textbox", { name: "count" }).fill("x");
  await expect(page.getByRole("alert")).toHaveText("count\u202f: un nombre entier.");
  expect(await englishOn(page)).toEqual([]);
});

test("on a phone, by thumb", async ({ people, visit, server }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  await befriend(ada, grace);
  const { path, bot, clearing } = await stage(server.url, ada, [grace]);
  await using _ = bot;
  await say(grace, clearing, "from the path");
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const page = await visit(ada, path, phone);
  await expect(message(page, "from the path")).toBeVisible();
  await composer(page).tap();
  await page.keyboard.type("/stage");
  await suggestions(page)
    .getByRole("option", { name: /deploy to stage/ })
    .tap();
  const deploy = form(page, "deploy to stage");
  await deploy.getByRole("textbox", { name: "tag" }).fill("v12");
  await deploy.getByRole("textbox", { name: "count" }).fill("2");
  await deploy.getByRole("combobox", { name: "speed" }).tap();
  await suggestions(page).getByRole("option", { name: "Slowly" }).tap();
  await deploy.getByRole("button", { name: "Add option who" }).tap();
  await suggestions(page).getByRole("option", { name: /Grace/ }).tap();
  await expect(deploy.getByRole("combobox", { name: "who" })).toHaveValue(/Grace/);
  for (const target of await deploy.getByRole("button").all()) {
    expect((await target.boundingBox())?.height, await target.innerText()).toBeGreaterThanOrEqual(44);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await deploy.getByRole("button", { name: "Send the command" }).tap();
  await expect(message(page, "deploy done")).toBeVisible();
  await expect(log(page)).toBeVisible();
});

for (const [size, viewport] of [
  ["wide", { width: 1440, height: 900 }],
  ["narrow", { width: 390, height: 844 }],
] as const) {
  test(`axe finds nothing in the list and the form of a command, ${size}`, async ({
    people,
    visit,
    server,
  }) => {
    test.setTimeout(180_000);
    const [ada] = await people("Ada Nowak");
    const { path, bot } = await stage(server.url, ada);
    await using _ = bot;
    const page = await visit(ada, path, { viewport, reducedMotion: "reduce" });
    await slash(page, "");
    await expectAccessible(page, "list");
    await page.keyboard.type("stage");
    await page.keyboard.press("Enter");
    await page.keyboard.type("v");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toBeVisible();
    await expectAccessible(page, "a field that is wrong");
    await form(page, "deploy to stage").getByRole("combobox", { name: "speed" }).focus();
    await expect(suggestions(page)).toBeVisible();
    await expectAccessible(page, "choices");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await slash(page, "mute");
    await page.keyboard.press("Enter");
    await page.keyboard.type("x");
    await page.keyboard.press("Enter");
    await expect(page.getByText("Build Herald did not respond")).toBeVisible();
    await expectAccessible(page, "a bot that is silent");
  });
}
