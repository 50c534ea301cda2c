import { readFile } from "node:fs/promises";
import { expectAccessible } from "../accessible.ts";
import { untilReady } from "../pages.ts";
import { foundServer } from "../servers-of.ts";
import { expect, test } from "../test.ts";

/** The bit of API v10. */
const BAN_MEMBERS = String(1 << 2);

test("a founder gives a role, hides a channel, and whoever loses the role loses it at that moment", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, shade } = await foundServer(ada, [grace]);
  const page = await visit(ada, `/channels/${id}/settings/roles`);
  await page.getByRole("button", { name: "New role" }).click();
  // Until then the field is that of another role.
  await expect(page.getByLabel("Role name")).toHaveValue("new role");
  await page.getByLabel("Role name").fill("Keepers");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("list", { name: "Roles" }).getByText("Keepers")).toBeVisible();
  await page.getByRole("tab", { name: "Members" }).click();
  await page.getByRole("button", { name: "Give the role" }).click();
  await page.getByRole("option", { name: /Grace/ }).click();
  await expect(page.getByRole("region", { name: "Role Keepers" }).getByText("Grace Őry")).toBeVisible();

  await page.goto(`/channels/${id}/${shade}/settings/permissions`);
  const deny = async (answer: string) => {
    const group = page.getByRole("radiogroup", { name: "See channels" });
    await group
      .locator("label")
      .filter({ has: page.getByRole("radio", { name: answer }) })
      .click();
    await page.getByRole("button", { name: "Save changes" }).click();
    await expect(page.getByRole("button", { name: "Save changes" })).toHaveCount(0);
  };
  const targets = page.getByRole("list", { name: "Roles and members" });
  await page.getByRole("button", { name: "Role", exact: true }).click();
  await page.getByRole("menuitem", { name: "Keepers" }).click();
  await expect(targets.getByRole("button", { name: "Keepers" })).toHaveAttribute("aria-current", "true");
  await deny("Allowed");
  await targets.getByRole("button", { name: "@everyone" }).click();
  await deny("Denied");

  const hers = await visit(grace, `/channels/${id}`);
  const list = hers.getByRole("navigation", { name: "Channels of The Tree" });
  await expect(list.getByRole("link", { name: /shade/ })).toBeVisible();
  await page.goto(`/channels/${id}/settings/roles`);
  await page.getByRole("list", { name: "Roles" }).getByText("Keepers").click();
  await page.getByRole("tab", { name: "Members" }).click();
  await page.getByRole("button", { name: "Take Keepers from Grace Őry" }).click();
  await expect(list.getByRole("link", { name: /shade/ })).toHaveCount(0);
  await expect(list.getByRole("link", { name: /clearing/ })).toBeVisible();

  await page.goto(`/channels/${id}/settings/why`);
  await page.getByRole("button", { name: "Choose somebody" }).click();
  await page.getByRole("option", { name: /Grace/ }).click();
  await page.getByRole("button", { name: /Where/ }).click();
  await page.getByRole("option", { name: "shade" }).click();
  await page.getByRole("button", { name: /What/ }).click();
  await page.getByRole("option", { name: "See channels" }).click();
  await expect(page.getByText("Grace Őry does not have “See channels” in shade.")).toBeVisible();
  await expect(page.getByText("Here, it is taken from everyone.")).toBeVisible();
});

