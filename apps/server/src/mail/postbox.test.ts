import { expect, test } from "bun:test";
import type { Mail, Mailer } from "./mailer.ts";
import { createPostbox } from "./postbox.ts";

const mail: Mail = { to: "a@example.org", subject: "s", text: "t" };
const quiet = { error: () => {}, warn: () => {} };

function flakyMailer(failures: number): Mailer & { sent: Mail[]; done: Promise<void> } {
  const sent: Mail[] = [];
  const { promise: done, resolve } = Promise.withResolvers<void>();
  return {
    sent,
    done,
    async send(mail) {
      if (failures-- > 0) throw new Error("the server is away");
      sent.push(mail);
      resolve();
    },
    async close() {},
  };
}

test("a mail that fails is tried again until it is sent once", async () => {
  const mailer = flakyMailer(2);
  const postbox = createPostbox(mailer, quiet, [1, 1, 1]);
  postbox.post(mail);
  await mailer.done;
  await postbox.close();
  expect(mailer.sent).toEqual([mail]);
});

test("after the last try it is given up", async () => {
  const mailer = flakyMailer(99);
  const { promise: givenUp, resolve } = Promise.withResolvers<void>();
  const postbox = createPostbox(mailer, { error: () => resolve(), warn: () => {} }, [1]);
  postbox.post(mail);
  await givenUp;
  await postbox.close();
  expect(mailer.sent).toEqual([]);
});

test("mails that must be looked up first are written behind the caller's back, and a failure stays there", async () => {
  const mailer = flakyMailer(0);
  const postbox = createPostbox(mailer, quiet);
  postbox.later(async () => {
    await Bun.sleep(0);
    return [mail, mail];
  });
  postbox.later(() => Promise.reject(new Error("no")));
  await postbox.close();
  expect(mailer.sent).toEqual([mail, mail]);
});
