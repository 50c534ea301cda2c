import { type AdminLimit, createSnowflakes } from "@palabre/protocol";
import type { Bus, BusMessage } from "./bus/bus.ts";
import { type Config, ConfigError, parseConfig } from "./config.ts";
import { type Context, openContext } from "./context.ts";
import { ApiError } from "./errors.ts";
import { deleteGuildAsAdmin, disableGuild, giveGuild, searchGuilds } from "./features/admin/guilds.ts";
import { changeLimits, limitsBody } from "./features/admin/limits.ts";
import { changeUser, makeResetLink, searchUsers } from "./features/admin/users.ts";
import { deleteImage } from "./features/images/store-image.ts";
import { announceToAll } from "./features/instance/announcement.ts";
import { limitRules, readLimits } from "./features/instance/limits.ts";
import { leaveSignals } from "./features/instance/signals.ts";
import { parseValue } from "./http/parse.ts";
import { createLog } from "./log.ts";

const USAGE = `Usage: npm run palabre -- COMMAND

  user list [QUERY]            accounts, the newest first
  user disable NAME            ends every log-in of an account, and lets nobody in
  user enable NAME
  user admin NAME [off]        lets somebody run the instance, or no longer
  user reset-password NAME     prints a link with which a new password is chosen
  server list [QUERY]          servers, the newest first
  server delete ID             with all that is in it
  server disable ID            closes it: nobody reads, writes or joins
  server enable ID
  server owner ID NAME         gives it to one of its members
  announce TEXT                shows a sentence to everybody
  announce --clear             and takes it away
  limits                       what one may have here, with defaults and bounds
  limits set NAME VALUE        holds at once; sizes may say k, M or G, \`default\` takes a choice back

It works on the database that the environment names, as the server does. A server that is running follows within
seconds.`;

/** Ids of this process: no node that serves may have it. */
const NODE = 1_023;
const PAGE = 100;

type Parts = Pick<Context, "db" | "blobs" | "bus" | "newId">;

/** @returns what to print, or null for what is no command */
async function execute(parts: Parts, config: Config, words: readonly string[]): Promise<string | null> {
  const [noun, verb, first, second, ...rest] = words;
  if (rest.length > 0) return null;
  const { db } = parts;
  if (noun === "announce" && verb !== undefined && first === undefined) {
    const text = verb === "--clear" ? null : verb.trim();
    if (text === "" || (text !== null && text.length > 1_000)) throw new Error("1 to 1,000 characters.");
    await announceToAll(parts, null, text);
    return text === null ? "Nothing is announced any more." : "Announced.";
  }
  if (noun === "user" && verb === "list" && second === undefined) {
    const { users, total } = await searchUsers(db.read, { query: first ?? "", limit: PAGE });
    const lines = users.map((user) => {
      const marks = [user.admin && "admin", user.disabled && "disabled", user.deleted && "deleted"];
      return [user.id, user.username, user.email ?? "-", ...marks.filter(Boolean)].join("\t");
    });
    return [...lines, `${total} in all`].join("\n");
  }
  if (noun === "server" && verb === "list" && second === undefined) {
    const { guilds, total } = await searchGuilds(db.read, { query: first ?? "", limit: PAGE });
    const lines = guilds.map((guild) =>
      [
        guild.id,
        guild.name,
        `${guild.member_count} members`,
        guild.owner?.username ?? "-",
        ...(guild.disabled ? ["disabled"] : []),
      ].join("\t"),
    );
    return [...lines, `${total} in all`].join("\n");
  }
  if (noun === "limits") return onLimits(parts, config, verb, first, second);
  if (noun === "user" && first !== undefined) return onUser(parts, config, verb, first, second);
  if (noun === "server" && first !== undefined) return onServer(parts, verb, first, second);
  return null;
}

async function onUser(
  parts: Parts,
  config: Config,
  verb: string | undefined,
  name: string,
  more: string | undefined,
): Promise<string | null> {
  if (more !== undefined && !(verb === "admin" && more === "off")) return null;
  switch (verb) {
    case "disable":
    case "enable":
      await changeUser(parts, null, await idOf(parts, name), { disabled: verb === "disable" });
      return `${name} is ${verb}d.`;
    case "admin":
      await changeUser(parts, null, await idOf(parts, name), { admin: more !== "off" });
      return more === "off" ? `${name} no longer runs the instance.` : `${name} runs the instance.`;
    case "reset-password": {
      const { token, expiresAt } = await makeResetLink(parts, null, await idOf(parts, name));
      const base = config.publicUrl ?? `http://localhost:${config.port}`;
      return `${base}/reset#token=${token}\nGood until ${new Date(expiresAt).toISOString()}.`;
    }
    default:
      return null;
  }
}

