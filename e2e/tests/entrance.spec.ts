import { expectAccessible } from "../accessible.ts";
import { untilReady } from "../pages.ts";
import { befriend, type Person } from "../people.ts";
import { expect, test } from "../test.ts";

/** Bits of API v10: invite, see, write. */
const MEMBER = String((1 << 0) | (1 << 10) | (1 << 11));
const VIEW_CHANNEL = String(1 << 10);

/** A garden of Ada's: everybody sees two channels, Cooks a third. */
async function garden(owner: Person) {
  const guild = await owner.api.guilds.create({
    name: "The Garden",
    description: "A plot for the street",
    roles: [
      { id: 0, permissions: MEMBER },
      { id: 1, name: "Cooks", permissions: "0" },
      { id: 2, name: "Diggers", permissions: "0" },
    ],
    channels: [
      { id: 10, name: "gate" },
      { id: 11, name: "plots" },
      {
        id: 12,
        name: "recipes",
        permission_overwrites: [
          { id: "0", type: 0, deny: VIEW_CHANNEL },
          { id: "1", type: 0, allow: VIEW_CHANNEL },
        ],
      },
    ],
    system_channel_id: 10,
  });
  const full = guild as unknown as {
    id: string;
    channels: { id: string; name: string }[];
    roles: { id: string; name: string }[];
  };
  const channel = (name: string) => full.channels.find((one) => one.name === name)?.id ?? "";
  const role = (name: string) => full.roles.find((one) => one.name === name)?.id ?? "";
  const { code } = await owner.api.invites.create(channel("gate"), { max_age: 0 });
  return { id: full.id, channel, role, code };
}

test("a server asks whoever applies; they wait, are let in, and are there", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, code } = await garden(ada);
  const hers = await visit(ada, `/channels/${id}/settings/applications`);
  await hers.getByText("Take people in by application").click();
  await hers.getByRole("button", { name: "Add a question" }).click();
  await hers.getByRole("textbox", { name: "Question 1" }).fill("Which plot would you like?");
  await expectAccessible(hers, "the form of a server");
  await hers.getByRole("button", { name: "Save changes" }).click();
  await expect(hers.getByRole("button", { name: "Save changes" })).toHaveCount(0);
  await expect(hers.getByText("Nobody is waiting.")).toBeVisible();

  const page = await visit(grace, `/invite/${code}`);
  await expect(page.getByRole("heading", { level: 1, name: "The Garden" })).toBeVisible();
  const send = page.getByRole("button", { name: "Send the application" });
  await send.click();
  await expect(page.getByText("This is needed.")).toBeVisible();
  await page.getByRole("textbox", { name: "Which plot would you like?" }).fill("The one by the wall");
  await expectAccessible(page, "an application");
  await send.click();
  await expect(page.getByRole("heading", { name: "Application sent" })).toBeVisible();
  await page.goto("/");
  await untilReady(page);
  const own = page.getByRole("region", { name: "Your applications" });
  await expect(own.getByText("Waits for an answer")).toBeVisible();

  const request = hers.getByRole("article", { name: "Grace Őry" });
  await expect(request).toContainText("The one by the wall");
  await request.getByRole("button", { name: "Let Grace Őry in" }).click();
  await expect(hers.getByText("Nobody is waiting.")).toBeVisible();
  // She is in at that moment, and reads that until she has been there.
  await expect(own.getByText("Accepted: you are in.")).toBeVisible();
  await expectAccessible(page, "an application that was accepted");
  await own.getByRole("link", { name: "Go to the server", exact: true }).click();
  await expect(page.getByRole("complementary", { name: "The Garden" })).toBeVisible();
  await page.goto("/");
  await untilReady(page);
  await expect(page.getByRole("link", { name: /The Garden/ }).first()).toBeVisible();
  await expect(own).toHaveCount(0);
});

test("whoever looks elsewhere when their application is decided on is told", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const [one, other] = [await garden(ada), await garden(ada)];
  const requests = [];
  for (const { id, code } of [one, other]) {
    await ada.api.guilds.setRules(id, { manual_approval: true });
    requests.push(await grace.api.entrance.handIn(id, { invite_code: code, form_fields: [] }));
  }
  const [first, second] = requests;
  const page = await visit(grace, "/friends");
  await untilReady(page);
  const told = page.getByRole("alertdialog");
  await ada.api.entrance.decide(other.id, second?.id ?? "", {
    action: "REJECTED",
    rejection_reason: "All plots are taken",
  });
  await expect(told.filter({ hasText: "The Garden has rejected your application" })).toContainText(
    "All plots are taken",
  );
  await ada.api.entrance.decide(one.id, first?.id ?? "", { action: "APPROVED" });
  await told
    .filter({ hasText: "The Garden has accepted your application" })
    .getByRole("button", { name: "Open", exact: true })
    .click();
  await expect(page.getByRole("complementary", { name: "The Garden" })).toBeVisible();
});

