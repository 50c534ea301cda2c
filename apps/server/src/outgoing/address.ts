import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";

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

/** Which addresses may be reached. */
export interface EndpointOptions {
  /** Addresses of this machine and its network are fine, too. */
  allowPrivate: boolean;
  /** What a name leads to; the system knows unless told otherwise. */
  resolve?: (host: string) => Promise<{ address: string; family: number }[]>;
}

export type Found = { address: string; family: 4 | 6 }[];

/**
 * What a host's name leads to, looked up once: what is checked here is what has to be connected to.
 * @throws when it is not to be asked, or is not told within `ms`
 */
export async function lookUp(
  host: string,
  { allowPrivate, resolve = bySystem }: EndpointOptions,
  ms: number,
): Promise<Found> {
  const found = isIP(host) ? [{ address: host, family: isIP(host) }] : await within(resolve(host), ms);
  if (!allowPrivate && !found.every(({ address }) => isPublicAddress(address))) {
    throw new Error("the address is not public");
  }
  return found as Found;
}

const bySystem = (host: string) => lookup(host, { all: true });

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("it took too long")), ms);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
