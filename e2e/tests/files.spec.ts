import { readFile, writeFile } from "node:fs/promises";
import type { FileChooser, Page } from "@playwright/test";
import { picture } from "../images.ts";
import { attachFiles, composer, log, message, write } from "../pages.ts";
import { openChat } from "../people.ts";
import { expect, test } from "../test.ts";

interface Choice {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

async function attach(page: Page, ...files: Choice[]): Promise<void> {
  await (await openChooser(page)).setFiles(files);
}

async function openChooser(page: Page): Promise<FileChooser> {
  const choosing = page.waitForEvent("filechooser");
  await attachFiles(page);
  return choosing;
}

const text = (name: string, content: string): Choice => ({
  name,
  mimeType: "text/plain",
  buffer: Buffer.from(content),
});

test("an image is previewed, described, sent, shown in its place and opened large", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  const [mine, hers] = [
    await visit(ada, `/channels/@me/${channel}`),
    await visit(grace, `/channels/@me/${channel}`),
  ];
  await attach(mine, { name: "tree.png", mimeType: "image/png", buffer: picture(800, 400) });
  const chosen = mine.getByRole("list", { name: "1 file to send" });
  await expect(chosen).toContainText("tree.png");
  await chosen.getByRole("button", { name: "Describe" }).click();
  await mine.getByRole("dialog").getByLabel("Description").fill("A tree on a green ground");
  await mine.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await write(mine, "Look");
  const image = message(hers, "Look").getByRole("img", { name: "A tree on a green ground" });
  await expect(image).toBeVisible();
  await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
  // Its own shape, within 440 by 330.
  const box = await image.boundingBox();
  expect(box?.width).toBeGreaterThan(430);
  expect((box?.width ?? 0) / (box?.height ?? 1)).toBeCloseTo(2, 1);
  await message(hers, "Look").getByRole("button", { name: "Open A tree on a green ground" }).click();
  const large = hers.getByRole("dialog", { name: "A tree on a green ground" });
  await expect(large.getByText("tree.png")).toBeVisible();
  await expect(large.getByText(/800 × 400/)).toBeVisible();
  await hers.keyboard.press("Escape");
  await expect(large).toHaveCount(0);
});

test("a text file is shown in place with its code coloured, and downloads as it was", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  const page = await visit(ada, `/channels/@me/${channel}`);
  const source = "export const answer: number = 42;\n";
  await attach(page, text("answer.ts", source), text("notes.txt", "plain words\n"));
  await expect(page.getByRole("list", { name: "2 files to send" })).toBeVisible();
  await composer(page).press("Enter");
  const file = log(page).getByRole("group", { name: "typescript code" });
  await expect(file).toContainText("answer: number = 42");
  await expect(log(page).getByText("plain words")).toBeVisible();
  const download = page.waitForEvent("download");
  await log(page).getByRole("link", { name: "Download answer.ts" }).click();
  expect(await readFile(await (await download).path(), "utf8")).toBe(source);
});

test("a file without words, by drop and by paste; one that is too large is refused with the limit", async ({
  people,
  visit,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  const page = await visit(ada, `/channels/@me/${channel}`);
  await expect(composer(page)).toBeFocused();
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["dropped words"], "dropped.txt", { type: "text/plain" }));
    return transfer;
  });
  // What waits for files in the air comes a moment after the page.
  await expect(async () => {
    await page.dispatchEvent("main", "dragenter", { dataTransfer: data });
    await expect(page.getByText("Drop to send to Grace Őry")).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.dispatchEvent("main", "drop", { dataTransfer: data });
  await expect(page.getByRole("list", { name: "1 file to send" })).toContainText("dropped.txt");
  await composer(page).evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File(["pasted words"], "pasted.txt", { type: "text/plain" }));
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  const chosen = page.getByRole("list", { name: "2 files to send" });
  await chosen.getByRole("button", { name: "Remove dropped.txt" }).click();
  // From the disk: sent through the test's own connection it would take longer than all the rest.
  const huge = test.info().outputPath("huge.bin");
  await writeFile(huge, Buffer.alloc(26 << 20));
  await (await openChooser(page)).setFiles(huge);
  await expect(page.getByText("huge.bin was not added")).toBeVisible();
  await expect(page.getByText("The limit here is 25 MB a file.")).toBeVisible();
  await page.getByRole("button", { name: "Send" }).click();
  await expect(log(page).getByText("pasted words")).toBeVisible();
  await expect(log(page).getByText("dropped.txt")).toHaveCount(0);
});

test("an upload shows how far it is and can be cancelled", async ({ people, visit }) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  const page = await visit(ada, `/channels/@me/${channel}`);
  await expect(composer(page)).toBeVisible();
  // A line slow enough to look at: 200 KB a second.
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: 200_000,
  });
  await attach(page, {
    name: "film.bin",
    mimeType: "application/octet-stream",
    buffer: Buffer.alloc(8 << 20),
  });
  await expect(page.getByRole("list", { name: "1 file to send" })).toBeVisible();
  await write(page, "A long film");
  const pending = message(page, "A long film");
  await expect(pending.getByText(/of 8(\.\d+)? MB/)).toBeVisible();
  await pending.getByRole("button", { name: "Cancel" }).click();
  await expect(pending).toHaveCount(0);
  await devtools.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  await write(page, "Never mind");
  await expect(message(page, "Never mind")).toBeVisible();
  await expect(log(page).locator("[aria-busy=true]")).toHaveCount(0);
  await page.reload();
  await expect(message(page, "Never mind")).toBeVisible();
  await expect(log(page).getByText("A long film")).toHaveCount(0);
});

test("a file's name cannot lead anywhere, and an uploaded page never runs", async ({
  people,
  visit,
  server,
}) => {
  const [ada, grace] = await people("Ada Nowak", "Grace Őry");
  const channel = await openChat(ada, grace);
  const form = new FormData();
  form.append("payload_json", JSON.stringify({ content: "names" }));
  const html = "<script>document.title = 'taken over'</script>";
  form.append("files[0]", new Blob(["up and away"], { type: "text/plain" }), "../../../etc/pass\u202ewd.txt");
  form.append("files[1]", new Blob([html], { type: "text/html" }), "page.html");
  const answer = await fetch(`${server.url}/api/v10/channels/${channel}/messages`, {
    method: "POST",
    headers: { Authorization: ada.token },
    body: form,
  });
  expect(answer.ok).toBe(true);
  const page = await visit(grace, `/channels/@me/${channel}`);
  await expect(message(page, "names")).toContainText("up and away");
  await expect(message(page, "names")).not.toContainText("..");
  const address = await message(page, "names")
    .getByRole("link", { name: "Download page.html" })
    .getAttribute("href");
  const opened = await page.context().newPage();
  const direct = opened.waitForEvent("download").catch(() => null);
  await opened.goto(new URL(address ?? "", server.url).href).catch(() => null);
  expect(await opened.title()).not.toBe("taken over");
  await opened.close();
  await direct;
});
