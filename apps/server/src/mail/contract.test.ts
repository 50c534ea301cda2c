import { expect, test } from "bun:test";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

/** An SMTP server that takes every mail, save for one address that it refuses. */
async function viaSmtp(): Promise<Made> {
  const mails: string[] = [];
  const server = Bun.listen<{ text: string; body: string | null }>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open(socket) {
        socket.data = { text: "", body: null };
        socket.write("220 test\r\n");
      },
      data(socket, chunk) {
        const { data } = socket;
        data.text += chunk.toString();
        for (let end = data.text.indexOf("\r\n"); end >= 0; end = data.text.indexOf("\r\n")) {
          const line = data.text.slice(0, end);
          data.text = data.text.slice(end + 2);
          if (data.body !== null) {
            if (line !== ".") data.body += `${line}\n`;
            else {
              mails.push(data.body);
              data.body = null;
              socket.write("250 taken\r\n");
            }
          } else if (/^EHLO/i.test(line)) socket.write("250 test\r\n");
          else if (/^RCPT.*refused@/i.test(line)) socket.write("550 nobody here\r\n");
          else if (/^DATA/i.test(line)) {
            data.body = "";
            socket.write("354 go on\r\n");
          } else if (/^QUIT/i.test(line)) socket.end("221 bye\r\n");
          else socket.write("250 ok\r\n");
        }
      },
    },
  });
  const mailer = createSmtpMailer(`smtp://127.0.0.1:${server.port}`, FROM);
  return {
    mailer,
    received: async () => mails,
    async [Symbol.asyncDispose]() {
      await mailer.close();
      server.stop(true);
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
