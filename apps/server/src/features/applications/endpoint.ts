import { createPrivateKey, sign } from "node:crypto";
import { lookup } from "node:dns/promises";
import { type RequestOptions, request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import { BlockList, isIP } from "node:net";
import { LIMITS } from "@palabre/protocol";
import { InteractionType } from "discord-api-types/v10";
import { fieldError } from "../../errors.ts";
import type { ApplicationRow } from "./present-application.ts";

/** Networks that are not the public internet (RFC 6890 and those after it). */
const PRIVATE: readonly [network: string, bits: number][] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];
/** Of IPv6 only global unicast is let through, without what carries IPv4 or stands in documents. */
const GLOBAL: readonly [string, number][] = [["2000::", 3]];
const NOT_GLOBAL: readonly [string, number][] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

function listOf(networks: readonly [string, number][], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const [network, bits] of networks) list.addSubnet(network, bits, family);
  return list;
}
const privateV4 = listOf(PRIVATE, "ipv4");
const globalV6 = listOf(GLOBAL, "ipv6");
const notGlobalV6 = listOf(NOT_GLOBAL, "ipv6");

/** Whether an address is one of the public internet: none of this machine, its network, or what reaches them. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !privateV4.check(address, "ipv4");
  if (family !== 6) return false;
  return globalV6.check(address, "ipv6") && !notGlobalV6.check(address, "ipv6");
}

/** How endpoints are reached. */
export interface EndpointOptions {
  /** Addresses of this machine and its network are fine, too. */
  allowPrivate: boolean;
}

type Key = Pick<ApplicationRow, "signing_key">;

/**
 * Sends `body` to an application's endpoint, signed (Ed25519 over time and body). The name is looked up once: what it leads
 * to is checked and connected to. Nothing follows a redirect, and all of it takes 3 seconds at most.
 * @throws when there is no whole answer of 1 MiB at most in time, or the address is not to be asked
 */
export async function postSigned(
  { signing_key }: Key,
  address: string,
  body: string,
  options: EndpointOptions,
  spoil = false,
): Promise<{ status: number; text: string }> {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const found = await lookUp(host, options);
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const key = createPrivateKey({ key: Buffer.from(signing_key, "base64"), format: "der", type: "pkcs8" });
  const signature = sign(null, Buffer.from(timestamp + body), key);
  if (spoil) signature[0] = (signature[0] ?? 0) ^ 0xff;
  const requestOptions: RequestOptions = {
    method: "POST",
    // A connection of its own: one that is kept open would not be looked up.
    agent: false,
    lookup: (_name, _options, answer) => answer(null, found),
    headers: {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(body),
      "User-Agent": "Palabre",
      "X-Signature-Ed25519": signature.toString("hex"),
      "X-Signature-Timestamp": timestamp,
    },
  };
  return exchange(url, requestOptions, body);
}

type Found = { address: string; family: 4 | 6 }[];

async function lookUp(host: string, { allowPrivate }: EndpointOptions): Promise<Found> {
  const found = isIP(host)
    ? [{ address: host, family: isIP(host) }]
    : await within(lookup(host, { all: true }), LIMITS.interactionAnswer);
  if (!allowPrivate && !found.every(({ address }) => isPublicAddress(address))) {
    throw new Error("the address is not public");
  }
  return found as Found;
}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("it took too long")), ms);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function exchange(
  url: URL,
  options: RequestOptions,
  body: string,
): Promise<{ status: number; text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  const send = url.protocol === "https:" ? requestSecure : requestPlain;
  const request = send(url, options, (response) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on("data", (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > LIMITS.endpointAnswer) request.destroy(new Error("the answer is too long"));
      else chunks.push(chunk);
    });
    response.on("end", () => {
      resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") });
    });
    response.on("error", reject);
  });
  request.on("error", reject);
  const timer = setTimeout(() => {
    const late = new Error("it took too long");
    request.destroy(late);
    reject(late);
  }, LIMITS.interactionAnswer);
  request.end(body);
  return promise.finally(() => clearTimeout(timer));
}

/**
 * Asks an endpoint whether it is one: it answers a PING, and refuses one whose signature is wrong.
 * @throws ApiError invalid_form_body naming `interactions_endpoint_url`
 */
export async function checkEndpoint(
  application: Pick<ApplicationRow, "id" | "signing_key">,
  address: string,
  newId: () => string,
  options: EndpointOptions,
): Promise<void> {
  const { id } = application;
  const ping = () =>
    JSON.stringify({
      id: newId(),
      application_id: id,
      type: InteractionType.Ping,
      token: "ping",
      version: 1,
      entitlements: [],
      authorizing_integration_owners: {},
    });
  try {
    const refused = await postSigned(application, address, ping(), options, true);
    const answered = await postSigned(application, address, ping(), options);
    const { type } = JSON.parse(answered.text) as { type?: unknown };
    if (refused.status === 401 && answered.status === 200 && type === 1) return;
  } catch {
    // Whatever went wrong there, it is no endpoint; what stands at an address is nobody's business.
  }
  throw fieldError(
    "interactions_endpoint_url",
    "APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID",
    "The specified interactions endpoint url could not be verified.",
  );
}
