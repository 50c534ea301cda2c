import type { Logger } from "pino";
import type { Mail, Mailer } from "./mailer.ts";

/** Waits before each further try, in milliseconds. */
const RETRY_AFTER = [1_000, 10_000, 60_000, 300_000];
/** Mails under way at most; past it new ones are dropped and the log says so. */
const UNDER_WAY = 1_000;

/**
 * Takes mails without making anybody wait for them: neither the answer's content nor its time tells whether a mail was
 * sent. A mail that is not taken over is tried again a few times; what is under way when the process dies is lost, and
 * whoever waits for it asks again.
 */
export interface Postbox {
  post(mail: Mail): void;
  /** Runs `write` behind the answer and posts what it comes to; for mails that must be looked up first. */
  later(write: () => Promise<Mail[]>): void;
  /** Resolves when nothing is under way but what waits for its next try. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

export function createPostbox(
  mailer: Mailer,
  log: Pick<Logger, "error" | "warn">,
  retryAfter: readonly number[] = RETRY_AFTER,
): Postbox {
  const working = new Set<Promise<void>>();
  const retries = new Set<ReturnType<typeof setTimeout>>();
  let closed = false;

  function track(work: () => Promise<void>): void {
    if (closed || working.size + retries.size >= UNDER_WAY) {
      log.error("a mail was dropped: too many are under way");
      return;
    }
    const tracked = work().finally(() => working.delete(tracked));
    working.add(tracked);
  }

  function attempt(mail: Mail, tried: number): void {
    track(async () => {
      try {
        await mailer.send(mail);
      } catch (err) {
        const wait = retryAfter[tried];
        // Neither the address nor the text: the one is personal, the other holds a key.
        if (wait === undefined || closed) {
          log.error({ err, tried: tried + 1 }, "a mail could not be sent");
          return;
        }
        log.warn({ err, tried: tried + 1 }, "a mail could not be sent, it is tried again");
        const timer = setTimeout(() => {
          retries.delete(timer);
          attempt(mail, tried + 1);
        }, wait);
        timer.unref();
        retries.add(timer);
      }
    });
  }

  const postbox: Postbox = {
    post: (mail) => attempt(mail, 0),
    later(write) {
      track(async () => {
        try {
          for (const mail of await write()) attempt(mail, 0);
        } catch (err) {
          log.error({ err }, "a mail could not be written");
        }
      });
    },
    async idle() {
      while (working.size > 0) await Promise.all(working);
    },
    async close() {
      for (const timer of retries) clearTimeout(timer);
      retries.clear();
      await Promise.race([postbox.idle(), Bun.sleep(3_000)]);
      closed = true;
      await mailer.close();
    },
  };
  return postbox;
}
