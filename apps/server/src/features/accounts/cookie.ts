import { deleteCookie, setCookie } from "hono/cookie";
import type { Http } from "../../http/env.ts";
import { SESSION_COOKIE } from "../../http/guard.ts";
import type { AppParts } from "../../parts.ts";

/** Browsers keep a cookie for 400 days at most. */
const MAX_AGE = 400 * 86_400;

type Parts = Pick<AppParts, "context" | "isOwnOrigin">;

/** Puts the log-in's token into the browser's cookie when our own page asked; others get it in the answer alone. */
export function giveCookie(c: Http, parts: Parts, token: string): void {
  if (!parts.isOwnOrigin(c.req.header("origin") ?? null, c.req.raw)) return;
  setCookie(c, SESSION_COOKIE, token, { ...attributes(c, parts), maxAge: MAX_AGE });
}

export function takeCookie(c: Http, parts: Parts): void {
  deleteCookie(c, SESSION_COOKIE, attributes(c, parts));
}

function attributes(c: Http, { context }: Parts) {
  const secure = (context.config.publicUrl ?? c.req.header("origin") ?? "").startsWith("https:");
  return { httpOnly: true, sameSite: "Lax", path: "/", secure } as const;
}
