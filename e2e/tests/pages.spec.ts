import { composer, log, message, untilReady, write } from "../pages.ts";
import { openChat } from "../people.ts";
import { expect, test } from "../test.ts";

test("an address under which nobody speaks says so, and leads home", async ({ people, visit }) => {
  const [ada] = await people("Ada Nowak");
  const page = await visit(ada, "/nowhere/at/all");
  await expect(page.getByRole("heading", { level: 1, name: "Nobody speaks here" })).toBeVisible();
  await page.getByRole("link", { name: "Back to the tree" }).click();
  await untilReady(page);
  await page.goto("/channels/@me/1234");
  await expect(page.getByRole("heading", { name: "No such conversation" })).toBeVisible();
  await page.getByRole("link", { name: "Back to the inbox" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Inbox" })).toBeVisible();
});

test("every link of the page about this server leads somewhere", async ({ visit, server }) => {
  const page = await visit(null, "/about");
  await expect(
    page.getByText(/Files of .*, messages of 2,000 characters, rooms of 100 people\./),
  ).toBeVisible();
  for (const link of await page.getByRole("link").all()) {
    const address = new URL((await link.getAttribute("href")) ?? "", server.url);
    if (address.origin !== server.url) continue;
    const other = await visit(null, address.pathname);
    await expect(other.getByRole("heading", { name: "Nobody speaks here" }), address.href).toHaveCount(0);
    await other.close();
  }
});

test("nothing moves for those who ask for less motion", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  const page = await visit(ada, `/channels/@me/${channel}`, { reducedMotion: "reduce" });
  await write(page, "Still water");
  await expect(message(page, "Still water")).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .filter((one) => Number(one.effect?.getComputedTiming().duration) > 20)
      .map((one) => (one.effect instanceof KeyframeEffect ? one.effect.target?.className : "")),
  );
  expect(moving).toEqual([]);
  const lasting = await page.evaluate(() =>
    [...document.querySelectorAll("*")]
      .filter((element) => {
        const { transitionDuration, animationDuration } = getComputedStyle(element);
        return [transitionDuration, animationDuration].some((all) =>
          all.split(",").some((one) => Number.parseFloat(one) > 0.02),
        );
      })
      .map((element) => element.className.toString()),
  );
  expect([...new Set(lasting)]).toEqual([]);
});

test("a page in the middle widths floats its side panel over the conversation", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  const page = await visit(ada, `/channels/@me/${channel}`, { viewport: { width: 1024, height: 768 } });
  await expect(composer(page)).toBeVisible();
  const before = await log(page).boundingBox();
  await page.getByRole("button", { name: "People" }).click();
  await expect(page.getByRole("complementary", { name: "People" })).toBeVisible();
  expect((await log(page).boundingBox())?.width).toBe(before?.width);
  // The first Escape is for what the button says of itself while the pointer rests on it.
  await page.mouse.move(500, 400);
  await expect(page.getByRole("tooltip")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("complementary", { name: "People" })).toHaveCount(0);
});
