import { composer, conversation, message, untilReady, write } from "../pages.ts";
import { befriend, openChat, openRoom } from "../people.ts";
import { expect, test } from "../test.ts";

test("befriends by user name; the other accepts in the inbox, and both talk, without a reload", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const [mine, hers] = [await visit(ada), await visit(grace)];
  await expect(hers.getByText("Nothing needs you. Enjoy the shade.")).toBeVisible();

  await mine.getByRole("main").getByRole("link", { name: "Add friends" }).first().click();
  await mine.getByLabel("User name", { exact: true }).fill("nobody.of.this.name");
  await mine.getByRole("button", { name: "Send request" }).click();
  await expect(mine.getByText("Nobody here is called nobody.of.this.name.")).toBeVisible();
  await mine.getByLabel("User name", { exact: true }).fill(`@${grace.username}`);
  await mine.getByRole("button", { name: "Send request" }).click();
  await expect(mine.getByText(`Request sent to ${grace.username}`)).toBeVisible();
  await expect(mine.getByRole("region", { name: "Requests sent" }).getByText("Grace Őry")).toBeVisible();

  const requests = hers.getByRole("region", { name: "Friend requests" });
  await expect(requests.getByText("Ada Nowak")).toBeVisible();
  await expect(hers).toHaveTitle(/^\(1\)/);
  await requests.getByRole("button", { name: "Accept" }).click();
  await expect(hers.getByText("Ada Nowak is now your friend")).toBeVisible();
  await expect(requests).toHaveCount(0);
  await expect(mine.getByRole("region", { name: "Requests sent" })).toHaveCount(0);

  await hers.getByRole("button", { name: "Message", exact: true }).click();
  await expect(composer(hers)).toHaveAccessibleName("Message Ada Nowak");
  await write(hers, "Bonjour Ada");
  await conversation(mine, "Grace Őry").click();
  await expect(message(mine, "Bonjour Ada")).toBeVisible();
  await write(mine, "Bonjour Grace");
  await expect(message(hers, "Bonjour Grace")).toBeVisible();
});

test("a request is declined and taken back, cancelled, and seen at both ends", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const [mine, hers] = [await visit(ada, "/friends"), await visit(grace)];
  await untilReady(mine);
  await ada.api.relationships.request(grace.username);
  const requests = hers.getByRole("region", { name: "Friend requests" });
  await requests.getByRole("button", { name: "Decline" }).click();
  await expect(requests).toHaveCount(0);
  await hers.getByRole("button", { name: "Undo" }).click();
  await expect(requests.getByText("Ada Nowak")).toBeVisible();

  await mine.getByRole("tab", { name: "Pending" }).click();
  await expect(mine.getByText("request sent")).toBeVisible();
  await mine.getByRole("button", { name: "Cancel request" }).click();
  await expect(mine.getByText("No requests wait")).toBeVisible();
  await expect(requests).toHaveCount(0);

  await ada.api.relationships.request(grace.username);
  await requests.getByRole("button", { name: "Decline" }).click();
  // What was declined is told once the time for "Undo" is over.
  await expect(mine.getByText("No requests wait")).toBeHidden();
  await expect(mine.getByText("No requests wait")).toBeVisible();
});

test("a friend is removed, blocked and unblocked; the blocked one is not told and cannot write", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  const [mine, hers] = [await visit(ada, "/friends"), await visit(grace, `/channels/@me/${channel}`)];
  await write(hers, "Are you there?");
  const row = mine.getByRole("tabpanel").getByRole("listitem").filter({ hasText: "Grace Őry" });
  await expect(row.getByText("Online").first()).toBeVisible();
  await row.getByRole("button", { name: "More actions" }).click();
  await mine.getByRole("menuitem", { name: "Block" }).click();
  await mine.getByRole("alertdialog").getByRole("button", { name: "Block" }).click();
  await expect(mine.getByText("Grace Őry is blocked")).toBeVisible();
  await mine.getByRole("tab", { name: "Blocked" }).click();
  await expect(row).toBeVisible();

  await write(hers, "Hello?");
  await expect(message(hers, "Not sent: you cannot write to this person.")).toBeVisible();
  await message(hers, "Hello?").getByRole("button", { name: "Discard" }).click();
  await expect(message(hers, "Hello?")).toHaveCount(0);
  await conversation(mine, "Grace Őry").click();
  await expect(mine.getByPlaceholder("You blocked Grace Őry. Unblock them to write.")).toBeDisabled();

  await mine
    .getByRole("navigation", { name: "Conversations" })
    .getByRole("link", { name: "Friends" })
    .click();
  await mine.getByRole("tab", { name: "Blocked" }).click();
  await row.getByRole("button", { name: "Unblock" }).click();
  await expect(mine.getByText("Nobody is blocked")).toBeVisible();
  // Who unblocks is not a friend again.
  await mine.getByRole("tab", { name: "All" }).click();
  await expect(mine.getByText("No friends here yet")).toBeVisible();
});

test("recommends friends of friends and room mates with the reason, and forgets who is dismissed", async ({
  people,
  visit,
}) => {
  const [ada, grace, maud, tom] = await people("Ada Nowak", "Grace Őry", "Maud Leroy", "Tom Reid");
  // Maud is a friend of Ada's friend; Tom is in a room with Ada and also a friend of her friend.
  await befriend(grace, maud);
  await openRoom(grace, [ada, tom], "rust-fr");
  const page = await visit(ada);
  const known = page.getByRole("complementary", { name: "People you may know" });
  const tomRow = known.getByRole("listitem").filter({ hasText: "Tom Reid" });
  const maudRow = known.getByRole("listitem").filter({ hasText: "Maud Leroy" });
  await expect(tomRow).toContainText("1 friend in common");
  await expect(tomRow).toContainText("rust-fr");
  await expect(maudRow).toContainText("1 friend in common");
  await expect(known.getByRole("listitem").first()).toContainText("Tom Reid");

  await maudRow.getByRole("button", { name: "Do not suggest Maud Leroy" }).click();
  await expect(maudRow).toHaveCount(0);
  await tomRow.getByRole("button", { name: "Add Tom Reid" }).click();
  await expect(page.getByText("Request sent to Tom Reid")).toBeVisible();
  await expect(tomRow).toHaveCount(0);
  await page.reload();
  await expect(known.getByText("No suggestions yet.")).toBeVisible();

  const toms = await visit(tom);
  await expect(toms.getByRole("region", { name: "Friend requests" })).toContainText("Ada Nowak");
});
