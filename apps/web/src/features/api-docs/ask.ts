import type { Operation } from "./document.ts";
import { type Encoding, encodingsOf, formOf, MEDIA_TYPES } from "./encoding.ts";
import type { Credentials } from "./useCredentials.ts";

export interface AnswerGiven {
  /** 0 when none came. */
  status: number;
  text: string;
  isJson: boolean;
  milliseconds: number;
  headers: [name: string, value: string][];
}

/** What of an answer is shown: a page of a megabyte would keep the browser busy. */
const SHOWN = 200_000;

interface Asking {
  operation: Operation;
  path: string;
  body: unknown;
  encoding: Encoding;
  headers: Readonly<Record<string, string>>;
  files: readonly File[];
  credentials: Credentials;
}

/** Asks as one chose to; what came, be it a refusal. */
export async function ask(asking: Asking): Promise<AnswerGiven> {
  const { operation, path, body, encoding, files, credentials } = asking;
  const { way, token } = credentials;
  const headers: Record<string, string> = { ...asking.headers };
  if (way === "bot") headers.Authorization = `Bot ${token.trim().replace(/^Bot /, "")}`;
  if (way === "bearer") headers.Authorization = `Bearer ${token.trim().replace(/^Bearer /, "")}`;
  const init: RequestInit = {
    method: operation.method,
    headers,
    // A token is to be tried alone, without the session beside it. Where a form says who asks the session says nothing,
    // and without it the browser does not ask for a name and a password of its own.
    credentials: way === "session" && encodingsOf(operation)[0] !== "form" ? "same-origin" : "omit",
  };
  if (files.length > 0) {
    const form = new FormData();
    form.append("payload_json", JSON.stringify(body ?? {}));
    for (const [n, file] of files.entries()) form.append(`files[${n}]`, file, file.name);
    init.body = form;
  } else if (body !== undefined) {
    headers["Content-Type"] = MEDIA_TYPES[encoding];
    init.body =
      encoding === "json" ? JSON.stringify(body) : new URLSearchParams(formOf(body, encoding)).toString();
  }
  const began = performance.now();
  try {
    const response = await fetch(`${operation.base}${path}`, init);
    const raw = await response.text();
    const milliseconds = Math.round(performance.now() - began);
    const { text, isJson } = pretty(raw);
    return { status: response.status, text, isJson, milliseconds, headers: [...response.headers] };
  } catch {
    return {
      status: 0,
      text: "",
      isJson: false,
      milliseconds: Math.round(performance.now() - began),
      headers: [],
    };
  }
}

function pretty(raw: string): { text: string; isJson: boolean } {
  try {
    return { text: JSON.stringify(JSON.parse(raw), null, 2).slice(0, SHOWN), isJson: true };
  } catch {
    return { text: raw.slice(0, SHOWN), isJson: false };
  }
}