test("whoever is banned is out at once, in both tabs, and stays out", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, clearing } = await foundServer(ada, [grace]);
  const first = await visit(grace, `/channels/${id}/${clearing}`);
  await untilReady(first);
  const second = await first.context().newPage();
  await second.goto(`/channels/${id}/${clearing}`);
  await untilReady(second);

  const page = await visit(ada, `/channels/${id}/settings/members`);
  await page.getByRole("button", { name: "Actions for Grace Őry" }).click();
  await page.getByRole("menuitem", { name: "Ban" }).click();
  await page.getByLabel("Reason").fill("Cut the tree");
  await page.getByRole("alertdialog").getByRole("button", { name: "Ban" }).click();
  await expect(page.getByRole("list", { name: "Members" }).getByText("Grace Őry")).toHaveCount(0);
  for (const tab of [first, second]) {
    await expect(tab.getByRole("link", { name: "The Tree" })).toHaveCount(0);
    await expect(tab.getByRole("textbox", { name: /clearing/ })).toHaveCount(0);
  }

  const { code } = await ada.api.invites.create(clearing, {});
  await first.goto(`/invite/${code}`);
  await first.getByRole("button", { name: "Join the server" }).click();
  await expect(first.getByRole("alert")).toContainText("You cannot join this server.");

  await page.goto(`/channels/${id}/settings/audit-log`);
  await expect(page.getByText("Ada Nowak banned Grace Őry")).toBeVisible();
  await expect(page.getByText("Reason: Cut the tree")).toBeVisible();
  await page.goto(`/channels/${id}/settings/bans`);
  await page.getByRole("button", { name: "Lift the ban" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Lift the ban" }).click();
  await expect(page.getByText("Nobody is banned.")).toBeVisible();
});

test("an invitation is made, used, and revoked", async ({ people, visit }) => {
  const [ada, kofi] = await people("Ada Nowak", "Kofi Mensah");
  const { id } = await foundServer(ada, []);
  const page = await visit(ada, `/channels/${id}/settings/invites`);
  const rows = page.getByRole("main").getByRole("listitem");
  await expect(rows).toHaveCount(1);
  await page.getByRole("button", { name: "Create invitation" }).click();
  await expect(rows).toHaveCount(2);
  const link = (await rows.first().locator("b").textContent()) ?? "";
  const code = link.split("/").at(-1) ?? "";
  const his = await visit(kofi, `/invite/${code}`);
  await expect(his.getByRole("heading", { name: "The Tree" })).toBeVisible();
  await his.getByRole("button", { name: "Join the server" }).click();
  await expect(his.getByRole("navigation", { name: "Channels of The Tree" })).toBeVisible();
  await page.reload();
  await expect(rows.filter({ hasText: code })).toContainText("used once");
  await page.getByRole("button", { name: `Revoke the invitation ${code}` }).click();
  await expect(rows.filter({ hasText: code })).toHaveCount(0);
  await his.goto(`/invite/${code}`);
  await expect(his.getByRole("heading", { name: "This invitation leads nowhere" })).toBeVisible();
});

test("an invitation is a code for a phone, dark on light in every theme, and a file", async ({
  people,
  visit,
}) => {
  const [ada] = await people("Ada Nowak");
  const { id } = await foundServer(ada, []);
  const page = await visit(ada, `/channels/${id}/settings/invites`);
  const rows = page.getByRole("main").getByRole("listitem");
  await expect(rows).toHaveCount(1);
  const code = ((await rows.first().locator("b").textContent()) ?? "").split("/").at(-1) ?? "";
  await page.getByRole("button", { name: `QR code of ${code}` }).click();
  const dialog = page.getByRole("dialog", { name: "QR code", exact: true });
  const drawn = dialog.getByRole("img", { name: new RegExp(`QR code of http.*/invite/${code}`) });
  await expect(drawn).toBeVisible();
  for (const theme of ["encre", "papier", "contraste"] as const) {
    await ada.api.settings.update({ theme });
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    const colours = await drawn.evaluate((svg) => {
      const ink = document.createElement("canvas").getContext("2d");
      return [
        getComputedStyle(svg.querySelector("path") ?? svg).fill,
        getComputedStyle(svg).backgroundColor,
      ].map((colour) => {
        if (!ink) return null;
        ink.fillStyle = colour;
        ink.fillRect(0, 0, 1, 1);
        return [...ink.getImageData(0, 0, 1, 1).data].join();
      });
    });
    expect([theme, ...colours]).toEqual([theme, "0,0,0,255", "255,255,255,255"]);
  }
  await expectAccessible(page, "QR code");
  const saved = async (name: string) => {
    const download = page.waitForEvent("download");
    await dialog.getByRole("button", { name }).click();
    const file = await download;
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
  };
  const svg = await saved("Save as SVG");
  expect(svg.name).toBe(`palabre-${code}.svg`);
  expect(svg.bytes.toString()).toMatch(/^<svg [^>]*viewBox="0 0 \d+ \d+"/);
  const png = await saved("Save as PNG");
  expect(png.name).toBe(`palabre-${code}.png`);
  expect(png.bytes.subarray(1, 4).toString()).toBe("PNG");
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
});

