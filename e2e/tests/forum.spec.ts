import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { message, untilReady, write } from "../pages.ts";
import type { Person } from "../people.ts";
import { bringIn, openServer } from "../servers.ts";
import { expect, test } from "../test.ts";
import { englishOn } from "../words.ts";

const list = (page: Page): Locator => page.getByRole("navigation", { name: "Channels of Tessera" });
const posts = (page: Page): Locator => page.getByRole("list", { name: "Posts", exact: true });
const post = (page: Page, title: string | RegExp): Locator =>
  page
    .getByRole("main")
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { level: 3, name: title }) });
const titles = (page: Page): Locator => posts(page).getByRole("heading", { level: 3 });
const filters = (page: Page, tag: string): Locator =>
  page.getByRole("toolbar", { name: "Filter by tag" }).getByRole("button", { name: tag, exact: true });

const TAGS = [
  { name: "question", emoji_name: "❓" },
  { name: "idea", emoji_name: "💡" },
  { name: "accepted", emoji_name: "✅", moderated: true },
];

/** A server of Ada's with the channel "general" and the forum "help", which has tags and guidelines. */
async function openForum(ada: Person, ...others: readonly Person[]) {
  const { id, channel } = await openServer(ada, {
    name: "Tessera",
    channels: [
      { name: "general", type: 0 },
      { name: "help", type: 15, topic: "One question, **one post**.", available_tags: TAGS as never },
    ],
  });
  const help = channel("help");
  await bringIn(ada, channel("general"), ...others);
  const { available_tags = [] } = await ada.api.http.request<{
    available_tags: { id: string; name: string }[];
  }>("GET", `/channels/${help}`);
  const tag = (name: string) => available_tags.find((one) => one.name === name)?.id ?? "";
  return { id, help, general: channel("general"), tag };
}

/** A post, made over REST. */
const postIn = (author: Person, forum: string, name: string, content: string, tags: string[] = []) =>
  author.api.threads.post(forum, { name, message: { content }, applied_tags: tags });

const titled = (page: Page): Locator => titles(page).getByRole("link");

