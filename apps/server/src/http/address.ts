/**
 * Who is at the other end. Each trusted proxy appends the address it saw to X-Forwarded-For; with `proxies` of them in
 * front, the client is that many from the right. Whatever stands further left was sent by the client itself.
 */
export function clientAddress(request: Request, peer: string | undefined, proxies: number): string {
  if (proxies > 0) {
    const chain = (request.headers.get("x-forwarded-for") ?? "").split(",").map((part) => part.trim());
    const address = chain[chain.length - proxies];
    if (address && /^[0-9a-fA-F:.]{2,45}$/.test(address)) return address;
  }
  return peer ?? "unknown";
}
