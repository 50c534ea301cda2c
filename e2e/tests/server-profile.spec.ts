import { expectAccessible } from "../accessible.ts";
import { picture } from "../images.ts";
import { composer, message, sent } from "../pages.ts";
import { say } from "../people.ts";
import { foundServer } from "../servers-of.ts";
import { expect, test } from "../test.ts";

test("somebody is another in one server, at once and before everybody's eyes, and themselves again when they wish", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, clearing } = await foundServer(ada, [grace]);
  const other = await foundServer(ada, [grace]);
  await grace.api.users.update({ bio: "Everywhere I write compilers." });
  await say(grace, clearing, "In the clearing");
  await say(grace, other.clearing, "Elsewhere");

  const hers = await visit(grace, "/settings/profile");
  await hers.getByRole("list", { name: "Server profiles" }).getByRole("link").first().click();
  await expect(hers.getByRole("heading", { level: 1, name: "Server profile" })).toBeVisible();
  await hers.goto(`/channels/${id}/settings/profile`);
  const preview = hers.getByRole("complementary", { name: "Preview" });
  await expect(preview.getByText("Everywhere I write compilers.")).toBeVisible();
  await expectAccessible(hers, "server profile");

  const page = await visit(ada, `/channels/${id}/${clearing}`);
  const row = message(page, "In the clearing");
  await expect(row.getByText("Grace Őry")).toBeVisible();
  await expect(row.locator(".msg-av img")).toHaveCount(0);

  await hers.locator("input[type=file]").setInputFiles({
    name: "me.png",
    mimeType: "image/png",
    buffer: picture(256, 256),
  });
  await hers.getByRole("dialog").getByRole("button", { name: "Use picture" }).click();
  const address = new RegExp(`/guilds/${id}/users/${grace.id}/avatars/[0-9a-f]{32}\\.webp`);
  await expect(preview.locator("img")).toHaveAttribute("src", address);
  await expect(row.locator(".msg-av img")).toHaveAttribute("src", address);

  await hers.getByLabel("Nickname").fill("Grisette");
  await hers.getByLabel("About you, here").fill("Here I tend the gardens.");
  await expect(preview.getByRole("heading", { name: "Grisette" })).toBeVisible();
  await hers.getByRole("button", { name: "Save changes" }).click();
  await expect(row.getByRole("button", { name: "Grisette", exact: true })).toBeVisible();

  // The card shows who she is here, and what her account is called.
  await row.getByRole("button", { name: "Grisette", exact: true }).click();
  const card = page.getByRole("dialog", { name: /Profile of/ });
  await expect(card.getByRole("heading", { name: "Grisette" })).toBeVisible();
  await expect(card.getByText("Here I tend the gardens.")).toBeVisible();
  await expect(card.getByText(`Grace Őry · ${grace.username}`)).toBeVisible();
  await expect(card.locator(".av-72 img")).toHaveAttribute("src", address);
  await page.keyboard.press("Escape");
  await expect(card).toHaveCount(0);

  // The members' panel, a mention and who is found for one.
  const member = page.locator(".member-open", { hasText: "Grisette" });
  await expect(member.locator("img")).toHaveAttribute("src", address);
  await composer(page).fill("@Gris");
  const option = page.getByRole("option", { name: /Grisette/ });
  await expect(option.locator("img")).toHaveAttribute("src", address);
  await composer(page).press("Tab");
  await composer(page).press("Enter");
  await expect(sent(page, "@Grisette")).toBeVisible();

  // In the other server she is as ever.
  await page.goto(`/channels/${other.id}/${other.clearing}`);
  const elsewhere = message(page, "Elsewhere");
  await expect(elsewhere.getByText("Grace Őry")).toBeVisible();
  await expect(elsewhere.locator(".msg-av img")).toHaveCount(0);
  await page.goto(`/channels/${id}/${clearing}`);
  await expect(row.locator(".msg-av img")).toHaveAttribute("src", address);

  await hers.getByRole("button", { name: "As in my account" }).click();
  await expect(hers.getByRole("button", { name: "As in my account" })).toHaveCount(0);
  await expect(hers.getByLabel("Nickname")).toHaveValue("");
  await expect(row.getByText("Grace Őry")).toBeVisible();
  await expect(row.locator(".msg-av img")).toHaveCount(0);
});

test("the menu of a server leads to the profile there; without the permission the nickname stays", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, clearing } = await foundServer(ada, [grace]);
  const { roles } = await ada.api.guilds.get(id);
  const everyone = roles.find((role) => role.id === id);
  const CHANGE_NICKNAME = 1n << 26n;
  const permissions = String(BigInt(everyone?.permissions ?? 0) & ~CHANGE_NICKNAME);
  await ada.api.roles.update(id, id, { permissions });
  const page = await visit(grace, `/channels/${id}/${clearing}`);
  await page.getByRole("button", { name: "The Tree: server menu" }).click();
  await page.getByRole("menuitem", { name: "Server profile" }).click();
  await expect(page.getByText("This server does not let you change your nickname.")).toBeVisible();
  await expect(page.getByLabel("Nickname")).toBeDisabled();
  await page.getByLabel("About you, here").fill("A word still");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Saved")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("About you, here")).toHaveValue("A word still");
});