test("the list of members follows who comes, is named anew, and goes", async ({ people, visit }) => {
  const [ada, grace, kofi] = await people("Ada Nowak", "Grace Őry", "Kofi Mensah");
  const { id, clearing } = await foundServer(ada, [grace]);
  const page = await visit(ada, `/channels/${id}/settings/members`);
  const rows = page.getByRole("list", { name: "Members" }).locator(".member-row");
  await expect(rows).toHaveCount(2);
  await kofi.api.invites.accept((await ada.api.invites.create(clearing, {})).code);
  await expect(rows).toHaveCount(3);
  await expect(rows.last()).toContainText("Kofi Mensah");
  await grace.api.members.updateOwn(id, { nick: "Grisette" });
  await expect(rows.filter({ hasText: grace.username })).toContainText("Grisette");
  const role = await ada.api.roles.create(id, { name: "Judges" });
  await ada.api.members.addRole(id, kofi.id, role.id);
  await expect(rows.filter({ hasText: kofi.username })).toContainText("Judges");
  await kofi.api.guilds.leave(id);
  await expect(rows).toHaveCount(2);
  await expect(rows.filter({ hasText: kofi.username })).toHaveCount(0);
});

test("each sees the sections that are theirs, and a phone has the list as a page", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id } = await foundServer(ada, [grace]);
  const hers = await visit(grace, `/channels/${id}/settings`);
  const sections = hers.getByRole("navigation", { name: "The Tree" }).getByRole("link");
  // Everybody may bring emoji, stickers and sounds, unless that is taken from them.
  const expressions = ["Emoji", "Stickers", "Soundboard"];
  await expect(sections).toHaveText([...expressions, "Server profile", "Notifications"]);
  const role = await ada.api.roles.create(id, { name: "Judges", permissions: BAN_MEMBERS });
  await ada.api.members.addRole(id, grace.id, role.id);
  await expect(sections).toHaveText([...expressions, "Members", "Bans", "Server profile", "Notifications"]);

  const phone = await visit(ada, `/channels/${id}/settings`, { viewport: { width: 390, height: 844 } });
  await phone.getByRole("link", { name: "Overview" }).click();
  await expect(phone.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await phone.getByRole("button", { name: "All settings" }).click();
  await expect(phone.getByRole("link", { name: "Overview" })).toBeVisible();
});

test("a rule about names keeps somebody from writing until they are called something else", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, clearing } = await foundServer(ada, [grace]);
  const hers = await visit(grace, `/channels/${id}/${clearing}`);
  const composer = hers.getByRole("textbox", { name: /Message #clearing/ });
  await expect(composer).toBeEnabled();
  const page = await visit(ada, `/channels/${id}/settings/moderation`);
  await page.getByRole("button", { name: "New moderation rule" }).click();
  await page.getByRole("menuitem", { name: "Names", exact: false }).click();
  const dialog = page.getByRole("dialog", { name: "A new rule" });
  await dialog.getByLabel("Keywords").fill("badger");
  await expect(dialog.getByText("Keep them from writing and reacting")).toBeVisible();
  await expect(dialog.getByText("Channels that are spared")).toHaveCount(0);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Names · keeps from writing")).toBeVisible();

  await ada.api.members.update(id, grace.id, { nick: "badger" });
  await expect(composer).toBeDisabled();
  await expect(composer).toHaveAttribute("placeholder", /What you are called is not allowed here/);
  await ada.api.members.update(id, grace.id, { nick: "Grace" });
  await expect(composer).toBeEnabled();
});
