import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";

/** The link in the newest mail to `address` whose subject has `subject`. Without a mail server mails are files of the outbox. */
export async function linkFromMail(dataDir: string, address: string, subject: string): Promise<string> {
  let link: string | undefined;
  await expect
    .poll(async () => (link = await findLink(join(dataDir, "outbox"), address, subject)), {
      message: `a mail to ${address} about “${subject}”`,
    })
    .toBeDefined();
  return link ?? "";
}

async function findLink(folder: string, address: string, subject: string): Promise<string | undefined> {
  const names = await readdir(folder).catch(() => []);
  const mine = names.filter((name) => name.endsWith(`-${address}.eml`)).sort();
  for (const name of mine.reverse()) {
    const { head, text } = split(await readFile(join(folder, name), "utf8"));
    if (head.includes(subject)) return /https?:\/\/\S+/.exec(text)?.[0];
  }
  return undefined;
}

function split(source: string): { head: string; text: string } {
  const [head = "", ...rest] = source.split("\n\n");
  const body = rest.join("\n\n");
  if (!/^content-transfer-encoding: quoted-printable/im.test(head)) return { head, text: body };
  return {
    head,
    text: body
      .replace(/=\n/g, "")
      .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
  };
}
