import { expectAccessible } from "../accessible.ts";
import { picture } from "../images.ts";
import { composer, copiedBy, message, write } from "../pages.ts";
import { say } from "../people.ts";
import { foundServer } from "../servers-of.ts";
import { expect, test } from "../test.ts";

/** A GIF of two frames. */
const frame = [0x21, 0xf9, 4, 0, 10, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
const GIF = Buffer.from([
  ...Buffer.from("GIF89a"),
  ...[1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255],
  ...frame,
  ...frame,
  0x3b,
]);

test("a server gets emoji of its own; members write and react with them, and they go again", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, clearing } = await foundServer(ada, [grace]);
  const settings = await visit(ada, `/channels/${id}/settings/emoji`);
  await expect(settings.getByRole("heading", { level: 1, name: "Emoji" })).toBeVisible();
  await settings.locator("[data-emoji-files]").setInputFiles([
    { name: "Big leaf.png", mimeType: "image/png", buffer: picture(700, 700) },
    { name: "spinner.gif", mimeType: "image/gif", buffer: GIF },
    { name: "notes.png", mimeType: "image/png", buffer: Buffer.from("no picture at all") },
  ]);
  await expect(settings.getByText("notes.png was not added")).toBeVisible();
  await expect(settings.getByText("2 emoji added")).toBeVisible();
  const still = settings.getByRole("list", { name: "Standing still" }).getByRole("listitem");
  await expect(still).toHaveCount(1);
  await expect(still).toContainText("by Ada Nowak");
  await expect(settings.getByRole("list", { name: "Moving" }).getByRole("listitem")).toHaveCount(1);
  const name = settings.getByLabel("Name of :Big_leaf:");
  await name.fill("no good");
  await expect(settings.getByText("2 to 32 letters, digits and underscores.")).toBeVisible();
  await name.fill("leaf");
  await name.press("Enter");
  await expect(settings.getByLabel("Name of :leaf:")).toHaveValue("leaf");
  await expectAccessible(settings, "emoji of a server");

  // Grace writes one by its name, completed; alone it is large.
  const hers = await visit(grace, `/channels/${id}/${clearing}`);
  await composer(hers).pressSequentially(":lea");
  await hers
    .getByRole("option", { name: /:leaf:/ })
    .first()
    .click();
  await expect(composer(hers)).toHaveValue(":leaf: ");
  await composer(hers).press("Enter");
  const leaf = hers.getByRole("log").getByRole("img", { name: ":leaf:", exact: true });
  await expect(leaf).toHaveJSProperty("naturalWidth", 128);
  await expect(leaf).toHaveCSS("width", "48px");

  // Pressed it tells where it is from.
  await leaf.click();
  const card = hers.getByRole("dialog", { name: ":leaf:", exact: true });
  await expect(card.getByText("The Tree")).toBeVisible();
  await hers.keyboard.press("Escape");
  await expect(card).toBeHidden();

  // Another reacts with the one that moves, out of the picker.
  const page = await visit(ada, `/channels/${id}/${clearing}`);
  await say(grace, clearing, "What do you think?");
  const asked = message(page, "What do you think?");
  await asked.hover();
  await asked.getByRole("button", { name: "Add a reaction" }).first().click();
  const picker = page.getByRole("dialog", { name: "Add a reaction" });
  await picker.getByRole("combobox").fill("spinn");
  await picker.getByRole("gridcell", { name: ":spinner:", exact: true }).click();
  const reaction = message(hers, "What do you think?").getByRole("button", {
    name: /reacted with :spinner:/,
  });
  await expect(reaction).toHaveAttribute("aria-pressed", "false");
  await reaction.click();
  await expect(reaction).toHaveAttribute("aria-pressed", "true");
  await expect(asked.getByRole("button", { name: "2 people reacted with :spinner:" })).toBeVisible();

  // Kept for a role that Grace does not have, it is not offered to her, and stays what it was in what is there.
  await settings.getByRole("button", { name: /Who may use :leaf:/ }).click();
  await settings.getByRole("dialog").getByText("Gardeners").click();
  await settings.keyboard.press("Escape");
  await expect(settings.getByRole("button", { name: "Who may use :leaf:, Gardeners" })).toBeVisible();
  await composer(hers).pressSequentially(":leaf");
  await expect(hers.getByRole("option", { name: /:leaves:|leaf/ }).first()).toBeVisible();
  await expect(hers.getByRole("option", { name: /The Tree/ })).toHaveCount(0);
  await composer(hers).fill("");
  await write(hers, "and :leaf: again");
  await expect(message(hers, "and :leaf: again")).toBeVisible();
  await expect(leaf).toBeVisible();

  await settings.getByRole("button", { name: "Delete :leaf:" }).click();
  await settings.getByRole("alertdialog").getByRole("button", { name: "Delete", exact: true }).click();
  await expect(settings.getByRole("list", { name: "Standing still" })).toHaveCount(0);
  // A browser that has not seen it shows its name.
  const fresh = await visit(grace, `/channels/${id}/${clearing}`);
  await expect(message(fresh, "and :leaf: again")).toBeVisible();
  await expect(fresh.getByRole("log").getByText(":leaf:", { exact: true })).toBeVisible();
});

