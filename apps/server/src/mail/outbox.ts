import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import type { Mailer } from "./mailer.ts";

/** Writes each mail as an .eml file into `folder`, for machines without a mail server. */
export function createOutboxMailer(folder: string, from: string): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: "unix" }, { from });
  let counter = 0;
  return {
    async send(mail) {
      const { message } = await transport.sendMail(mail);
      if (!Buffer.isBuffer(message)) throw new Error("the mail was not rendered into a buffer");
      await mkdir(folder, { recursive: true });
      const name = `${Date.now()}-${++counter}-${mail.to.replace(/[^a-z0-9.@-]/gi, "_").slice(0, 80)}.eml`;
      await writeFile(join(folder, `${name}.new`), message, { mode: 0o600 });
      await rename(join(folder, `${name}.new`), join(folder, name));
    },
    async close() {
      transport.close();
    },
  };
}
