import type { Operation } from "./document.ts";
import { type Encoding, formOf, MEDIA_TYPES } from "./encoding.ts";

interface Asked {
  operation: Operation;
  origin: string;
  /** With its query, its parameters in place of their names. */
  path: string;
  body: unknown;
  encoding: Encoding;
  /** Beside those that every request has. */
  headers: Readonly<Record<string, string>>;
}

/** Where a token would stand: the real one is never written anywhere. */
const TOKEN = "Bot YOUR_TOKEN";

const needsToken = ({ security }: Operation) => security.length > 0;
const isRead = ({ method }: Operation) => method === "GET" || method === "HEAD";

export function curlSample({ operation, origin, path, body, encoding, headers }: Asked): string {
  const lines = [
    `curl ${isRead(operation) ? "" : `-X ${operation.method} `}${shell(`${origin}${operation.base}${path}`)}`,
  ];
  if (needsToken(operation)) lines.push(`-H ${shell(`Authorization: ${TOKEN}`)}`);
  for (const [name, value] of Object.entries(headers)) lines.push(`-H ${shell(`${name}: ${value}`)}`);
  if (body !== undefined && encoding === "json") {
    lines.push(`-H ${shell("Content-Type: application/json")}`, `-d ${shell(JSON.stringify(body))}`);
  } else if (body !== undefined && encoding !== "json") {
    for (const [name, value] of formOf(body, encoding)) {
      lines.push(`--data-urlencode ${shell(`${name}=${value}`)}`);
    }
  }
  return lines.join(" \\\n  ");
}

export function fetchSample({ operation, origin, path, body, encoding, headers: more }: Asked): string {
  const headers = [
    ...(needsToken(operation) ? [`    Authorization: ${JSON.stringify(TOKEN)},`] : []),
    ...Object.entries(more).map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},`),
    // A form says by itself what it is.
    ...(body === undefined || encoding !== "json" ? [] : [`    "Content-Type": "application/json",`]),
  ];
  const options = [
    ...(isRead(operation) ? [] : [`  method: ${JSON.stringify(operation.method)},`]),
    ...(headers.length > 0 ? ["  headers: {", ...headers, "  },"] : []),
    ...(body === undefined ? [] : [`  body: ${indent(writtenBody(body, encoding))},`]),
  ];
  const address = JSON.stringify(`${origin}${operation.base}${path}`);
  const call = options.length > 0 ? `${address}, {\n${options.join("\n")}\n}` : address;
  return `const response = await fetch(${call});\nconsole.log(response.status, await response.json());`;
}

export function discordSample({ operation, origin, path, body, encoding, headers }: Asked): string {
  const call = operation.method.toLowerCase();
  const isForm = body !== undefined && encoding !== "json";
  const told = { ...(isForm && { "Content-Type": MEDIA_TYPES[encoding] }), ...headers };
  const options = [
    ...(Object.keys(told).length > 0 ? [`  headers: ${indent(JSON.stringify(told, null, 2))},`] : []),
    ...(isForm ? [`  body: ${indent(writtenBody(body, encoding))},`, "  passThroughBody: true,"] : []),
    ...(body !== undefined && !isForm ? [`  body: ${indent(JSON.stringify(body, null, 2))},`] : []),
    ...(isForm && !needsToken(operation) ? ["  auth: false,"] : []),
  ];
  const more = options.length === 0 ? "" : `, {\n${options.join("\n")}\n}`;
  return `import { REST } from "discord.js";

const rest = new REST({ api: ${JSON.stringify(`${origin}/api`)}, version: "10" }).setToken("YOUR_TOKEN");
console.log(await rest.${call}(${JSON.stringify(path)}${more}));`;
}

/** The body as code that makes it. */
function writtenBody(body: unknown, encoding: Encoding): string {
  const json = JSON.stringify(body, null, 2);
  if (encoding === "json") return `JSON.stringify(${json})`;
  if (encoding === "payload") return `new URLSearchParams({ payload: JSON.stringify(${json}) })`;
  return `new URLSearchParams(${JSON.stringify(Object.fromEntries(formOf(body, encoding)), null, 2)})`;
}

const indent = (text: string): string => text.replaceAll("\n", "\n  ");
const shell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
