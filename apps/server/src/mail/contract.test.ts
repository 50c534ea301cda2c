import { expect, test } from "bun:test";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSmtpServer } from "../../tests/smtp.ts";
import type { Mailer } from "./mailer.ts";
import { createOutboxMailer } from "./outbox.ts";
import { createSmtpMailer } from "./smtp.ts";

const FROM = "Palabre <palabre@example.org>";

interface Made extends AsyncDisposable {
  mailer: Mailer;
  /** The sources of the mails that were taken over. */
  received(): Promise<string[]>;
}

async function viaOutbox(): Promise<Made> {
  const folder = await mkdtemp(join(tmpdir(), "palabre-mail-"));
  const mailer = createOutboxMailer(folder, FROM);
  return {
    mailer,
    received: async () =>
      Promise.all((await readdir(folder)).sort().map((name) => readFile(join(folder, name), "utf8"))),
    async [Symbol.asyncDispose]() {
      await mailer.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function viaSmtp(): Promise<Made> {
  const server = startSmtpServer();
  const mailer = createSmtpMailer(server.url, FROM);
  return {
    mailer,
    received: async () => server.mails,
    async [Symbol.asyncDispose]() {
      await mailer.close();
      server[Symbol.dispose]();
    },
  };
}

for (const [name, make] of [
  ["outbox", viaOutbox],
  ["smtp", viaSmtp],
] as const) {
  test(`${name}: a mail is taken over whole, accents included`, async () => {
    await using made = await make();
    const text = "Bonjour Zoë,\n\nhttps://chat.example.org/reset#token=abc\n\n« à bientôt »\n";
    await made.mailer.send({ to: "zoe@example.org", subject: "Réinitialiser 🔑", text });
    const [source = ""] = await made.received();
    expect(source).toMatch(/^From: Palabre <palabre@example.org>$/m);
    expect(source).toMatch(/^To: zoe@example.org$/m);
    expect(source).toMatch(/^Subject: =\?UTF-8\?[QB]\?/m);
    expect(source).toContain("utf-8");
    const body = source.slice(source.indexOf("\n\n") + 2);
    const decoded = /base64/i.test(source)
      ? Buffer.from(body, "base64").toString()
      : body
          .replace(/=\n/g, "")
          .replace(/((?:=[0-9A-F]{2})+)/g, (bytes) =>
            Buffer.from(bytes.replaceAll("=", ""), "hex").toString(),
          );
    expect(decoded.trim()).toBe(text.trim());
  });
}

test("smtp: a refusal comes back to the sender", async () => {
  await using made = await viaSmtp();
  await expect(made.mailer.send({ to: "refused@example.org", subject: "s", text: "t" })).rejects.toThrow();
  expect(await made.received()).toEqual([]);
});
