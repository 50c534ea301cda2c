import { spawn } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { startBot } from "../bots.ts";
import { composer, message } from "../pages.ts";
import { PASSWORD, type Person } from "../people.ts";
import { foundServer } from "../servers-of.ts";
import { expect, test } from "../test.ts";

/** View channels and send messages. */
const PERMISSIONS = 3_072;
const MANAGE_CHANNELS = 1 << 4;
const MANAGE_GUILD = 1 << 5;

test("a developer makes a bot, adds it by its link, and it speaks; then it is removed", async ({
  people,
  visit,
  server,
}) => {
  const [ada] = await people("Ada Nowak");
  const { id, clearing } = await foundServer(ada, []);
  const page = await visit(ada, "/settings/profile");
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: "Developers" }).click();
  await page.getByLabel("Name of a new application").fill("Build Herald");
  await page.getByRole("button", { name: "Create application" }).click();

  await expect(page.getByRole("heading", { name: "First bot" })).toBeVisible();
  await expect(page.getByText(`const server = "${server.url}";`)).toBeVisible();
  await page.getByRole("button", { name: "Reset token" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Reset token" }).click();
  const token = await page.getByLabel("The bot’s token").inputValue();
  const say = (content: string) =>
    fetch(`${server.url}/api/v10/channels/${clearing}/messages`, {
      method: "POST",
      headers: { Authorization: `Bot ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ content }),
    });
  expect((await say("too early")).status).toBe(404);

  const link = await page.getByLabel("Install link").inputValue();
  expect(link).toContain(`permissions=${PERMISSIONS}`);
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Build Herald" })).toBeVisible();
  await page.getByRole("button", { name: /Choose a server/ }).click();
  await page.getByRole("option", { name: "The Tree" }).click();
  await expect(page.getByRole("checkbox", { name: "Write messages", exact: true })).toBeChecked();
  await page.getByRole("button", { name: "Authorize" }).click();
  await page.getByRole("link", { name: "Open The Tree" }).click();
  await expect(composer(page)).toBeVisible();

  expect((await say("build 14 is green")).status).toBe(200);
  const said = message(page, "build 14 is green");
  await expect(said).toContainText("Build Herald");
  await expect(said.getByText("App", { exact: true })).toBeVisible();

  await page.goto(`/channels/${id}/settings/bots`);
  const row = page.getByRole("list", { name: "Bots" }).getByRole("listitem");
  await expect(row).toContainText("Added by Ada Nowak");
  await expect(row).toContainText("Write messages");
  await row.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove bot" }).click();
  await expect(page.getByText("No bot here")).toBeVisible();
  expect((await say("too late")).status).toBe(404);
});

test("the example that the page shows runs as it stands", async ({ people, visit }) => {
  const [ada] = await people("Ada Nowak");
  const { id: guildId, clearing } = await foundServer(ada, []);
  const { id } = await makeClient(ada, "https://tool.example/back");
  const page = await visit(ada, `/developers/${id}/start`);
  await page.getByRole("button", { name: "Reset token" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Reset token" }).click();
  const token = await page.getByLabel("The bot’s token").inputValue();
  const code = await page.getByRole("figure", { name: "bot.mjs" }).locator("code").innerText();
  await ada.api.http.request("POST", `/oauth2/authorize?client_id=${id}&scope=bot`, {
    body: { authorize: true, guild_id: guildId, permissions: String(PERMISSIONS) },
  });
  await using bot = await runBot(code, token);
  await bot.isHere;
  await page.goto(`/channels/${guildId}/${clearing}`);
  await expect(composer(page)).toBeVisible();
  await ada.api.messages.send(clearing, { content: `<@${id}> ping` });
  await expect(message(page, "pong")).toContainText("Mirror Lake");
});

test("one gives a bot only what one holds, and may take away from that", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id: guildId } = await foundServer(ada, [grace]);
  const role = await ada.api.roles.create(guildId, { name: "Stewards", permissions: String(MANAGE_GUILD) });
  await ada.api.members.addRole(guildId, grace.id, role.id);
  const { id } = await makeClient(grace, "https://tool.example/back");
  const asked = PERMISSIONS | MANAGE_CHANNELS;
  const page = await visit(grace, `/oauth2/authorize?client_id=${id}&scope=bot&permissions=${asked}`);
  await page.getByRole("button", { name: /Choose a server/ }).click();
  await page.getByRole("option", { name: "The Tree" }).click();
  const channels = page.getByRole("checkbox", { name: /Manage channels/ });
  await expect(channels).not.toBeChecked();
  await expect(channels).toBeDisabled();
  await expect(page.getByText("Not given: you do not hold this yourself.")).toBeVisible();
  await page.getByText("Write messages", { exact: true }).click();
  await page.getByRole("button", { name: "Authorize" }).click();
  await expect(page.getByRole("heading", { name: "Mirror Lake is in" })).toBeVisible();
  await page.goto(`/channels/${guildId}/settings/bots`);
  await expect(page.getByText("Its role gives: See channels.")).toBeVisible();
  // Asked in once more, the server says that it is there.
  await page.goto(`/oauth2/authorize?client_id=${id}&guild_id=${guildId}`);
  await expect(page.getByText("It is there already: agreeing changes its permissions.")).toBeVisible();
});

test("somebody logs in to a tool with their account, sees it among their apps, and ends it", async ({
  people,
  visit,
  server,
}) => {
  const [ada] = await people("Ada Nowak");
  await using tool = await startTool();
  const client = await makeClient(ada, tool.back);
  // Letter by letter, also where it looks like a number.
  const state = "12345678901234567890";
  const ask = `/oauth2/authorize?${new URLSearchParams({
    response_type: "code",
    client_id: client.id,
    scope: "openid identify email",
    redirect_uri: tool.back,
    state,
  })}`;

  const page = await visit(null, ask);
  await page.getByLabel(/E-mail or user name/).fill(ada.username);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByRole("heading", { name: "Mirror Lake" })).toBeVisible();
  await expect(page.getByText("see your e-mail address")).toBeVisible();
  await expect(page.getByText(new URL(tool.back).host)).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("the tool")).toBeVisible();
  expect(tool.query()?.get("error")).toBe("access_denied");

  await page.goto(server.url + ask);
  await page.getByRole("button", { name: "Authorize" }).click();
  await expect(page.getByText("the tool")).toBeVisible();
  expect(tool.query()?.get("state")).toBe(state);
  const exchanged = await fetch(`${server.url}/api/v10/oauth2/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      code: tool.query()?.get("code") ?? "",
      redirect_uri: tool.back,
      client_id: client.id,
      client_secret: client.secret,
    }),
  });
  const { access_token } = (await exchanged.json()) as { access_token: string };
  const asHer = () =>
    fetch(`${server.url}/api/v10/users/@me`, { headers: { Authorization: `Bearer ${access_token}` } });
  expect(await (await asHer()).json()).toMatchObject({ id: ada.id, email: ada.email });

  await page.goto(`${server.url}/settings/apps`);
  const row = page.getByRole("list", { name: "Authorized apps" }).getByRole("listitem");
  await expect(row).toContainText("Mirror Lake");
  await row.getByRole("button", { name: "Withdraw" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Withdraw" }).click();
  await expect(page.getByText("No application acts for you")).toBeVisible();
  expect((await asHer()).status).toBe(401);
});

test("a request that does not hold says so and leads nowhere", async ({ people, visit }) => {
  const [ada] = await people("Ada Nowak");
  const client = await makeClient(ada, "https://tool.example/back");
  const page = await visit(ada, "/oauth2/authorize?client_id=1234567890123456789");
  await expect(page.getByText("There is no such application.")).toBeVisible();
  const answer = await page.goto(
    `/oauth2/authorize?client_id=${client.id}&scope=identify&redirect_uri=https%3A%2F%2Fevil.example`,
  );
  // No other page draws itself around it.
  expect(answer?.headers()["content-security-policy"]).toContain("frame-ancestors 'none'");
  await expect(page.getByText(/not one of the application’s/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Authorize" })).toHaveCount(0);
});

test("what is wrong with an application stands at its field, and deleting wants its name", async ({
  people,
  visit,
}) => {
  const [ada] = await people("Ada Nowak");
  const { id } = await makeClient(ada, "https://tool.example/back");
  const page = await visit(ada, `/developers/${id}/oauth2`);
  await page.getByRole("button", { name: "Add an address" }).click();
  await page.getByRole("textbox", { name: "Redirect address 2" }).fill("javascript:alert(1)");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("textbox", { name: "Redirect address 2" })).toHaveAccessibleDescription(
    /whole address/,
  );
  await page.getByRole("textbox", { name: "Redirect address 2" }).fill("https://tool.example/second");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("button", { name: "Save changes" })).toHaveCount(0);

  await open(page, "Bot");
  const intent = page.getByRole("switch", { name: /Message content/ });
  await page.getByText("Message content", { exact: true }).click();
  await expect(intent).toBeChecked();
  await open(page, "General");
  await page.getByLabel("Tags").fill("ci, builds");
  await page.getByLabel("Address of its terms of use").fill("nowhere");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByLabel("Address of its terms of use")).toHaveAccessibleDescription(/whole address/);

  await open(page, "Danger");
  await page.getByRole("button", { name: "Delete application" }).click();
  const question = page.getByRole("alertdialog");
  await question.getByRole("textbox").fill("Mirror Lake");
  await question.getByRole("button", { name: "Delete application" }).click();
  await expect(page.getByText("No application yet")).toBeVisible();
});

