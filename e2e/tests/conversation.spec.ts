import { choose, composer, conversation, log, message, untilReady, write } from "../pages.ts";
import { openChat, openRoom, say, talk } from "../people.ts";
import { expect, test } from "../test.ts";

/** Milliseconds for what should take a second or so, on a machine several times as slow as it ought to be. */
const SOON = 8_000;

test("two people see each other type, arrive and leave within a second or so", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  const mine = await visit(ada, `/channels/@me/${channel}`);
  const header = mine.getByRole("main").locator("header");
  await expect(header).toContainText("Offline");
  const hers = await visit(grace, `/channels/@me/${channel}`);
  await untilReady(hers);
  await expect(header).toContainText("Online", { timeout: SOON });

  await composer(hers).pressSequentially("I th");
  await expect(mine.getByText("Grace Őry is typing")).toBeVisible({ timeout: SOON });
  await expect(conversation(mine, "Grace Őry")).toContainText("typing…");
  await composer(hers).pressSequentially("ink so");
  await composer(hers).press("Enter");
  await expect(message(mine, "I think so")).toBeVisible();
  await expect(mine.getByText("Grace Őry is typing")).toBeHidden();

  await hers.getByRole("button", { name: /Presence and status/ }).click();
  await hers.getByRole("menuitem", { name: "Do not disturb" }).click();
  await expect(header).toContainText("Do not disturb", { timeout: SOON });
  await hers.getByRole("button", { name: /Presence and status/ }).click();
  await hers.getByRole("menuitem", { name: "Invisible" }).click();
  await expect(header).toContainText("Offline", { timeout: SOON });
  await hers.getByRole("button", { name: /Presence and status/ }).click();
  await hers.getByRole("menuitem", { name: "Online" }).click();
  await expect(header).toContainText("Online", { timeout: SOON });
  await hers.getByRole("button", { name: /Presence and status/ }).click();
  await hers.getByRole("menuitem", { name: "Set a custom status" }).click();
  await hers.getByRole("textbox", { name: "Status" }).fill("in review");
  await hers.getByRole("button", { name: "Set status" }).click();
  await expect(header).toContainText("in review", { timeout: SOON });
  await hers.close();
  await expect(header).toContainText("Offline", { timeout: SOON });
});

test("a message is edited, replied to, reacted to, pinned and deleted, seen at both ends", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  const [mine, hers] = [
    await visit(ada, `/channels/@me/${channel}`),
    await visit(grace, `/channels/@me/${channel}`),
  ];
  await write(mine, "The relaese is ready");
  const atHers = message(hers, /The rel.*is ready/).first();
  await expect(atHers).toBeVisible();

  await choose(mine, message(mine, "is ready"), "Edit");
  const edit = mine.getByLabel("Edit the message");
  await expect(edit).toHaveValue("The relaese is ready");
  await edit.fill("The release is ready");
  await edit.press("Enter");
  await expect(atHers).toContainText("The release is ready");
  await expect(atHers).toContainText("(edited)");

  await choose(hers, atHers, "Reply");
  await expect(hers.getByText("Replying to Ada Nowak")).toBeVisible();
  await write(hers, "Then ship it");
  const reply = message(mine, "Then ship it");
  await expect(reply.getByRole("button", { name: "In reply to Ada Nowak: show that message" })).toContainText(
    "The release is ready",
  );

  await atHers.hover();
  await atHers.getByRole("toolbar").getByRole("button", { name: "Add a reaction" }).click();
  await hers.getByRole("combobox", { name: "Find an emoji" }).fill("rocket");
  await hers.getByRole("gridcell", { name: "rocket", exact: true }).click();
  const rocket = message(mine, "The release")
    .first()
    .getByRole("button", { name: /reacted with/ });
  await expect(rocket).toHaveText("🚀1");
  await rocket.click();
  await expect(rocket).toHaveText("🚀2");
  await expect(rocket).toHaveAttribute("aria-pressed", "true");
  await expect(atHers.getByRole("button", { name: /reacted with/ })).toHaveText("🚀2");
  await rocket.click();
  await expect(rocket).toHaveText("🚀1");

  await choose(mine, reply, "Pin");
  await expect(log(hers).getByText(/Ada Nowak pinned a message/)).toBeVisible();
  await hers.getByRole("button", { name: "Pinned messages" }).click();
  const pins = hers.getByRole("complementary", { name: "Pinned messages" });
  await expect(pins.getByText("Then ship it")).toBeVisible();
  await pins.getByRole("button", { name: "Unpin" }).click();
  await expect(pins.getByText("Nothing is pinned yet")).toBeVisible();

  await choose(hers, message(hers, "Then ship it"), "Delete");
  await expect(hers.getByRole("alertdialog")).toContainText("Then ship it");
  await hers.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(reply).toHaveCount(0);
  await expect(message(hers, "Then ship it")).toHaveCount(0);
});

test("a reply jumps to a message far above, and back to the present", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  const first = await say(grace, channel, "Where do we meet?");
  await talk(ada, grace, channel, 80);
  await ada.api.messages.send(channel, {
    content: "Under the tree",
    message_reference: { type: 0, message_id: first },
  });
  const page = await visit(ada, `/channels/@me/${channel}`);
  await message(page, "Under the tree")
    .getByRole("button", { name: /^In reply to/ })
    .click();
  await expect(log(page).getByRole("paragraph").filter({ hasText: "Where do we meet?" })).toBeInViewport();
  await expect(message(page, "Under the tree")).not.toBeInViewport();
  await page.getByRole("button", { name: /present/ }).click();
  await expect(message(page, "Under the tree")).toBeInViewport();

  // A link to the message opens the conversation there.
  const other = await visit(grace, `/channels/@me/${channel}/${first}`);
  await expect(log(other).getByRole("paragraph").filter({ hasText: "Where do we meet?" })).toBeInViewport();
  await expect(other).toHaveURL(new RegExp(`/channels/@me/${channel}$`));
});

