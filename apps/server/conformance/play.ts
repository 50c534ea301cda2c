import type { Listener } from "../tests/listen.ts";
import { type Operation, readOperations, refusal } from "./spec.ts";

export interface Verdict {
  operation: string;
  /** HTTP status; 0 when nothing was asked. */
  status: number;
  /** "ok", or what is wrong with it. */
  verdict: string;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of every kind.
export type Body = any;

export interface Asking {
  /** Fills the `{names}` of the path. */
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  /** Token as `Authorization` carries it; null for none. Default: the bot's. */
  as?: string | null;
  headers?: Record<string, string>;
}

/** Asks operations of the official document at a running server, and remembers how each was answered. */
export function createPlay(
  url: string,
  bot: string,
  session: Pick<Listener, "next" | "send">,
  listenAs: (token: string) => Promise<Listener>,
) {
  const operations = readOperations();
  const known = new Map(operations.map((one) => [one.name, one]));
  const verdicts = new Map<string, Verdict>();

  async function ask(name: string, asking: Asking = {}): Promise<Body> {
    const operation = known.get(name);
    if (!operation) throw new Error(`the document has no ${name}`);
    const [method = "", path = ""] = name.split(" ");
    const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => {
      const value = asking.path?.[key];
      if (value === undefined) throw new Error(`${name} wants ${key}`);
      return encodeURIComponent(value);
    });
    const { status, body } = await request(url, bot, method, filled, asking);
    const verdict = judge(operation, status, body);
    const before = verdicts.get(name);
    if (before === undefined || before.verdict === "ok")
      verdicts.set(name, { operation: name, status, verdict });
    return body;
  }

  return {
    ask,
    /** Asks what the document does not have, a person's call for one. */
    request: (method: string, path: string, asking: Asking = {}) => request(url, bot, method, path, asking),
    /** The next dispatch of that name that the bot's gateway session gets. */
    hear: (t: string) => session.next<Body>(t),
    /** Sends a frame in that session. */
    send: session.send,
    /** Opens a gateway session of another bot. */
    listenAs,
    /** All operations that count, in the document's order. */
    verdicts: (): Verdict[] =>
      operations.map(
        ({ name }) => verdicts.get(name) ?? { operation: name, status: 0, verdict: "not there yet" },
      ),
  };
}

export type Play = ReturnType<typeof createPlay>;

async function request(
  url: string,
  bot: string,
  method: string,
  path: string,
  { query, body, as = bot, headers = {} }: Asking,
): Promise<{ status: number; body: Body }> {
  const isForm = body instanceof FormData;
  const search = query ? `?${new URLSearchParams(query)}` : "";
  const response = await fetch(`${url}/api/v10${path}${search}`, {
    method,
    headers: {
      ...(as !== null && { Authorization: as }),
      ...(body !== undefined && !isForm && { "Content-Type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  if (text === "") return { status: response.status, body: undefined };
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    return { status: response.status, body: text };
  }
}

function judge({ answers }: Operation, status: number, body: Body): string {
  const type = answers.get(status);
  if (type === undefined) return `${status} ${JSON.stringify(body)?.slice(0, 160) ?? ""}`.trim();
  return refusal(type, body) ?? "ok";
}
