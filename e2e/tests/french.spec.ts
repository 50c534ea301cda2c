import type { Page } from "@playwright/test";
import { composer, log, message, openActions, untilReady } from "../pages.ts";
import { foundServer, SERVER_SETTINGS } from "../servers-of.ts";
import { expect, ownServer as test } from "../test.ts";
import { settle } from "../village.ts";
import { englishOn } from "../words.ts";

const FRENCH = { locale: "fr-FR" };

async function expectFrench(page: Page): Promise<void> {
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  expect(await englishOn(page), page.url()).toEqual([]);
}

test("the door speaks French to a French browser, and English when asked", async ({ people, visit }) => {
  await people("Operator");
  const page = await visit(null, "/login", FRENCH);
  await expect(page.getByRole("button", { name: "Se connecter" })).toBeVisible();
  await expectFrench(page);
  await page.getByRole("button", { name: "Se connecter" }).click();
  await expectFrench(page);
  for (const path of ["/register", "/forgot", "/reset", "/verify", "/about", "/nowhere/at/all"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectFrench(page);
  }
  await page.goto("/login");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("button", { name: "Log in" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.reload();
  await expect(page.getByRole("button", { name: "Log in" })).toBeVisible();
});

test("no word of English stays on any page", async ({ visit, server }) => {
  const { self, chat, room } = await settle(server.url);
  const page = await visit(self, "/", FRENCH);
  await untilReady(page, /Présence et statut/);
  await expect(page.getByRole("region", { name: /demandes/i })).toBeVisible();
  await expectFrench(page);
  for (const path of ["/friends", "/friends/add", "/channels/@me"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectFrench(page);
  }
  await page.goto("/friends");
  await expect(page.getByRole("tab")).toHaveCount(4);
  for (const tab of await page.getByRole("tab").all()) {
    await tab.click();
    await expect(page.getByRole("tabpanel")).toBeVisible();
    await expectFrench(page);
  }
  for (const [at, seen] of [
    [chat, "notes.md"],
    [room, "Welcome under the tree"],
  ] as const) {
    await page.goto(`/channels/@me/${at}`);
    await expect(log(page).getByText(seen)).toBeVisible();
    await composer(page).press("Escape");
    await expectFrench(page);
  }
  await message(page, "Welcome under").hover();
  await expect(page.getByRole("toolbar")).toBeVisible();
  await expectFrench(page);
  await openActions(page, message(page, "Welcome under"));
  await expectFrench(page);
  await page.keyboard.press("Escape");
  for (const keys of ["Control+k", "Control+/"]) {
    await page.keyboard.press(keys);
    await expect(page.getByRole("dialog")).toBeVisible();
    await expectFrench(page);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  await page.keyboard.press("Control+e");
  await expect(page.getByRole("gridcell", { name: /visage/ }).first()).toBeVisible();
  await expectFrench(page);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("Control+p");
  await expect(page.getByRole("complementary", { name: /épinglés/i })).toBeVisible();
  await expectFrench(page);
  await page.getByRole("button", { name: /Présence et statut/ }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await expectFrench(page);

  for (const section of SETTINGS) {
    await page.goto(`/settings/${section}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectFrench(page);
  }
  for (const section of ["overview", "accounts", "registration", "identity"]) {
    await page.goto(`/admin/${section}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectFrench(page);
  }
});

test("no word of English stays on the pages about applications", async ({ people, visit }) => {
  const [ada] = await people("Ada Nowak");
  const body = { name: "Mirror Lake" };
  const { id } = await ada.api.http.request<{ id: string }>("POST", "/applications", { body });
  const page = await visit(ada, "/developers", FRENCH);
  const sections = ["general", "start", "bot", "installation", "oauth2", "endpoint", "danger"];
  for (const path of [
    "/developers",
    ...sections.map((section) => `/developers/${id}/${section}`),
    `/oauth2/authorize?client_id=${id}&permissions=3072`,
    "/oauth2/authorize?client_id=1",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectFrench(page);
  }
});

test("no word of English stays in a server's settings", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, clearing } = await foundServer(ada, [grace]);
  const page = await visit(ada, `/channels/${id}/settings`, FRENCH);
  for (const section of SERVER_SETTINGS) {
    await page.goto(`/channels/${id}/settings/${section}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("status", { name: "Chargement" })).toHaveCount(0);
    await expectFrench(page);
  }
  for (const section of ["overview", "permissions", "invites"]) {
    await page.goto(`/channels/${id}/${clearing}/settings/${section}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectFrench(page);
  }
});

const SETTINGS = [
  "profile",
  "account",
  "sessions",
  "apps",
  "privacy",
  "appearance",
  "notifications",
  "keys",
  "language",
] as const;