test("a mention is completed by its name, calls with a badge, and waits in the inbox", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const room = await openRoom(ada, [grace], "compilers");
  const mine = await visit(ada, `/channels/@me/${room}`);
  const hers = await visit(grace);
  await untilReady(hers);
  await write(mine, "Good morning all");
  await expect(conversation(hers, /compilers/)).toContainText("Good morning all");
  await expect(conversation(hers, /compilers/)).not.toContainText("mention");

  await composer(mine).pressSequentially("look at this, @gr");
  await expect(mine.getByRole("option", { name: /Grace Őry/ })).toBeVisible();
  await composer(mine).press("Tab");
  await expect(composer(mine)).toHaveValue(`look at this, @${grace.username} `);
  await composer(mine).press("Enter");
  await expect(message(mine, "look at this").getByRole("button", { name: "@Grace Őry" })).toBeVisible();

  await expect(conversation(hers, /compilers/)).toContainText("1 mention");
  await expect(hers).toHaveTitle(/^\(1\)/);
  const mentions = hers.getByRole("region", { name: "Mentions" });
  await expect(mentions).toContainText("look at this, @Grace Őry");
  await mentions.getByRole("link").click();
  await expect(message(hers, "look at this")).toBeInViewport();
  await expect(conversation(hers, /compilers/)).not.toContainText("mention");
  await hers.goBack();
  await expect(hers.getByText("Nothing needs you. Enjoy the shade.")).toBeVisible();

  await write(mine, "@everyone lunch?");
  await expect(mentions).toContainText("lunch?");
  await mentions.getByRole("button", { name: "Remove from the inbox" }).click();
  await expect(mentions).toHaveCount(0);
});

test("Markdown and code are drawn, and code is highlighted, copied and folded", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  const page = await visit(ada, `/channels/@me/${channel}`, {
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await write(
    page,
    "**bold** and *slanted* with `inline` ||secret|| <script>alert(1)</script> https://example.org/a",
  );
  const text = message(page, "slanted");
  await expect(text.locator("strong")).toHaveText("bold");
  await expect(text.locator("em")).toHaveText("slanted");
  await expect(text).toContainText("<script>alert(1)</script>");
  await expect(text.getByRole("link", { name: "https://example.org/a" })).toHaveAttribute(
    "rel",
    /noopener|noreferrer/,
  );

  const code = Array.from({ length: 30 }, (_, n) => `let line_${n + 1}: u32 = ${n + 1};`).join("\n");
  await write(page, `\`\`\`rust\n${code}\n\`\`\``);
  const block = page.getByRole("group", { name: "rust code" });
  await expect(block).toContainText("line_12");
  await expect(block).not.toContainText("line_13");
  await expect(block.getByText("let", { exact: true }).first()).not.toHaveCSS(
    "color",
    await block.evaluate((element) => getComputedStyle(element).color),
  );
  const sent = message(page, "line_1:");
  await sent.getByRole("button", { name: "Show 18 more lines" }).click();
  await expect(block).toContainText("line_30");
  await sent.getByRole("button", { name: "Copy", exact: true }).click();
  await expect(sent.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);
  await sent.getByRole("button", { name: "Show less" }).click();
  await expect(block).not.toContainText("line_13");
});

test("emoji come from the picker and from :name:", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  const page = await visit(ada, `/channels/@me/${channel}`);
  await page.getByRole("button", { name: "Emoji", exact: true }).click();
  await page.getByRole("combobox", { name: "Find an emoji" }).fill("deciduous");
  await page.getByRole("gridcell", { name: "deciduous tree" }).click();
  await expect(composer(page)).toHaveValue("🌳");
  await composer(page).press("End");
  await composer(page).pressSequentially(" :tad");
  await expect(page.getByRole("option", { name: /tada/ })).toBeVisible();
  await composer(page).press("Enter");
  await expect(composer(page)).toHaveValue("🌳 🎉 ");
  await composer(page).pressSequentially("done :rocket:");
  await composer(page).press("Enter");
  await expect(message(page, "🌳 🎉 done 🚀")).toBeVisible();
});

test("a message over 2,000 characters waits until it is short enough; an empty one is not sent", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  const page = await visit(ada, `/channels/@me/${channel}`);
  await write(page, "   ");
  await write(page, "a".repeat(2_001));
  await expect(page.getByRole("button", { name: "Send" })).toBeDisabled();
  await expect(log(page).getByText("aaaa")).toHaveCount(0);
  await composer(page).press("Backspace");
  await composer(page).press("Enter");
  await expect(log(page).getByText("a".repeat(2_000))).toBeVisible();
  await expect(log(page).getByRole("article")).toHaveCount(1);
});

test("a profile opens on a press of a name, and a chat is hidden until it has news", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  await grace.api.users.update({ bio: "I write compilers.", pronouns: "she/her" });
  await say(grace, channel, "Hello");
  const page = await visit(ada, `/channels/@me/${channel}`);
  await message(page, "Hello").getByRole("button", { name: "Grace Őry", exact: true }).click();
  const card = page.getByRole("dialog", { name: "Profile of Grace Őry" });
  await expect(card).toContainText("I write compilers.");
  await expect(card).toContainText("she/her");
  await page.keyboard.press("Escape");
  await expect(card).toHaveCount(0);

  await conversation(page, "Grace Őry").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Hide this conversation" }).click();
  await expect(conversation(page, "Grace Őry")).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1, name: "Inbox" })).toBeVisible();
  await say(grace, channel, "Are you still there?");
  await expect(conversation(page, "Grace Őry")).toContainText("Are you still there?");
});