test("whoever is rejected reads why in the inbox, and puts it away", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, code } = await garden(ada);
  await ada.api.guilds.setRules(id, { manual_approval: true });
  await grace.api.entrance.handIn(id, { invite_code: code, form_fields: [] });
  const page = await visit(grace);
  await untilReady(page);
  const own = page.getByRole("region", { name: "Your applications" });
  await expect(own.getByText("Waits for an answer")).toBeVisible();
  const hers = await visit(ada, `/channels/${id}/settings/applications`);
  await hers.getByRole("button", { name: "Reject Grace Őry" }).click();
  const asked = hers.getByRole("alertdialog").or(hers.getByRole("dialog"));
  await asked.getByLabel("Reason").fill("All plots are taken until spring");
  await asked.getByRole("button", { name: "Reject", exact: true }).click();
  await expect(hers.getByText("Nobody is waiting.")).toBeVisible();
  await expect(own.getByText("Rejected: All plots are taken until spring")).toBeVisible();
  await own.getByRole("button", { name: "Put away" }).click();
  await expect(own).toHaveCount(0);
});

test("a founder writes questions; whoever is new is led to them, chooses, and changes their mind later", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, code } = await garden(ada);
  const hers = await visit(ada, `/channels/${id}/settings/onboarding`);
  await hers.getByText("Ask new members").click();
  await hers
    .locator("label")
    .filter({ hasText: /^gate$/ })
    .click();
  await hers
    .locator("label")
    .filter({ hasText: /^plots$/ })
    .click();
  await hers.getByRole("button", { name: "Add a question" }).click();
  await hers.getByPlaceholder("What is asked").fill("What would you like to do?");
  await hers.getByRole("textbox", { name: "Answer", exact: true }).fill("Cook");
  await hers.getByRole("button", { name: /Gives the role/ }).click();
  await hers.getByRole("option", { name: "Cooks" }).click();
  await hers.getByRole("button", { name: "Add an answer" }).click();
  await hers.getByRole("textbox", { name: "Answer", exact: true }).nth(1).fill("Dig");
  await expectAccessible(hers, "questions to new members");
  // Wherever the focus goes on a long page, the frame around it stays.
  await hers.getByRole("switch", { name: /Show a guide/ }).focus();
  await expect(hers.getByRole("switch", { name: /Show a guide/ })).toBeFocused();
  expect(await hers.evaluate(() => document.querySelector(".settings")?.scrollTop)).toBe(0);
  await hers.getByRole("button", { name: "Save changes" }).click();
  await expect(hers.getByRole("button", { name: "Save changes" })).toHaveCount(0);

  const page = await visit(grace, `/invite/${code}`);
  await page.getByRole("button", { name: "Join the server" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Welcome to The Garden" })).toBeVisible();
  const list = page.getByRole("navigation", { name: "Channels of The Garden" });
  await expect(list.getByRole("link", { name: /recipes/ })).toHaveCount(0);
  await page.locator("label").filter({ hasText: "Cook" }).click();
  await expectAccessible(page, "questions to whoever is new");
  await page.getByRole("button", { name: "Done, take me in" }).click();
  // The role came at once, and what it opens with it.
  await expect(list.getByRole("link", { name: /recipes/ })).toBeVisible();

  await list.getByRole("link", { name: "Channels & roles" }).click();
  await expect(page.getByRole("checkbox", { name: "Cook" })).toBeChecked();
  await page.locator("label").filter({ hasText: "Cook" }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(list.getByRole("link", { name: /recipes/ })).toHaveCount(0);
});

test("whoever must accept rules finds them, and writes once they have", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const { id, code } = await garden(ada);
  await ada.api.guilds.setRules(id, {
    form_fields: [{ field_type: "TERMS", label: "Rules", values: ["Shut the gate"], required: true }],
  });
  const page = await visit(grace, `/invite/${code}`);
  await page.getByRole("button", { name: "Join the server" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Welcome to The Garden" })).toBeVisible();
  await expect(page.getByText("Shut the gate")).toBeVisible();
  await page.locator("label").filter({ hasText: "I have read these rules" }).click();
  await page.getByRole("button", { name: "Accept and begin" }).click();
  await expect(page.getByText("Shut the gate")).toHaveCount(0);
  await page
    .getByRole("navigation", { name: "Channels of The Garden" })
    .getByRole("link", { name: /gate/ })
    .click();
  await expect(page.getByRole("textbox", { name: /Message/ })).toBeEditable();
});

test("a widget is switched on, and its badge stands there to copy", async ({ people, visit }) => {
  const [ada] = await people("Ada Nowak");
  const { id } = await garden(ada);
  const page = await visit(ada, `/channels/${id}/settings/widget`);
  await expect(page.getByRole("heading", { level: 1, name: "Widget" })).toBeVisible();
  await page.getByText("Show a widget").click();
  const badge = page.getByRole("img", { name: "The Garden: who is online" });
  await expect(badge).toBeVisible();
  await expect
    .poll(() => badge.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(50);
  await expect(page.getByRole("textbox", { name: "For programs (JSON)" })).toHaveValue(/widget\.json$/);
  await expectAccessible(page, "the widget's settings");
  const shown = await page.request.get(`/api/v10/guilds/${id}/widget.json`, { headers: { cookie: "" } });
  expect(await shown.json()).toMatchObject({ name: "The Garden", instant_invite: null });
});

test("an invitation for some people lets them in, tells others that it is not for them, and is changed later", async ({
  people,
  visit,
}) => {
  const [ada, grace, mary] = await people("Ada Nowak", "Grace Őry", "Mary Shaw");
  await befriend(ada, grace);
  const { id } = await garden(ada);
  const hers = await visit(ada, `/channels/${id}/settings/invites`);
  await hers.locator("label").filter({ hasText: "Only for these people" }).click();
  const make = hers.getByRole("button", { name: "Create invitation", exact: true });
  await hers.getByRole("option", { name: /Grace/ }).click();
  await make.click();
  const line = hers.getByRole("listitem").filter({ hasText: "for some people" });
  await expect(line).toBeVisible();
  const code = (await line.locator("b").innerText()).split("/").at(-1);
  const others = await visit(mary, `/invite/${code}`);
  await others.getByRole("button", { name: "Join the server" }).click();
  await expect(others.getByRole("alert")).toContainText("This invitation is for other people.");

  await hers.getByRole("button", { name: `Whom the invitation ${code} is for`, exact: true }).click();
  const list = hers.getByRole("dialog", { name: "Whom it is for", exact: true });
  await expect(list.getByRole("listitem")).toHaveText([/Grace Őry/]);
  await list.getByRole("button", { name: "Add people", exact: true }).click();
  const search = list.getByRole("textbox", { name: "Whom it is for", exact: true });
  // A stranger is found by the whole user name, not by its beginning.
  await search.fill(mary.username.slice(0, -1));
  await expect(list.getByText("Nobody found.")).toBeVisible();
  await search.fill(mary.username);
  await list.getByRole("option", { name: "Mary Shaw" }).click();
  await expectAccessible(hers, "people for an invitation");
  await list.getByRole("button", { name: "Add", exact: true }).click();
  await expect(list.getByRole("listitem")).toHaveText([/Grace Őry/, /Mary Shaw/]);
  await list.getByRole("button", { name: "Take Grace Őry off the list", exact: true }).click();
  await expect(list.getByRole("listitem")).toHaveText([/Mary Shaw/]);

  await others.getByRole("button", { name: "Join the server" }).click();
  await expect(others.getByRole("complementary", { name: "The Garden" })).toBeVisible();
  const page = await visit(grace, `/invite/${code}`);
  await page.getByRole("button", { name: "Join the server" }).click();
  await expect(page.getByRole("alert")).toContainText("This invitation is for other people.");
});

test("an invitation finds members of servers in common", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Quill");
  const common = await garden(ada);
  await grace.api.invites.accept(common.code);
  const { id } = await garden(ada);
  const hers = await visit(ada, `/channels/${id}/settings/invites`);
  await hers.locator("label").filter({ hasText: "Only for these people" }).click();
  await hers.getByRole("textbox", { name: "Whom it is for", exact: true }).fill("grace q");
  await hers.getByRole("option", { name: /Grace Quill/ }).click();
  await hers.getByRole("button", { name: "Create invitation", exact: true }).click();
  await expect(hers.getByRole("listitem").filter({ hasText: "for some people" })).toBeVisible();
});
