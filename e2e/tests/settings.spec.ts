import { expectAccessible } from "../accessible.ts";
import { picture } from "../images.ts";
import { linkFromMail } from "../mail.ts";
import {
  composer,
  conversation,
  logIn,
  message,
  pick,
  sent,
  untilReady,
  untilSaved,
  write,
} from "../pages.ts";
import { openChat, openRoom, say } from "../people.ts";
import { foundServer } from "../servers-of.ts";
import { expect, test } from "../test.ts";

test("theme, density and language change at once, here and on the other device", async ({
  people,
  visit,
}) => {
  const [ada] = await people("Ada Nowak");
  const page = await visit(ada, "/settings/appearance", { colorScheme: "dark" });
  const other = await visit(ada, "/", { colorScheme: "dark" });
  const root = (of: typeof page) => of.locator("html");
  await expect(root(page)).toHaveAttribute("data-theme", "encre");
  await pick(page, /Contraste/);
  await expect(root(page)).toHaveAttribute("data-theme", "contraste");
  await expect(root(other)).toHaveAttribute("data-theme", "contraste");
  await pick(page, /Papier/);
  await expect(root(other)).toHaveAttribute("data-theme", "papier");
  await pick(page, "Compact");
  await expect(root(other)).toHaveAttribute("data-density", "compact");

  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Language" }).click();
  await pick(page, "Français");
  await expect(page.getByRole("heading", { level: 1, name: "Langue" })).toBeVisible();
  await expect(root(other)).toHaveAttribute("lang", "fr");
  await expect(other.getByRole("heading", { level: 1, name: "À voir" })).toBeVisible();
  await other.reload();
  await expect(root(other)).toHaveAttribute("data-theme", "papier");
  await expect(other.getByRole("heading", { level: 1, name: "À voir" })).toBeVisible();
});

test("display name and picture change in front of a friend's eyes", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  await say(ada, channel, "How do I look?");
  const mine = await visit(ada, "/settings/profile");
  const hers = await visit(grace, `/channels/@me/${channel}`);
  await expect(message(hers, "How do I look?")).toBeVisible();
  await mine.getByLabel("Display name").fill("Ada of the Tree");
  await mine.getByLabel("About you").fill("I plant trees.");
  await mine.getByRole("button", { name: "Save changes" }).click();
  await expect(mine.getByText("Saved")).toBeVisible();
  await expect(hers.getByRole("heading", { level: 1 })).toContainText("Ada of the Tree");
  await expect(message(hers, "How do I look?")).toContainText("Ada of the Tree");

  const choosing = mine.waitForEvent("filechooser");
  await mine.getByRole("button", { name: "Change your picture" }).click();
  await (await choosing).setFiles({ name: "me.png", mimeType: "image/png", buffer: picture(640, 480) });
  const crop = mine.getByRole("dialog", { name: "Choose the part to show" });
  await crop.getByRole("group", { name: "Part of the picture that shows" }).press("ArrowLeft");
  await crop.getByRole("button", { name: "Zoom in" }).click();
  await crop.getByRole("button", { name: "Use picture" }).click();
  await expect(mine.getByRole("button", { name: "Remove" })).toBeVisible();
  const avatar = conversation(hers, "Ada of the Tree").locator("img");
  await expect(avatar).toHaveAttribute("src", /\/avatars\/\d+\/[0-9a-z_]+\.webp/);
  await expect.poll(() => avatar.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  await mine.getByRole("button", { name: "Remove" }).click();
  await expect(avatar).toHaveCount(0);
});