async function chooseOn(page: Page, title: string, action: string): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${title}` }).click();
  await page.getByRole("menuitem", { name: action, exact: true }).click();
}

test("a founder makes a forum with guidelines and tags; a member posts, another sees it at once and answers", async ({
  people,
  visit,
}) => {
  const [ada, grace, maud] = await people("Ada Nowak", "Grace Őry", "Maud Leroy");
  const { id, channel } = await openServer(ada, { name: "Tessera" });
  const general = channel("general");
  await bringIn(ada, general, grace, maud);
  const founder = await visit(ada, `/channels/${id}/${general}`);
  await founder.getByRole("button", { name: "Tessera: server menu" }).click();
  await founder.getByRole("menuitem", { name: "Create a channel" }).click();
  const dialog = founder.getByRole("dialog");
  await dialog.locator("label").filter({ hasText: "Posts with titles and tags" }).click();
  await dialog.getByLabel("Channel name").fill("help");
  await dialog.getByRole("button", { name: "Create", exact: true }).click();
  await expect(founder.getByRole("heading", { level: 1, name: "help" })).toBeVisible();
  await expect(founder.getByText("Nobody has posted here yet")).toBeVisible();

  await founder.getByRole("button", { name: "Actions for this forum" }).click();
  await founder.getByRole("menuitem", { name: "Channel settings" }).click();
  await founder.getByLabel("Guidelines for posts").fill("One question, **one post**.");
  for (const name of ["question", "idea"]) {
    await founder.getByRole("button", { name: "Add a tag" }).click();
    await founder.getByRole("textbox", { name: /Name of the tag \d/ }).fill(name);
  }
  await founder.getByText("Ask for a tag").click();
  await founder.getByRole("button", { name: "Save" }).click();
  await expect(founder.getByText("Saved", { exact: true })).toBeVisible();

  // Somebody is elsewhere, another on the page.
  const away = await visit(maud, `/channels/${id}/${general}`);
  await expect(list(away).getByRole("link", { name: "help" })).toBeVisible();
  await expect(list(away).getByRole("link", { name: /help.*Unread/ })).toHaveCount(0);
  await founder.goto(`/channels/${id}/${general}`);
  await list(founder).getByRole("link", { name: "help" }).click();
  await expect(founder.getByText("Nobody has posted here yet")).toBeVisible();

  const hers = await visit(grace, `/channels/${id}/${general}`);
  await list(hers).getByRole("link", { name: "help" }).click();
  await expect(hers.getByText("one post", { exact: true })).toBeVisible();
  await hers.getByRole("button", { name: "New post" }).first().click();
  const form = hers.getByRole("form", { name: "New post" });
  await form.getByLabel("Title", { exact: true }).fill("Compaction stalls");
  await form.getByRole("textbox", { name: "Text" }).fill("Since 2.4, on **arm64**.");
  await expect(form.getByText("Choose a tag.")).toBeVisible();
  await form.getByRole("button", { name: "question", exact: true }).click();
  await form.locator('input[type="file"]').setInputFiles({
    name: "profile.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("a lock that nobody gives back"),
  });
  await expect(form.getByRole("list", { name: /1 file/ })).toBeVisible();
  await form.getByRole("textbox", { name: "Text" }).press("Control+Enter");

  // It opens as a thread does.
  await expect(hers.getByRole("heading", { level: 1 })).toContainText("Compaction stalls");
  await expect(message(hers, "Since 2.4, on arm64.")).toBeVisible();
  await expect(message(hers, "profile.txt")).toBeVisible();

  const seen = post(founder, "Compaction stalls");
  await expect(seen).toContainText("Grace Őry");
  await expect(seen).toContainText("Since 2.4, on arm64.");
  await expect(seen.getByRole("list", { name: "Tags" })).toContainText("question");
  await expect(seen).toContainText("0 answers");
  await expect(seen).toContainText("New");
  // Whoever looks has seen it; whoever is elsewhere has not.
  await expect(list(away).getByRole("link", { name: /help.*Unread/ })).toBeVisible();
  await expect(list(founder).getByRole("link", { name: /help.*Unread/ })).toHaveCount(0);
  await list(away).getByRole("link", { name: /help/ }).click();
  await expect(post(away, "Compaction stalls")).toContainText("New");
  await expect(list(away).getByRole("link", { name: /help.*Unread/ })).toHaveCount(0);

  // An answer is counted for all, and is new to whom the post is.
  await list(hers).getByRole("link", { name: "general", exact: true }).click();
  await expect(hers.getByRole("heading", { level: 1, name: "general" })).toBeVisible();
  await seen.getByRole("link", { name: "Compaction stalls" }).click();
  await expect(message(founder, "Since 2.4")).toBeVisible();
  await write(founder, "Here too");
  await expect(post(away, "Compaction stalls")).toContainText("1 answer");
  await expect(list(hers).getByRole("link", { name: /Compaction stalls/ })).toBeVisible();
  await list(hers).getByRole("link", { name: "help" }).click();
  await expect(post(hers, "Compaction stalls")).toContainText("Unread");
  await expect(post(hers, "Compaction stalls")).not.toContainText("New");
  await hers.getByRole("link", { name: "Compaction stalls" }).last().click();
  await expect(message(hers, "Here too")).toBeVisible();

  // What it begins with is edited, and then deleted.
  const first = new URL(hers.url()).pathname.split("/").at(-1) ?? "";
  await grace.api.messages.edit(first, first, { content: "Since 2.5, everywhere." });
  await expect(post(away, "Compaction stalls")).toContainText("Since 2.5, everywhere.");
  await grace.api.messages.remove(first, first);
  await expect(post(away, "Compaction stalls")).toContainText("The first message was deleted.");
});

test("posts are sorted, sought and filtered, with the keyboard as well; closed ones follow", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, help, tag } = await openForum(ada, grace);
  const one = await postIn(grace, help, "Őrség on arm64", "one", [tag("question")]);
  await postIn(grace, help, "Print the plan", "two", [tag("idea")]);
  await postIn(ada, help, "Plan of the release", "three", [tag("accepted")]);
  const closed = await postIn(ada, help, "Plan of last year", "four", [tag("idea")]);
  await ada.api.threads.update(closed.id, { archived: true });
  await ada.api.messages.send(one.id, { content: "an answer" });
  const page = await visit(grace, `/channels/${id}/${help}`);
  await expect(titles(page)).toHaveCount(3);
  await expect(titled(page)).toHaveText(["Őrség on arm64", "Plan of the release", "Print the plan"]);
  const older = page.getByRole("region", { name: "Older posts" });
  await expect(older.getByRole("heading", { level: 3 })).toHaveText(["Plan of last year"]);

  await page.getByText("Newest", { exact: true }).click();
  await expect(titled(page)).toHaveText(["Plan of the release", "Print the plan", "Őrség on arm64"]);

  await page.getByRole("searchbox", { name: "Search titles" }).fill("plan");
  await expect(titles(page)).toHaveCount(2);
  await expect(older.getByRole("heading", { level: 3 })).toHaveCount(1);
  await page.getByRole("searchbox", { name: "Search titles" }).fill("plan release");
  await expect(titles(page)).toHaveCount(1);
  await expect(older).toHaveCount(0);
  await page.getByRole("searchbox", { name: "Search titles" }).press("Escape");
  await expect(titles(page)).toHaveCount(3);

  // One stop of Tab, arrows within.
  await filters(page, "question").focus();
  await page.keyboard.press("ArrowRight");
  await expect(filters(page, "idea")).toBeFocused();
  await page.keyboard.press("Space");
  await expect(filters(page, "idea")).toHaveAttribute("aria-pressed", "true");
  await expect(titles(page)).toHaveText(["Print the plan"]);
  await expect(older.getByRole("heading", { level: 3 })).toHaveText(["Plan of last year"]);
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await expect(titles(page)).toHaveCount(2);

  // Who comes back from a post finds it so.
  await post(page, "Print the plan").getByRole("link").click();
  await expect(message(page, "two")).toBeVisible();
  await page.goBack();
  await expect(filters(page, "idea")).toHaveAttribute("aria-pressed", "true");
  await expect(titles(page)).toHaveCount(2);
  await filters(page, "question").click();
  await filters(page, "idea").click();
  await filters(page, "accepted").click();
  await page.getByRole("searchbox", { name: "Search titles" }).fill("arm64");
  await expect(titles(page)).toHaveCount(1);
  await page.getByRole("searchbox", { name: "Search titles" }).fill("nothing of the kind");
  await expect(page.getByText("No post fits")).toBeVisible();
  await page.getByRole("button", { name: "Show all posts" }).last().click();
  await expect(titles(page)).toHaveCount(3);
});

test("who manages threads pins, closes, locks, retitles and deletes; others are not offered it", async ({
  people,
  visit,
}) => {
  const [ada, grace, maud] = await people("Ada Nowak", "Grace Őry", "Maud Leroy");
  const { id, help, tag } = await openForum(ada, grace, maud);
  await postIn(grace, help, "First", "one", [tag("question")]);
  await postIn(grace, help, "Second", "two");
  await postIn(grace, help, "Third", "three");
  const mine = await visit(ada, `/channels/${id}/${help}`);
  const hers = await visit(maud, `/channels/${id}/${help}`);
  await expect(titles(hers)).toHaveCount(3);

  await chooseOn(mine, "First", "Pin to the top");
  for (const page of [hers, mine]) {
    await expect(titles(page).first()).toContainText("Pinned");
    await expect(titles(page).first()).toContainText("First");
  }
  await chooseOn(mine, "Second", "Pin in place of First");
  await expect(titles(hers).first()).toContainText("Second");
  await expect(post(hers, "First")).not.toContainText("Pinned");

  await chooseOn(mine, "First", "Edit title and tags");
  const dialog = mine.getByRole("dialog", { name: "Edit the post" });
  await dialog.getByLabel("Title", { exact: true }).fill("First of all");
  await dialog.getByRole("button", { name: "accepted", exact: true }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(post(hers, "First of all").getByRole("list", { name: "Tags" })).toHaveText(
    "❓question✅accepted",
  );

  await chooseOn(mine, "Third", "Lock");
  await expect(post(hers, "Third")).toContainText("Locked");
  await chooseOn(mine, "Third", "Close");
  for (const page of [hers, mine]) {
    await expect(titles(page)).toHaveCount(2);
    await expect(page.getByRole("region", { name: "Older posts" })).toContainText("Third");
  }
  await chooseOn(mine, "Third", "Reopen");
  for (const page of [hers, mine]) await expect(titles(page)).toHaveCount(3);
  await chooseOn(mine, "Third", "Close");
  await expect(titles(mine)).toHaveCount(2);
  await chooseOn(mine, "Third", "Delete the post");
  await mine.getByRole("alertdialog").getByRole("button", { name: "Delete the post" }).click();
  await expect(post(mine, "Third")).toHaveCount(0);
  await expect(mine.getByRole("alertdialog")).toHaveCount(0);

  // In the post itself the same menu stands.
  await post(mine, "Second").getByRole("link").click();
  await expect(message(mine, "two")).toBeVisible();
  await mine.getByRole("button", { name: "Actions for this thread" }).click();
  await mine.getByRole("menuitem", { name: "Delete the post" }).click();
  await mine.getByRole("alertdialog").getByRole("button", { name: "Delete the post" }).click();
  await expect(mine.getByRole("heading", { level: 1, name: "help" })).toBeVisible();
  await expect(titles(hers).getByRole("link")).toHaveText(["First of all"]);

  await hers.getByRole("button", { name: "Actions for First of all" }).click();
  await expect(hers.getByRole("menuitem", { name: "Follow the post" })).toBeVisible();
  for (const action of ["Pin to the top", "Edit title and tags", "Close", "Lock", "Delete the post"]) {
    await expect(hers.getByRole("menuitem", { name: action, exact: true })).toHaveCount(0);
  }
  await hers.keyboard.press("Escape");
  // A moderated tag is not hers to give, and says so.
  await hers.getByRole("button", { name: "New post" }).click();
  const form = hers.getByRole("form", { name: "New post" });
  const accepted = form.getByRole("button", { name: "accepted", exact: true });
  await expect(accepted).toHaveAttribute("title", "Only those who manage threads give accepted");
  await accepted.press("Enter");
  await expect(accepted).toHaveAttribute("aria-pressed", "false");
});

test("more posts than fit come as one scrolls, closed ones after the active ones", async ({
  people,
  visit,
}) => {
  const [ada] = await people("Ada Nowak");
  const { id, help } = await openForum(ada);
  for (let n = 1; n <= 60; n++) {
    const { id: made } = await postIn(ada, help, `Post ${n}`, `text ${n}`);
    if (n <= 30) await ada.api.threads.update(made, { archived: true });
  }
  const page = await visit(ada, `/channels/${id}/${help}`);
  await expect(post(page, "Post 60")).toContainText("text 60");
  await expect(async () => {
    await page.getByRole("heading", { level: 3 }).last().scrollIntoViewIfNeeded();
    await expect(page.getByRole("heading", { level: 3 })).toHaveCount(60, { timeout: 500 });
  }).toPass();
  await expect(post(page, /^Post 1$/)).toContainText("text 1");
  await expect(page.getByRole("button", { name: "Show more" })).toHaveCount(0);
});

test("on a phone one comes from the list, posts, and goes back", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, help } = await openForum(ada, grace);
  await postIn(ada, help, "Read this first", "How we help each other.");
  const page = await visit(grace, `/channels/${id}`, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    reducedMotion: "reduce",
  });
  await list(page).getByRole("link", { name: /help/ }).tap();
  await expect(post(page, "Read this first")).toContainText("How we help each other.");
  for (const door of [
    page.getByRole("button", { name: "New post" }),
    page.getByRole("button", { name: "Actions for Read this first" }),
    filters(page, "question"),
    page.getByRole("button", { name: "Guidelines" }),
  ]) {
    expect((await door.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.getByRole("button", { name: "New post" }).tap();
  const form = page.getByRole("form", { name: "New post" });
  await form.getByLabel("Title", { exact: true }).fill("From the train");
  await form.getByRole("textbox", { name: "Text" }).fill("Is there a way offline?");
  await form.getByRole("button", { name: "Post", exact: true }).tap();
  await expect(message(page, "Is there a way offline?")).toBeVisible();
  await page.goBack();
  await expect(post(page, "From the train")).toBeVisible();
  await page.getByRole("button", { name: "Back", exact: true }).tap();
  await expect(list(page).getByRole("link", { name: /help/ })).toBeVisible();
});

test("a forum speaks French", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  // Names that no language's interface has.
  const { id, channel } = await openServer(ada, {
    name: "Tessera",
    channels: [
      { name: "clearing", type: 0 },
      { name: "shade", type: 15, topic: "Zut.", available_tags: [{ name: "xyz" }] as never },
    ],
  });
  const help = channel("shade");
  await bringIn(ada, channel("clearing"), grace);
  await postIn(grace, help, "Zut", "un deux");
  const closed = await postIn(grace, help, "Jadis", "trois");
  await ada.api.threads.update(closed.id, { archived: true });
  const page = await visit(ada, `/channels/${id}/${help}`, { locale: "fr-FR" });
  await untilReady(page, /Présence et statut/);
  await expect(page.getByRole("region", { name: "Sujets plus anciens" })).toContainText("Jadis");
  const words = async () => expect(await englishOn(page), page.url()).toEqual([]);
  await words();
  await page.getByRole("button", { name: "Nouveau sujet" }).click();
  await expect(page.getByRole("form", { name: "Nouveau sujet" })).toBeVisible();
  await words();
  await page.getByRole("button", { name: "Annuler" }).click();
  await page.getByRole("button", { name: "Actions pour Zut" }).click();
  await expect(page.getByRole("menuitem", { name: "Épingler en haut" })).toBeVisible();
  await words();
  await page.getByRole("menuitem", { name: "Supprimer le sujet" }).click();
  await expect(page.getByRole("alertdialog")).toContainText("Supprimer Zut\u202f?");
  await words();
  await page.goto(`/channels/${id}/${help}/settings/overview`);
  await expect(page.getByText("Demander une étiquette")).toBeVisible();
  await words();
});

for (const width of [1440, 390]) {
  test(`axe finds nothing in a forum, ${width} wide`, async ({ people, visit }) => {
    const [ada, grace] = await people("Ada Nowak", "Grace Őry");
    const { id, help, tag } = await openForum(ada, grace);
    await ada.api.guildChannels.update(help, {
      default_reaction_emoji: { emoji_id: null, emoji_name: "👍" },
    });
    const first = await postIn(grace, help, "Compaction stalls", "Since 2.4", [tag("question")]);
    await ada.api.threads.update(first.id, { flags: 2 });
    const closed = await postIn(grace, help, "Long ago", "three");
    await ada.api.threads.update(closed.id, { archived: true });
    const page = await visit(ada, `/channels/${id}/${help}`, {
      viewport: { width, height: 844 },
      reducedMotion: "reduce",
    });
    await expect(page.getByRole("region", { name: "Older posts" })).toContainText("Long ago");
    await expect(post(page, "Compaction stalls")).toContainText("Since 2.4");
    const react = page.getByRole("button", { name: "React with 👍" }).first();
    await react.click();
    await expect(page.getByRole("button", { name: "👍 1 reaction" })).toBeVisible();
    await filters(page, "question").click();
    await filters(page, "idea").click();
    await expectAccessible(page, "a forum");
    await page.getByRole("button", { name: "New post" }).click();
    await expect(page.getByRole("form", { name: "New post" })).toBeVisible();
    await expectAccessible(page, "a new post");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Actions for Compaction stalls" }).click();
    await page.getByRole("menuitem", { name: "Edit title and tags" }).click();
    await expect(page.getByRole("dialog", { name: "Edit the post" })).toBeVisible();
    await expectAccessible(page, "a post that is edited");
    await page.goto(`/channels/${id}/${help}/settings/overview`);
    await expect(page.getByText("Ask for a tag")).toBeVisible();
    await expectAccessible(page, "settings of a forum");
  });
}
