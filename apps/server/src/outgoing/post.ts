import { type RequestOptions, request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { type EndpointOptions, lookUp } from "./address.ts";

export interface Posting extends EndpointOptions {
  headers: Record<string, string>;
  body: string;
  /** For all of it, in milliseconds. */
  timeoutMs: number;
  /** Bytes of an answer that are read. */
  maxBytes: number;
  /** What goes beyond is left unread; without it, it is an error. */
  cuts?: boolean;
}

export interface Posted {
  status: number;
  text: string;
  /** `Retry-After` as it came. */
  retryAfter: string | undefined;
}

/**
 * Posts JSON to an address that somebody else chose. The name is looked up once: what it leads to is checked and connected
 * to. Nothing follows a redirect.
 * @throws when there is no answer in time, or the address is not to be asked
 */
export async function postTo(address: string, posting: Posting): Promise<Posted> {
  const { headers, body, timeoutMs } = posting;
  const began = Date.now();
  const url = new URL(address);
  const found = await lookUp(url.hostname.replace(/^\[|\]$/g, ""), posting, timeoutMs);
  const options: RequestOptions = {
    method: "POST",
    // A connection of its own: one that is kept open would not be looked up.
    agent: false,
    lookup: (_name, _options, answer) => answer(null, found),
    headers: {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(body),
      "User-Agent": "Palabre",
      ...headers,
    },
  };
  return exchange(url, options, posting, Math.max(1, timeoutMs - (Date.now() - began)));
}

function exchange(
  url: URL,
  options: RequestOptions,
  { body, maxBytes, cuts = false }: Posting,
  timeoutMs: number,
): Promise<Posted> {
  const { promise, resolve, reject } = Promise.withResolvers<Posted>();
  const send = url.protocol === "https:" ? requestSecure : requestPlain;
  const request = send(url, options, (response) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const answer = () =>
      resolve({
        status: response.statusCode ?? 0,
        text: Buffer.concat(chunks).subarray(0, maxBytes).toString("utf8"),
        retryAfter: response.headers["retry-after"],
      });
    response.on("data", (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size <= maxBytes) chunks.push(chunk);
      else if (cuts) {
        chunks.push(chunk);
        answer();
        request.destroy();
      } else request.destroy(new Error("the answer is too long"));
    });
    response.on("end", answer);
    response.on("error", reject);
  });
  request.on("error", reject);
  const timer = setTimeout(() => {
    const late = new Error("it took too long");
    request.destroy(late);
    reject(late);
  }, timeoutMs);
  request.end(body);
  return promise.finally(() => clearTimeout(timer));
}
