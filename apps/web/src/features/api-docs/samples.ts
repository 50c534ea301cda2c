import type { Operation } from "./document.ts";

interface Asked {
  operation: Operation;
  origin: string;
  /** With its query, its parameters in place of their names. */
  path: string;
  body: unknown;
}

/** Where a token would stand: the real one is never written anywhere. */
const TOKEN = "Bot YOUR_TOKEN";

const needsToken = ({ security }: Operation) => security.length > 0;
const isRead = ({ method }: Operation) => method === "GET" || method === "HEAD";

export function curlSample({ operation, origin, path, body }: Asked): string {
  const lines = [
    `curl ${isRead(operation) ? "" : `-X ${operation.method} `}${shell(`${origin}${operation.base}${path}`)}`,
  ];
  if (needsToken(operation)) lines.push(`-H ${shell(`Authorization: ${TOKEN}`)}`);
  if (body !== undefined) {
    lines.push(`-H ${shell("Content-Type: application/json")}`, `-d ${shell(JSON.stringify(body))}`);
  }
  return lines.join(" \\\n  ");
}

export function fetchSample({ operation, origin, path, body }: Asked): string {
  const headers = [
    ...(needsToken(operation) ? [`    Authorization: ${JSON.stringify(TOKEN)},`] : []),
    ...(body === undefined ? [] : [`    "Content-Type": "application/json",`]),
  ];
  const options = [
    ...(isRead(operation) ? [] : [`  method: ${JSON.stringify(operation.method)},`]),
    ...(headers.length > 0 ? ["  headers: {", ...headers, "  },"] : []),
    ...(body === undefined ? [] : [`  body: JSON.stringify(${indent(JSON.stringify(body, null, 2))}),`]),
  ];
  const address = JSON.stringify(`${origin}${operation.base}${path}`);
  const call = options.length > 0 ? `${address}, {\n${options.join("\n")}\n}` : address;
  return `const response = await fetch(${call});\nconsole.log(response.status, await response.json());`;
}

export function discordSample({ operation, origin, path, body }: Asked): string {
  const call = operation.method.toLowerCase();
  const more = body === undefined ? "" : `, {\n  body: ${indent(JSON.stringify(body, null, 2))},\n}`;
  return `import { REST } from "discord.js";

const rest = new REST({ api: ${JSON.stringify(`${origin}/api`)}, version: "10" }).setToken("YOUR_TOKEN");
console.log(await rest.${call}(${JSON.stringify(path)}${more}));`;
}

const indent = (text: string): string => text.replaceAll("\n", "\n  ");
const shell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
