import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as schemas from "discord-api-spec/zod";

/** One operation of the official document. */
export interface Operation {
  /** `GET /guilds/{guild_id}`. */
  name: string;
  /** `get_guild`. */
  id: string;
  /** Status of success → the documented type of its body, as the package writes it. */
  answers: Map<number, string>;
}

/** Families that do not count: lobbies of games, what partners and Discord's shop have. */
const LEFT_OUT = [
  /^\/lobbies/,
  /^\/partner-sdk/,
  /^\/skus/,
  /\/activity-instances/,
  /\/role-connections\/metadata/,
];

/** Operations that count, in the document's order. */
export function readOperations(): Operation[] {
  // The types say which answer belongs to which status; there is nothing of it at run time.
  const file = fileURLToPath(import.meta.resolve("discord-api-spec")).replace(/\.js$/, ".ts");
  const text = readFileSync(file, "utf8");
  const operations: Operation[] = [];
  let path = "";
  let open = 0;
  for (const line of text.slice(text.indexOf("export interface Paths {")).split("\n")) {
    const [, found] = /^ {2}"(\/.*)": \{$/.exec(line) ?? [];
    if (found !== undefined) path = found;
    const [, method] = /^ {4}(get|post|put|patch|delete): \{$/.exec(line) ?? [];
    if (method !== undefined)
      operations.push({ name: `${method.toUpperCase()} ${path}`, id: "", answers: new Map() });
    const [, id] = /^ {8}\/\*\* \d\d\d response for (\w+) \*\/$/.exec(line) ?? [];
    const last = operations.at(-1);
    if (id !== undefined && last) last.id = id;
    const [, status, type] = /^ {8}"(\d\d\d|4XX)":(.*?);?$/.exec(line) ?? [];
    const answers = operations.at(-1)?.answers;
    if (status !== undefined && type !== undefined) {
      open = Number(status);
      if (status.startsWith("2")) answers?.set(open, type.trim());
    } else if (/^ {10,}(?:\||\)\[\])/.test(line) && answers?.has(open)) {
      // A long union stands on lines of its own.
      answers.set(open, `${answers.get(open)} ${line.trim().replace(/;$/, "")}`.trim());
    }
    if (line === "}") break;
  }
  return operations.filter(({ name }) => !LEFT_OUT.some((family) => family.test(name.split(" ")[1] ?? "")));
}

/** Why the official schema refuses a body; undefined when it does not. */
export function refusal(type: string, body: unknown): string | undefined {
  const reasons = alternatives(type).map((one) => refusalOf(one, body));
  return reasons.some((reason) => reason === undefined) ? undefined : reasons[0];
}

function refusalOf(type: string, body: unknown): string | undefined {
  if (type === "unknown" || type === "{") return undefined;
  if (type === "null") return body === null ? undefined : "is not null";
  if (type === "string") return typeof body === "string" ? undefined : "is no text";
  if (type.endsWith("[]")) {
    if (!Array.isArray(body)) return "is no list";
    const element = type.slice(0, -2).replace(/^\((.*)\)$/, "$1");
    for (const [index, one] of body.entries()) {
      const reason = refusal(element, one);
      if (reason !== undefined) return `${index}: ${reason}`;
    }
    return undefined;
  }
  const schema = (schemas as Record<string, { safeParse(value: unknown): { error?: { issues: Issue[] } } }>)[
    `${type}Schema`
  ];
  if (!schema) return `there is no schema of ${type}`;
  const issue = schema.safeParse(body).error?.issues[0];
  return issue && `${issue.path.join(".")}: ${issue.message}`;
}

interface Issue {
  path: PropertyKey[];
  message: string;
}

/** The parts of a union; those within brackets belong together. */
function alternatives(type: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (const letter of type) {
    if (letter === "(") depth++;
    if (letter === ")") depth--;
    if (letter === "|" && depth === 0) {
      parts.push(part.trim());
      part = "";
    } else part += letter;
  }
  return [...parts, part.trim()];
}
