import { expectAccessible } from "../accessible.ts";
import { type Bot, startBot } from "../bots.ts";
import { picture } from "../images.ts";
import { composer, log, message, openActions } from "../pages.ts";
import type { Person } from "../people.ts";
import { foundServer } from "../servers-of.ts";
import { expect, test } from "../test.ts";

const row = (...components: object[]) => ({ type: 1, components });
const button = (custom_id: string, label: string, more: object = {}) => ({
  type: 2,
  style: 2,
  custom_id,
  label,
  ...more,
});
const text = (content: string) => ({ type: 10, content });
const V2 = 1 << 15;
const ALONE = 1 << 6;

interface Place {
  ada: Person;
  bob: Person;
  bot: Bot;
  path: string;
  clearing: string;
}

const inServer = test.extend<{ place: Place }>({
  place: async ({ people, server }, use) => {
    const [ada, bob] = await people("Ada Nowak", "Bob Reyes");
    const { id, clearing } = await foundServer(ada, [bob]);
    await using bot = await startBot(server.url, ada, id, "Build Herald");
    await use({ ada, bob, bot, clearing, path: `/channels/${id}/${clearing}` });
  },
});

inServer(
  "a button waits for its bot, changes its message, and says when the bot stays silent",
  async ({ place, visit }) => {
    const { bot, clearing, ada, path } = place;
    const page = await visit(ada, path);
    await expect(composer(page)).toBeVisible();
    await bot.say(clearing, {
      content: "Deploy build 14?",
      components: [
        row(
          button("yes", "Deploy", { style: 3, emoji: { name: "🚀" } }),
          button("no", "Not now", { style: 4 }),
          button("off", "Later", { disabled: true }),
          { type: 2, style: 5, label: "Log", url: "https://ci.example/14" },
        ),
      ],
    });
    const asked = message(page, "Deploy build 14?");
    const deploy = asked.getByRole("button", { name: /Deploy/ });
    await expect(asked.getByRole("button", { name: "Later" })).toBeDisabled();
    await expect(asked.getByRole("link", { name: /Log/ })).toHaveAttribute("href", "https://ci.example/14");

    await deploy.click();
    await expect(asked.getByText("Waiting for the bot")).toBeAttached();
    const pressed = await bot.next();
    expect(pressed.data).toMatchObject({ custom_id: "yes", component_type: 2 });
    await bot.answer(pressed, 7, {
      content: "Build 14 is on its way",
      components: [row(button("stop", "Stop"))],
    });
    const under = message(page, "Build 14 is on its way");
    await expect(under.getByRole("button", { name: "Stop" })).toBeVisible();
    await expect(under.getByText("Waiting for the bot")).toHaveCount(0);

    await under.getByRole("button", { name: "Stop" }).click();
    await expect(under.getByRole("alert")).toHaveText("This interaction failed.");
    // The next press puts it away.
    await bot.next();
    await under.getByRole("button", { name: "Stop" }).click();
    await expect(under.getByRole("alert")).toHaveCount(0);
    await bot.answer(await bot.next(), 6);
    await expect(under.getByText("Waiting for the bot")).toHaveCount(0);
    await expect(under.getByRole("alert")).toHaveCount(0);
  },
);

