import { z } from "zod";

/** What an application may be agreed to, and the requests a bearer of each may make. */
const SCOPES: Record<string, readonly RegExp[]> = {
  identify: [/^GET \/users\/@me$/],
  email: [],
  openid: [/^GET \/oauth2\/userinfo$/],
  guilds: [/^GET \/users\/@me\/guilds$/],
  "guilds.members.read": [/^GET \/users\/@me\/guilds\/\d+\/member$/],
  /** Its token is what a bot brings them in with: see add-member.ts. */
  "guilds.join": [],
  connections: [/^GET \/users\/@me\/connections$/],
  "applications.commands.update": [
    /^(GET|POST|PUT|PATCH|DELETE) \/applications\/\d+\/(guilds\/\d+\/)?commands(\/\d+)?$/,
  ],
  bot: [],
  "applications.commands": [],
};

/** What any bearer may ask, whatever was agreed to. */
const ALWAYS = [/^GET \/oauth2\/@me$/, /^GET \/oauth2\/applications\/@me$/];

/** Those that bring a program into a server, rather than have it act for somebody. */
const IN_SERVERS = ["bot", "applications.commands"];

export const wantsServer = (scopes: readonly string[]) => scopes.some((one) => IN_SERVERS.includes(one));
/** Those that a token is for. */
export const forTokens = (scopes: readonly string[]) => scopes.filter((one) => !IN_SERVERS.includes(one));

/** Whether a bearer with these scopes may make a request, its path below `/api/v10`. */
export function covers(scopes: readonly string[], method: string, path: string): boolean {
  const request = `${method === "HEAD" ? "GET" : method} ${path}`;
  return [...ALWAYS, ...scopes.flatMap((one) => SCOPES[one] ?? [])].some((rule) => rule.test(request));
}

/** The scopes with any of which a bearer may make a request; undefined when every bearer may. */
export function scopesFor(method: string, path: string): string[] | undefined {
  if (covers([], method, path)) return undefined;
  return Object.keys(SCOPES).filter((scope) => covers([scope], method, path));
}

/** Scopes as they come: words with spaces (or the plus signs that a query made of them) between. */
export const scopeList = z
  .string()
  .max(400)
  .transform((value) => [...new Set(value.split(/[\s+]+/).filter(Boolean))])
  // Commands come with the bot here, so whoever is asked for the one is shown the other.
  .transform((list) =>
    list.includes("applications.commands") && !list.includes("bot") ? ["bot", ...list] : list,
  )
  .refine((list) => list.length > 0 && list.every((one) => Object.hasOwn(SCOPES, one)), {
    message: `Scopes are ${Object.keys(SCOPES).join(", ")}.`,
    params: { code: "OAUTH2_INVALID_SCOPE" },
  });

export const ALL_SCOPES = Object.keys(SCOPES);
