import type { Mailer } from "./mailer.ts";

/** A mailer that is loaded with its first mail, so that a start does not wait for a library that it may never need. */
export function loadLater(load: () => Promise<Mailer>): Mailer {
  let loading: Promise<Mailer> | undefined;
  return {
    async send(mail) {
      loading ??= load();
      const mailer = await loading;
      await mailer.send(mail);
    },
    async close() {
      const mailer = await loading;
      await mailer?.close();
    },
  };
}
