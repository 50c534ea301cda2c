import { join, normalize, sep } from "node:path";
import type { Handler } from "hono";
import type { Env } from "./env.ts";

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * Serves the built web client from `root`: files by name (hashed ones for a year), and its page for every other
 * address, so that a link to a conversation opens. Compressed neighbours (`.br`, `.gz`) go to those who take them.
 */
export function serveWebClient(root: string): Handler<Env> {
  return async (c) => {
    if (c.req.method !== "GET" && c.req.method !== "HEAD") return c.text("Method Not Allowed", 405);
    const path = safePath(new URL(c.req.url).pathname);
    const asset = path === null || path.endsWith(sep) || path === "." ? null : Bun.file(join(root, path));
    const found = asset !== null && !/\.(br|gz)$/.test(path ?? "") && (await asset.exists());
    const file = found ? join(root, path ?? "") : join(root, "index.html");
    const immutable = found && path?.startsWith(`assets${sep}`);
    if (path?.startsWith(`assets${sep}`) && !found) return c.text("Not Found", 404);

    const headers = new Headers({
      "Content-Type": Bun.file(file).type,
      "Cache-Control": immutable ? "public, max-age=31536000, immutable" : "no-cache",
      "Content-Security-Policy": CONTENT_SECURITY_POLICY,
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "same-origin",
      "Cross-Origin-Opener-Policy": "same-origin",
      Vary: "Accept-Encoding",
    });
    const accepts = c.req.header("accept-encoding") ?? "";
    for (const [encoding, ending] of [
      ["br", ".br"],
      ["gzip", ".gz"],
    ] as const) {
      if (!accepts.includes(encoding)) continue;
      const packed = Bun.file(file + ending);
      if (!(await packed.exists())) continue;
      headers.set("Content-Encoding", encoding);
      return new Response(c.req.method === "HEAD" ? null : packed, { headers });
    }
    const plain = Bun.file(file);
    if (!(await plain.exists())) return c.text("The web client is not built: run `npm start`.", 503);
    return new Response(c.req.method === "HEAD" ? null : plain, { headers });
  };
}

/** The path below the root, or null when it points elsewhere. */
function safePath(pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes("\0")) return null;
  const path = normalize(decoded.replace(/^\/+/, ""));
  return path.startsWith("..") ? null : path;
}
