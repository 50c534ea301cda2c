import { linkFromMail } from "../mail.ts";
import { logIn, ownMenu, untilReady } from "../pages.ts";
import { PASSWORD } from "../people.ts";
import { expect, ownServer, test } from "../test.ts";

ownServer(
  "the first account is made by the page and runs the server; the second does not",
  async ({ visit }) => {
    const first = await visit(null, "/");
    await expect(first).toHaveURL(/\/login$/);
    await first.getByRole("main").getByRole("link", { name: "Create an account" }).first().click();
    await expect(first.getByText("You are the first here")).toBeVisible();
    await first.getByLabel("E-mail address").fill("ada@example.org");
    await first.getByLabel("User name").fill("Ada");
    await expect(first.getByText("This name is free.")).toBeVisible();
    await first.getByLabel("Password", { exact: true }).fill("short");
    await first.getByRole("button", { name: "Create my account" }).click();
    await expect(first.getByText("Too short: at least 8 characters.").first()).toBeVisible();
    await first.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await first.getByRole("button", { name: "Create my account" }).click();

    await expect(first.getByRole("heading", { level: 1, name: "Inbox" })).toBeVisible();
    await ownMenu(first, "Administration");
    await expect(first.getByRole("heading", { level: 1, name: "Accounts" })).toBeVisible();

    const second = await visit(null, "/register");
    await second.getByLabel("E-mail address").fill("grace@example.org");
    await second.getByLabel("User name").fill("ada");
    await expect(second.getByText("This name is taken. Try another.")).toBeVisible();
    await second.getByLabel("User name").fill("grace");
    await second.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await second.getByRole("button", { name: "Create my account" }).click();
    await untilReady(second);
    await second.getByRole("button", { name: /Presence and status/ }).click();
    await expect(second.getByRole("menuitem", { name: "About this server" })).toBeVisible();
    await expect(second.getByRole("menuitem", { name: "Administration" })).toHaveCount(0);
    await second.goto("/admin/accounts");
    await expect(second.getByText("This is for those who run the server")).toBeVisible();
  },
);

test("logs in by name or e-mail, refuses a wrong password, and comes back to the page that was asked for", async ({
  people,
  visit,
}) => {
  const [ada] = await people("Ada Nowak");
  const page = await visit(null, "/friends/add");
  await expect(page).toHaveURL(/\/login\?next=/);
  await logIn(page, ada.username, "not the password");
  await expect(page.getByText("That name and password do not match.")).toBeVisible();
  await logIn(page, ada.username, ada.password);
  await expect(page).toHaveURL(/\/friends\/add$/);
  await expect(page.getByRole("heading", { name: "Add a friend" })).toBeVisible();

  await ownMenu(page, "Log out");
  await expect(page).toHaveURL(/\/login$/);
  await page.goto("/friends");
  await expect(page).toHaveURL(/\/login\?next=/);
  await logIn(page, ada.email, ada.password);
  await expect(page.getByRole("heading", { level: 1, name: "Friends" })).toBeVisible();
  await page.goto("/login");
  await expect(page).not.toHaveURL(/login/);
});

test("a forgotten password is replaced by the link of a mail, once, and logs other devices out", async ({
  people,
  visit,
  server,
}) => {
  const [ada] = await people("Ada Nowak");
  const elsewhere = await visit(ada);
  await untilReady(elsewhere);
  const page = await visit(null, "/login");
  await page.getByRole("link", { name: "Forgot it?" }).click();
  await page.getByLabel("E-mail address").fill("nobody@example.org");
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("heading", { name: "Look at your mail" })).toBeVisible();
  await page.getByRole("button", { name: "Use another address" }).click();
  await page.getByLabel("E-mail address").fill(ada.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("heading", { name: "Look at your mail" })).toBeVisible();

  const link = await linkFromMail(server.dataDir, ada.email, "A new password");
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Choose a new password" })).toBeVisible();
  await expect(page).not.toHaveURL(/token/);
  await page.getByLabel("New password", { exact: true }).fill("a new one under the tree");
  await page.getByRole("button", { name: "Save and log in" }).click();
  await expect(page.getByText("Your new password is saved")).toBeVisible();
  await untilReady(page);
  await expect(elsewhere).toHaveURL(/\/login/);

  const late = await visit(null, "/about");
  await late.goto(link);
  await late.getByLabel("New password", { exact: true }).fill("and another one again");
  await late.getByRole("button", { name: "Save and log in" }).click();
  await expect(late.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
  await late.goto("/login");
  await logIn(late, ada.username, ada.password);
  await expect(late.getByText("That name and password do not match.")).toBeVisible();
  await logIn(late, ada.username, "a new one under the tree");
  await untilReady(late);
});

test("an address is confirmed by the link of a mail, once", async ({ people, visit, server }) => {
  const [ada] = await people("Ada Nowak");
  const settings = await visit(ada, "/settings/account");
  await expect(settings.getByRole("button", { name: "Send confirmation" })).toBeVisible();
  const link = await linkFromMail(server.dataDir, ada.email, "Confirm your address");
  const page = await visit(null, "/about");
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Your address is verified" })).toBeVisible();
  // The other device learns it without a reload.
  await expect(settings.getByText("Confirmed")).toBeVisible();
  const again = await visit(null, "/about");
  await again.goto(link);
  await expect(again.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
});
