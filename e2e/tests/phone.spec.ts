import { composer, log, message, untilStill } from "../pages.ts";
import { befriend, openChat, say } from "../people.ts";
import { expect, test } from "../test.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

test("a phone shows one pane at a time, with a way back and places at the foot", async ({
  people,
  visit,
}) => {
  const [ada, grace, maud] = await people("Ada Nowak", "Grace Őry", "Maud Leroy");
  const channel = await openChat(ada, grace);
  await say(grace, channel, "On the phone?");
  await maud.api.relationships.request(ada.username);
  const page = await visit(ada, "/", PHONE);
  await expect(page.getByRole("region", { name: "Friend requests" })).toContainText("Maud Leroy");
  await expect(page.getByRole("navigation", { name: "Conversations" })).toBeHidden();
  const places = page.getByRole("navigation", { name: "Main" });
  await expect(places.getByRole("link", { name: /Inbox/ })).toContainText("2 things need you");
  await page.getByRole("button", { name: "Accept" }).tap();
  await expect(page.getByRole("region", { name: "Friend requests" })).toHaveCount(0);

  await places.getByRole("link", { name: /Messages/ }).tap();
  const list = page.getByRole("navigation", { name: "Conversations" });
  await expect(list).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Conversations" })).toBeVisible();
  await expect(page.getByRole("main")).toHaveCount(1);
  await list.getByRole("link", { name: /Grace Őry/ }).tap();
  await expect(message(page, "On the phone?")).toBeVisible();
  await expect(list).toBeHidden();
  await expect(places).toBeHidden();

  await composer(page).fill("In my hand");
  await page.getByRole("button", { name: "Send" }).tap();
  await expect(message(page, "In my hand")).toBeVisible();
  await page.getByRole("button", { name: "Back" }).tap();
  await expect(list).toBeVisible();
  await expect(list.getByRole("link", { name: /Grace Őry/ })).toContainText("In my hand");
  await page.goBack();
  await expect(log(page)).toBeVisible();

  // Nothing is wider than the screen.
  for (const path of ["/", "/friends", "/friends/add", "/settings/appearance", `/channels/@me/${channel}`]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeAttached();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }
});

test("a long press opens the actions of a message as a sheet with rows for a thumb", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  await say(grace, channel, "Press me for long");
  const page = await visit(ada, `/channels/@me/${channel}`, PHONE);
  await expect(message(page, "Press me for long")).toBeInViewport();
  await untilStill(page);
  const box = await message(page, "Press me for long").boundingBox();
  const devtools = await page.context().newCDPSession(page);
  const touch = { x: (box?.x ?? 0) + 200, y: (box?.y ?? 0) + (box?.height ?? 0) - 8 };
  await devtools.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [touch] });
  const sheet = page.getByRole("dialog", { name: "Message actions" });
  await expect(sheet).toBeVisible();
  await devtools.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await expect(sheet.getByRole("menuitem", { name: "Copy text" })).toBeVisible();
  for (const row of await sheet.getByRole("menuitem").all()) {
    expect((await row.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  }
  await sheet.getByRole("menuitem", { name: "Reply" }).tap();
  await expect(page.getByText("Replying to Grace Őry")).toBeVisible();
});

test("a finger finds every button: 44 pixels at least", async ({ people, visit }) => {
  const [ada, grace, maud] = await people("Ada Nowak", "Grace Őry", "Maud Leroy");
  await befriend(ada, grace);
  await maud.api.relationships.request(ada.username);
  const page = await visit(ada, "/", PHONE);
  await expect(page.getByRole("button", { name: "Accept" })).toBeVisible();
  for (const button of await page.getByRole("main").getByRole("button").all()) {
    const box = await button.boundingBox();
    if (box && (await button.isVisible())) {
      expect(box.height, (await button.textContent()) ?? "").toBeGreaterThanOrEqual(40);
    }
  }
  for (const link of await page.getByRole("navigation", { name: "Main" }).getByRole("link").all()) {
    expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  }
});

test("a swipe to the right leads back to the list", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  const page = await visit(ada, `/channels/@me/${channel}`, PHONE);
  await expect(composer(page)).toBeVisible();
  const devtools = await page.context().newCDPSession(page);
  const at = (x: number) => [{ x, y: 400 }];
  await devtools.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(10) });
  for (let x = 30; x <= 330; x += 30) {
    await devtools.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(x) });
  }
  await devtools.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await expect(page.getByRole("navigation", { name: "Conversations" })).toBeVisible();
  await expect(page).toHaveURL(/\/channels\/@me$/);
});

test("a swipe goes on when what lies under the finger goes", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  const id = await say(grace, channel, "Gone in a moment");
  const page = await visit(ada, `/channels/@me/${channel}`, PHONE);
  await expect(message(page, "Gone in a moment")).toBeInViewport();
  await untilStill(page);
  const box = await message(page, "Gone in a moment").boundingBox();
  const devtools = await page.context().newCDPSession(page);
  const at = (x: number) => [{ x, y: (box?.y ?? 0) + (box?.height ?? 0) - 8 }];
  await devtools.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(20) });
  await devtools.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(60) });
  await grace.api.messages.remove(channel, id);
  await expect(message(page, "Gone in a moment")).toHaveCount(0);
  for (let x = 90; x <= 330; x += 30) {
    await devtools.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(x) });
  }
  await devtools.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await expect(page.getByRole("navigation", { name: "Conversations" })).toBeVisible();
  await expect(page).toHaveURL(/\/channels\/@me$/);
});
