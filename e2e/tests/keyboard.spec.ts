import { composer, log, message, newLine, sent, untilReady } from "../pages.ts";
import { openChat, openRoom, say } from "../people.ts";
import { expect, test } from "../test.ts";

test("the keyboard alone: log in, find a conversation, send, react, edit, read, leave", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  await say(grace, channel, "Hands off the mouse");
  const page = await visit(null, "/login");
  const keys = page.keyboard;
  await expect(page.getByLabel("E-mail or user name")).toBeFocused();
  await keys.type(ada.username);
  await keys.press("Tab");
  // The link "Forgot it?" stands between the label and the field.
  if (
    !(await page
      .getByLabel("Password", { exact: true })
      .evaluate((field) => field === document.activeElement))
  )
    await keys.press("Tab");
  await keys.type(ada.password);
  await keys.press("Enter");
  await untilReady(page);

  await keys.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Go to" })).toBeFocused();
  await keys.type("gra");
  await expect(page.getByRole("option", { name: /Grace Őry/ }).first()).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await keys.press("Enter");
  await expect(composer(page)).toBeFocused();
  await keys.type("Typed without a mouse");
  await keys.press("Enter");
  // Once it is confirmed: what is on its way cannot be edited yet.
  await expect(sent(page, "Typed without a mouse")).toBeVisible();

  await keys.press("ArrowUp");
  await expect(page.getByLabel("Edit the message")).toBeFocused();
  await keys.press("Control+a");
  await keys.type("Edited without a mouse");
  await keys.press("Enter");
  await expect(message(page, "Edited without a mouse")).toContainText("(edited)");
  await expect(composer(page)).toBeFocused();

  // From the field back into the log, up to a message, and its actions.
  await keys.press("Shift+Tab");
  for (let n = 0; n < 12 && !(await inLog()); n++) await keys.press("Shift+Tab");
  await keys.press("ArrowUp");
  await expect(message(page, "Hands off the mouse")).toBeFocused();
  await keys.press("+");
  await expect(page.getByRole("combobox", { name: "Find an emoji" })).toBeFocused();
  await keys.type("clap");
  await expect(page.getByRole("gridcell", { selected: true })).toHaveAccessibleName(/clap/);
  await keys.press("Enter");
  await expect(message(page, "Hands off the mouse").getByRole("button", { name: /reacted/ })).toBeVisible();

  await keys.press("Control+/");
  const shortcuts = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(shortcuts).toContainText("Edit your last message");
  await keys.press("Escape");
  await expect(shortcuts).toHaveCount(0);
  await keys.press("Control+,");
  // The conversation's own heading, which opens a profile, is another one.
  await expect(page.getByRole("heading", { level: 1, name: "Profile", exact: true })).toBeVisible();
  await keys.press("Escape");
  // Back where one was.
  await expect(message(page, "Edited without a mouse")).toBeVisible();

  function inLog(): Promise<boolean> {
    return log(page).evaluate(
      (element) => element.contains(document.activeElement) && document.activeElement?.tagName === "ARTICLE",
    );
  }
});

test("keys lead through conversations, panels and emoji, and Escape marks as read", async ({
  people,
  visit,
}) => {
  const [ada, grace, maud] = await people("Ada Nowak", "Grace Őry", "Maud Leroy");
  const first = await openChat(ada, grace);
  const second = await openChat(ada, maud);
  const room = await openRoom(ada, [grace, maud], "compilers");
  await say(grace, first, "oldest");
  await say(maud, second, "middle");
  await say(grace, room, "newest");
  const page = await visit(ada);
  await untilReady(page);
  const keys = page.keyboard;
  const title = page.getByRole("heading", { level: 1 });
  await keys.press("Alt+ArrowDown");
  await expect(title).toContainText("compilers");
  // Seen is read once the server knows: only then is the next unread another one.
  const read = page.waitForResponse(
    (answer) => answer.url().includes(`/channels/${second}/`) && answer.url().endsWith("/ack"),
  );
  await keys.press("Alt+ArrowDown");
  await expect(title).toContainText("Maud Leroy");
  await read;
  await keys.press("Alt+ArrowUp");
  await expect(title).toContainText("compilers");
  await keys.press("Alt+Shift+ArrowDown");
  await expect(title).toContainText("Grace Őry");
  await expect(newLine(page)).toBeVisible();
  await keys.press("Escape");
  await expect(newLine(page)).toHaveCount(0);

  await keys.press("Control+p");
  await expect(page.getByRole("complementary", { name: "Pinned messages" })).toBeVisible();
  await keys.press("Control+u");
  await expect(page.getByRole("complementary", { name: "People" })).toBeVisible();
  await keys.press("Control+u");
  await expect(page.getByRole("complementary", { name: "People" })).toHaveCount(0);
  await keys.press("Control+e");
  await expect(page.getByRole("combobox", { name: "Find an emoji" })).toBeFocused();
  await keys.type("tada");
  await expect(page.getByRole("gridcell", { selected: true })).toHaveAccessibleName(/party popper/);
  await keys.press("Enter");
  await expect(composer(page)).toHaveValue("🎉");
  await expect(composer(page)).toBeFocused();
});