inServer(
  "lists take one or several, people and roles and channels are searched, all by keyboard",
  async ({ place, visit }) => {
    const { bot, clearing, ada, bob, path } = place;
    const page = await visit(ada, path);
    await bot.say(clearing, {
      content: "Set it up",
      components: [
        row({
          type: 3,
          custom_id: "colour",
          placeholder: "A colour",
          options: [
            { label: "Ochre", value: "o", description: "As the earth" },
            { label: "Indigo", value: "i" },
          ],
        }),
        row({ type: 5, custom_id: "who", placeholder: "Reviewers", min_values: 2, max_values: 3 }),
        row({ type: 6, custom_id: "role", placeholder: "A role" }),
        row({ type: 8, custom_id: "where", placeholder: "A channel", channel_types: [0] }),
      ],
    });
    const said = message(page, "Set it up");
    const colour = said.getByRole("button", { name: /^A colour/ });
    await colour.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("option", { name: "Ochre" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("listbox")).toHaveCount(0);
    await expect(colour).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("option", { name: "Ochre" })).toBeFocused();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const first = await bot.next();
    expect(first.data).toMatchObject({ custom_id: "colour", values: ["i"] });
    await bot.answer(first, 6);
    await expect(colour).toHaveAccessibleName("A colour: Indigo");

    // Several: searched, too few are not sent.
    await said.getByRole("button", { name: /^Reviewers/ }).focus();
    await page.keyboard.press("Enter");
    const search = page.getByRole("textbox", { name: "Search" });
    await expect(search).toBeFocused();
    await page.keyboard.type("Bob");
    await expect(page.getByRole("option")).toHaveCount(1);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(page.getByText("Choose at least 2")).toBeVisible();
    await search.fill("Ada");
    await search.press("Enter");
    await expect(page.getByText("2 of 3 chosen")).toBeVisible();
    await page.keyboard.press("Escape");
    const second = await bot.next();
    expect(second.data.custom_id).toBe("who");
    expect([...(second.data.values ?? [])].sort()).toEqual([ada.id, bob.id].sort());
    await bot.answer(second, 6);

    await said.getByRole("button", { name: /^A role/ }).click();
    await page.getByRole("option", { name: "Gardeners" }).click();
    const third = await bot.next();
    expect(Object.values((third.data.resolved as { roles: object }).roles)).toMatchObject([
      { name: "Gardeners" },
    ]);
    await bot.answer(third, 6);

    await said.getByRole("button", { name: /^A channel/ }).click();
    await page.getByRole("textbox", { name: "Search" }).fill("shade");
    await page.getByRole("option", { name: "shade" }).click();
    const fourth = await bot.next();
    expect(Object.values((fourth.data.resolved as { channels: object }).channels)).toMatchObject([
      { name: "shade" },
    ]);
    await bot.answer(fourth, 6);
    await expect(said.getByText("Waiting for the bot")).toHaveCount(0);
  },
);

