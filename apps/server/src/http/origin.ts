/**
 * Which web origins are this server's own: that of PALABRE_PUBLIC_URL when it is set, else the one whose host the
 * request itself was sent to.
 */
export function createOriginCheck(
  publicUrl: string | undefined,
): (origin: string | null, request: Request) => boolean {
  const fixed = publicUrl ? new URL(publicUrl).origin : undefined;
  return (origin, request) => {
    if (!origin || origin === "null") return false;
    if (fixed) return origin === fixed;
    const host = request.headers.get("host");
    return host !== null && (origin === `http://${host}` || origin === `https://${host}`);
  };
}

/** The address at which this server is reached, without a slash at the end. */
export function baseUrl(publicUrl: string | undefined, request: Request): string {
  if (publicUrl) return publicUrl;
  const url = new URL(request.url);
  return `${url.protocol}//${request.headers.get("host") ?? url.host}`;
}

/** Where clients open the gateway. */
export function gatewayUrl(publicUrl: string | undefined, request: Request): string {
  return `${baseUrl(publicUrl, request).replace(/^http/, "ws")}/gateway`;
}
