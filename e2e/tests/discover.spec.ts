import { untilReady } from "../pages.ts";
import { expect, test } from "../test.ts";

const KINDS = [
  ["Blank", "general"],
  ["Open-source project", "welcome"],
  ["Company team", "general"],
  ["Study group", "introductions"],
  ["Friends", "general"],
] as const;

test("a server is made of each kind, and stands with its channels", async ({ people, visit }) => {
  const [ada] = await people("Ada Nowak");
  const page = await visit(ada);
  await untilReady(page);
  for (const [kind, channel] of KINDS) {
    await page.getByRole("button", { name: "Add a server" }).click();
    await page.getByRole("dialog").getByRole("button", { name: kind }).click();
    await page.getByLabel("Server name").fill(`Tessera, ${kind}`);
    await page.getByRole("button", { name: "Create", exact: true }).click();
    const list = page.getByRole("complementary", { name: `Tessera, ${kind}` });
    await expect(list.getByRole("link", { name: channel }).first()).toBeVisible();
  }
});

test("an invitation's link brings one into its server, nonsense does not", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const guild = await ada.api.guilds.create({ name: "Tessera" });
  const { id } = await ada.api.guildChannels.create(guild.id, { name: "welcome" });
  const { code } = await ada.api.invites.create(id, {});
  const page = await visit(grace);
  await untilReady(page);
  await page.getByRole("button", { name: "Add a server" }).click();
  const field = page.getByRole("dialog").getByLabel("Have an invitation?");
  await field.fill("not an invitation");
  await field.press("Enter");
  await expect(page.getByText("This is not an invitation.")).toBeVisible();
  await field.fill(`http://chat.example/invite/${code}`);
  await field.press("Enter");
  await page.getByRole("button", { name: "Join the server" }).click();
  await expect(page.getByRole("complementary", { name: "Tessera" })).toBeVisible();
});

test("the directory shows servers that are listed, finds them, and lets one in", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const listed = await ada.api.guilds.create({ name: "Lichens of Łódź", description: "On walls and bark." });
  await ada.api.guilds.create({ name: "Lichens, in secret" });
  await ada.api.guilds.update(listed.id, { features: ["DISCOVERABLE"] as never });
  const page = await visit(grace);
  await untilReady(page);
  await page.getByRole("link", { name: "Browse the directory" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Directory" })).toBeVisible();
  const search = page.getByRole("searchbox", { name: "Name or description" });
  await search.fill("no such thing");
  await expect(page.getByText("Nothing found for “no such thing”")).toBeVisible();
  await search.fill("LICHENS");
  const card = page.getByRole("listitem").filter({ hasText: "Lichens of Łódź" });
  await expect(card).toContainText("On walls and bark.");
  await expect(card).toContainText("1 member");
  await expect(page.getByText("Lichens, in secret")).toHaveCount(0);
  await card.getByRole("button", { name: "Join Lichens of Łódź" }).click();
  await expect(page.getByRole("complementary", { name: "Lichens of Łódź" })).toBeVisible();
});