inServer(
  "a message made of parts: texts, pictures, files, a section, a box, what is covered",
  async ({ place, visit }) => {
    const { bot, clearing, ada, path } = place;
    const page = await visit(ada, path, { reducedMotion: "reduce" });
    await sayRich(bot, clearing);
    const rich = message(page, "Release 2.4");
    await expect(rich.getByRole("heading", { name: "Release 2.4" })).toBeVisible();
    await expect(rich.getByRole("button", { name: "Open notes.pdf" })).toHaveCount(0);
    await expect(rich.getByRole("link", { name: /Download notes.txt|Download notes.bin/ })).toBeVisible();
    await expect(rich.getByRole("button", { name: /The first screen/ })).toBeVisible();
    // Two are covered: a picture, and a box.
    const within = rich.getByRole("paragraph").filter({ hasText: "the way in" });
    await expect(within).toHaveCount(0);
    for (const cover of await rich.getByRole("button", { name: /spoiler/i }).all())
      await expect(cover).toBeVisible();
    await rich
      .getByRole("button", { name: /spoiler/i })
      .last()
      .click();
    await expect(within).toBeVisible();
    // A picture that lies elsewhere is a link: nobody there learns who reads.
    await expect(rich.getByRole("link", { name: /far away/ })).toHaveAttribute(
      "href",
      "https://far.example/a.png",
    );
    await rich.getByRole("button", { name: /The first screen/ }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.keyboard.press("Escape");
    await rich.getByRole("button", { name: "Changes" }).click();
    await bot.answer(await bot.next(), 6);
    await expectAccessible(page, "a message of parts");
  },
);

inServer(
  "a form: filled in by keyboard, refused by field, sent once; the focus comes back",
  async ({ place, visit }) => {
    const { bot, clearing, ada, path } = place;
    const page = await visit(ada, path);
    await bot.say(clearing, {
      content: "Something broke?",
      components: [row(button("report", "Report it"))],
    });
    const open = message(page, "Something broke?").getByRole("button", { name: "Report it" });
    const show = async () => {
      await open.focus();
      await page.keyboard.press("Enter");
      await bot.answer(await bot.next(), 9, FORM);
      await expect(page.getByRole("dialog", { name: "Report a fault" })).toBeVisible();
    };
    await show();
    const form = page.getByRole("dialog", { name: "Report a fault" });
    await expect(form).toContainText("Build Herald asks");
    await expect(form).toContainText("Never give it a password");
    await expect(form.getByText("Tell us what happened")).toBeVisible();
    const title = form.getByRole("textbox", { name: "Title" });
    await expect(title).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(form).toHaveCount(0);
    await expect(open).toBeFocused();

    await show();
    await expect(title).toBeFocused();
    await page.keyboard.type("No");
    await page.keyboard.press("Enter");
    await expect(title).toHaveAccessibleDescription("At least 5 characters.");
    await expect(title).toBeFocused();
    await page.keyboard.type("thing builds");
    await form.getByRole("textbox", { name: "What happened (optional)" }).fill("It rains\nin the build");
    await form.getByRole("button", { name: "Send" }).click();
    // The list in a label wants an answer, too.
    const list = form.getByRole("button", { name: /^How bad/ });
    await expect(list).toBeFocused();
    await expect(list).toHaveAccessibleDescription("This is needed.");
    await page.keyboard.press("Enter");
    await page.getByRole("option", { name: "Very" }).click();
    await expect(list).toHaveAccessibleName("How bad: Very");
    await form.getByRole("button", { name: "Send" }).click();
    const sent = await bot.next();
    expect(sent).toMatchObject({ type: 5, data: { custom_id: "fault" } });
    expect(sent.data.components).toMatchObject([
      { type: 10 },
      { type: 1, components: [{ custom_id: "title", value: "Nothing builds" }] },
      { type: 1, components: [{ custom_id: "more", value: "It rains\nin the build" }] },
      { type: 18, component: { custom_id: "bad", values: ["very"] } },
    ]);
    await bot.answer(sent, 4, { content: "Noted: Nothing builds" });
    await expect(form).toHaveCount(0);
    await expect(open).toBeFocused();
    const noted = message(page, "Noted: Nothing builds");
    await expect(noted.getByRole("button", { name: "this message" })).toBeVisible();
    await expect(noted).toContainText("Ada Nowak acted on");
    await expect(noted.getByText("App", { exact: true })).toBeVisible();

    // A bot that does not answer: what was typed stays.
    await show();
    await title.fill("Still broken");
    await form.getByRole("button", { name: /^How bad/ }).click();
    await page.getByRole("option", { name: "A little" }).click();
    await form.getByRole("button", { name: "Send" }).click();
    await bot.next();
    await expect(form.getByRole("alert")).toContainText("Build Herald did not answer");
    await expect(title).toHaveValue("Still broken");
    await form.getByRole("button", { name: "Close" }).last().click();
    await expect(form).toHaveCount(0);
  },
);

inServer(
  "what a bot tells one person alone is theirs, until they dismiss it or come back",
  async ({ place, visit }) => {
    const { bot, clearing, ada, bob, path } = place;
    await bot.say(clearing, { content: "Your balance?", components: [row(button("balance", "Show"))] });
    const [page, other] = [await visit(ada, path), await visit(bob, path)];
    await expect(message(other, "Your balance?")).toBeVisible();
    const show = async (data: object) => {
      await message(page, "Your balance?").getByRole("button", { name: "Show" }).click();
      await bot.answer(await bot.next(), 4, { flags: ALONE, ...data });
    };
    await show({ content: "You own three figs", components: [row(button("eat", "Eat one"))] });
    const told = message(page, "You own three figs");
    await expect(told).toContainText("Only you can see this");
    await told.getByRole("button", { name: "Eat one" }).click();
    await bot.answer(await bot.next(), 7, { content: "You own two figs", components: [] });
    const less = message(page, "You own two figs");
    await expect(less).toBeVisible();
    await expect(less.getByRole("button", { name: "Eat one" })).toHaveCount(0);
    const menu = await openActions(page, less);
    await expect(menu.getByRole("menuitem", { name: "Dismiss" })).toBeVisible();
    for (const name of ["Reply", "Pin", "Copy link", "Mark as unread"]) {
      await expect(menu.getByRole("menuitem", { name })).toHaveCount(0);
    }
    await page.keyboard.press("Escape");
    await expect(menu).toHaveCount(0);
    await less.getByRole("button", { name: "Dismiss" }).click();
    await expect(less).toHaveCount(0);

    await show({ content: "You own one fig" });
    await expect(message(page, "You own one fig")).toBeVisible();
    // What everybody sees comes after it, and Bob has seen nothing else.
    await bot.say(clearing, { content: "The shop closes" });
    await expect(message(other, "The shop closes")).toBeVisible();
    await expect(log(other)).not.toContainText("fig");
    await page.reload();
    await expect(message(page, "The shop closes")).toBeVisible();
    await expect(log(page)).not.toContainText("fig");
  },
);

inServer("a promise is kept in place, and who used which command stands above", async ({ place, visit }) => {
  const { bot, clearing, ada, path } = place;
  const { id } = await bot.http.request<{ id: string }>("POST", `/applications/${bot.id}/commands`, {
    body: { name: "build", description: "Builds" },
  });
  const page = await visit(ada, path);
  await expect(composer(page)).toBeVisible();
  await use(ada, {
    application_id: bot.id,
    channel_id: clearing,
    data: { id, name: "build", type: 1 },
  });
  const used = await bot.next();
  await bot.answer(used, 5);
  const promised = message(page, "Build Herald is thinking…");
  await expect(promised).toContainText("Ada Nowak used /build");
  await bot.editAnswer(used, { content: "Build 15 is green" });
  const kept = message(page, "Build 15 is green");
  await expect(kept).toContainText("Ada Nowak used /build");
  await expect(promised).toHaveCount(0);
  await kept.getByRole("button", { name: "Ada Nowak" }).click();
  await expect(page.getByRole("dialog")).toContainText("Ada Nowak");
});

inServer("a promise that nobody keeps ends after a quarter of an hour", async ({ place, visit }) => {
  const { bot, clearing, ada, path } = place;
  await bot.say(clearing, { content: "Ask me", components: [row(button("ask", "Ask"))] });
  const page = await visit(ada, path);
  await page.clock.install();
  await message(page, "Ask me").getByRole("button", { name: "Ask" }).click();
  await bot.answer(await bot.next(), 5);
  await expect(message(page, "Build Herald is thinking…")).toBeVisible();
  await page.clock.fastForward("15:30");
  await expect(message(page, "Build Herald did not respond.")).toBeVisible();
});

inServer("in French, on a phone", async ({ place, visit }) => {
  const { bot, clearing, ada, path } = place;
  await bot.say(clearing, { content: "Un formulaire", components: [row(button("report", "Ouvrir"))] });
  const page = await visit(ada, path, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    locale: "fr-FR",
    reducedMotion: "reduce",
  });
  const said = message(page, "Un formulaire");
  const open = said.getByRole("button", { name: "Ouvrir" });
  expect((await open.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await open.tap();
  await bot.answer(await bot.next(), 9, FORM);
  const form = page.getByRole("dialog", { name: "Report a fault" });
  await expect(form).toContainText("Build Herald demande");
  await form.getByRole("button", { name: "Envoyer" }).tap();
  await expect(form.getByRole("textbox", { name: "Title" })).toHaveAccessibleDescription(
    "Ce champ est nécessaire.",
  );
  await expectAccessible(page, "a form");
  await form.getByRole("button", { name: "Annuler" }).tap();
  await expect(form).toHaveCount(0);
  await open.tap();
  await bot.answer(await bot.next(), 4, { flags: ALONE, content: "Rien que pour vous" });
  await expect(message(page, "Rien que pour vous")).toContainText("Personne d’autre ne voit ceci");
  await expectAccessible(page, "told alone");
});

const FORM = {
  custom_id: "fault",
  title: "Report a fault",
  components: [
    text("Tell us **what happened**."),
    row({ type: 4, custom_id: "title", label: "Title", style: 1, min_length: 5, max_length: 60 }),
    row({ type: 4, custom_id: "more", label: "What happened", style: 2, required: false }),
    {
      type: 18,
      label: "How bad",
      description: "So that we know what to look at first",
      component: {
        type: 3,
        custom_id: "bad",
        options: [
          { label: "A little", value: "little" },
          { label: "Very", value: "very" },
        ],
      },
    },
  ],
};

async function sayRich(bot: Bot, channelId: string): Promise<void> {
  const image = (width: number, height: number) => new Blob([picture(width, height)], { type: "image/png" });
  await bot.say(
    channelId,
    {
      flags: V2,
      components: [
        text("# Release 2.4"),
        {
          type: 17,
          accent_color: 0xc8643c,
          components: [
            {
              type: 9,
              components: [text("**Faster** builds"), text("-# two minutes instead of five")],
              accessory: { type: 11, media: { url: "attachment://logo.png" }, description: "The logo" },
            },
            { type: 14, spacing: 2 },
            {
              type: 9,
              components: [text("What changed, line by line")],
              accessory: button("changes", "Changes"),
            },
            {
              type: 12,
              items: [
                { media: { url: "attachment://one.png" }, description: "The first screen" },
                { media: { url: "attachment://two.png" }, spoiler: true },
                { media: { url: "https://far.example/a.png" }, description: "far away" },
              ],
            },
            { type: 13, file: { url: "attachment://notes.bin" } },
          ],
        },
        { type: 17, spoiler: true, components: [text("the way in")] },
      ],
    },
    {
      "logo.png": image(96, 96),
      "one.png": image(320, 240),
      "two.png": image(320, 240),
      "notes.bin": new Blob(["0123"]),
    },
  );
}

/** Uses a command as a page would. */
async function use(person: Person, what: object): Promise<void> {
  await person.api.http.request("POST", "/interactions", { body: { type: 2, nonce: "by hand", ...what } });
}
