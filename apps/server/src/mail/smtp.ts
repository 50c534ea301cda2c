import { createTransport } from "nodemailer";
import type { Mailer } from "./mailer.ts";

/** Sends through an SMTP server at a `smtp://` or `smtps://` address. */
export function createSmtpMailer(url: string, from: string): Mailer {
  const transport = createTransport(url, { from });
  return {
    async send(mail) {
      await transport.sendMail(mail);
    },
    async close() {
      transport.close();
    },
  };
}
