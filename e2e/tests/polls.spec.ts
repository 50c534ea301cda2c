import type { APIMessage } from "@palabre/protocol";
import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "../accessible.ts";
import { picture } from "../images.ts";
import { choose, composer, conversation, log, openActions, sent, untilReady, write } from "../pages.ts";
import { openChat, openRoom, type Person } from "../people.ts";
import { bringIn, openServer } from "../servers.ts";
import { expect, test } from "../test.ts";
import { englishOn } from "../words.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const QUESTION = "Where do we eat?";
const poll = (page: Page, question = QUESTION): Locator =>
  log(page).getByRole("region", { name: `Poll: ${question}` });
const row = (on: Locator, answer: string): Locator => on.getByRole("listitem").filter({ hasText: answer });

async function ask(by: Person, channelId: string, many = false): Promise<APIMessage> {
  return by.api.messages.send(channelId, {
    poll: {
      question: { text: QUESTION },
      answers: [
        { poll_media: { text: "Couscous", emoji: { id: null, name: "🥘" } } },
        { poll_media: { text: "Crêpes" } },
        { poll_media: { text: "At the desk" } },
      ],
      duration: 24,
      allow_multiselect: many,
    },
  });
}
const vote = (by: Person, { channel_id, id }: APIMessage, ...answer_ids: number[]) =>
  by.api.http.request("PUT", `/channels/${channel_id}/polls/${id}/answers/@me`, { body: { answer_ids } });

test("a poll is made with the keyboard, answered, changed and taken back, and both see it at once", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const chat = await openChat(ada, grace);
  const mine = await visit(ada, `/channels/@me/${chat}`);
  const hers = await visit(grace, `/channels/@me/${chat}`);
  await expect(composer(hers)).toBeVisible();
  await write(mine, "/poll Where do we eat?");
  const form = mine.getByRole("dialog", { name: "Create a poll" });
  await expect(form.getByLabel("Question")).toHaveValue(QUESTION);
  await expect(form.getByLabel("Question")).toBeFocused();
  // Enter goes on, and adds what is not there yet; Backspace in an empty answer takes it away.
  await mine.keyboard.press("Enter");
  await expect(form.getByLabel("Answer 1", { exact: true })).toBeFocused();
  await mine.keyboard.type("Couscous");
  await mine.keyboard.press("Enter");
  await mine.keyboard.type("Crêpes");
  await mine.keyboard.press("Enter");
  await expect(form.getByLabel("Answer 3", { exact: true })).toBeFocused();
  await mine.keyboard.press("Backspace");
  await expect(form.getByLabel("Answer 3", { exact: true })).toHaveCount(0);
  await expect(form.getByLabel("Answer 2", { exact: true })).toBeFocused();
  await expectAccessible(mine, "dialog of a poll");
  await form.getByRole("button", { name: "Ask" }).click();
  await expect(form).toBeHidden();
  await expect(composer(mine)).toHaveValue("");

  const asked = poll(hers);
  await expect(asked).toBeVisible();
  await expect(asked.getByText("Choose one answer")).toBeVisible();
  await expectAccessible(hers, "a poll to answer");
  await asked.getByRole("radio", { name: "Couscous" }).focus();
  await hers.keyboard.press("Space");
  await hers.keyboard.press("ArrowDown");
  await expect(asked.getByRole("radio", { name: "Crêpes" })).toBeChecked();
  await hers.keyboard.press("Enter");
  await expect(row(asked, "Crêpes")).toContainText("Crêpes: 1 vote, 100%");
  await expect(row(asked, "Crêpes")).toContainText("Your vote");
  // Who has not voted sees it, too, once they ask.
  await poll(mine).getByRole("button", { name: "Show the results" }).click();
  await expect(row(poll(mine), "Crêpes")).toContainText("Crêpes: 1 vote, 100%");
  await expect(row(poll(mine), "Crêpes")).not.toContainText("Your vote");
  await poll(mine).getByRole("button", { name: "Back to the vote" }).click();
  await poll(mine).getByText("Couscous").click();
  await poll(mine).getByRole("button", { name: "Vote", exact: true }).click();
  await expect(row(asked, "Couscous")).toContainText("Couscous: 1 vote, 50%");

  await asked.getByRole("button", { name: "Change my vote" }).click();
  await asked.getByText("Couscous").click();
  await asked.getByRole("button", { name: "Vote", exact: true }).click();
  await expect(row(poll(mine), "Couscous")).toContainText("Couscous: 2 votes, 100%");
  await asked.getByRole("button", { name: "Take my vote back" }).click();
  await expect(asked.getByRole("button", { name: "Vote", exact: true })).toBeVisible();
  await expect(row(poll(mine), "Couscous")).toContainText("Couscous: 1 vote, 100%");
  // What one chose is still there after the page is opened anew.
  await mine.reload();
  await expect(row(poll(mine), "Couscous")).toContainText("Your vote");
});