test("a device is logged out from another, and then all others", async ({ people, visit }) => {
  const [ada] = await people("Ada Nowak");
  const page = await visit(ada, "/");
  await untilReady(page);
  const lost = await visit(ada, "/");
  await untilReady(lost);
  await page.goto("/settings/sessions");
  // The account itself was made by a script: that log-in is a device as well.
  const row = page.getByRole("main").getByRole("listitem").filter({ hasText: "Linux" });
  await expect(row).toHaveCount(2);
  await expect(row.first()).toContainText("This device");
  await row.last().getByRole("button", { name: "Log out" }).click();
  await expect(lost).toHaveURL(/\/login/);
  await expect(row).toHaveCount(1);
  await page.getByRole("button", { name: "Log out everywhere else" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Log out everywhere else" }).click();
  await expect(page.getByRole("main").getByRole("listitem")).toHaveCount(1);
  await page.goto("/");
  await untilReady(page);
});

test("user name, e-mail and password change with the password alone", async ({ people, visit, server }) => {
  const [ada] = await people("Ada Nowak");
  const page = await visit(ada, "/settings/account");
  const change = page.getByRole("button", { name: "Change", exact: true });
  const dialog = page.getByRole("dialog");
  const save = dialog.getByRole("button", { name: "Save changes" });

  await change.nth(0).click();
  await dialog.getByLabel("User name").fill(`${ada.username}.new`);
  await dialog.getByLabel("Current password").fill("not it");
  await save.click();
  await expect(dialog.getByText("That is not your password.")).toBeVisible();
  await dialog.getByLabel("Current password").fill(ada.password);
  await save.click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("main").getByText(`${ada.username}.new`)).toBeVisible();

  await change.nth(1).click();
  await dialog.getByLabel("New e-mail").fill(`new.${ada.email}`);
  await dialog.getByLabel("Current password").fill(ada.password);
  await save.click();
  await expect(dialog).toHaveCount(0);
  const confirming = await visit(null, "/about");
  await confirming.goto(await linkFromMail(server.dataDir, `new.${ada.email}`, "Confirm your new address"));
  await expect(confirming.getByRole("heading", { name: "Your address is verified" })).toBeVisible();
  await expect(page.getByRole("main").getByText(`new.${ada.email}`)).toBeVisible();

  const elsewhere = await visit({ ...ada, username: `${ada.username}.new` });
  await untilReady(elsewhere);
  await change.nth(2).click();
  await dialog.getByLabel("New password", { exact: true }).fill("the second tree at noon");
  await dialog.getByLabel("Current password").fill(ada.password);
  await save.click();
  await expect(dialog).toHaveCount(0);
  await expect(elsewhere).toHaveURL(/\/login/);
  await logIn(elsewhere, `${ada.username}.new`, "the second tree at noon");
  await untilReady(elsewhere);
});

test("a deleted account is gone, and its messages stay by “deleted user”", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  await say(ada, channel, "Remember me");
  const hers = await visit(grace, `/channels/@me/${channel}`);
  const page = await visit(ada, "/settings/account");
  await page.getByRole("button", { name: "Delete account" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel(/to confirm/).fill(ada.username);
  await dialog.getByLabel("Current password").fill(ada.password);
  await dialog.getByRole("button", { name: "Delete account" }).click();
  await expect(page).toHaveURL(/\/login/);
  await logIn(page, ada.username, ada.password);
  await expect(page.getByText("That name and password do not match.")).toBeVisible();
  await hers.reload();
  await expect(message(hers, "Remember me")).toContainText(/deleted user/i);
});

test("keys and the way to send can be chosen", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  const page = await visit(ada, "/settings/keys");
  const row = page.getByRole("button", { name: /^Go to…: / });
  await row.click();
  await page.keyboard.press("Control+E");
  await expect(page.getByText(/already does “Emoji”/)).toBeVisible();
  await page.keyboard.press("Control+J");
  await expect(row).toHaveAccessibleName(/Ctrl J/);
  await untilSaved(page, "ctrl_enter", () => pick(page, /Ctrl\+Enter sends/));
  await page.goto(`/channels/@me/${channel}`);
  await composer(page).fill("two");
  await composer(page).press("Enter");
  await composer(page).pressSequentially("lines");
  await composer(page).press("Control+Enter");
  await expect(message(page, "two")).toContainText("lines");
  await page.keyboard.press("Control+J");
  await expect(page.getByRole("dialog", { name: "Go to" })).toBeVisible();
});

test("who may write to me is my choice", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  await ada.api.relationships.remove(grace.id);
  const page = await visit(ada, "/settings/privacy");
  // Quickly one after the other: the last one counts.
  await pick(page, /Everyone on this server/);
  await untilSaved(page, "friends", () => pick(page, /Friends only/));
  await expect(page.getByRole("radio", { name: /Friends only/ })).toBeChecked();
  await page.reload();
  await expect(page.getByRole("radio", { name: /Friends only/ })).toBeChecked();
  const hers = await visit(grace, `/channels/@me/${channel}`);
  await write(hers, "Hello stranger");
  await expect(message(hers, "Hello stranger")).toBeVisible();
});

