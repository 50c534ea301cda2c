import { composer, log, message, untilReady, write } from "../pages.ts";
import { openChat, say } from "../people.ts";
import { expect, ownServer, test } from "../test.ts";

test("what is written without a network waits and is sent once, in order, when it is back", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  const [mine, hers] = [
    await visit(ada, `/channels/@me/${channel}`),
    await visit(grace, `/channels/@me/${channel}`),
  ];
  await write(mine, "Before the tunnel");
  await expect(message(hers, "Before the tunnel")).toBeVisible();
  await mine.context().setOffline(true);
  await expect(mine.getByText(/^Offline since .* What you write is kept\.$/)).toBeVisible();
  await say(grace, channel, "Said meanwhile");
  await write(mine, "In the tunnel, one");
  await write(mine, "In the tunnel, two");
  await expect(message(mine, "In the tunnel, one")).toContainText("Will be sent when you are back");
  await write(mine, "Not after all");
  await message(mine, "Not after all").getByRole("button", { name: "Cancel" }).click();
  await composer(mine).pressSequentially("half a thought");
  await mine.context().setOffline(false);
  await expect(mine.getByText("Back online.")).toBeVisible();
  for (const page of [mine, hers]) {
    await expect(log(page).getByText(/In the tunnel/)).toHaveText([
      "In the tunnel, one",
      "In the tunnel, two",
    ]);
    await expect(message(page, "Said meanwhile")).toHaveCount(1);
  }
  await expect(log(mine).locator("[aria-busy=true]")).toHaveCount(0);
  await expect(composer(mine)).toHaveValue("half a thought");
  await mine.reload();
  await expect(log(mine).getByText(/In the tunnel/)).toHaveCount(2);
  await expect(log(mine).getByText("Not after all")).toHaveCount(0);
});

test("code that is out of reach takes nothing from the page, and comes when it can", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  await say(grace, channel, "Said before");
  const mine = await visit(ada, `/channels/@me/${channel}`);
  await untilReady(mine);
  // The scripts of menus and notices do not come, and the server says nothing to those who ask whether it is there.
  const away = /\/assets\/(floating|ToastRegion)-.*\.js$|\/api\/v10\/gateway$/;
  await mine.route(away, (route) => route.abort());
  await mine.reload();
  await composer(mine).pressSequentially("half a thought");
  const notAgain = mine.waitForRequest(/\/assets\/ToastRegion-/);
  await message(mine, "Said before").click({ button: "right" });
  await notAgain;
  await expect(composer(mine)).toHaveValue("half a thought");
  await mine.unroute(away);
  await expect(mine.getByRole("region", { name: "Notices" })).toBeVisible();
  await message(mine, "Said before").click({ button: "right" });
  await expect(mine.getByRole("menu")).toBeVisible();
  await mine.keyboard.press("Escape");
  await expect(composer(mine)).toHaveValue("half a thought");
});

test("what is fetched late has its styles, files are drawn and a press that could not be answered says so", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  await grace.api.messages.send(channel, {}, [{ name: "notes.zip", data: new Blob(["notes"]) }]);
  const mine = await visit(ada, `/channels/@me/${channel}`);
  await untilReady(mine);
  const away =
    /\/assets\/(Attachments|ConversationList|addMenu)-.*\.js$|\/assets\/emoji-.*\.css$|\/api\/v10\/gateway$/;
  await mine.route(away, (route) => route.abort());
  await mine.reload();
  await untilReady(mine);
  const file = mine.getByRole("link", { name: "notes.zip" });
  const list = mine.getByRole("navigation", { name: "Conversations" });
  await mine.getByRole("button", { name: "Add", exact: true }).click();
  await expect(mine.getByText("Something went wrong")).toBeVisible();
  const noStyles = mine.waitForEvent("requestfailed", (request) => /\/emoji-.*\.css$/.test(request.url()));
  await mine.getByRole("button", { name: "Emoji", exact: true }).click();
  await noStyles;
  await expect(file).toHaveCount(0);
  await expect(list).toHaveCount(0);
  await mine.unroute(away);
  const picker = mine.getByRole("dialog", { name: "Emoji", exact: true });
  await expect(picker.getByRole("combobox")).toBeVisible();
  await expect(picker.locator(".emoji-row").first()).toHaveCSS("display", "grid");
  await expect(file).toBeVisible();
  await expect(list).toBeVisible();
});

test("what waits outlives a reload of the page", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  const [mine, hers] = [
    await visit(ada, `/channels/@me/${channel}`),
    await visit(grace, `/channels/@me/${channel}`),
  ];
  await untilReady(mine);
  // The API is out of reach while the page itself loads.
  await mine.route("**/messages", (route) =>
    route.request().method() === "POST" ? route.abort() : route.fallback(),
  );
  await write(mine, "Sent by the page after");
  await expect(message(mine, "Sent by the page after")).toContainText("Sending");
  await mine.reload();
  await expect(message(mine, "Sent by the page after")).toContainText("Sending");
  await mine.unroute("**/messages");
  await expect(message(hers, "Sent by the page after")).toBeVisible();
  await expect(message(mine, "Sent by the page after")).not.toContainText("Sending");
  await expect(message(mine, "Sent by the page after")).toHaveCount(1);
});

ownServer(
  "the server is killed and comes back: nothing is lost and nothing is there twice",
  async ({ people, visit, server }) => {
    const [ada, grace] = await people("Ada Nowak", "Grace Őry");
    const channel = await openChat(ada, grace);
    const [mine, hers] = [
      await visit(ada, `/channels/@me/${channel}`),
      await visit(grace, `/channels/@me/${channel}`),
    ];
    for (let n = 1; n <= 5; n++) await write(mine, `before ${n}.`);
    await expect(message(hers, "before 5.")).toBeVisible();

    for (const round of [1, 2]) {
      // Killed while messages are on their way from both.
      await Promise.all([
        write(mine, `mine, round ${round}, one.`),
        write(hers, `hers, round ${round}, one.`),
        server.kill(),
      ]);
      await write(mine, `mine, round ${round}, two.`);
      await write(hers, `hers, round ${round}, two.`);
      await expect(mine.getByText(/^Offline since/)).toBeVisible();
      await server.start();
      for (const page of [mine, hers]) {
        await expect(page.getByText(/^Offline since/)).toBeHidden({ timeout: 30_000 });
        for (const who of ["mine", "hers"]) {
          await expect(log(page).getByText(`${who}, round ${round},`)).toHaveText([
            `${who}, round ${round}, one.`,
            `${who}, round ${round}, two.`,
          ]);
        }
        await expect(log(page).locator("[aria-busy=true]")).toHaveCount(0);
      }
    }
    const texts = (await ada.api.messages.list(channel, { limit: 100 })).map((one) => one.content);
    expect(texts.filter((text) => text.startsWith("before"))).toHaveLength(5);
    expect(new Set(texts).size).toBe(13);
    expect(texts).toHaveLength(13);

    // And both are live again.
    await write(hers, "Still there?");
    await expect(message(mine, "Still there?")).toBeVisible();
  },
);
