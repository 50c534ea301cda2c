import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { attachFiles, logIn, message, pick, untilReady, write } from "../pages.ts";
import { openChat, PASSWORD, say } from "../people.ts";
import type { SeededFigure } from "../seed-figures.ts";
import { bunPath } from "../server.ts";
import { foundServer } from "../servers-of.ts";
import { expect, ownServer as test } from "../test.ts";

test("accounts are found, disabled at once, enabled, and given a link for a new password", async ({
  people,
  visit,
}) => {
  const [root] = await people("Root Operator");
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const hers = await visit(grace);
  await untilReady(hers);
  const page = await visit(root, "/admin/accounts");
  await expect(page.getByText("3 accounts")).toBeVisible();
  await page.getByRole("searchbox", { name: "Name, e-mail or id" }).fill("GRACE");
  const row = page.getByRole("row").filter({ hasText: "Grace Őry" });
  await expect(page.getByText("1 account", { exact: true })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "Ada Nowak" })).toHaveCount(0);

  await row.getByRole("button", { name: "Actions for Grace Őry" }).click();
  await page.getByRole("menuitem", { name: "Disable account" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Disable account" }).click();
  await expect(row).toContainText("Disabled");
  await expect(hers).toHaveURL(/\/login/);
  await logIn(hers, grace.username, grace.password);
  await expect(hers.getByText("This account is disabled.")).toBeVisible();

  await row.getByRole("button", { name: "Actions for Grace Őry" }).click();
  await page.getByRole("menuitem", { name: "Enable account" }).click();
  await expect(row).not.toContainText("Disabled");
  await hers.getByRole("button", { name: "Log in" }).click();
  await untilReady(hers);

  await page.getByRole("searchbox").fill(ada.email);
  await page.getByRole("button", { name: "Actions for Ada Nowak" }).click();
  await page.getByRole("menuitem", { name: "Link for a new password" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Link for a new password" }).click();
  const link = await page.getByRole("dialog", { name: "Link for Ada Nowak" }).getByLabel("Link").inputValue();
  const adas = await visit(null, "/about");
  await adas.goto(link);
  await adas.getByLabel("New password", { exact: true }).fill("given by the operator");
  await adas.getByRole("button", { name: "Save and log in" }).click();
  await untilReady(adas);
});

test("an administrator is made and unmade, and figures are shown", async ({ people, visit }) => {
  const [root] = await people("Root Operator");
  const [ada] = await people("Ada Nowak");
  const adas = await visit(ada);
  const page = await visit(root, "/admin/accounts");
  const row = page.getByRole("row").filter({ hasText: "Ada Nowak" });
  await row.getByRole("button", { name: "Actions for Ada Nowak" }).click();
  await page.getByRole("menuitem", { name: "Make an administrator" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Make an administrator" }).click();
  await expect(row).toContainText("Administrator");
  await adas.getByRole("button", { name: /Presence and status/ }).click();
  await adas.getByRole("menuitem", { name: "Administration" }).click();
  await expect(adas.getByRole("heading", { level: 1, name: "Accounts" })).toBeVisible();
  await row.getByRole("button", { name: "Actions for Ada Nowak" }).click();
  await page.getByRole("menuitem", { name: "Take administration away" }).click();
  await expect(row).toContainText("Member");
  await expect(adas.getByText("This is for those who run the server")).toBeVisible();

  await page.getByRole("link", { name: "Overview" }).click();
  await expect(page.getByText("of 2 accounts")).toBeVisible();
  await expect(page.getByText("Event loop delay, 99th percentile")).toBeVisible();
  await expect(page.getByText("SQLite").first()).toBeVisible();
});

test("the server takes new accounts by invitation alone, or none, as its page says", async ({
  people,
  visit,
}) => {
  const [root] = await people("Root Operator");
  const page = await visit(root, "/admin/registration");
  await pick(page, /By invitation/);
  await expect(page.getByText("No invitations.")).toBeVisible();
  await page.getByRole("button", { name: "Create invitation" }).click();
  const invitation = page.getByRole("main").getByRole("listitem");
  await expect(invitation).toContainText("used 0 of 10 times");
  const address = await invitation.getByText(/register\?invite=/).textContent();

  const guest = await visit(null, "/register");
  await guest.getByLabel("Invitation code").fill("wrong-code");
  await guest.getByLabel("E-mail address").fill("guest@example.org");
  await guest.getByLabel("User name").fill("guest");
  await guest.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await guest.getByRole("button", { name: "Create my account" }).click();
  await expect(guest.getByText("This invitation is not valid, or no longer.")).toBeVisible();
  await guest.goto(`http://${address}`);
  await expect(guest.getByLabel("Invitation code")).not.toHaveValue("");
  await guest.getByLabel("E-mail address").fill("guest@example.org");
  await guest.getByLabel("User name").fill("guest");
  await guest.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await guest.getByRole("button", { name: "Create my account" }).click();
  await untilReady(guest);
  await page.reload();
  await expect(invitation).toContainText("used 1 of 10 times");
  await invitation.getByRole("button", { name: /^Delete invitation/ }).click();
  await expect(page.getByText("No invitations.")).toBeVisible();

  await pick(page, /Closed/);
  await expect(page.getByRole("radio", { name: /Closed/ })).toBeChecked();
  await page.getByRole("link", { name: "This server" }).click();
  await page.getByLabel("Name", { exact: true }).fill("The village");
  await page.getByLabel("Description").fill("Where we meet.");
  await page.getByLabel("Contact").fill("root@example.org");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Saved")).toBeVisible();

  const late = await visit(null, "/register");
  await expect(late.getByRole("heading", { name: "The circle is closed" })).toBeVisible();
  await expect(late.getByText("root@example.org")).toBeVisible();
  await late.getByRole("link", { name: "About" }).click();
  await expect(late.getByRole("heading", { level: 1, name: "The village" })).toBeVisible();
  await expect(late.getByText("Where we meet.")).toBeVisible();
  await expect(late.getByText("No new ones for now.")).toBeVisible();
  await expect(late.getByText(/Palabre \d+\.\d+\.\d+, MIT licence/)).toBeVisible();
});

test("servers are given away and deleted, an announcement reaches everybody, and the log says so", async ({
  people,
  visit,
}) => {
  const [root] = await people("Root Operator");
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const guild = await ada.api.guilds.create({ name: "Tessera" });
  const { id } = await ada.api.guildChannels.create(guild.id, { name: "welcome" });
  await grace.api.invites.accept((await ada.api.invites.create(id, {})).code);
  const page = await visit(root, "/admin/servers");
  const row = page.getByRole("row").filter({ hasText: "Tessera" });
  await expect(row).toContainText("Ada Nowak");

  await row.getByRole("button", { name: "Actions for Tessera" }).click();
  await page.getByRole("menuitem", { name: "Change the owner" }).click();
  await page.getByRole("button", { name: "Choose Root Operator" }).click();
  await expect(page.getByText("Root Operator is not a member of this server")).toBeVisible();
  await page.getByRole("button", { name: "Choose Grace Őry" }).click();
  await expect(row).toContainText("Grace Őry");

  await row.getByRole("button", { name: "Actions for Tessera" }).click();
  await page.getByRole("menuitem", { name: "Delete the server" }).click();
  await page.getByRole("alertdialog").getByRole("textbox").fill("Tessera");
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete the server" }).click();
  await expect(page.getByText("No servers yet.")).toBeVisible();

  const hers = await visit(grace);
  await untilReady(hers);
  await page.getByRole("link", { name: "Announcement" }).click();
  await page.getByLabel("Text").fill("The server moves on Sunday.");
  await page.getByRole("button", { name: "Show to everybody" }).click();
  await expect(hers.getByText("The server moves on Sunday.")).toBeVisible();
  // A phone's lists are pages of their own.
  const grove = await grace.api.guilds.create({ name: "Grove" });
  const phone = await visit(grace, "/channels/@me", { viewport: { width: 390, height: 844 } });
  await expect(phone.getByText("The server moves on Sunday.")).toBeVisible();
  await phone.goto(`/channels/${grove.id}`);
  await expect(phone.getByRole("navigation", { name: "Channels of Grove" })).toBeVisible();
  await expect(phone.getByText("The server moves on Sunday.")).toBeVisible();
  await phone.getByRole("button", { name: "Put the announcement away" }).click();
  await expect(phone.getByText("The server moves on Sunday.")).toHaveCount(0);
  await hers.getByRole("button", { name: "Put the announcement away" }).click();
  await expect(hers.getByText("The server moves on Sunday.")).toHaveCount(0);
  await hers.reload();
  await untilReady(hers);
  await expect(hers.getByText("The server moves on Sunday.")).toHaveCount(0);
  await page.getByRole("button", { name: "Withdraw" }).click();
  await expect(page.getByText("The server moves on Sunday.")).toHaveCount(0);

  await page.getByRole("link", { name: "Log" }).click();
  const log = page.getByRole("list", { name: "Log" });
  await expect(log.getByRole("listitem")).toHaveCount(4);
  await expect(log).toContainText("Root Operator withdrew the announcement");
  await expect(log).toContainText("Root Operator gave a server to somebody else");
  await expect(log.getByRole("listitem").filter({ hasText: "gave a server" })).toContainText(
    /Name\s*Tessera\s*Owner\s*before:\s*Ada Nowak\s*after:\s*Grace Őry/i,
  );
});

test("limits are shown with their bounds, changed at once, taken back, and the log says it in words", async ({
  people,
  visit,
}) => {
  const [root] = await people("Root Operator");
  const [ada] = await people("Ada Nowak");
  const guild = await ada.api.guilds.create({ name: "Tessera" });
  const page = await visit(root, "/admin/limits");
  const roles = page.getByRole("textbox", { name: "Roles of a server" });
  await expect(roles).toHaveValue("250");
  await expect(page.getByText("1 to 250; 250 by default")).toBeVisible();
  await roles.fill("251");
  await expect(page.getByText("From 1 to 250")).toBeVisible();
  await roles.fill("1");
  const storage = page.getByRole("textbox", { name: "Files of one person, together" });
  await expect(storage).toHaveValue("");
  await storage.fill("0.5");
  await pick(page, "Administrators of this instance");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(roles).toHaveValue("1");
  await expect(storage).toHaveValue("0.5");

  // Ada meets each of them.
  const hers = await visit(ada, `/channels/${guild.id}/settings/roles`);
  await hers.getByRole("button", { name: "New role", exact: true }).click();
  await expect(hers.getByText("This server has as many roles as it may have.")).toBeVisible();
  await hers.goto("/channels/@me");
  await hers.getByRole("button", { name: "Add a server" }).click();
  await expect(hers.getByText("On this instance, those who run it create servers.")).toBeVisible();
  await expect(hers.getByRole("button", { name: /Blank/ })).toHaveCount(0);
  await hers.keyboard.press("Escape");
  const channels = await ada.api.http.request<{ id: string; type: number }[]>(
    "GET",
    `/guilds/${guild.id}/channels`,
  );
  await hers.goto(`/channels/${guild.id}/${channels.find((one) => one.type === 0)?.id}`);
  const choosing = hers.waitForEvent("filechooser");
  await attachFiles(hers);
  await (await choosing).setFiles({
    name: "large.bin",
    mimeType: "application/octet-stream",
    buffer: Buffer.alloc(600_000),
  });
  await expect(hers.getByRole("list", { name: "1 file to send" })).toBeVisible();
  await write(hers, "The archive");
  await expect(message(hers, "The archive")).toContainText("your files take up all the room");

  await page.getByRole("button", { name: "Roles of a server: back to the default (250)" }).click();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("button", { name: "Save changes" })).toHaveCount(0);
  await page.getByRole("link", { name: "Log", exact: true }).click();
  const log = page.getByRole("list", { name: "Log" });
  await expect(log.getByRole("listitem")).toHaveCount(2);
  await expect(log.getByRole("listitem").first()).toContainText(
    /changed limits.*Roles of a server\s*before:\s*1\s*after:\s*250/i,
  );
  await expect(log.getByRole("listitem").nth(1)).toContainText(
    /Who may create servers\s*before:\s*Everybody\s*after:\s*Administrators of this instance/i,
  );
  await expect(log.getByRole("listitem").nth(1)).toContainText(/No limit\s*after:\s*512 kB/i);
});

test("the overview follows what is sent, and its lines are read as pictures with names and as a table", async ({
  people,
  visit,
  server,
}) => {
  const [root] = await people("Root Operator");
  const [ada] = await people("Ada Nowak");
  await server.stop();
  const figures: SeededFigure[] = [
    { minutesAgo: 4, sessions: 3, messages: 2 },
    { minutesAgo: 3, sessions: 7, messages: 41 },
    { minutesAgo: 2, sessions: 5, messages: 12 },
  ];
  const script = join(import.meta.dirname, "../seed-figures.ts");
  execFileSync(bunPath(), [script, join(server.dataDir, "palabre.db"), JSON.stringify(figures)]);
  await server.start();

  const page = await visit(root, "/admin/overview");
  const messages = page.getByRole("main").locator("dl > div").filter({ hasText: "in the last 24 hours" });
  await expect(messages).toContainText("0 in the last 24 hours");
  const chat = await openChat(ada, root);
  for (const text of ["one", "two", "three"]) await say(ada, chat, text);
  // It looks again by itself.
  await expect(messages).toContainText("3 in the last 24 hours", { timeout: 40_000 });

  const course = page.getByRole("region", { name: "Over time" }).first();
  await pick(page, "Hour");
  await expect(course.getByRole("img", { name: /^Messages a minute: \d+ now, 41 at most$/ })).toBeVisible();
  await expect(course.getByRole("img", { name: /^Sessions: \d+ now, 7 at most$/ })).toBeVisible();
  await page.getByText("As a table").click();
  const table = course.getByRole("table");
  await expect(table.getByRole("columnheader")).toHaveText([
    "Time",
    "Sessions",
    "Messages a minute",
    "Event loop delay, 99th percentile",
    "Memory",
  ]);
  // Not the time of a row, nor the memory in use now.
  const most = page.getByRole("cell", { name: "41", exact: true });
  const cells = table.getByRole("row").filter({ has: most }).getByRole("cell");
  await expect(cells.nth(1)).toHaveText("7");
  await expect(cells.nth(2)).toHaveText("41");
  await expect(cells.nth(3)).toHaveText("1.5 ms");
  await expect(cells.nth(4)).toHaveText("100 MB");
  // A longer time draws several minutes as one point.
  await pick(page, "Day");
  await expect(course.getByRole("img", { name: /^Sessions: \d+ now, 7 at most$/ })).toBeVisible();
  await expect(course.getByRole("img", { name: /^Messages a minute: .* at most$/ })).toBeVisible();
});

test("what is reported outside of servers is settled by those who run the instance", async ({
  people,
  visit,
}) => {
  const [root] = await people("Root Operator");
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  await ada.api.http.request("POST", "/reports", {
    body: { user_id: grace.id, reason: "spam", comment: "The same link, ten times" },
  });
  const page = await visit(root, "/admin/reports");
  const reports = page.getByRole("list", { name: "Reports" });
  await expect(reports).toContainText("The same link, ten times");
  await reports.getByRole("button", { name: "Settle" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("textbox").fill("Talked to her");
  await dialog.getByRole("button", { name: "Settle" }).click();
  await expect(page.getByText("Nothing here")).toBeVisible();
  await pick(page, "Settled");
  await expect(reports).toContainText("Talked to her");
});

test("a server that is closed is grey for its members, and opens again as it was", async ({
  people,
  visit,
}) => {
  const [root] = await people("Root Operator");
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, clearing } = await foundServer(ada, [grace]);
  const hers = await visit(grace, `/channels/${id}/${clearing}`);
  const rail = hers.getByRole("link", { name: "The Tree", exact: true });
  await expect(rail).toBeVisible();
  const page = await visit(root, "/admin/servers");
  const row = page.getByRole("row").filter({ hasText: "The Tree" });
  await row.getByRole("button", { name: "Actions for The Tree" }).click();
  await page.getByRole("menuitem", { name: "Close the server" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Close the server" }).click();
  await expect(row.getByText("Closed")).toBeVisible();

  const closed = hers.getByRole("link", { name: "The Tree, unavailable" });
  await expect(closed).toBeVisible();
  await expect(rail).toHaveCount(0);
  await closed.click();
  await expect(hers.getByRole("heading", { name: "The Tree is unavailable" })).toBeVisible();
  await expect(hers.getByRole("button", { name: "Leave the server" })).toBeVisible();
  await hers.reload();
  await expect(hers.getByRole("heading", { name: "The Tree is unavailable" })).toBeVisible();

  await row.getByRole("button", { name: "Actions for The Tree" }).click();
  await page.getByRole("menuitem", { name: "Open the server again" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Open the server again" }).click();
  await expect(rail).toBeVisible();
  await expect(closed).toHaveCount(0);
});