test("words of one's own call: in servers and rooms, on every device, not by whom one blocked", async ({
  people,
  visit,
}) => {
  const [ada, grace, eve] = await people("Ada Nowak", "Grace Őry", "Eve Marsh");
  const { id, clearing, shade } = await foundServer(ada, [grace, eve]);
  const room = await openRoom(grace, [ada], "Compilers");
  const page = await visit(grace, "/settings/notifications");
  await page.getByLabel("Add words").fill("Résumé, big deal");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  const words = page.getByRole("list", { name: "Words that call me" });
  await expect(words.getByRole("listitem")).toHaveText(["Résumé", "big deal"]);
  await page.getByLabel("Add words").fill("x".repeat(51));
  await expect(page.getByText("A word has 50 characters at most.")).toBeVisible();
  await page.getByLabel("Add words").fill("");
  await expectAccessible(page, "words that call");
  await page.goto(`/channels/${id}/settings/notifications`);
  await page.getByLabel("Add words").fill("release");
  await untilSaved(page, "highlight_words", () => page.getByLabel("Add words").press("Enter"));
  await expect(words.getByRole("listitem")).toHaveText(["release"]);

  await page.goto(`/channels/${id}/${shade}`);
  await expect(composer(page)).toBeVisible();
  const phone = await visit(grace, `/channels/${id}/${shade}`);
  await expect(composer(phone)).toBeVisible();
  await say(ada, clearing, "I read your resume today");
  await say(ada, clearing, "resumes are another thing");
  await say(ada, clearing, "The RELEASE is out");
  await say(ada, room, "a BIG  deal; here a release is none");
  await say(ada, room, "a release");
  for (const device of [page, phone]) {
    const link = device
      .getByRole("navigation", { name: "Channels of The Tree" })
      .getByRole("link", { name: /clearing/ });
    await expect(link).toContainText("2 mentions");
    await expect(device).toHaveTitle(/^\(3\)/);
  }
  // Somebody one blocked writes it in vain, and so does oneself.
  await grace.api.relationships.block(eve.id);
  await say(eve, clearing, "resume by Eve");
  await say(ada, clearing, "the end");
  await page.getByRole("link", { name: /clearing/ }).click();
  await expect(message(page, "the end")).toBeVisible();
  await expect(message(page, "I read your resume")).toHaveClass(/is-mention/);
  await expect(message(page, "The RELEASE is out")).toHaveClass(/is-mention/);
  await expect(message(page, "resumes are another")).not.toHaveClass(/is-mention/);
  for (const device of [page, phone]) await expect(device).toHaveTitle(/^\(1\)/);
  await write(page, "My own resume");
  await expect(sent(page, "My own resume")).not.toHaveClass(/is-mention/);

  // With accents told apart it is another word.
  await page.goto("/settings/notifications");
  await page.getByText("Ignore accents").click();
  await untilSaved(page, "highlight_words", () =>
    page.getByRole("button", { name: "Remove “big deal”" }).click(),
  );
  await expect(words.getByRole("listitem")).toHaveText(["Résumé"]);
  await page.goto(`/channels/${id}/${clearing}`);
  await expect(message(page, "The RELEASE is out")).toHaveClass(/is-mention/);
  await expect(message(page, "I read your resume")).not.toHaveClass(/is-mention/);
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  await expect(page.getByText("I read your resume today")).toHaveCount(0);
});
