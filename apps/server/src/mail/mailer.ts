export interface Mail {
  to: string;
  subject: string;
  /** Plain text, wrapped by the reader. */
  text: string;
}

/**
 * Hands mails over for delivery. Two implementations: SMTP, and a folder of .eml files for machines without mail.
 * `send` resolves once the mail was taken over and rejects when it was not; a mail may arrive twice, never changed.
 */
export interface Mailer {
  send(mail: Mail): Promise<void>;
  close(): Promise<void>;
}