test("who voted is told, the poll is ended, and what came out stands below", async ({ people, visit }) => {
  const [ada, grace, lin] = await people("Ada Nowak", "Grace Őry", "Lin Tran");
  const room = await openRoom(ada, [grace, lin], "Lunch");
  const asked = await ask(ada, room, true);
  await vote(grace, asked, 1, 2);
  await vote(lin, asked, 1);
  const page = await visit(ada, `/channels/@me/${room}`);
  await poll(page).getByText("At the desk").click();
  await poll(page).getByText("Couscous").click();
  await expect(poll(page).getByRole("checkbox", { name: "Couscous" })).toBeChecked();
  await poll(page).getByRole("button", { name: "Vote", exact: true }).click();
  await expect(row(poll(page), "Couscous")).toContainText("Couscous: 3 votes, 60%");
  await expectAccessible(page, "a poll that was answered");

  await poll(page)
    .getByRole("button", { name: /^5 votes/ })
    .click();
  const who = page.getByRole("dialog", { name: "Who voted" });
  await expect(who.getByText("Grace Őry")).toBeVisible();
  await expect(who.getByText("Lin Tran")).toBeVisible();
  await who.getByRole("button", { name: /Answer/ }).click();
  await page.getByRole("option", { name: /Crêpes/ }).click();
  await expect(who.getByText("Lin Tran")).toHaveCount(0);
  await expect(who.getByText("Grace Őry")).toBeVisible();
  await expectAccessible(page, "who voted");
  // It follows what happens meanwhile.
  await vote(lin, asked, 1, 2);
  await expect(who.getByText("Lin Tran")).toBeVisible();
  await page.keyboard.press("Escape");

  await poll(page).getByRole("button", { name: "End it now" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End it now" }).click();
  await expect(poll(page)).toContainText("Poll over");
  await expect(row(poll(page), "Couscous")).toContainText("Most votes");
  await expect(poll(page).getByRole("button", { name: "Change my vote" })).toHaveCount(0);
  const result = log(page).getByRole("article").filter({ hasText: "is over" });
  await expect(result).toContainText("The poll of Ada Nowak is over: Where do we eat?");
  await expect(result).toContainText("Couscous");
  await expect(result).toContainText("50% · 3 votes");
  await expectAccessible(page, "what came out");
  await expect(conversation(page, "Lunch")).toContainText("The poll of");
  await result.getByRole("button", { name: "Show the poll" }).click();
  await expect(sent(page, QUESTION).first()).toBeInViewport();
});

test("answers have emoji of the server, as they are asked, answered and when it is over", async ({
  people,
  visit,
}) => {
  const [ada] = await people("Ada Nowak");
  const server = await openServer(ada, { name: "Tessera", channels: [{ name: "clearing", type: 0 }] });
  const image = `data:image/png;base64,${picture(40, 40).toString("base64")}`;
  await ada.api.emojis.create(server.id, { name: "oakling", image });
  const page = await visit(ada, `/channels/${server.id}/${server.channel("clearing")}`);
  await write(page, "/poll Which tree?");
  const form = page.getByRole("dialog", { name: "Create a poll" });
  await form.getByLabel("Answer 1", { exact: true }).fill("An oak");
  await form.getByLabel("Answer 2", { exact: true }).fill("Any");
  await form.getByRole("button", { name: /Emoji of answer 1/ }).click();
  await page.getByRole("combobox", { name: "Find an emoji" }).fill("oakl");
  await page.getByRole("gridcell", { name: ":oakling:", exact: true }).click();
  // Beside the words of the answer, which say it all to who does not see.
  const oakling = (place: Locator) => place.locator("img[alt=':oakling:']");
  await expect(oakling(form)).toBeVisible();
  await form.getByRole("button", { name: "Ask" }).click();
  const asked = poll(page, "Which tree?");
  await expect(oakling(asked)).toHaveJSProperty("naturalWidth", 40);
  await asked.getByText("An oak").click();
  await asked.getByRole("button", { name: "Vote", exact: true }).click();
  await expect(row(asked, "An oak").locator("img")).toBeVisible();
  await asked.getByRole("button", { name: "End it now" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End it now" }).click();
  const result = log(page).getByRole("article").filter({ hasText: "is over" });
  await expect(oakling(result)).toBeVisible();
});

test("where one may not ask, the menu says so; a poll is not edited", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const server = await openServer(ada, {
    name: "Tessera",
    roles: [{ id: 0, permissions: String(1024 + 2048 + 65536) }],
    channels: [{ name: "clearing", type: 0 }],
  });
  await bringIn(ada, server.channel("clearing"), grace);
  await ask(ada, server.channel("clearing"));
  const path = `/channels/${server.id}/${server.channel("clearing")}`;
  const hers = await visit(grace, path);
  await untilReady(hers);
  await hers.getByRole("button", { name: "Add", exact: true }).click();
  await expect(hers.getByRole("menuitem", { name: "Create a poll" })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
  await hers.keyboard.press("Escape");
  // Voting asks for nothing but the sight of it.
  await poll(hers).getByText("Crêpes").click();
  await poll(hers).getByRole("button", { name: "Vote", exact: true }).click();
  await expect(row(poll(hers), "Crêpes")).toContainText("Your vote");

  const mine = await visit(ada, path);
  const menu = await openActions(mine, sent(mine, QUESTION));
  await expect(menu.getByRole("menuitem", { name: "Reply" })).toBeVisible();
  await expect(menu.getByRole("menuitem", { name: "Edit" })).toHaveCount(0);
  await mine.keyboard.press("Escape");
  await choose(mine, sent(mine, QUESTION), "Delete");
  await expect(mine.getByRole("alertdialog")).toContainText(QUESTION);
  await mine.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(poll(hers)).toHaveCount(0);
});

test("on a phone, in French, a poll is asked from the menu and answered with a thumb", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const chat = await openChat(ada, grace);
  const page = await visit(ada, `/channels/@me/${chat}`, { ...PHONE, locale: "fr-FR" });
  await page.getByRole("button", { name: "Ajouter", exact: true }).click();
  await page.getByRole("menuitem", { name: "Créer un sondage" }).click();
  const form = page.getByRole("dialog", { name: "Créer un sondage" });
  await form.getByLabel("Question").fill("On mange où\u202f?");
  await form.getByLabel("Réponse 1", { exact: true }).fill("Couscous");
  await form.getByLabel("Réponse 2", { exact: true }).fill("Crêpes");
  await form.locator("label").filter({ hasText: "Plusieurs réponses" }).click();
  await expectAccessible(page, "dialog on a phone");
  expect(await englishOn(page)).toEqual([]);
  await form.getByRole("button", { name: "Poser la question" }).click();
  await expect(form).toBeHidden();
  const asked = log(page).getByRole("region", { name: /^Sondage/ });
  await asked.getByText("Couscous").tap();
  await asked.getByText("Crêpes").tap();
  for (const label of await asked.locator("label").all()) {
    expect((await label.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  }
  await asked.getByRole("button", { name: "Voter", exact: true }).tap();
  await expect(asked.getByRole("listitem").filter({ hasText: "Crêpes" })).toContainText("1 vote, 50");
  expect(await englishOn(page)).toEqual([]);
  await expectAccessible(page, "answered on a phone");
});
