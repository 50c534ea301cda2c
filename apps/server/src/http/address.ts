/**
 * Who is at the other end. Each trusted proxy appends the address it saw to X-Forwarded-For; with `proxies` of them in
 * front, the client is that many from the right. Whatever stands further left was sent by the client itself.
 */
export function clientAddress(request: Request, peer: string | undefined, proxies: number): string {
  if (proxies > 0) {
    const chain = (request.headers.get("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
    // Some proxies add the port, which is another with each connection.
    const address = chain[chain.length - proxies]
      ?.replace(/^\[(.*)\](:\d+)?$/, "$1")
      .replace(/^([\d.]+):\d+$/, "$1");
    if (address && /^[0-9a-fA-F:.]{2,45}$/.test(address)) return address;
  }
  return peer ?? "unknown";
}

/**
 * Whom to count an address against: an IPv4 address itself, the /64 of an IPv6 address, since every household is given
 * that many addresses to choose from.
 */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [head = "", tail] = address.toLowerCase().split("::");
  const groups = head === "" ? [] : head.split(":");
  const after = tail ? tail.split(":") : [];
  if (tail !== undefined) while (groups.length + after.length < 8) groups.push("0");
  return `${[...groups, ...after]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