async function onServer(
  parts: Parts,
  verb: string | undefined,
  id: string,
  name: string | undefined,
): Promise<string | null> {
  if (!["delete", "disable", "enable", "owner"].includes(verb ?? "")) return null;
  if (!/^\d{1,19}$/.test(id)) throw new Error("A server is named by its id: see `server list`.");
  if (verb === "delete" && name === undefined) {
    const { icon, banner } = await deleteGuildAsAdmin(parts, null, id);
    if (icon) await deleteImage(parts.blobs, "icons", id, icon);
    if (banner) await deleteImage(parts.blobs, "banners", id, banner);
    return "Deleted. Its messages and files go with the next sweep of a server that is running.";
  }
  if ((verb === "disable" || verb === "enable") && name === undefined) {
    const guild = await disableGuild(parts, null, id, verb === "disable");
    return `${guild.name} is ${verb}d.`;
  }
  if (verb === "owner" && name !== undefined) {
    const guild = await giveGuild(parts, null, id, await idOf(parts, name));
    return `${guild.name} belongs to ${name}.`;
  }
  return null;
}

async function onLimits(
  parts: Parts,
  config: Config,
  verb: string | undefined,
  name: string | undefined,
  value: string | undefined,
): Promise<string | null> {
  if (verb === undefined) return (await readLimits(parts.db.read, config)).map(limitLine).join("\n");
  if (verb !== "set" || name === undefined || value === undefined) return null;
  const rule = limitRules(config).find((one) => one.name === name);
  if (!rule) throw new Error(`There is no limit ${name}: see \`limits\`.`);
  const wanted = value === "default" ? null : rule.unit === "choice" ? value : toNumber(value);
  const changes = parseValue(limitsBody(config), { [name]: wanted });
  const limits = await changeLimits({ ...parts, config }, null, changes);
  return limits
    .filter((one) => one.name === name)
    .map(limitLine)
    .join("\n");
}

function limitLine(limit: AdminLimit): string {
  const write = (value: string | number | null) => String(value ?? "unlimited");
  const bounds = limit.unit === "choice" ? limit.choices.join(" or ") : `${limit.min} to ${limit.max}`;
  const unit = limit.unit === "bytes" ? " bytes" : "";
  return [limit.name, write(limit.value), `default ${write(limit.default)}`, `${bounds}${unit}`].join("\t");
}

/** `512`, or `5G`: 1,024 to each step. What is neither stays as it is, to be refused by name. */
function toNumber(text: string): number | string {
  const [, digits, unit] = /^(\d{1,16})([kMG]?)$/.exec(text) ?? [];
  if (digits === undefined) return text;
  return Number(digits) * 1_024 ** ["", "k", "M", "G"].indexOf(unit ?? "");
}

async function idOf({ db }: Parts, name: string): Promise<string> {
  const row = await db.read
    .selectFrom("users")
    .select("id")
    .where("username", "=", name.toLowerCase())
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  if (!row) throw new Error(`There is no account ${name}.`);
  return row.id;
}

/** What stands in the way, in a sentence. */
function explain(error: unknown): string | undefined {
  if (error instanceof ApiError) {
    const details = [...JSON.stringify(error.errors ?? {}).matchAll(/"message":"([^"]*)"/g)];
    return [error.message, ...details.map(([, message]) => message)].join(": ");
  }
  if (error instanceof ConfigError || error instanceof Error) return error.message;
  return undefined;
}

/** Keeps what is said for the servers that are running. */
function collectingBus(said: BusMessage[]): Bus {
  return { publish: (message) => void said.push(message), subscribe: () => () => {} };
}

try {
  const config = { ...parseConfig(process.env), nodeId: NODE };
  const said: BusMessage[] = [];
  await using context = await openContext(config, createLog(config));
  const parts = { ...context, bus: collectingBus(said), newId: createSnowflakes(NODE) };
  const printed = await execute(parts, config, process.argv.slice(2));
  await leaveSignals(parts, said);
  console.log(printed ?? USAGE);
  process.exitCode = printed === null ? 2 : 0;
} catch (error) {
  console.error(explain(error) ?? error);
  process.exitCode = 1;
}
