import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const PATIENCE_MS = 20_000;

export interface ReceivedMail {
  to: string;
  subject: string;
  text: string;
  /** The token in its link, or "". */
  token: string;
}

/** Waits until `count` mails to `to` lie in a server's outbox, and returns them, the oldest first. */
export async function receiveMails(
  { dataDir }: { dataDir: string },
  to: string,
  count: number,
): Promise<ReceivedMail[]> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const mails = (await readOutbox(dataDir)).filter((mail) => mail.to === to);
    if (mails.length >= count) return mails;
    if (Date.now() > until) throw new Error(`${mails.length} of ${count} mails to ${to} came`);
    // The outbox is a folder that another part of this process writes: looking again is all one can do.
    await Bun.sleep(10);
  }
}

export async function readOutbox(dataDir: string): Promise<ReceivedMail[]> {
  const folder = join(dataDir, "outbox");
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".eml"));
  const order = (name: string) => name.split("-").slice(0, 2).map(Number);
  names.sort((a, b) => {
    const [at = 0, n = 0] = order(a);
    const [bt = 0, m = 0] = order(b);
    return at - bt || n - m;
  });
  return Promise.all(names.map(async (name) => parseMail(await readFile(join(folder, name), "utf8"))));
}

function parseMail(source: string): ReceivedMail {
  const split = source.indexOf("\n\n");
  const head = source.slice(0, split).replace(/\n[ \t]+/g, " ");
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, "im").exec(head)?.[1] ?? "";
  const body = source.slice(split + 2);
  const encoding = header("Content-Transfer-Encoding").toLowerCase();
  const text =
    encoding === "base64"
      ? Buffer.from(body, "base64").toString()
      : encoding === "quoted-printable"
        ? unquote(body.replace(/=\n/g, ""))
        : body;
  return {
    to: header("To"),
    subject: decodeWords(header("Subject")),
    text,
    token: /#token=([\w-]+)/.exec(text)?.[1] ?? "",
  };
}

const unquote = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString();

const decodeWords = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([bq])\?(.*?)\?=/gi, (_, kind, word) =>
      kind.toLowerCase() === "b"
        ? Buffer.from(word, "base64").toString()
        : unquote(word.replaceAll("_", " ")),
    );
