import { expectAccessible } from "../accessible.ts";
import { picture } from "../images.ts";
import { attachFiles, choose, composer, conversation, log, message, openActions } from "../pages.ts";
import { say } from "../people.ts";
import { bringIn, openServer } from "../servers.ts";
import { foundServer, SERVER_SETTINGS } from "../servers-of.ts";
import { expect, ownServer, test } from "../test.ts";
import { settle } from "../village.ts";

// Axe computes for seconds on each page, in three themes: minutes on a slow machine.
test.describe.configure({ timeout: 300_000 });
const WIDE = { viewport: { width: 1440, height: 900 } };
const NARROW = { viewport: { width: 390, height: 844 } };
const SIZES = [
  ["wide", WIDE],
  ["narrow", NARROW],
] as const;

for (const [size, options] of SIZES) {
  const still = { ...options, reducedMotion: "reduce" } as const;

  test(`axe finds nothing at the door, ${size}`, async ({ visit }) => {
    const page = await visit(null, "/login", still);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page, "login");
    await page.getByRole("button", { name: "Log in" }).click();
    await expect(page.getByText("Type your password.")).toBeVisible();
    await expectAccessible(page, "login with errors");
    await page.goto("/register");
    await page.getByLabel("Password", { exact: true }).fill("some words of mine");
    await page.getByRole("button", { name: "Create my account" }).click();
    await expect(page.getByText(/Type an e-mail address/)).toBeVisible();
    await expectAccessible(page, "register with errors");
    for (const path of [
      "/register",
      "/forgot",
      "/reset",
      "/reset#token=x",
      "/verify#token=x",
      "/about",
      "/nowhere",
    ]) {
      await page.goto("about:blank");
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectAccessible(page, path);
    }
    await page.goto("/forgot");
    await page.getByLabel("E-mail address").fill("nobody@example.org");
    await page.getByRole("button", { name: "Send the link" }).click();
    await expect(page.getByRole("heading", { name: "Look at your mail" })).toBeVisible();
    await expectAccessible(page, "forgot, sent");
  });

  test(`axe finds nothing in the inbox and among friends, ${size}`, async ({ people, visit, server }) => {
    const [newcomer] = await people("Newcomer");
    const empty = await visit(newcomer, "/", still);
    await expect(empty.getByRole("heading", { name: "Nobody under the tree yet" })).toBeVisible();
    await expectAccessible(empty, "empty inbox");

    const { self } = await settle(server.url);
    const page = await visit(self, "/", still);
    await expect(page.getByRole("region", { name: "Friend requests" })).toBeVisible();
    await expect(page.getByRole("region", { name: "Mentions" })).toBeVisible();
    await expectAccessible(page, "inbox");
    await page.goto("/channels/@me");
    await expect(page.getByRole("link", { name: /compilers/ })).toBeVisible();
    await expectAccessible(page, "list");
    await page.goto("/friends/add");
    await expect(page.getByRole("main").getByText("Kofi Mensah")).toBeVisible();
    await page.getByLabel("User name", { exact: true }).fill("nobody.here");
    await page.getByRole("button", { name: "Send request" }).click();
    await expect(page.getByText(/Nobody here is called/)).toBeVisible();
    await expectAccessible(page, "add friends");
    await page.goto("/friends");
    for (const tab of ["Online", "All", "Pending", "Blocked"]) {
      await page.getByRole("tab", { name: tab }).click();
      await expect(page.getByRole("tabpanel")).toBeVisible();
      await expectAccessible(page, `friends, ${tab}`);
    }
    await page.getByRole("tab", { name: "All" }).click();
    await page.getByRole("button", { name: "More actions" }).first().click();
    await page.getByRole("menuitem", { name: "Remove friend" }).click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
    await expectAccessible(page, "a question");
  });

  test(`axe finds nothing in a conversation, ${size}`, async ({ visit, server }) => {
    const { self, friend, chat, room } = await settle(server.url);
    const page = await visit(self, `/channels/@me/${chat}`, still);
    await expect(log(page).getByText("shade")).not.toHaveCount(0);
    await expectAccessible(page, "chat");
    if (size === "wide") {
      await message(page, "The picture").hover();
      await expect(page.getByRole("toolbar")).toBeVisible();
      await expectAccessible(page, "toolbar");
    }
    await choose(page, message(page, "The picture"), "Reply");
    await composer(page).fill("a **bold** answer with `code` and ```js\nlet x = 1\n``` :tad");
    await expect(page.getByRole("option").first()).toBeVisible();
    await expectAccessible(page, "reply, highlighted, with completions");
    await page.keyboard.press("Escape");
    const choosing = page.waitForEvent("filechooser");
    await attachFiles(page);
    await (await choosing).setFiles({ name: "me.png", mimeType: "image/png", buffer: picture(40, 30) });
    await expect(page.getByRole("list", { name: "1 file to send" })).toBeVisible();
    await expectAccessible(page, "chosen files");
    await choose(page, message(page, "The picture"), "Edit");
    await expect(page.getByLabel("Edit the message")).toBeVisible();
    await expectAccessible(page, "edit");
    await page.keyboard.press("Escape");
    await openActions(page, message(page, "The picture"));
    await expectAccessible(page, "message menu");
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
    await expectAccessible(page, "delete question");
    await page.getByRole("button", { name: "Keep it" }).click();
    await page.getByRole("button", { name: "Open A tree" }).click();
    await expect(page.getByRole("dialog", { name: "A tree" })).toBeVisible();
    await expectAccessible(page, "image, large");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Emoji", exact: true }).click();
    await expect(page.getByRole("gridcell", { name: /face/ }).first()).toBeVisible();
    await expectAccessible(page, "emoji");
    await page.keyboard.press("Escape");
    await message(page, "Does the").getByRole("button", { name: friend.name, exact: true }).click();
    await expect(page.getByRole("dialog", { name: `Profile of ${friend.name}` })).toContainText("compilers");
    await expectAccessible(page, "profile");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Pinned messages" }).click();
    await expect(
      page.getByRole("complementary", { name: "Pinned messages" }).getByText("parser"),
    ).toBeVisible();
    await expectAccessible(page, "pins");

    await page.goto(`/channels/@me/${room}`);
    await expect(message(page, "A question for")).toBeVisible();
    await expectAccessible(page, "room");
    if (size === "narrow") await page.getByRole("button", { name: "Members" }).click();
    await expect(page.getByRole("complementary", { name: /^Members/ })).toBeVisible();
    await page.mouse.move(size === "wide" ? 700 : 200, 600);
    await expect(page.getByRole("tooltip")).toHaveCount(0);
    await expectAccessible(page, "members");
    await page.getByRole("button", { name: "Room settings" }).click();
    await expect(page.getByRole("dialog").getByLabel("Room name")).toBeVisible();
    await expectAccessible(page, "room settings");
  });

  test(`axe finds nothing in a server, ${size}`, async ({ people, visit }) => {
    const [ada, grace] = await people("Ada Nowak", "Grace Őry");
    const server = await openServer(ada, {
      name: "Tessera",
      channels: [
        { id: 1, type: 4, name: "Commons" },
        { id: 2, type: 0, name: "general", parent_id: "1", topic: "What concerns all" },
        { id: 3, type: 5, name: "news", parent_id: "1" },
        { id: 4, type: 2, name: "Lounge" },
      ],
      system_channel_id: 2,
    });
    await openServer(ada, { name: "Corto" });
    const general = server.channel("general");
    await bringIn(ada, general, grace);
    const role = await ada.api.roles.create(server.id, { name: "Maintainers", color: 0x3333ff, hoist: true });
    await ada.api.members.addRole(server.id, grace.id, role.id);
    await say(grace, general, `See <#${server.channel("news")}>, <@${ada.id}> and <@&${role.id}>`);
    await say(grace, server.channel("news"), `For <@${ada.id}>`);
    const page = await visit(ada, `/channels/${server.id}/${general}`, still);
    await expect(message(page, "See #news")).toBeVisible();
    await expectAccessible(page, "a channel");
    if (size === "narrow") {
      await page.getByRole("button", { name: "Back" }).click();
      await expect(page.getByRole("navigation", { name: "Channels of Tessera" })).toBeVisible();
      // The mouse lies on a tile of the rail now: its tooltip is no part of the page.
      await page.mouse.move(200, 700);
      await expectAccessible(page, "channels");
    }
    await page.getByRole("button", { name: "Tessera: server menu" }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await expectAccessible(page, "the server's menu");
    await page.getByRole("menuitem", { name: "Create a channel" }).click();
    await page.getByText("Private channel").click();
    await expect(page.getByRole("option", { name: /Maintainers/ })).toBeVisible();
    await page.getByRole("option", { name: /Maintainers/ }).click();
    await expectAccessible(page, "a new channel");
    await page.keyboard.press("Escape");
    const row = page
      .getByRole("navigation", { name: "Channels of Tessera" })
      .getByRole("link", { name: /news/ });
    await row.click({ button: "right" });
    await page.getByRole("menuitem", { name: "Edit the channel" }).click();
    await expect(page.getByLabel("Topic")).toBeVisible();
    await expectAccessible(page, "a channel's settings");
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Corto" }).click({ button: "right" });
    await page.getByRole("menuitem", { name: "Put in a new folder" }).click();
    const folder = page.getByRole("button", { name: "Folder: Corto" });
    await folder.click();
    await expectAccessible(page, "a folder of the rail");
    await folder.click({ button: "right" });
    await page.getByRole("menuitem", { name: "Edit the folder" }).click();
    await expect(page.getByLabel("Folder name")).toBeVisible();
    await expectAccessible(page, "a folder's settings");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Add a server" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectAccessible(page, "a new server");
    await page.goto(`/channels/${server.id}/1`);
    await expect(page.getByRole("heading", { name: "No such channel" })).toBeVisible();
    await expectAccessible(page, "no such channel");
  });

  test(`axe finds nothing in what floats over every page, ${size}`, async ({ visit, server }) => {
    const { self } = await settle(server.url);
    const page = await visit(self, "/channels/@me", still);
    await expect(conversation(page, /compilers/)).toBeVisible();
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("option").first()).toBeVisible();
    await expectAccessible(page, "switcher");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+/");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await expectAccessible(page, "shortcuts");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "New conversation" }).click();
    await page.getByRole("dialog").getByRole("option").first().click();
    await expectAccessible(page, "new conversation");
    await page.keyboard.press("Escape");
    if (size === "narrow")
      await page
        .getByRole("navigation", { name: "Main" })
        .getByRole("link", { name: "You", exact: true })
        .click();
    await page.getByRole("button", { name: /Presence and status/ }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    await expectAccessible(page, "own menu");
    await page.getByRole("menuitem", { name: "Set a custom status" }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectAccessible(page, "status");
  });

  ownServer(`axe finds nothing in settings and administration, ${size}`, async ({ visit, server }) => {
    const { self, friend } = await settle(server.url);
    const page = await visit(self, "/settings/profile", still);
    for (const section of [
      "profile",
      "account",
      "sessions",
      "apps",
      "privacy",
      "appearance",
      "notifications",
      "keys",
      "language",
    ]) {
      await page.goto(`/settings/${section}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      if (section === "sessions") await expect(page.getByText("This device")).toBeVisible();
      await expectAccessible(page, section);
    }
    await page.goto("/settings/account");
    await page.getByRole("button", { name: "Change", exact: true }).nth(2).click();
    await page.getByRole("dialog").getByLabel("New password", { exact: true }).fill("short");
    await expectAccessible(page, "password");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Delete account" }).click();
    await expect(page.getByRole("alertdialog")).toBeVisible();
    await expectAccessible(page, "delete account");
    await page.goto("/settings/profile");
    const choosing = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Change your picture" }).click();
    await (await choosing).setFiles({ name: "me.png", mimeType: "image/png", buffer: picture(400, 300) });
    await expect(page.getByRole("button", { name: "Use picture" })).toBeVisible();
    await expectAccessible(page, "crop");

    const { id } = await foundServer(self, []);
    await self.api.http.request("POST", "/reports", { body: { user_id: friend.id, reason: "spam" } });
    await self.api.http.request("PATCH", "/admin/limits", { body: { roles: 200 } });
    for (const [section, seen] of [
      ["overview", "Memory"],
      ["accounts", "Ada Nowak"],
      ["servers", "The Tree"],
      ["reports", friend.name],
      ["log", "changed limits"],
      ["registration", "No invitations."],
      ["limits", "Roles of a server"],
      ["identity", "Contact"],
      ["announcement", "Text"],
    ] as const) {
      await page.goto(`/admin/${section}`);
      await expect(page.getByRole("main").getByText(seen).first()).toBeVisible();
      if (section === "registration") {
        await page.getByRole("button", { name: "Create invitation" }).click();
        await expect(page.getByText(/used 0 of/)).toBeVisible();
      }
      if (section === "limits") {
        await page.getByRole("textbox", { name: "Roles of a server" }).fill("0");
        await expect(page.getByText("From 1 to 250")).toBeVisible();
      }
      await expectAccessible(page, section);
    }
    await page.goto("/admin/servers");
    await page.getByRole("button", { name: "Actions for The Tree" }).click();
    await page.getByRole("menuitem", { name: "Change the owner" }).click();
    await expect(
      page
        .getByRole("dialog")
        .getByRole("button", { name: /^Choose / })
        .first(),
    ).toBeVisible();
    await expectAccessible(page, `who gets the server ${id}`);
  });
}

for (const [size, options] of SIZES) {
  const still = { ...options, reducedMotion: "reduce" } as const;

  test(`axe finds nothing on the ways into a server, ${size}`, async ({ people, visit }) => {
    const [ada, grace] = await people("Ada Nowak", "Grace Őry");
    const { id, clearing } = await foundServer(ada, []);
    await ada.api.http.request("PATCH", `/guilds/${id}`, {
      body: { description: "Where gardeners meet", features: ["DISCOVERABLE"] },
    });
    const { code } = await ada.api.invites.create(clearing, {});
    const template = await ada.api.http.request<{ code: string }>("POST", `/guilds/${id}/templates`, {
      body: { name: "A garden", description: "Channels for a garden" },
    });
    const page = await visit(grace, "/discover", still);
    await expect(page.getByRole("main").getByText("Where gardeners meet").first()).toBeVisible();
    await expectAccessible(page, "directory");
    await page.goto(`/invite/${code}`);
    await expect(page.getByRole("heading", { name: "The Tree" })).toBeVisible();
    await expectAccessible(page, "invitation");
    await page.goto("/invite/nothing");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectAccessible(page, "an invitation that is none");
    await page.goto(`/template/${template.code}`);
    await expect(page.getByRole("heading", { name: "A garden" })).toBeVisible();
    await expectAccessible(page, "template");
    await page.goto("/channels/@me");
    await page.getByRole("button", { name: "Add a server" }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Open-source project/ })
      .click();
    await expect(page.getByLabel("Server name")).toBeVisible();
    await expectAccessible(page, "a new server's name");
    await page.keyboard.press("Escape");
    await grace.api.invites.accept(code);
    await page.goto(`/channels/${id}/${clearing}`);
    if (size === "narrow") await page.getByRole("button", { name: "Members" }).click();
    const panel = page.getByRole("complementary", { name: /^Members/ });
    await expect(panel.getByRole("listitem").filter({ hasText: "Grace Őry" })).toBeVisible();
    await page.mouse.move(size === "wide" ? 700 : 200, 600);
    await expect(page.getByRole("tooltip")).toHaveCount(0);
    await expectAccessible(page, "members of a server");
  });

  test(`axe finds nothing in a server's settings and a channel's, ${size}`, async ({ people, visit }) => {
    const [ada, grace] = await people("Ada Nowak", "Grace Őry");
    const { id, clearing } = await foundServer(ada, [grace]);
    const page = await visit(ada, `/channels/${id}/settings/overview`, still);
    for (const section of SERVER_SETTINGS) {
      await page.goto(`/channels/${id}/settings/${section}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
      await expectAccessible(page, `server settings, ${section}`);
    }
    for (const section of ["overview", "permissions", "invites"]) {
      await page.goto(`/channels/${id}/${clearing}/settings/${section}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectAccessible(page, `channel settings, ${section}`);
    }
    await page.goto(`/channels/${id}/settings/roles`);
    await page.getByRole("list", { name: "Roles" }).getByText("Gardeners").click();
    await expect(page.getByLabel("Role name")).toBeVisible();
    await expectAccessible(page, "a role");
  });
}