test("an emoji from one server is written in another, and says where it is from", async ({
  people,
  visit,
}) => {
  const [ada] = await people("Ada Nowak");
  const home = await foundServer(ada, []);
  const image = `data:image/png;base64,${picture(40, 40).toString("base64")}`;
  await ada.api.emojis.create(home.id, { name: "oakling", image });
  const away = await ada.api.guilds.create({ name: "The River", channels: [{ name: "ford", type: 0 }] });
  const [channel] = await ada.api.http.request<{ id: string }[]>("GET", `/guilds/${away.id}/channels`);
  const page = await visit(ada, `/channels/${away.id}/${channel?.id}`);
  await page.getByRole("button", { name: "Emoji", exact: true }).click();
  const picker = page.getByRole("dialog", { name: "Emoji", exact: true });
  // What a search finds is all that stands there.
  await picker.getByRole("combobox").fill("oakl");
  await expect(picker.getByRole("gridcell")).toHaveCount(1);
  await picker.getByRole("combobox").fill("");
  await picker.getByRole("button", { name: "The Tree" }).click();
  await picker.getByRole("gridcell", { name: ":oakling:", exact: true }).first().click();
  await expect(composer(page)).toHaveValue(/^:oakling:/);
  await composer(page).pressSequentially(" ties");
  await composer(page).press("Enter");
  const oakling = message(page, "ties").getByRole("img", { name: ":oakling:", exact: true });
  await expect(oakling).toHaveCSS("width", "22px");
  await oakling.hover();
  await expect(oakling).toHaveAttribute("title", ":oakling: from The Tree");
});

test("a developer gives the bot emoji, and copies what it writes for them", async ({ people, visit }) => {
  const [ada] = await people("Ada Nowak");
  const { id } = await ada.api.http.request<{ id: string }>("POST", "/applications", {
    body: { name: "Build Herald" },
  });
  const page = await visit(ada, `/developers/${id}/emoji`, {
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await page.locator("[data-emoji-files]").setInputFiles([
    { name: "green.png", mimeType: "image/png", buffer: picture(64, 64) },
    { name: "red.png", mimeType: "image/png", buffer: picture(64, 64) },
  ]);
  const list = page.getByRole("list", { name: "Emoji of the application" });
  await expect(list.getByRole("listitem")).toHaveCount(2);
  await page.getByLabel("Name of :red:").fill("green");
  await page.getByLabel("Name of :red:").press("Enter");
  await expect(page.getByText("There is an emoji of that name already.")).toBeVisible();
  await expect(list.getByText(/<:green:\d+>/)).toBeVisible();
  const copy = list.getByRole("button", { name: /Copy <:green:/ });
  expect(await copiedBy(page, () => copy.click())).toMatch(/^<:green:\d+>$/);
  await expectAccessible(page, "emoji of an application");
  await page.getByRole("button", { name: "Delete :red:" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete", exact: true }).click();
  await expect(list.getByRole("listitem")).toHaveCount(1);
});

test("a poll is asked with emoji of the server, and shows them", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, clearing } = await foundServer(ada, [grace]);
  const image = `data:image/png;base64,${picture(40, 40).toString("base64")}`;
  await ada.api.http.request("POST", `/guilds/${id}/emojis`, { body: { name: "leaf", image } });
  const page = await visit(ada, `/channels/${id}/${clearing}`);
  await write(page, "/poll Which tree?");
  const form = page.getByRole("dialog", { name: "Create a poll" });
  await form.getByLabel("Answer 1", { exact: true }).fill("The fig");
  await form.getByRole("button", { name: "Emoji of answer 1", exact: true }).click();
  const picker = page.getByRole("dialog", { name: "Emoji of answer 1" });
  await picker.getByRole("combobox").fill("leaf");
  await picker.getByRole("gridcell", { name: ":leaf:", exact: true }).click();
  await expect(form.getByRole("button", { name: "Emoji of answer 1 (:leaf:)" })).toBeVisible();
  await expectAccessible(page, "a new poll with an emoji of the server");
  await form.getByRole("button", { name: "Ask" }).click();
  const hers = await visit(grace, `/channels/${id}/${clearing}`);
  const asked = hers.getByRole("log").getByRole("region", { name: "Poll: Which tree?" });
  await expect(asked.locator(".poll-emoji img")).toHaveJSProperty("naturalWidth", 40);
  await asked.getByText("The fig").click();
  await asked.getByRole("button", { name: "Vote", exact: true }).click();
  await expect(asked.getByRole("listitem")).toContainText("The fig: 1 vote, 100%");
  await expect(asked.getByRole("listitem").locator(".poll-emoji img")).toBeVisible();
});