for (const [size, viewport] of [
  ["wide", { width: 1440, height: 900 }],
  ["narrow", { width: 390, height: 844 }],
] as const) {
  test(`axe finds nothing on the pages about applications, ${size}`, async ({ people, visit }) => {
    test.setTimeout(300_000);
    const [ada] = await people("Ada Nowak");
    await foundServer(ada, []);
    const { id } = await makeClient(ada, "https://tool.example/back");
    const page = await visit(ada, "/developers", { viewport, reducedMotion: "reduce" });
    await expect(page.getByRole("link", { name: /Mirror Lake/ })).toBeVisible();
    await expectAccessible(page, "developers");
    for (const section of ["general", "start", "bot", "installation", "oauth2"]) {
      await page.goto(`/developers/${id}/${section}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectAccessible(page, section);
    }
    await page.goto(`/oauth2/authorize?client_id=${id}&permissions=3080`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page, "consent");
  });
}

async function open(page: Page, section: string): Promise<void> {
  await page
    .getByRole("navigation", { name: "Mirror Lake" })
    .getByRole("link", { name: section, exact: true })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: section, exact: true })).toBeVisible();
}

async function makeClient(owner: Person, back: string): Promise<{ id: string; secret: string }> {
  const { request } = owner.api.http;
  const { id } = await request<{ id: string }>("POST", "/applications", { body: { name: "Mirror Lake" } });
  await request("PATCH", `/applications/${id}`, { body: { redirect_uris: [back] } });
  return { id, ...(await request<{ secret: string }>("POST", `/applications/${id}/reset`)) };
}

/** Runs a program that uses discord.js, as somebody would who has just installed it. */
async function runBot(code: string, token: string) {
  const folder = await mkdtemp(join(tmpdir(), "palabre-bot-"));
  await symlink(join(import.meta.dirname, "../../node_modules"), join(folder, "node_modules"));
  await writeFile(join(folder, "bot.mjs"), code);
  const program = spawn("node", ["bot.mjs"], { cwd: folder, env: { ...process.env, TOKEN: token } });
  let said = "";
  const isHere = new Promise<void>((resolve, reject) => {
    for (const stream of [program.stdout, program.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        if (said.includes("is here")) resolve();
      });
    }
    program.once("exit", () => reject(new Error(`the bot ended: ${said}`)));
  });
  return {
    isHere,
    async [Symbol.asyncDispose]() {
      isHere.catch(() => {});
      program.kill();
      await rm(folder, { recursive: true });
    },
  };
}

/** The other tool: shows a page where people come back, and remembers what they brought. */
async function startTool() {
  let last: URLSearchParams | undefined;
  const listener = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    if (url.pathname === "/back") last = url.searchParams;
    response.setHeader("Content-Type", "text/html").end("<link rel=icon href=data:,><p>the tool</p>");
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  return {
    back: `http://127.0.0.1:${port}/back`,
    query: () => last,
    async [Symbol.asyncDispose]() {
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

test("a bot is added from its profile: by the usual page, or after a question by the one its maker chose", async ({
  people,
  visit,
  server,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, clearing } = await foundServer(ada, [grace]);
  await using bot = await startBot(server.url, ada, id, "Build Herald");
  await bot.say(clearing, { content: "Build 7 is done" });
  const page = await visit(grace, `/channels/${id}/${clearing}`);
  const open = () => message(page, "Build 7 is done").getByRole("button", { name: "Build Herald" }).first();
  const card = page.getByRole("dialog", { name: "Profile of Build Herald", exact: true });
  await open().click();
  const usual = card.getByRole("link", { name: "Add to a server", exact: true });
  await expect(usual).toHaveAttribute(
    "href",
    new RegExp(`/oauth2/authorize\\?client_id=${bot.id}&scope=bot`),
  );
  // Bots take no requests.
  await expect(card.getByRole("button", { name: "Message", exact: true })).toBeVisible();
  await expect(card.getByRole("button", { name: "Add friend", exact: true })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(card).toHaveCount(0);

  const custom_install_url = "https://herald.example/install?from=palabre";
  await ada.api.http.request("PATCH", `/applications/${bot.id}`, { body: { custom_install_url } });
  await open().click();
  await expectAccessible(page, "the profile of a bot");
  await card.getByRole("button", { name: "Add to a server", exact: true }).click();
  const question = page.getByRole("alertdialog", { name: "Go to herald.example?", exact: true });
  await expect(question).toContainText(custom_install_url);
  const way = question.getByRole("link", { name: "Open the page", exact: true });
  await expect(way).toHaveAttribute("href", custom_install_url);
  await expect(way).toHaveAttribute("rel", "noopener noreferrer nofollow");
  await expectAccessible(page, "the question before a page elsewhere");
  await question.getByRole("button", { name: "Cancel", exact: true }).click();
  await expect(question).toHaveCount(0);

  // Nobody else may add one that its maker keeps: there is nothing to press.
  await ada.api.http.request("PATCH", `/applications/${bot.id}`, { body: { bot_public: false } });
  const asked = page.waitForResponse((answer) => answer.url().includes("/oauth2/authorize"));
  await open().click();
  await expect(card).toBeVisible();
  await (await asked).finished();
  await expect(card.getByText("Add to a server", { exact: true })).toHaveCount(0);
});
