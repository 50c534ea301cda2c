import type { Context } from "../../context.ts";
import type { Http } from "../../http/env.ts";
import { storable } from "../../http/fields.ts";
import type { Device } from "./auth-sessions.ts";
import type { Desk } from "./letters.ts";
import { linkBase } from "./links.ts";

export function deviceOf(c: Http): Device {
  return { userAgent: storable(c.req.header("user-agent") ?? "").slice(0, 300) };
}

/** What letters that this request causes are written with. */
export async function deskOf(c: Http, { db, config }: Pick<Context, "db" | "config">): Promise<Desk> {
  const base = await linkBase(db.read, config, c.req.raw);
  return { db, config, base, acceptLanguage: c.req.header("accept-language") };
}
